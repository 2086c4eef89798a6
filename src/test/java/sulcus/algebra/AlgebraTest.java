package sulcus.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sulcus.task.Refusal;

/** Every operation of every implementation against plain loops. */
class AlgebraTest {
    enum Implementation {
        ND4J,
        DJL
    }

    private Algebra algebra;

    private void open(Implementation implementation) {
        algebra = implementation == Implementation.ND4J ? new Nd4jAlgebra() : new DjlAlgebra(Device.cpu());
    }

    @AfterEach
    void close() {
        algebra.close();
    }

    @ParameterizedTest
    @EnumSource
    void productsOfViewsAreThoseOfPlainLoops(Implementation implementation) {
        open(implementation);
        for (Matrix.Type type : Matrix.Type.values()) {
            for (int variant = 0; variant < 4; variant++) {
                boolean ta = variant % 2 == 1;
                boolean tb = variant / 2 == 1;
                try (Matrix wideA = algebra.matrix(40, 50, type);
                        Matrix wideB = algebra.matrix(40, 50, type);
                        Matrix wideC = algebra.matrix(40, 50, type)) {
                    double[] a = fill(wideA, 1);
                    double[] b = fill(wideB, 2);
                    double[] c = fill(wideC, 3);
                    Matrix left = ta ? wideA.view(3, 11, 5, 7) : wideA.view(3, 7, 5, 11);
                    Matrix right = tb ? wideB.view(1, 13, 2, 11) : wideB.view(1, 11, 2, 13);
                    algebra.product(2, left, ta, right, tb, 0.5, wideC.view(4, 7, 6, 13));
                    double[] got = wideC.doubles();
                    for (int i = 0; i < 40; i++) {
                        for (int j = 0; j < 50; j++) {
                            double expected = c[i * 50 + j];
                            if (i >= 4 && i < 11 && j >= 6 && j < 19) {
                                expected *= 0.5;
                                for (int k = 0; k < 11; k++) {
                                    double x = ta ? a[(3 + k) * 50 + 5 + i - 4] : a[(3 + i - 4) * 50 + 5 + k];
                                    double y = tb ? b[(1 + j - 6) * 50 + 2 + k] : b[(1 + k) * 50 + 2 + j - 6];
                                    expected += 2 * x * y;
                                }
                            }
                            assertThat(got[i * 50 + j])
                                    .isCloseTo(expected, within(type == Matrix.Type.FLOAT32 ? 1e-4 : 1e-12));
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsAreReadBackAsWritten(Implementation implementation) {
        open(implementation);
        for (Matrix.Type type : Matrix.Type.values()) {
            try (Matrix matrix = algebra.matrix(6, 5, type)) {
                matrix.write(new double[30]);
                matrix.view(2, 3, 1, 2).write(1, 2, new float[] {9, 1, 2, 3, 4}, 1);
                matrix.write(5, 1, new double[] {5, 6, 7, 8, 9}, 0);
                float[] floats = new float[4];
                matrix.view(3, 2, 1, 2).read(0, 2, floats, 0);
                assertThat(floats).containsExactly(1, 2, 3, 4);
                double[] doubles = new double[11];
                matrix.read(4, 2, doubles, 1);
                assertThat(doubles).containsExactly(0, 0, 3, 4, 0, 0, 5, 6, 7, 8, 9);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void innerAndNormalProductsGoOverAllRows(Implementation implementation) {
        open(implementation);
        int t = 2500;
        int m = 20;
        try (Matrix x = algebra.matrix(t, m, Matrix.Type.FLOAT32);
                Matrix q = algebra.matrix(m, 3, Matrix.Type.FLOAT32);
                Matrix y = algebra.matrix(t, 3, Matrix.Type.FLOAT32);
                Matrix z = algebra.matrix(m, 3, Matrix.Type.FLOAT32)) {
            double[] values = fill(x, 1);
            double[] directions = fill(q, 2);
            double[] gram = algebra.inner(x, x);
            algebra.normalProduct(x, q, y, z);
            double[] normal = z.doubles();
            for (int i = 0; i < m; i++) {
                double[] row = new double[m];
                for (int j = 0; j < m; j++) {
                    for (int r = 0; r < t; r++) {
                        row[j] += values[r * m + i] * values[r * m + j];
                    }
                    assertThat(gram[i * m + j]).isCloseTo(row[j], within(2e-3));
                }
                for (int c = 0; c < 3; c++) {
                    double expected = 0;
                    for (int j = 0; j < m; j++) {
                        expected += row[j] * directions[j * 3 + c];
                    }
                    assertThat(normal[i * 3 + c]).isCloseTo(expected, within(0.05));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void halfAGramMatrixIsAddedInStrips(Implementation implementation) {
        open(implementation);
        int n = 700;
        try (Matrix x = algebra.matrix(1500, n, Matrix.Type.FLOAT32)) {
            fill(x, 1);
            double[] whole = algebra.inner(x, x);
            double[] sum = new double[n * n];
            java.util.Arrays.fill(sum, 5);
            algebra.addGram(x, sum);
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    assertThat(sum[i * n + j]).isCloseTo(j < i ? 5 : 5 + whole[i * n + j], within(1e-3));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void contrastUpdatesFollowTheirFormula(Implementation implementation) {
        open(implementation);
        int m = 1500;
        int k = 4;
        try (Matrix white = algebra.matrix(m, k, Matrix.Type.FLOAT64)) {
            double[] x = fill(white, 1);
            double[] w = values(k * k, 2);
            for (Contrast contrast : Contrast.values()) {
                double[] update = algebra.contrastUpdate(white, w, contrast);
                for (int i = 0; i < k; i++) {
                    for (int j = 0; j < k; j++) {
                        double sum = 0;
                        double slope = 0;
                        for (int s = 0; s < m; s++) {
                            double y = 0;
                            for (int c = 0; c < k; c++) {
                                y += w[i * k + c] * x[s * k + c];
                            }
                            boolean cube = contrast == Contrast.CUBE;
                            sum += (cube ? y * y * y : Math.tanh(y)) * x[s * k + j];
                            slope += cube ? 3 * y * y : 1 - Math.tanh(y) * Math.tanh(y);
                        }
                        assertThat(update[i * k + j]).isCloseTo(sum / m - slope / m * w[i * k + j], within(1e-10));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void leadingEigenpairsAreThoseOfJacobi(Implementation implementation) {
        open(implementation);
        for (int n : new int[] {1, 2, 30}) {
            double[] a = positive(n, 5);
            double[] expected = Jacobi.eigenvalues(a, n);
            for (int k : new int[] {1, Math.max(1, n / 3), n}) {
                Eigenpairs pairs = algebra.leading(a.clone(), n, k);
                for (int i = 0; i < k; i++) {
                    assertThat(pairs.values()[i]).isCloseTo(expected[i], within(1e-9 * expected[0]));
                    for (int r = 0; r < n; r++) { // A v = λ v
                        double product = 0;
                        for (int c = 0; c < n; c++) {
                            product += a[r * n + c] * pairs.vectors()[i * n + c];
                        }
                        assertThat(product)
                                .isCloseTo(pairs.values()[i] * pairs.vectors()[i * n + r], within(1e-9 * expected[0]));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void inverseSquareRootUndoesItsMatrix(Implementation implementation) {
        open(implementation);
        int n = 25;
        double[] a = positive(n, 7);
        double[] root = algebra.inverseSquareRoot(a, n);
        assertIdentity(multiply(multiply(root, a, n), root, n), n, 1e-9);
    }

    @ParameterizedTest
    @EnumSource
    void decorrelatedRowsAreOrthonormalAndNearest(Implementation implementation) {
        open(implementation);
        int k = 20;
        double[] w = values(k * k, 3);
        double[] orthonormal = algebra.decorrelate(w, k);
        assertIdentity(multiply(orthonormal, transpose(orthonormal, k), k), k, 1e-10);
        // the polar factor: w · result^T is symmetric
        double[] polar = multiply(w, transpose(orthonormal, k), k);
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < i; j++) {
                assertThat(polar[i * k + j]).isCloseTo(polar[j * k + i], within(1e-9));
            }
        }
        w[3] = Double.NaN;
        assertThat(algebra.decorrelate(w, k)[0]).isNaN();
    }

    @ParameterizedTest
    @EnumSource
    void choleskySolvesAndInverts(Implementation implementation) {
        open(implementation);
        int n = 30;
        int m = 4;
        double[] a = positive(n, 11);
        double[] x = values(n * m, 12);
        double[] b = new double[n * m];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < m; j++) {
                for (int c = 0; c < n; c++) {
                    b[i * m + j] += a[i * n + c] * x[c * m + j];
                }
            }
        }
        double[] solution = algebra.solve(a.clone(), n, b, m);
        for (int i = 0; i < n * m; i++) {
            assertThat(solution[i]).isCloseTo(x[i], within(1e-8));
        }
        assertIdentity(multiply(a, algebra.inverse(a.clone(), n), n), n, 1e-8);
        double[] indefinite = a.clone();
        indefinite[n + 1] = -1;
        assertThatThrownBy(() -> algebra.inverse(indefinite, n))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("not positive definite");
    }

    @ParameterizedTest
    @EnumSource
    void momentsAreMeansAndCovariancesInAnyPortions(Implementation implementation) {
        open(implementation);
        int n = 6;
        int m = 3;
        int rows = 2100;
        Random random = new Random(4);
        float[] x = new float[rows * n];
        float[] y = new float[rows * m];
        for (int t = 0; t < rows; t++) {
            for (int j = 0; j < n; j++) {
                x[t * n + j] = (float) (1000 + j + random.nextGaussian());
            }
            for (int j = 0; j < m; j++) {
                y[t * m + j] = (float) (x[t * n + j] - 1000 + 0.5 * random.nextGaussian());
            }
        }
        try (Moments moments = algebra.moments(n, m)) {
            moments.add(java.util.Arrays.copyOf(x, 100 * n), java.util.Arrays.copyOf(y, 100 * m), 100);
            moments.add(
                    java.util.Arrays.copyOfRange(x, 100 * n, rows * n),
                    java.util.Arrays.copyOfRange(y, 100 * m, rows * m),
                    rows - 100);
            assertThat(moments.count()).isEqualTo(rows);
            double[] mean = moments.meanX();
            double[] covariance = moments.covariance();
            double[] cross = moments.crossCovariance();
            for (int i = 0; i < n; i++) {
                assertThat(mean[i]).isCloseTo(mean(x, n, i), within(1e-4));
                for (int j = 0; j < n; j++) {
                    assertThat(covariance[i * n + j]).isCloseTo(covariance(x, n, i, x, n, j), within(1e-5));
                }
                for (int j = 0; j < m; j++) {
                    assertThat(cross[i * m + j]).isCloseTo(covariance(x, n, i, y, m, j), within(1e-5));
                }
            }
            assertThat(moments.meanY()[1]).isCloseTo(mean(y, m, 1), within(1e-4));
        }
    }

    private static double mean(float[] x, int n, int i) {
        double sum = 0;
        for (int t = i; t < x.length; t += n) {
            sum += x[t];
        }
        int count = x.length / n;
        return sum / count;
    }

    private static double covariance(float[] x, int n, int i, float[] y, int m, int j) {
        double meanX = mean(x, n, i);
        double meanY = mean(y, m, j);
        double sum = 0;
        int rows = x.length / n;
        for (int t = 0; t < rows; t++) {
            sum += (x[t * n + i] - meanX) * (y[t * m + j] - meanY);
        }
        return sum / rows;
    }

    private static double[] values(int count, long seed) {
        Random random = new Random(seed);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private static double[] fill(Matrix matrix, long seed) {
        double[] values = values(matrix.rows() * matrix.columns(), seed);
        matrix.write(values);
        return values;
    }

    private static double[] positive(int n, long seed) {
        double[] b = values(n * n, seed);
        double[] a = multiply(b, transpose(b, n), n);
        for (int i = 0; i < n; i++) {
            a[i * n + i] += 0.1;
        }
        return a;
    }

    private static double[] transpose(double[] a, int n) {
        double[] t = new double[n * n];
        for (int i = 0; i < n * n; i++) {
            t[i % n * n + i / n] = a[i];
        }
        return t;
    }

    private static double[] multiply(double[] a, double[] b, int n) {
        double[] c = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n; k++) {
                for (int j = 0; j < n; j++) {
                    c[i * n + j] += a[i * n + k] * b[k * n + j];
                }
            }
        }
        return c;
    }

    private static void assertIdentity(double[] a, int n, double tolerance) {
        for (int i = 0; i < n * n; i++) {
            assertThat(a[i]).isCloseTo(i / n == i % n ? 1 : 0, within(tolerance));
        }
    }
}
