package sulcus.decompose.layout;

import java.util.stream.IntStream;

/** Absolute correlations between rows that have mean 0 and length 1, as dot products in blocks that stay in the cache. */
final class Correlations {
    private static final int ROWS = 4;
    private static final int COLUMNS = 128;

    private Correlations() {}

    /**
     * |a · bᵀ|.
     *
     * @param a rows of length t
     * @param b rows of length t
     * @return one row of b.length values for each row of a
     */
    static float[][] absolute(float[][] a, float[][] b, int t) {
        float[][] product = new float[a.length][b.length];
        int panels = (b.length + COLUMNS - 1) / COLUMNS;
        IntStream.range(0, panels).parallel().forEach(panel -> multiply(a, b, t, panel * COLUMNS, product));
        return product;
    }

    private static void multiply(float[][] a, float[][] b, int t, int first, float[][] product) {
        int columns = Math.min(COLUMNS, b.length - first);
        float[] transposed = new float[t * COLUMNS];
        for (int j = 0; j < columns; j++) {
            float[] row = b[first + j];
            for (int i = 0; i < t; i++) {
                transposed[i * COLUMNS + j] = row[i];
            }
        }
        float[] sums = new float[ROWS * COLUMNS];
        for (int row = 0; row < a.length; row += ROWS) {
            int rows = Math.min(ROWS, a.length - row);
            java.util.Arrays.fill(sums, 0);
            float[] r0 = a[row];
            float[] r1 = a[Math.min(row + 1, a.length - 1)];
            float[] r2 = a[Math.min(row + 2, a.length - 1)];
            float[] r3 = a[Math.min(row + 3, a.length - 1)];
            for (int i = 0; i < t; i++) {
                accumulate(sums, transposed, i * COLUMNS, r0[i], r1[i], r2[i], r3[i]);
            }
            for (int r = 0; r < rows; r++) {
                for (int j = 0; j < columns; j++) {
                    product[row + r][first + j] = Math.abs(sums[r * COLUMNS + j]);
                }
            }
        }
    }

    private static void accumulate(float[] sums, float[] b, int from, float a0, float a1, float a2, float a3) {
        for (int j = 0; j < COLUMNS; j++) {
            float value = b[from + j];
            sums[j] += a0 * value;
            sums[COLUMNS + j] += a1 * value;
            sums[2 * COLUMNS + j] += a2 * value;
            sums[3 * COLUMNS + j] += a3 * value;
        }
    }
}
