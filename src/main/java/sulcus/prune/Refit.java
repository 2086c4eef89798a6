package sulcus.prune;

/**
 * What a compensation changes in one projection (the down projection, or the attention's output projection) of each layer.
 *
 * @param bias per layer hiddenSize values to be added to the projection's output (to its bias where it has one); null, or null
 *     rows, where nothing is added
 * @param matrix per layer the changed matrix of the preserved inputs, hiddenSize × kept row-major; null, or null rows, where the
 *     old columns stay
 */
public record Refit(float[][] bias, float[][] matrix) {
    public static final Refit NOTHING = new Refit(null, null);

    /** What is added to a layer's output, hiddenSize values, or null. */
    public float[] bias(int layer) {
        return bias == null ? null : bias[layer];
    }

    /** A layer's changed matrix, hiddenSize × kept, or null. */
    public float[] matrix(int layer) {
        return matrix == null ? null : matrix[layer];
    }

    /** Whether anything is added to an output. */
    public boolean addsBias() {
        return any(bias);
    }

    /** Whether a matrix is changed. */
    public boolean changesMatrix() {
        return any(matrix);
    }

    private static boolean any(float[][] layers) {
        if (layers != null) {
            for (float[] layer : layers) {
                if (layer != null) {
                    return true;
                }
            }
        }
        return false;
    }
}
