package sulcus.algebra;

import java.util.Arrays;

/**
 * Means and covariances of two streams of rows, x (n values) and y (m values), in one pass. Products are float32 in blocks of
 * rows, after taking off the first block's means (so that large means cost no digits), and added in float64.
 */
public final class Moments implements AutoCloseable {
    private static final int BLOCK = 1024;
    private final Algebra algebra;
    private final int n;
    private final int m;
    private final double[] sumX;
    private final double[] sumY;
    /** The diagonal and what stands above it. */
    private final double[] productXX;

    private final double[] productXY;
    private float[] shiftX;
    private float[] shiftY;
    private Matrix blockX;
    private Matrix blockY;
    private long count;

    Moments(Algebra algebra, int n, int m) {
        this.algebra = algebra;
        this.n = n;
        this.m = m;
        sumX = new double[n];
        sumY = new double[m];
        productXX = new double[Math.multiplyExact(n, n)];
        productXY = new double[Math.multiplyExact(n, m)];
    }

    /**
     * Adds rows.
     *
     * @param x rows × n row-major
     * @param y rows × m row-major; null if m is 0
     */
    public void add(float[] x, float[] y, int rows) {
        if (shiftX == null && rows > 0) {
            shiftX = means(x, rows, n);
            shiftY = means(y, rows, m);
        }
        for (int from = 0; from < rows; from += BLOCK) {
            int height = Math.min(BLOCK, rows - from);
            blockX = block(blockX, n, height, x, from, shiftX, sumX);
            algebra.addGram(blockX, productXX);
            if (m > 0) {
                blockY = block(blockY, m, height, y, from, shiftY, sumY);
                accumulate(algebra.inner(blockX, blockY), productXY);
            }
        }
        count += rows;
    }

    /** Rows seen. */
    public long count() {
        return count;
    }

    /** Mean of x, n values. */
    public double[] meanX() {
        return mean(sumX, shiftX);
    }

    /** Mean of y, m values. */
    public double[] meanY() {
        return mean(sumY, shiftY);
    }

    /** Covariance of x, divided by the count: n × n, both triangles. */
    public double[] covariance() {
        double[] covariance = central(productXX, sumX, n);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                covariance[i * n + j] = covariance[j * n + i];
            }
        }
        return covariance;
    }

    /** Covariance of x with y, divided by the count: n × m. */
    public double[] crossCovariance() {
        return central(productXY, sumY, m);
    }

    @Override
    public void close() {
        if (blockX != null) {
            blockX.close();
        }
        if (blockY != null) {
            blockY.close();
        }
    }

    private Matrix block(Matrix old, int width, int height, float[] values, int from, float[] shift, double[] sums) {
        Matrix block = old;
        if (block == null || block.rows() != height) {
            if (block != null) {
                block.close();
            }
            block = algebra.matrix(height, width, Matrix.Type.FLOAT32);
        }
        float[] row = new float[width];
        for (int t = 0; t < height; t++) {
            int at = (from + t) * width;
            for (int j = 0; j < width; j++) {
                row[j] = values[at + j] - shift[j];
                sums[j] += row[j];
            }
            block.write(t, 1, row, 0);
        }
        return block;
    }

    private static void accumulate(double[] part, double[] whole) {
        for (int i = 0; i < whole.length; i++) {
            whole[i] += part[i];
        }
    }

    private static float[] means(float[] values, int rows, int width) {
        float[] means = new float[width];
        if (width == 0) {
            return means;
        }
        double[] sums = new double[width];
        int used = Math.min(rows, BLOCK);
        for (int t = 0; t < used; t++) {
            for (int j = 0; j < width; j++) {
                sums[j] += values[t * width + j];
            }
        }
        for (int j = 0; j < width; j++) {
            means[j] = (float) (sums[j] / used);
        }
        return means;
    }

    private double[] mean(double[] sums, float[] shift) {
        double[] mean = new double[sums.length];
        Arrays.setAll(mean, j -> count == 0 ? 0 : shift[j] + sums[j] / count);
        return mean;
    }

    private double[] central(double[] products, double[] sums, int width) {
        double[] covariance = new double[products.length];
        for (int i = 0; i < n; i++) {
            double mean = sumX[i] / Math.max(1, count);
            for (int j = 0; j < width; j++) {
                int at = i * width + j;
                covariance[at] = (products[at] - mean * sums[j]) / Math.max(1, count);
            }
        }
        return covariance;
    }
}
