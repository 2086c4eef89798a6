package sulcus.prune;

import java.util.BitSet;
import sulcus.model.Description;
import sulcus.model.Model;
import sulcus.run.Gates;
import sulcus.task.Refusal;

/**
 * A plan with the compensation computed for it.
 *
 * @param plan which neurons stay
 * @param bias per layer hiddenSize values to be added to the output of the down projection (to its bias where it has one);
 *     null, or null rows, where nothing is added
 * @param down per layer the changed down projection of the preserved neurons, hiddenSize × kept row-major; null, or null
 *     rows, where the old columns stay
 */
public record Pruning(Plan plan, float[][] bias, float[][] down) {
    /** The plan alone. */
    public static Pruning of(Plan plan) {
        return new Pruning(plan, null, null);
    }

    /** What is added to a layer's output, hiddenSize values, or null. */
    public float[] bias(int layer) {
        return bias == null ? null : bias[layer];
    }

    /** A layer's changed down projection, hiddenSize × kept, or null. */
    public float[] down(int layer) {
        return down == null ? null : down[layer];
    }

    /** Whether weights were changed, so that {@link #gates()} cannot say it all. */
    public boolean changesWeights() {
        if (down != null) {
            for (float[] layer : down) {
                if (layer != null) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * The pruning as factors and biases for the dense model.
     *
     * @throws IllegalStateException after least squares; take {@link #masked}
     */
    public Gates gates() {
        if (changesWeights()) {
            throw new IllegalStateException("a changed down projection is more than gates can say");
        }
        float[][] factor = new float[plan.neurons().length][];
        for (int layer = 0; layer < factor.length; layer++) {
            BitSet preserved = plan.preserved()[layer];
            if (preserved.cardinality() < plan.neurons()[layer]) {
                factor[layer] = factor(preserved, plan.neurons()[layer]);
            }
        }
        return new Gates(factor, bias);
    }

    static float[] factor(BitSet preserved, int width) {
        float[] factor = new float[width];
        preserved.stream().forEach(j -> factor[j] = 1);
        return factor;
    }

    /** The pruned model: rows and columns really cut. It reads from the dense one, which must stay open. */
    public Model apply(Model dense) {
        Description d = checked(dense);
        return dense.with(d.withNeurons(plan.kept()), new PrunedWeights(d, dense.weights(), this, true));
    }

    /**
     * The dense model with the columns of removed neurons zero: every width as before, the function that of
     * {@link #apply}. It reads from the dense one, which must stay open.
     */
    public Model masked(Model dense) {
        Description d = checked(dense);
        return dense.with(d, new PrunedWeights(d, dense.weights(), this, false));
    }

    private Description checked(Model dense) {
        Description d = dense.description();
        if (plan.neurons().length != d.layers()) {
            throw new Refusal(dense.source() + ": has " + d.layers() + " layers, but the plan is for "
                    + plan.neurons().length + "; take a plan made for this model");
        }
        for (int layer = 0; layer < d.layers(); layer++) {
            if (plan.neurons()[layer] != d.neurons()[layer] || plan.preserved()[layer].length() > d.neurons()[layer]) {
                throw new Refusal(dense.source() + ": layer " + layer + " has " + d.neurons()[layer]
                        + " neurons, but the plan is for " + plan.neurons()[layer]
                        + "; take a plan made for this model");
            }
            if (plan.preserved()[layer].isEmpty()) {
                throw new Refusal(
                        dense.source() + ": layer " + layer + ": the plan keeps no neuron of it; at least 1 must stay");
            }
        }
        return d;
    }
}
