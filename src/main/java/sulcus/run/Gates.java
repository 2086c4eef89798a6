package sulcus.run;

/**
 * What is done to the MLP neurons of a running model, with no copy of the model: the input of layer l's down projection is
 * multiplied by {@code factor[l]} (neurons values) and {@code bias[l]} (hiddenSize values) is added to its output. A null
 * row, or a null array, leaves as is. A mask is a factor of zeros and ones.
 */
public record Gates(float[][] factor, float[][] bias) {
    public static final Gates OPEN = new Gates(null, null);

    public float[] factor(int layer) {
        return factor == null ? null : factor[layer];
    }

    public float[] bias(int layer) {
        return bias == null ? null : bias[layer];
    }
}
