package sulcus.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.List;
import java.util.function.IntFunction;
import sulcus.model.Description;

/**
 * The losses of a text when the neurons of one layer at a time are changed. What lies before the layer, and its attention, is
 * computed once for all its variants; what lies behind it runs again for each, so that a variant costs half a forward on
 * average, and the head.
 */
public final class LayerVariants {
    /** Told the losses of each variant as they come. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param layer that was changed
         * @param variant which of its changes
         * @param losses as {@link Runner#losses}
         */
        void measured(int layer, int variant, float[] losses);
    }

    private final Description description;
    private final Forward forward;
    private final Resident weights;
    private final NDManager scope;
    private final Span span;
    private final NDArray targets;

    /**
     * @param scope owns all that is made here
     * @param targets the tokens to predict, int64
     */
    LayerVariants(
            Description description, Forward forward, Resident weights, NDManager scope, Span span, NDArray targets) {
        this.description = description;
        this.forward = forward;
        this.weights = weights;
        this.scope = scope;
        this.span = span;
        this.targets = targets;
    }

    /**
     * @param x hidden states before the first layer; closed
     * @param factors for each layer one row a variant, of neurons values, by which the down projection's input is multiplied
     * @return the losses of the unchanged model
     */
    float[] run(NDArray x, IntFunction<List<float[]>> factors, Listener listener) {
        NDArray before = x;
        for (int layer = 0; layer < description.layers(); layer++) {
            NDArray attended = attend(before, layer);
            List<float[]> variants = factors.apply(layer);
            for (int variant = 0; variant < variants.size(); variant++) {
                listener.measured(layer, variant, losses(before, attended, layer, variants.get(variant)));
            }
            NDArray after = mlp(before, attended, layer, new NDList());
            attended.close();
            before.close();
            before = after;
        }
        return losses(before);
    }

    private float[] losses(NDArray before, NDArray attended, int layer, float[] factor) {
        if (factor.length != description.neurons()[layer]) {
            throw new IllegalArgumentException("layer " + layer + ": " + factor.length + " factors for "
                    + description.neurons()[layer] + " neurons");
        }
        NDArray x;
        try (NDList gate = new NDList(Forward.named("factor", scope.create(factor)))) {
            x = mlp(before, attended, layer, gate);
        }
        for (int next = layer + 1; next < description.layers(); next++) {
            NDArray after;
            try (NDArray attending = attend(x, next)) {
                after = mlp(x, attending, next, new NDList());
            }
            x.close();
            x = after;
        }
        return losses(x);
    }

    private NDArray attend(NDArray x, int layer) {
        return forward.attend(x, span, layer, weights.layer(layer), new NDList(), 0, false)
                .head();
    }

    private NDArray mlp(NDArray x, NDArray attended, int layer, NDList gate) {
        return forward.mlp(x, attended, span, weights.layer(layer), gate, 0, false)
                .head();
    }

    /** Closes {@code x}. */
    private float[] losses(NDArray x) {
        try (x;
                NDArray losses = forward.losses(x, targets, span, weights.head())) {
            return losses.toFloatArray();
        }
    }
}
