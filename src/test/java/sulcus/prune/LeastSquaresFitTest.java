package sulcus.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sulcus.algebra.Algebra;
import sulcus.algebra.Moments;

class LeastSquaresFitTest {
    private static final int TOKENS = 3000;
    private static final int NEURONS = 24;
    private static final int HIDDEN = 7;

    /** Correlated inputs with means and very unequal variances: tokens × neurons. */
    private static float[] inputs(long seed) {
        Random random = new Random(seed);
        float[] h = new float[TOKENS * NEURONS];
        for (int t = 0; t < TOKENS; t++) {
            double common = random.nextGaussian();
            for (int j = 0; j < NEURONS; j++) {
                double scale = j == 3 ? 500 : 1 + j * 0.1;
                h[t * NEURONS + j] = (float) (scale * (random.nextGaussian() + 0.8 * common) + j * 0.3);
            }
        }
        return h;
    }

    private static float[] down(long seed) {
        Random random = new Random(seed);
        float[] down = new float[HIDDEN * NEURONS];
        for (int i = 0; i < down.length; i++) {
            down[i] = (float) random.nextGaussian();
        }
        return down;
    }

    private static BitSet preserved() {
        BitSet set = new BitSet();
        for (int j = 0; j < NEURONS; j++) {
            set.set(j, j % 3 != 0 || j == 3);
        }
        return set;
    }

    private static LeastSquaresFit.Fit fit(float[] h, float[] down, double ridge) {
        try (Algebra algebra = Algebra.open(false);
                Moments moments = algebra.moments(NEURONS, 0)) {
            moments.add(h, null, TOKENS / 2);
            moments.add(Arrays.copyOfRange(h, TOKENS / 2 * NEURONS, h.length), null, TOKENS - TOKENS / 2);
            return LeastSquaresFit.fit(
                    algebra, moments.covariance(), moments.meanX(), down, preserved(), ridge, LeastSquaresFit.Goal.OWN);
        }
    }

    /** mean‖h Wᵀ − h_P Dᵀ − b‖² */
    private static double error(float[] h, float[] down, float[] changed, float[] bias) {
        int[] kept = preserved().stream().toArray();
        double sum = 0;
        for (int t = 0; t < TOKENS; t++) {
            for (int i = 0; i < HIDDEN; i++) {
                double e = -bias[i];
                for (int j = 0; j < NEURONS; j++) {
                    e += h[t * NEURONS + j] * (double) down[i * NEURONS + j];
                }
                for (int k = 0; k < kept.length; k++) {
                    e -= h[t * NEURONS + kept[k]] * (double) changed[i * kept.length + k];
                }
                sum += e * e;
            }
        }
        return sum / TOKENS;
    }

    /** Gaussian elimination with pivoting of the normal equations of the unknowns (D_i, b_i), row i of down. */
    private static double[] normalEquations(float[] h, float[] down, int i, double lambda) {
        int[] kept = preserved().stream().toArray();
        int n = kept.length + 1;
        double[][] a = new double[n][n + 1];
        for (int t = 0; t < TOKENS; t++) {
            double[] x = new double[n];
            double y = 0;
            for (int k = 0; k < kept.length; k++) {
                x[k] = h[t * NEURONS + kept[k]];
            }
            x[n - 1] = 1;
            for (int j = 0; j < NEURONS; j++) {
                y += h[t * NEURONS + j] * (double) down[i * NEURONS + j];
            }
            for (int r = 0; r < n; r++) {
                for (int c = 0; c < n; c++) {
                    a[r][c] += x[r] * x[c] / TOKENS;
                }
                a[r][n] += x[r] * y / TOKENS;
            }
        }
        for (int k = 0; k < kept.length; k++) {
            a[k][k] += lambda;
            a[k][n] += lambda * down[i * NEURONS + kept[k]];
        }
        for (int p = 0; p < n; p++) {
            int best = p;
            for (int r = p; r < n; r++) {
                best = Math.abs(a[r][p]) > Math.abs(a[best][p]) ? r : best;
            }
            double[] row = a[p];
            a[p] = a[best];
            a[best] = row;
            for (int r = 0; r < n; r++) {
                if (r != p) {
                    double f = a[r][p] / a[p][p];
                    for (int c = p; c <= n; c++) {
                        a[r][c] -= f * a[p][c];
                    }
                }
            }
        }
        double[] x = new double[n];
        for (int r = 0; r < n; r++) {
            x[r] = a[r][n] / a[r][r];
        }
        return x;
    }

