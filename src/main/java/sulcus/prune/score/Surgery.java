package sulcus.prune.score;

import java.util.stream.IntStream;

/** The optimal brain surgeon on the inputs of one layer's projection, in float64. */
final class Surgery {
    /** λ as a share of the mean variance. */
    private static final double RIDGE = 1e-2;

    private Surgery() {}

    /** (C + λI)⁻¹, n × n. */
    static double[] inverse(Evidence layer) {
        int n = layer.inputs();
        double trace = 0;
        for (int j = 0; j < n; j++) {
            trace += layer.variance(j);
        }
        double[] ridged = layer.covariance().clone();
        for (int j = 0; j < n; j++) {
            ridged[j * n + j] += trace > 0 ? RIDGE * trace / n : 1;
        }
        return layer.algebra().inverse(ridged, n);
    }

    /**
     * Places in the order of elimination. With M = (C + λI)⁻¹ of the neurons left and W their columns as fitted by then,
     * neuron j costs ‖w_j‖² / M_jj; when it goes, w_k ← w_k − w_j M_jk / M_jj and M ← M − M_:j M_j: / M_jj: about n³ + n²H
     * flops in all.
     */
    static float[] eliminate(Evidence layer) {
        int n = layer.inputs();
        float[] matrix = layer.matrix();
        int hidden = matrix.length / n;
        double[] inverse = inverse(layer);
        double[][] m = new double[n][];
        double[][] w = new double[n][hidden];
        for (int j = 0; j < n; j++) {
            m[j] = java.util.Arrays.copyOfRange(inverse, j * n, (j + 1) * n);
            for (int i = 0; i < hidden; i++) {
                w[j][i] = matrix[i * n + j];
            }
        }
        boolean[] gone = new boolean[n];
        float[] place = new float[n];
        for (int step = 0; step < n; step++) {
            int least = -1;
            double cost = Double.POSITIVE_INFINITY;
            for (int j = 0; j < n; j++) {
                double c = gone[j] ? Double.POSITIVE_INFINITY : squares(w[j]) / m[j][j];
                if (least < 0 && !gone[j] || c < cost) {
                    least = j;
                    cost = c;
                }
            }
            int out = least;
            place[out] = step;
            gone[out] = true;
            double[] row = m[out];
            double[] lost = w[out];
            double pivot = row[out];
            IntStream.range(0, n).parallel().filter(k -> !gone[k]).forEach(k -> {
                double share = m[k][out] / pivot;
                axpy(-share, row, m[k]);
                axpy(-share, lost, w[k]);
            });
        }
        return place;
    }

    private static double squares(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return sum;
    }

    private static void axpy(double a, double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            y[i] += a * x[i];
        }
    }
}
