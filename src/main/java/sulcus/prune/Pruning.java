package sulcus.prune;

import java.util.Arrays;
import java.util.BitSet;
import sulcus.model.Description;
import sulcus.model.Description.HeadNorm;
import sulcus.model.Model;
import sulcus.run.Gates;
import sulcus.task.Refusal;

/**
 * A plan with the compensation computed for it.
 *
 * @param plan which neurons and heads stay
 * @param down what is changed in the down projections
 * @param attention what is changed in the attention's output projections
 */
public record Pruning(Plan plan, Refit down, Refit attention) {
    /** A compensation of removed neurons alone, as {@link Refit} has it. */
    public Pruning(Plan plan, float[][] bias, float[][] down) {
        this(plan, new Refit(bias, down), Refit.NOTHING);
    }

    /** The plan alone. */
    public static Pruning of(Plan plan) {
        return new Pruning(plan, Refit.NOTHING, Refit.NOTHING);
    }

    /** Whether weights were changed or heads removed, so that {@link #gates()} cannot say it all. */
    public boolean changesWeights() {
        return down.changesMatrix()
                || attention.changesMatrix()
                || attention.addsBias()
                || plan.heads() != null && plan.heads().removed() > 0;
    }

    /**
     * The pruning as factors and biases for the dense model.
     *
     * @throws IllegalStateException after least squares or where heads are removed; take {@link #masked}
     */
    public Gates gates() {
        if (changesWeights()) {
            throw new IllegalStateException("a changed projection is more than gates can say");
        }
        float[][] factor = new float[plan.neurons().length][];
        for (int layer = 0; layer < factor.length; layer++) {
            if (plan.prunesNeurons(layer)) {
                factor[layer] = factor(plan.preserved()[layer], plan.neurons()[layer]);
            }
        }
        return new Gates(factor, down.bias());
    }

    static float[] factor(BitSet preserved, int width) {
        float[] factor = new float[width];
        preserved.stream().forEach(j -> factor[j] = 1);
        return factor;
    }

    /**
     * Refuses a model whose heads cannot be taken out, only silenced: without them the others would compute something else.
     */
    public static void requireRemovableHeads(Model model) {
        Description d = model.description();
        String reason = d.norm().heads() == HeadNorm.ACROSS
                ? "query and key are normalized over all of them"
                : d.norm().heads() == HeadNorm.EACH
                        ? "each has norms of its own"
                        : d.position() instanceof Description.Position.Alibi ? "each has a slope of its own" : null;
        if (reason != null) {
            throw new Refusal(model.source() + ": heads are not taken out of " + d.family() + " models, for " + reason
                    + "; keep the heads");
        }
    }

    /** The pruned model: rows and columns really cut. It reads from the dense one, which must stay open. */
    public Model apply(Model dense) {
        Description d = checked(dense);
        Description narrow = d.withPreserved(plan.preserved());
        if (plan.heads() != null) {
            if (!Arrays.equals(plan.heads().kept(), d.keyValueHeads())) {
                requireRemovableHeads(dense);
            }
            narrow = narrow.withKeyValueHeads(plan.heads().kept());
        }
        return dense.with(narrow, new PrunedWeights(d, dense.weights(), this, true));
    }

    /**
     * The dense model with the columns of removed neurons and heads zero: every width as before, the function that of
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
        checkHeads(dense, d);
        return d;
    }

    private void checkHeads(Model dense, Description d) {
        HeadPlan heads = plan.heads();
        if (heads == null) {
            return;
        }
        if (heads.groups().length != d.layers()) {
            throw new Refusal(dense.source() + ": has " + d.layers() + " layers, but the plan of heads is for "
                    + heads.groups().length + "; take a plan made for this model");
        }
        for (int layer = 0; layer < d.layers(); layer++) {
            if (heads.groups()[layer] != d.keyValueHeads()[layer]
                    || heads.preserved()[layer].length() > d.keyValueHeads()[layer]) {
                throw new Refusal(dense.source() + ": layer " + layer + " has " + d.keyValueHeads()[layer]
                        + " key/value heads, but the plan is for " + heads.groups()[layer]
                        + "; take a plan made for this model");
            }
            if (heads.preserved()[layer].isEmpty()) {
                throw new Refusal(
                        dense.source() + ": layer " + layer + ": the plan keeps no head of it; at least 1 must stay");
            }
        }
    }
}
