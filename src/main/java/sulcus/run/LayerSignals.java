package sulcus.run;

/**
 * What one layer's MLP neurons did on the calibration tokens, row-major tokens × neurons. Of attention, channels of the heads stand
 * in the place of neurons: {@code product} is the input of the output projection, heads one after another, and there is no
 * activation.
 *
 * @param layer 0-based
 * @param group of texts, 0-based
 * @param textLengths tokens of each text, in order; they sum to {@code tokens}
 * @param activation output of the activation function
 * @param up output of the up projection; null for a plain MLP
 * @param product input of the down projection: activation ⊙ up, or the activation itself in a plain MLP
 * @param missing what the MLP (the attention) would have to give for the stream to be again that of the unchanged model: the
 *     stream there after it minus the changed stream before it, tokens × hiddenSize; null unless wanted
 * @param downNorms Euclidean norm of each column of the down (the output) projection, neurons values
 */
public record LayerSignals(
        int layer,
        int group,
        int tokens,
        int neurons,
        int[] textLengths,
        float[] activation,
        float[] up,
        float[] product,
        float[] missing,
        float[] downNorms) {}
