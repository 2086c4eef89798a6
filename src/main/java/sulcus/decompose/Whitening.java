package sulcus.decompose;

import sulcus.algebra.Algebra;
import sulcus.algebra.Matrix;

/**
 * Singular vectors centred over the M signals and whitened: white = (U − mean) · transform, with covariance I. The transform is
 * symmetric (C^(−1/2)): singular vectors are nearly white already, so a principal basis would be rounding noise.
 *
 * @param white M × K
 * @param mean K column means of U
 * @param transform K × K row-major
 */
record Whitening(Matrix white, double[] mean, double[] transform) implements AutoCloseable {
    private static final int ROWS = 1024;

    /** @param left M × K */
    static Whitening of(Algebra algebra, Matrix left, Matrix.Type type) {
        int m = left.rows();
        int k = left.columns();
        double[] values = left.doubles();
        double[] mean = new double[k];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < k; j++) {
                mean[j] += values[i * k + j];
            }
        }
        for (int j = 0; j < k; j++) {
            mean[j] /= m;
        }
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < k; j++) {
                values[i * k + j] -= mean[j];
            }
        }
        try (Matrix centred = algebra.matrix(m, k, Matrix.Type.FLOAT64);
                Matrix factor = algebra.matrix(k, k, Matrix.Type.FLOAT64);
                Matrix result = algebra.matrix(m, k, Matrix.Type.FLOAT64)) {
            centred.write(values);
            double[] transform = algebra.inverseSquareRoot(algebra.inner(centred, centred), k);
            for (int i = 0; i < transform.length; i++) {
                transform[i] *= Math.sqrt(m);
            }
            factor.write(transform);
            algebra.product(1, centred, false, factor, false, 0, result);
            Matrix white = algebra.matrix(m, k, type);
            double[] rows = new double[ROWS * k];
            for (int from = 0; from < m; from += ROWS) {
                int count = Math.min(ROWS, m - from);
                result.read(from, count, rows, 0);
                white.write(from, count, rows, 0);
            }
            return new Whitening(white, mean, transform);
        }
    }

    @Override
    public void close() {
        white.close();
    }
}
