package sulcus.decompose;

import java.util.Arrays;

/** |r| between maps, matched greedily. */
final class Correlation {
    private Correlation() {}

    /** |r| of each of {@code k} maps of the first with its partner in the second (K × M each); largest pairs first taken. */
    static double[] matched(float[] first, float[] second, int k, int m) {
        double[][] r = new double[k][k];
        double[][] a = standardized(first, k, m);
        double[][] b = standardized(second, k, m);
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                double sum = 0;
                for (int s = 0; s < m; s++) {
                    sum += a[i][s] * b[j][s];
                }
                r[i][j] = Math.abs(sum);
            }
        }
        double[] matched = new double[k];
        boolean[] usedRow = new boolean[k];
        boolean[] usedColumn = new boolean[k];
        for (int n = 0; n < k; n++) {
            int row = -1;
            int column = -1;
            for (int i = 0; i < k; i++) {
                for (int j = 0; j < k && !usedRow[i]; j++) {
                    if (!usedColumn[j] && (row < 0 || r[i][j] > r[row][column])) {
                        row = i;
                        column = j;
                    }
                }
            }
            usedRow[row] = true;
            usedColumn[column] = true;
            matched[row] = r[row][column];
        }
        return matched;
    }

    static double least(double[] values) {
        return Arrays.stream(values).min().orElseThrow();
    }

    private static double[][] standardized(float[] maps, int k, int m) {
        double[][] rows = new double[k][m];
        for (int i = 0; i < k; i++) {
            double mean = 0;
            for (int s = 0; s < m; s++) {
                mean += maps[i * m + s] / (double) m;
            }
            double squares = 0;
            for (int s = 0; s < m; s++) {
                rows[i][s] = maps[i * m + s] - mean;
                squares += rows[i][s] * rows[i][s];
            }
            for (int s = 0; s < m; s++) {
                rows[i][s] /= Math.sqrt(squares);
            }
        }
        return rows;
    }
}
