package sulcus.figure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
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
 * @param least |r| from which there is an arc
 */
public record StackArcs(List<Arc> arcs, float least) {
    /** |r| below which time courses of many tokens are as good as unrelated, and there is never an arc. */
    public static final float LEAST = 0.2f;

    public static final StackArcs NONE = new StackArcs(List.of(), LEAST);

    /** More could not be told apart. */
    static final int MOST = 200;
    /** Of a network's neurons those with the largest |z|: where it lies. */
    private static final int CORE = 12;

    private static final Comparator<Pair> STRONGEST_FIRST = Comparator.comparingDouble((Pair p) -> -p.likeness())
            .thenComparing(Pair::a)
            .thenComparing(Pair::b);

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
     * The {@value #MOST} strongest connections between networks of different layers, of the first group of texts.
     *
     * @param of of whose group's tokens the courses are, and which they all join; null for all networks of the first group
     */
    public static StackArcs of(Study study, SliceLayout layout, NetworkId of, Progress progress) {
        int group = of == null ? 0 : of.group();
        // the weakest on top, so that it goes when a stronger one comes
        PriorityQueue<Pair> strongest = new PriorityQueue<>(STRONGEST_FIRST.reversed());
        if (of != null) {
            Courses own = study.courses(of.layer(), group).pick(new int[] {of.network()});
            for (int l = 0; l < study.layers(); l++) {
                progress.report("courses of layer " + l, 0.8 * l / study.layers());
                if (l != of.layer()) {
                    float[] likeness = own.likeness(study.courses(l, group))[0];
                    for (int k = 0; k < likeness.length; k++) {
                        offer(strongest, of, new NetworkId(l, group, k), likeness[k]);
                    }
                }
            }
        } else {
            List<Courses> all = new ArrayList<>();
            for (int l = 0; l < study.layers(); l++) {
                progress.report("courses of layer " + l, 0.8 * l / study.layers());
                all.add(study.courses(l, group));
                for (int before = 0; before < l; before++) {
                    progress.check();
                    float[][] likeness = all.get(before).likeness(all.get(l));
                    for (int i = 0; i < likeness.length; i++) {
                        for (int k = 0; k < likeness[i].length; k++) {
                            offer(
                                    strongest,
                                    new NetworkId(before, group, i),
                                    new NetworkId(l, group, k),
                                    likeness[i][k]);
                        }
                    }
                }
            }
        }
        return new StackArcs(
                arcs(study, layout, strongest.stream().sorted(STRONGEST_FIRST).toList(), progress), LEAST);
    }

    private static void offer(PriorityQueue<Pair> strongest, NetworkId a, NetworkId b, float likeness) {
        boolean full = strongest.size() == MOST;
        if (likeness >= LEAST && (!full || likeness > strongest.peek().likeness())) {
            strongest.add(new Pair(a, b, likeness));
            if (full) {
                strongest.remove();
            }
        }
    }

    private static List<Arc> arcs(Study study, SliceLayout layout, List<Pair> pairs, Progress progress) {
        Map<NetworkId, double[]> centres = new HashMap<>();
        List<Arc> arcs = new ArrayList<>();
        for (Pair p : pairs) {
            progress.report("regions", 0.8 + 0.2 * arcs.size() / pairs.size());
            arcs.add(new Arc(
                    p.a(),
                    p.b(),
                    p.likeness(),
                    centres.computeIfAbsent(p.a(), id -> centre(study, layout, id)),
                    centres.computeIfAbsent(p.b(), id -> centre(study, layout, id))));
        }
        return List.copyOf(arcs);
    }

    /** Those of them that are at least so strong. */
    public StackArcs above(float likeness) {
        return new StackArcs(arcs.stream().filter(a -> a.likeness() >= likeness).toList(), likeness);
    }

    /** The middle of the strongest neurons, each by its |z|. */
    private static double[] centre(Study study, SliceLayout layout, NetworkId id) {
        float[] z = NeuronMap.of(study.map(id), study.neurons(id.layer()));
        PriorityQueue<Integer> core = new PriorityQueue<>(
                Comparator.comparingDouble((Integer j) -> Math.abs(z[j])).thenComparing(Comparator.reverseOrder()));
        for (int j = 0; j < z.length; j++) {
            if (core.size() < CORE || Math.abs(z[j]) > Math.abs(z[core.peek()])) {
                core.add(j);
                if (core.size() > CORE) {
                    core.remove();
                }
            }
        }
        double u = 0;
        double v = 0;
        double weight = 0;
        for (int j : core) {
            int cell = layout.cells()[id.layer()][j];
            u += Math.abs(z[j]) * layout.grid().u(cell);
            v += Math.abs(z[j]) * layout.grid().v(cell);
            weight += Math.abs(z[j]);
        }
        return weight == 0 ? new double[2] : new double[] {u / weight, v / weight};
    }
}
