package sulcus.prune;

import java.util.BitSet;
import sulcus.algebra.Algebra;
import sulcus.algebra.Matrix;
import sulcus.algebra.Moments;
import sulcus.model.Model;
import sulcus.model.WeightId;
import sulcus.run.LayerSignals;
import sulcus.run.Sweep;

/**
 * Least-squares compensation: of a projection W with inputs h, preserved ones P and removed ones R, the D
 * and b that minimize mean‖τ − h_P Dᵀ − b‖² + λ‖D − W_P‖². The target τ is (1 − α) h Wᵀ + α m, where m is what would bring the
 * stream back to that of the dense model ({@link LayerSignals#missing}). With C the covariance of h, and C_Pm that of h_P with m,
 * Dᵀ = W_Pᵀ + (C_PP + λI)⁻¹ [(1 − α) C_PR W_Rᵀ + α (C_Pm − C_PP W_Pᵀ)] and b = mean(τ) − mean(h_P) Dᵀ. λ is {@value #RIDGE} of
 * the mean variance of the inputs. Covariances are gathered in one pass, one layer in memory at a time.
 */
final class LeastSquaresFit implements ProjectionFit {
    static final double RIDGE = 1e-2;

    private final Model model;
    private final Projection projection;
    private final boolean denseStatistics;
    /** α, 0 without feedback. */
    private final double feedback;

    private final Algebra algebra;
    private final float[][] biases;
    private final float[][] matrices;
    private Moments moments;

    LeastSquaresFit(Model model, Projection projection, Compensating how, Algebra algebra) {
        this.model = model;
        this.projection = projection;
        this.denseStatistics = how.denseStatistics();
        this.feedback = how.alpha();
        this.algebra = algebra;
        this.biases = new float[projection.inputs().length][];
        this.matrices = new float[projection.inputs().length][];
    }

    @Override
    public Refit refit() {
        return new Refit(biases, matrices);
    }

    @Override
    public Sweep.Wanted wanted(int layer) {
        return projection.fitted().get(layer)
                ? new Sweep.Wanted(false, false, true, feedback > 0)
                : Sweep.Wanted.NOTHING;
    }

    @Override
    public void add(LayerSignals signals) {
        if (!projection.fitted().get(signals.layer())) {
            return;
        }
        if (moments == null) {
            moments = algebra.moments(
                    signals.neurons(), feedback > 0 ? model.description().hiddenSize() : 0);
        }
        moments.add(signals.product(), signals.missing(), signals.tokens());
    }

    @Override
    public Sweep.Change finish(int layer) {
        if (!projection.fitted().get(layer)) {
            return null;
        }
        double[] mean = moments.meanX();
        Goal goal = feedback > 0 ? new Goal(feedback, moments.crossCovariance(), missing(layer)) : Goal.OWN;
        double[] covariance = moments.covariance();
        moments.close();
        moments = null;
        float[] matrix = model.weights().read(WeightId.weight(projection.slot(), layer));
        BitSet preserved = projection.preserved()[layer];
        Fit fit = fit(algebra, covariance, mean, matrix, preserved, RIDGE, goal);
        biases[layer] = fit.bias();
        matrices[layer] = fit.matrix();
        return denseStatistics
                ? null
                : new Sweep.Change(null, spread(fit.matrix(), preserved, mean.length), fit.bias());
    }

    /** Mean of what is missing, without what the projection's own bias gives. */
    private double[] missing(int layer) {
        double[] mean = moments.meanY();
        WeightId own = WeightId.bias(projection.slot(), layer);
        if (model.weights().has(own)) {
            float[] bias = model.weights().read(own);
            for (int i = 0; i < mean.length; i++) {
                mean[i] -= bias[i];
            }
        }
        return mean;
    }

    /**
     * @param matrix hiddenSize × kept
     * @param bias hiddenSize, to be added
     */
    record Fit(float[] matrix, float[] bias) {}

    /**
     * What is fitted to besides the layer's own dense output.
     *
     * @param feedback α, its weight
     * @param cross covariance of h with m, n × hiddenSize; null for α = 0
     * @param mean of m, hiddenSize; null for α = 0
     */
    record Goal(double feedback, double[] cross, double[] mean) {
        static final Goal OWN = new Goal(0, null, null);
    }

