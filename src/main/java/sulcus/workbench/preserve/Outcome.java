package sulcus.workbench.preserve;

import sulcus.prune.Plan;
import sulcus.prune.Size;

/**
 * What a cut comes to; known at once.
 *
 * @param plan which neurons stay
 * @param kept neurons of each layer
 * @param standing [layer][neuron], see {@link sulcus.prune.Planner#standing}
 * @param neurons all MLP neurons of the dense model
 * @param neuronsKept of them
 * @param neuronsRemoved share, 0 … 1
 * @param parametersRemoved share of all parameters, 0 … 1
 * @param dense size of the model as it is
 * @param pruned size after the cut
 */
public record Outcome(
        Plan plan,
        int[] kept,
        int[][] standing,
        long neurons,
        long neuronsKept,
        double neuronsRemoved,
        double parametersRemoved,
        Size dense,
        Size pruned) {
    public float threshold() {
        return plan.threshold();
    }
}
