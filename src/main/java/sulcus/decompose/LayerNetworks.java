package sulcus.decompose;

import sulcus.run.LayerSignals;

/**
 * The functional networks of one layer and group of texts.
 *
 * @param layer 0-based
 * @param group 0-based
 * @param tokens T
 * @param neurons n
 * @param signals M (2n with activations and up-projections, else n; signal s belongs to neuron s mod n)
 * @param components K, ordered by share of variance, largest first
 * @param maps spatial maps, K × M row-major, each with mean 0 and standard deviation 1 over its signals, heavier tail positive
 * @param timeCourses K × T row-major
 * @param variance share of the layer's variance explained by each component, K values
 * @param singularValues the K leading singular values of the signal matrix, largest first
 * @param iterations of FastICA (the longest of the restarts)
 * @param converged whether the change fell below the tolerance
 * @param contrast "cube" or "tanh" (the fall-back)
 * @param constantSignals how many signals did not vary and were set to zero
 * @param stability index Iq of each component over restarts; null with one start
 * @param starts what the networks are centroids of; null with one start
 */
public record LayerNetworks(
        int layer,
        int group,
        int tokens,
        int neurons,
        int signals,
        int components,
        float[] maps,
        float[] timeCourses,
        float[] variance,
        double[] singularValues,
        int iterations,
        boolean converged,
        String contrast,
        int constantSignals,
        float[] stability,
        Starts starts) {

    /**
     * The components of every start, before they were clustered.
     *
     * @param rows R·K × K row-major, unit rows: unmixing rows on the whitened signals, so that the product of two is the
     *     correlation of their maps; those of the first start first
     * @param networks R·K values: to which network each was clustered
     */
    public record Starts(float[] rows, int[] networks) {}

    /** Those of a text in which none of so many signals varies. */
    static LayerNetworks none(LayerSignals of, int signals) {
        float[] nothing = {};
        return new LayerNetworks(
                of.layer(),
                of.group(),
                of.tokens(),
                of.neurons(),
                signals,
                0,
                nothing,
                nothing,
                nothing,
                new double[0],
                0,
                true,
                "cube",
                signals,
                null,
                null);
    }

    /** Max |z| of each neuron over its signals and all networks: n values. */
    public float[] scores() {
        float[] scores = new float[neurons];
        for (int k = 0; k < components; k++) {
            for (int s = 0, j = 0; s < signals; s++, j = j + 1 == neurons ? 0 : j + 1) {
                float z = Math.abs(maps[k * signals + s]);
                if (z > scores[j]) {
                    scores[j] = z;
                }
            }
        }
        return scores;
    }
}
