package sulcus.figure;

import java.util.Arrays;
import sulcus.prune.Plan;
import sulcus.prune.Planner;
import sulcus.prune.Rules;

/**
 * Which neurons a mosaic shows as preserved.
 *
 * @param kept [layer]: how many
 * @param standing [layer][neuron], see {@link Planner#standing}; a null row is a layer that is kept whole
 * @param alone whether a preserved neuron is lit whatever its value, as where the values are the scores; else its magnitude
 *     must lie above the layer's threshold too, as on the map of one network
 */
public record Preserved(int[] kept, int[][] standing, boolean alone) {

    /** What a plan preserves, on a mosaic of the scores. */
    static Preserved of(Planner planner, Rules rules, Plan plan) {
        return new Preserved(plan.kept(), planner.standing(rules), true);
    }

    /** Of one layer alone. */
    public Preserved layer(int l) {
        return new Preserved(new int[] {kept[l]}, new int[][] {standing[l]}, alone);
    }

    /** Whether the plan alone says which neurons of a layer are lit. A layer that is kept whole shows what its threshold would. */
    boolean decides(int layer) {
        return alone && standing[layer] != null;
    }

    /** How many neurons of a layer go. */
    int removed(int layer) {
        return standing[layer] == null ? 0 : standing[layer].length - kept[layer];
    }

    /** Whether the neurons stand in the same order as in another, so that only how many are kept may differ. */
    public boolean ordersAs(Preserved other) {
        return other != null && alone == other.alone && sameRows(standing, other.standing);
    }

    private static boolean sameRows(int[][] a, int[][] b) {
        if (a.length != b.length) {
            return false;
        }
        for (int l = 0; l < a.length; l++) {
            if (a[l] != b[l] && !Arrays.equals(a[l], b[l])) {
                return false;
            }
        }
        return true;
    }
}