    @Test
    void isTheSolutionOfTheNormalEquations() {
        float[] h = inputs(1);
        float[] down = down(2);
        LeastSquaresFit.Fit fit = fit(h, down, 1e-2);
        double trace = 0;
        for (int j = 0; j < NEURONS; j++) {
            double sum = 0;
            double squares = 0;
            for (int t = 0; t < TOKENS; t++) {
                sum += h[t * NEURONS + j];
                squares += (double) h[t * NEURONS + j] * h[t * NEURONS + j];
            }
            trace += squares / TOKENS - sum / TOKENS * sum / TOKENS;
        }
        double lambda = 1e-2 * trace / NEURONS;
        int kept = preserved().cardinality();
        for (int i = 0; i < HIDDEN; i++) {
            double[] expected = normalEquations(h, down, i, lambda);
            for (int k = 0; k < kept; k++) {
                assertThat((double) fit.matrix()[i * kept + k]).isCloseTo(expected[k], within(1e-4));
            }
            assertThat((double) fit.bias()[i]).isCloseTo(expected[kept], within(1e-3));
        }
    }

    @Test
    void reconstructsItsCalibrationDataBetterThanABias() {
        float[] h = inputs(3);
        float[] down = down(4);
        LeastSquaresFit.Fit fit = fit(h, down, 1e-4);
        int[] kept = preserved().stream().toArray();
        float[] old = new float[HIDDEN * kept.length];
        double[] removedMean = new double[NEURONS];
        for (int j = 0; j < NEURONS; j++) {
            for (int t = 0; t < TOKENS && !preserved().get(j); t++) {
                removedMean[j] += h[t * NEURONS + j] / (double) TOKENS;
            }
        }
        for (int i = 0; i < HIDDEN; i++) {
            for (int k = 0; k < kept.length; k++) {
                old[i * kept.length + k] = down[i * NEURONS + kept[k]];
            }
        }
        float[] bias = BiasFit.output(down, removedMean);
        double withBias = error(h, down, old, bias);
        assertThat(withBias).isLessThan(error(h, down, old, new float[HIDDEN]));
        assertThat(error(h, down, fit.matrix(), fit.bias())).isLessThan(0.8 * withBias);
    }

    @Test
    void aStrongRidgeLeavesTheOldColumnsAndTheBiasOfTheMeans() {
        float[] h = inputs(5);
        float[] down = down(6);
        LeastSquaresFit.Fit fit = fit(h, down, 1e9);
        int[] kept = preserved().stream().toArray();
        for (int i = 0; i < HIDDEN; i++) {
            for (int k = 0; k < kept.length; k++) {
                assertThat(fit.matrix()[i * kept.length + k]).isCloseTo(down[i * NEURONS + kept[k]], within(1e-4f));
            }
        }
        float[] wide = LeastSquaresFit.spread(fit.matrix(), preserved(), NEURONS);
        assertThat(wide[0]).isZero();
        assertThat(wide[NEURONS + kept[1]]).isEqualTo(fit.matrix()[kept.length + 1]);
    }

    /** With feedback the fit is the one to the mixed target, found here from that target itself. */
    @Test
    void feedbackFitsToTheMixedTarget() {
        float[] h = inputs(5);
        float[] down = down(6);
        Random random = new Random(7);
        float[] missing = new float[TOKENS * HIDDEN];
        for (int i = 0; i < missing.length; i++) {
            missing[i] = (float) (random.nextGaussian() + 2);
        }
        double alpha = 0.3;
        float[] mixed = new float[missing.length];
        for (int t = 0; t < TOKENS; t++) {
            for (int i = 0; i < HIDDEN; i++) {
                double own = 0;
                for (int j = 0; j < NEURONS; j++) {
                    own += h[t * NEURONS + j] * (double) down[i * NEURONS + j];
                }
                mixed[t * HIDDEN + i] = (float) ((1 - alpha) * own + alpha * missing[t * HIDDEN + i]);
            }
        }
        LeastSquaresFit.Fit some = fed(h, missing, down, alpha);
        LeastSquaresFit.Fit whole = fed(h, mixed, down, 1);
        for (int i = 0; i < some.matrix().length; i++) {
            assertThat(some.matrix()[i]).isCloseTo(whole.matrix()[i], within(2e-4f));
        }
        for (int i = 0; i < HIDDEN; i++) {
            assertThat(some.bias()[i]).isCloseTo(whole.bias()[i], within(2e-3f));
        }
        // and without feedback the missing part is not looked at
        assertThat(fed(h, missing, down, 0).matrix())
                .containsExactly(fit(h, down, 1e-2).matrix());
    }

    private static LeastSquaresFit.Fit fed(float[] h, float[] target, float[] down, double alpha) {
        try (Algebra algebra = Algebra.open(false);
                Moments moments = algebra.moments(NEURONS, HIDDEN)) {
            moments.add(h, target, TOKENS / 2);
            moments.add(
                    Arrays.copyOfRange(h, TOKENS / 2 * NEURONS, h.length),
                    Arrays.copyOfRange(target, TOKENS / 2 * HIDDEN, target.length),
                    TOKENS - TOKENS / 2);
            LeastSquaresFit.Goal goal = new LeastSquaresFit.Goal(alpha, moments.crossCovariance(), moments.meanY());
            return LeastSquaresFit.fit(algebra, moments.covariance(), moments.meanX(), down, preserved(), 1e-2, goal);
        }
    }
}
