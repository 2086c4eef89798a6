package sulcus.decompose;

import java.util.List;

/**
 * What the decomposition of one layer yields.
 *
 * @param layer 0-based
 * @param groups the layer's networks in each group of texts
 * @param scores n values: max |z| of each neuron over its signals, the networks and the groups; with restarts, in each group the
 *     mean over the runs of their max |z|
 * @param meanActivation n values: mean |activation| over all tokens of all groups
 * @param meanProduct n values: mean of the down projection's input over all tokens of all groups
 * @param captureSeconds of running the model in this layer
 * @param decomposeSeconds of the decomposition of this layer
 */
public record LayerResult(
        int layer,
        List<LayerNetworks> groups,
        float[] scores,
        float[] meanActivation,
        float[] meanProduct,
        double captureSeconds,
        double decomposeSeconds) {}
