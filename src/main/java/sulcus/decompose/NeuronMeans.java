package sulcus.decompose;

import sulcus.run.LayerSignals;

/** Mean |activation| and mean input of the down projection of each neuron of a layer, over all groups. */
final class NeuronMeans {
    private final double[] activation;
    private final double[] product;
    private long tokens;

    NeuronMeans(int neurons) {
        activation = new double[neurons];
        product = new double[neurons];
    }

    void add(LayerSignals signals) {
        int n = activation.length;
        float[] a = signals.activation();
        float[] u = signals.up();
        float[] h = signals.product();
        for (int t = 0; t < signals.tokens(); t++) {
            int at = t * n;
            for (int j = 0; a != null && j < n; j++) {
                activation[j] += Math.abs(a[at + j]);
            }
            if (h != null) {
                for (int j = 0; j < n; j++) {
                    product[j] += h[at + j];
                }
            } else if (u != null) {
                for (int j = 0; j < n; j++) {
                    product[j] += a[at + j] * u[at + j];
                }
            } else {
                for (int j = 0; j < n; j++) {
                    product[j] += a[at + j];
                }
            }
        }
        tokens += signals.tokens();
    }

    float[] meanActivation() {
        return means(activation);
    }

    float[] meanProduct() {
        return means(product);
    }

    private float[] means(double[] sums) {
        float[] means = new float[sums.length];
        for (int j = 0; j < means.length; j++) {
            means[j] = (float) (sums[j] / Math.max(1, tokens));
        }
        return means;
    }
}
