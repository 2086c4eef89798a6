package sulcus.model;

import sulcus.model.Description.Position;

/** The slopes of linear attention biases, as arXiv 2108.12409 and transformers' {@code build_alibi_tensor} have them. */
final class Alibi {
    private Alibi() {}

    /**
     * For 2ⁿ heads 2^(−8i/2ⁿ), i = 1 … 2ⁿ; for other numbers those of the next smaller power of two, then every other one of
     * twice that power.
     *
     * @param factor of every slope
     */
    static Position of(int heads, double factor) {
        int power = Integer.highestOneBit(heads);
        double[] slopes = new double[heads];
        for (int i = 0; i < heads; i++) {
            double exponent = i < power ? -8.0 * (i + 1) / power : -8.0 * (2 * (i - power) + 1) / (2 * power);
            slopes[i] = factor * Math.pow(2, exponent);
        }
        return new Position.Alibi(slopes);
    }
}