    /**
     * @param covariance n × n
     * @param mean of h, n values
     * @param matrix W, hiddenSize × n
     * @param ridge λ as a share of the mean variance
     */
    static Fit fit(
            Algebra algebra,
            double[] covariance,
            double[] mean,
            float[] matrix,
            BitSet preserved,
            double ridge,
            Goal goal) {
        int n = mean.length;
        int hidden = matrix.length / n;
        int[] kept = preserved.stream().toArray();
        double trace = 0;
        for (int j = 0; j < n; j++) {
            trace += covariance[j * n + j];
        }
        double[] right = right(algebra, covariance, matrix, preserved, n, goal);
        double[] correction = correction(algebra, covariance, n, kept, right, ridge * trace / n);
        float[] changed = new float[hidden * kept.length];
        float[] bias = new float[hidden];
        for (int i = 0; i < hidden; i++) {
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += mean[j] * matrix[i * n + j];
            }
            sum *= 1 - goal.feedback();
            sum += goal.feedback() == 0 ? 0 : goal.feedback() * goal.mean()[i];
            for (int k = 0; k < kept.length; k++) {
                float value = (float) (matrix[i * n + kept[k]] + correction[k * hidden + i]);
                changed[i * kept.length + k] = value;
                sum -= mean[kept[k]] * value;
            }
            bias[i] = (float) sum;
        }
        return new Fit(changed, bias);
    }

    /** (1 − α) C_PR W_Rᵀ + α (C_Pm − C_PP W_Pᵀ), kept × hidden: C_P: times W with signs and weights, in one product. */
    private static double[] right(
            Algebra algebra, double[] covariance, float[] matrix, BitSet preserved, int n, Goal goal) {
        int hidden = matrix.length / n;
        int[] kept = preserved.stream().toArray();
        double alpha = goal.feedback();
        try (Matrix cross = algebra.matrix(kept.length, n, Matrix.Type.FLOAT64);
                Matrix lost = algebra.matrix(hidden, n, Matrix.Type.FLOAT64);
                Matrix product = algebra.matrix(kept.length, hidden, Matrix.Type.FLOAT64)) {
            for (int k = 0; k < kept.length; k++) {
                cross.write(k, 1, covariance, kept[k] * n);
            }
            double[] row = new double[n];
            for (int i = 0; i < hidden; i++) {
                for (int j = 0; j < n; j++) {
                    row[j] = (preserved.get(j) ? -alpha : 1 - alpha) * matrix[i * n + j];
                }
                lost.write(i, 1, row, 0);
            }
            algebra.product(1, cross, false, lost, true, 0, product);
            double[] right = product.doubles();
            for (int k = 0; alpha > 0 && k < kept.length; k++) {
                for (int i = 0; i < hidden; i++) {
                    right[k * hidden + i] += alpha * goal.cross()[kept[k] * hidden + i];
                }
            }
            return right;
        }
    }

    /** (C_PP + λI)⁻¹ of the right side, kept × hidden. */
    private static double[] correction(
            Algebra algebra, double[] covariance, int n, int[] kept, double[] right, double lambda) {
        double[] left = new double[Math.multiplyExact(kept.length, kept.length)];
        // A layer that was silent on the calibration text has no variance at all; any positive ridge then says "as it
        // was".
        double ridge = lambda > 0 ? lambda : 1;
        for (int a = 0; a < kept.length; a++) {
            for (int b = 0; b < kept.length; b++) {
                left[a * kept.length + b] = covariance[kept[a] * n + kept[b]];
            }
            left[a * kept.length + a] += ridge;
        }
        return algebra.solve(left, kept.length, right, right.length / kept.length);
    }

    /** hidden × kept to hidden × n with zero columns between. */
    static float[] spread(float[] matrix, BitSet preserved, int n) {
        int[] kept = preserved.stream().toArray();
        int hidden = matrix.length / kept.length;
        float[] wide = new float[hidden * n];
        for (int i = 0; i < hidden; i++) {
            for (int k = 0; k < kept.length; k++) {
                wide[i * n + kept[k]] = matrix[i * kept.length + k];
            }
        }
        return wide;
    }
}
