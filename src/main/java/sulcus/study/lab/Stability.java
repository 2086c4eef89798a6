package sulcus.study.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import sulcus.prune.NetworkId;
import sulcus.prune.Rules;
import sulcus.study.Study;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * How many networks of a layer come back from other starts of the ICA, and, against another study of the same model, whether
 * they are found again there.
 *
 * @param networks K
 * @param stable with an Iq of at least the bound
 * @param meanIndex mean Iq
 * @param agreement |r| of the map of each stable network with the map that it is matched to in the other study, in the order of the
 *     networks (maps are matched one to one, the most alike first); empty without another study
 */
public record Stability(int layer, int group, int networks, int stable, double meanIndex, double[] agreement) {
    /** From this Iq on a network counts as stable. */
    public static final float STABLE = 0.8f;

    /** The Iq from which networks count as stable under rules: their own bound, or {@link #STABLE} where they have none. */
    public static float bound(Rules rules) {
        return rules.minimumStability() > 0 ? rules.minimumStability() : STABLE;
    }

    /** Whether a network is stable; where there was one start, nothing speaks against it. */
    public static boolean isStable(Study study, NetworkId id) {
        float[] indices = study.stability(id.layer(), id.group());
        return indices == null || indices[id.network()] >= STABLE;
    }

    /** A network's number, with ~ before it where it is unstable under the rules. */
    public static String named(Study study, NetworkId id, Rules rules) {
        float[] indices = study.stability(id.layer(), id.group());
        return indices != null && indices[id.network()] < bound(rules) ? "~" + id : id.toString();
    }

    /** The networks of a study that other starts do not find again, with an Iq under the bound; none where there was one start. */
    public static Set<NetworkId> unstable(Study study, Rules rules) {
        Set<NetworkId> unstable = new HashSet<>();
        for (int layer = 0; layer < study.layers(); layer++) {
            for (int group = 0; group < study.groups(); group++) {
                float[] indices = study.components(layer, group) > 0 ? study.stability(layer, group) : null;
                for (int k = 0; indices != null && k < indices.length; k++) {
                    if (indices[k] < bound(rules)) {
                        unstable.add(new NetworkId(layer, group, k));
                    }
                }
            }
        }
        return Set.copyOf(unstable);
    }

    /**
     * All layers and groups of a study.
     *
     * @param other of the same model with the same groups, from other starts; null for none
     * @param bound for Iq
     * @throws Refusal if a study has one start, or they do not belong together
     */
    public static List<Stability> of(Study study, Study other, float bound, Progress progress) {
        List<Stability> all = new ArrayList<>();
        for (int layer = 0; layer < study.layers(); layer++) {
            for (int group = 0; group < study.groups(); group++) {
                progress.report("layer " + layer, layer / (double) study.layers());
                if (study.components(layer, group) > 0) {
                    all.add(of(study, other, bound, layer, group));
                }
            }
        }
        progress.report("stability", 1);
        return all;
    }

    private static Stability of(Study study, Study other, float bound, int layer, int group) {
        float[] indices = study.stability(layer, group);
        if (indices == null) {
            throw new Refusal(study.folder() + ": has one start, so nothing is known of its stability; decompose with"
                    + " --restarts 10");
        }
        double mean = 0;
        List<Integer> stable = new ArrayList<>();
        for (int k = 0; k < indices.length; k++) {
            mean += indices[k] / indices.length;
            if (indices[k] >= bound) {
                stable.add(k);
            }
        }
        double[] agreement = other == null ? new double[0] : agreement(study, other, layer, group, stable);
        return new Stability(layer, group, indices.length, stable.size(), mean, agreement);
    }

    private static double[] agreement(Study study, Study other, int layer, int group, List<Integer> stable) {
        if (other.layers() != study.layers()
                || other.groups() != study.groups()
                || other.neurons(layer) != study.neurons(layer)) {
            throw new Refusal(other.folder() + ": is of another model or has other groups of texts than "
                    + study.folder() + "; decompose the same with another --seed");
        }
        float[][] theirs = new float[other.components(layer, group)][];
        for (int k = 0; k < theirs.length; k++) {
            theirs[k] = other.map(new NetworkId(layer, group, k));
        }
        float[][] ours = new float[study.components(layer, group)][];
        for (int k = 0; k < ours.length; k++) {
            ours[k] = study.map(new NetworkId(layer, group, k));
            if (theirs.length > 0 && theirs[0].length != ours[k].length) {
                throw new Refusal(other.folder() + ": has other signals than " + study.folder()
                        + "; decompose the same with another --seed");
            }
        }
        double[] matched = matched(ours, theirs);
        return stable.stream().mapToDouble(k -> matched[k]).toArray();
    }

    /** |r| of each map with its partner, see {@link OneToOne}; 0 for those that none is left for. */
    private static double[] matched(float[][] ours, float[][] theirs) {
        double[][] like = new double[ours.length][theirs.length];
        for (int a = 0; a < ours.length; a++) {
            for (int b = 0; b < theirs.length; b++) {
                like[a][b] = KeyNeurons.correlation(ours[a], theirs[b]);
            }
        }
        int[] partner = OneToOne.of(like);
        double[] matched = new double[ours.length];
        for (int a = 0; a < ours.length; a++) {
            matched[a] = partner[a] < 0 ? 0 : like[a][partner[a]];
        }
        return matched;
    }

    /** Median of all agreements; NaN for none. */
    public static double medianAgreement(List<Stability> layers) {
        double[] all = layers.stream()
                .flatMapToDouble(l -> Arrays.stream(l.agreement))
                .sorted()
                .toArray();
        int n = all.length;
        return n == 0 ? Double.NaN : (all[(n - 1) / 2] + all[n / 2]) / 2;
    }
}
