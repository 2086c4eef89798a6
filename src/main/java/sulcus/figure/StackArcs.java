package sulcus.figure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sulcus.decompose.NeuronMap;
import sulcus.decompose.layout.Courses;
import sulcus.decompose.layout.SliceLayout;
import sulcus.prune.NetworkId;
import sulcus.study.Study;
import sulcus.task.Progress;

/**
 * Functional connections between networks of different layers.
 *
 * @param arcs strongest first
 */
public record StackArcs(List<Arc> arcs) {
    public static final StackArcs NONE = new StackArcs(List.of());

    private static final int MOST = 200;
    /** Of a network's neurons those with the largest |z|: where it lies. */
    private static final int CORE = 12;

    /**
     * One connection, from centre to centre.
     *
     * @param likeness |r| of the time courses
     * @param from u, v of the first network's core
     * @param to u, v of the second's
     */
    public record Arc(NetworkId a, NetworkId b, float likeness, double[] from, double[] to) {}

    private record Pair(NetworkId a, NetworkId b, float likeness) {}

    /**
     * The strongest connections: of one network with all of other layers, or, without one, between neighbouring layers.
     *
     * @param of null for all
     * @param least |r| from which there is an arc
     */
    public static StackArcs of(Study study, SliceLayout layout, NetworkId of, float least, Progress progress) {
        List<Pair> pairs = new ArrayList<>();
        Courses before = null;
        Courses own = of == null ? null : study.courses(of.layer(), of.group()).pick(new int[] {of.network()});
        for (int l = 0; l < study.layers(); l++) {
            progress.report("courses of layer " + l, 0.8 * l / study.layers());
            Courses here = study.courses(l, 0);
            if (own != null && l != of.layer() && here.rows().length > 0) {
                float[] likeness = own.likeness(here)[0];
                for (int k = 0; k < likeness.length; k++) {
                    add(pairs, of, new NetworkId(l, 0, k), likeness[k], least);
                }
            }
            if (own == null && before != null && before.rows().length > 0 && here.rows().length > 0) {
                float[][] likeness = before.likeness(here);
                for (int i = 0; i < likeness.length; i++) {
                    for (int k = 0; k < likeness[i].length; k++) {
                        add(pairs, new NetworkId(l - 1, 0, i), new NetworkId(l, 0, k), likeness[i][k], least);
                    }
                }
            }
            before = here;
        }
        pairs.sort(Comparator.comparingDouble((Pair p) -> -p.likeness())
                .thenComparing(Pair::a)
                .thenComparing(Pair::b));
        Map<NetworkId, double[]> centres = new HashMap<>();
        List<Arc> arcs = new ArrayList<>();
        for (Pair p : pairs.subList(0, Math.min(MOST, pairs.size()))) {
            progress.check();
            arcs.add(new Arc(
                    p.a(),
                    p.b(),
                    p.likeness(),
                    centres.computeIfAbsent(p.a(), id -> centre(study, layout, id)),
                    centres.computeIfAbsent(p.b(), id -> centre(study, layout, id))));
        }
        return new StackArcs(List.copyOf(arcs));
    }

    private static void add(List<Pair> pairs, NetworkId a, NetworkId b, float likeness, float least) {
        if (likeness >= least) {
            pairs.add(new Pair(a, b, likeness));
        }
    }

    private static double[] centre(Study study, SliceLayout layout, NetworkId id) {
        float[] z = NeuronMap.of(study.map(id), study.neurons(id.layer()));
        int[] strongest = java.util.stream.IntStream.range(0, z.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer j) -> -Math.abs(z[j])))
                .limit(CORE)
                .mapToInt(j -> j)
                .toArray();
        double u = 0;
        double v = 0;
        for (int j : strongest) {
            int cell = layout.cells()[id.layer()][j];
            u += layout.grid().u(cell) / strongest.length;
            v += layout.grid().v(cell) / strongest.length;
        }
        return new double[] {u, v};
    }
}
