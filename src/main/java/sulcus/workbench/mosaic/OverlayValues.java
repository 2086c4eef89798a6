package sulcus.workbench.mosaic;

import sulcus.decompose.NeuronMap;
import sulcus.decompose.layout.Families;
import sulcus.figure.ColourScale;
import sulcus.figure.FamilyColours;
import sulcus.prune.Decision;
import sulcus.prune.NetworkId;
import sulcus.prune.Rules;
import sulcus.task.Progress;
import sulcus.workbench.study.Groundwork;
import sulcus.workbench.study.Subject;

/**
 * What a choice of overlay puts on each neuron.
 *
 * @param overlay the choice
 * @param values [layer][neuron]
 * @param families [layer][neuron] for winner-takes-all, as {@link FamilyColours#code} has them, else null
 * @param scale colours of the values
 */
record OverlayValues(Overlay overlay, float[][] values, int[][] families, ColourScale scale) {

    /** Whether the values are the scores that the plan cuts, so that precisely what it preserves is lit. */
    boolean decided() {
        return overlay instanceof Overlay.Strongest || overlay instanceof Overlay.Winners;
    }

    /** |z| from which the key neurons of the shown network are preserved by a decision on it; infinite without one. */
    float keyNeuronsAbove(Rules rules, int layer) {
        return overlay instanceof Overlay.Network(NetworkId id)
                        && id.layer() == layer
                        && rules.networks().get(id) == Decision.PRESERVE
                ? rules.networkThresholds().getOrDefault(id, Rules.KEY_NEURON)
                : Float.POSITIVE_INFINITY;
    }

    /** Reads the maps that the overlay needs; on a background thread. */
    static OverlayValues of(
            Subject subject, Families families, FamilyColours colours, Overlay overlay, Progress progress) {
        return switch (overlay) {
            case Overlay.Strongest() -> strongest(subject);
            case Overlay.Network(NetworkId id) -> network(subject, id);
            case Overlay.Family(NetworkId id) -> family(subject, families, id, progress);
            case Overlay.Winners() -> winners(subject, families, colours, progress);
        };
    }

    static OverlayValues strongest(Subject subject) {
        Groundwork done = subject.groundwork();
        return new OverlayValues(new Overlay.Strongest(), done.scores(), null, done.scale());
    }

    private static OverlayValues network(Subject subject, NetworkId id) {
        float[][] values = subject.groundwork().nothing().clone();
        lay(subject, id, values);
        return new OverlayValues(
                new Overlay.Network(id), values, null, ColourScale.of(new float[][] {values[id.layer()]}, "z"));
    }

    private static OverlayValues family(Subject subject, Families families, NetworkId id, Progress progress) {
        float[][] values = subject.groundwork().nothing().clone();
        int family = of(families, id);
        if (family < 0) {
            lay(subject, id, values);
            return new OverlayValues(new Overlay.Family(id), values, null, ColourScale.of(values, "z"));
        }
        for (int l = 0; l < values.length; l++) {
            progress.report("layer " + l, l / (double) values.length);
            for (int k = 0; k < subject.networks().components(l, 0); k++) {
                if (families.of(l, k) == family) {
                    lay(subject, new NetworkId(l, 0, k), values);
                }
            }
        }
        return new OverlayValues(new Overlay.Family(id), values, null, ColourScale.of(values, "z"));
    }

    /** Lays a network over what its layer shows already. Layers that show nothing share their zeros. */
    private static void lay(Subject subject, NetworkId id, float[][] values) {
        int l = id.layer();
        if (values[l] == subject.groundwork().nothing()[l]) {
            values[l] = new float[values[l].length];
        }
        NeuronMap.lay(subject.networks().map(id), values[l]);
    }

    private static OverlayValues winners(Subject subject, Families families, FamilyColours colours, Progress progress) {
        int[][] won = new int[subject.layers()][];
        for (int l = 0; l < won.length; l++) {
            progress.report("layer " + l, l / (double) won.length);
            won[l] = new int[subject.neurons(l)];
            if (subject.scores()[l] != null) {
                Subject.Belonging strongest = subject.networks().belonging(l);
                int[] network = strongest.network();
                for (int j = 0; j < network.length; j++) {
                    won[l][j] =
                            colours.code(families, new NetworkId(l, strongest.group()[j], network[j]));
                }
            }
        }
        OverlayValues z = strongest(subject);
        return new OverlayValues(new Overlay.Winners(), z.values(), won, z.scale());
    }

    /** Family of a network; there are families of the first group only. */
    private static int of(Families families, NetworkId id) {
        return id.group() == 0 ? families.of(id.layer(), id.network()) : -1;
    }
}
