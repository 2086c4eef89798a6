package sulcus.prune;

import java.util.BitSet;
import sulcus.algebra.Algebra;
import sulcus.algebra.Matrix;
import sulcus.algebra.Moments;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.run.LayerSignals;
import sulcus.run.Sweep;

/**
 * Least-squares compensation: of a layer with inputs h of the down projection W, preserved neurons P and removed ones R, the D
 * and b that minimize mean‖h Wᵀ − h_P Dᵀ − b‖² + λ‖D − W_P‖². With C the covariance of h this is
 * Dᵀ = W_Pᵀ + (C_PP + λI)⁻¹ C_PR W_Rᵀ and b = mean(h) Wᵀ − mean(h_P) Dᵀ. λ is {@value #RIDGE} of the mean variance of the
 * layer's neurons. Covariances are gathered in one pass.
 */
final class LeastSquaresFit implements Sweep.Visitor {
    static final double RIDGE = 1e-2;

    private static final Sweep.Wanted NOTHING = new Sweep.Wanted(false, false, false);
    private static final Sweep.Wanted PRODUCT = new Sweep.Wanted(false, false, true);

    private final Model model;
    private final Plan plan;
    private final boolean denseStatistics;
    private final Algebra algebra;
    private final float[][] biases;
    private final float[][] downs;
    private Moments moments;

    LeastSquaresFit(Model model, Plan plan, boolean denseStatistics, Algebra algebra) {
        this.model = model;
        this.plan = plan;
        this.denseStatistics = denseStatistics;
        this.algebra = algebra;
        this.biases = new float[plan.neurons().length][];
        this.downs = new float[plan.neurons().length][];
    }

    float[][] biases() {
        return biases;
    }

    float[][] downs() {
        return downs;
    }

    private boolean pruned(int layer) {
        return plan.preserved()[layer].cardinality() < plan.neurons()[layer];
    }

    @Override
    public Sweep.Wanted wanted(int layer) {
        return pruned(layer) ? PRODUCT : NOTHING;
    }

    @Override
    public void visit(LayerSignals signals) {
        if (!pruned(signals.layer())) {
            return;
        }
        if (moments == null) {
            moments = algebra.moments(signals.neurons(), 0);
        }
        moments.add(signals.product(), null, signals.tokens());
    }

    @Override
    public Sweep.Change finish(int layer) {
        if (!pruned(layer)) {
            return null;
        }
        double[] covariance = moments.covariance();
        double[] mean = moments.meanX();
        moments.close();
        moments = null;
        float[] down = model.weights().read(WeightId.weight(Slot.DOWN, layer));
        BitSet preserved = plan.preserved()[layer];
        Fit fit = fit(algebra, covariance, mean, down, preserved, RIDGE);
        biases[layer] = fit.bias();
        downs[layer] = fit.down();
        return denseStatistics ? null : new Sweep.Change(null, spread(fit.down(), preserved, mean.length), fit.bias());
    }

    /**
     * @param down hiddenSize × kept
     * @param bias hiddenSize, to be added
     */
    record Fit(float[] down, float[] bias) {}

    /**
     * @param covariance n × n
     * @param mean of h, n values
     * @param down W, hiddenSize × n
     * @param ridge λ as a share of the mean variance
     */
    static Fit fit(Algebra algebra, double[] covariance, double[] mean, float[] down, BitSet preserved, double ridge) {
        int n = mean.length;
        int hidden = down.length / n;
        int[] kept = preserved.stream().toArray();
        BitSet complement = (BitSet) preserved.clone();
        complement.flip(0, n);
        int[] removed = complement.stream().toArray();
        double trace = 0;
        for (int j = 0; j < n; j++) {
            trace += covariance[j * n + j];
        }
        double lambda = ridge * trace / n;
        double[] correction = removed.length == 0
                ? new double[kept.length * hidden]
                : correction(algebra, covariance, down, n, kept, removed, lambda);
        float[] changed = new float[hidden * kept.length];
        float[] bias = new float[hidden];
        for (int i = 0; i < hidden; i++) {
            double sum = 0;
            for (int r : removed) {
                sum += mean[r] * down[i * n + r];
            }
            for (int k = 0; k < kept.length; k++) {
                double step = correction[k * hidden + i];
                changed[i * kept.length + k] = (float) (down[i * n + kept[k]] + step);
                sum -= mean[kept[k]] * step;
            }
            bias[i] = (float) sum;
        }
        return new Fit(changed, bias);
    }

    /** (C_PP + λI)⁻¹ C_PR W_Rᵀ, kept × hidden. */
    private static double[] correction(
            Algebra algebra, double[] covariance, float[] down, int n, int[] kept, int[] removed, double lambda) {
        int hidden = down.length / n;
        double[] right;
        try (Matrix cross = algebra.matrix(kept.length, removed.length, Matrix.Type.FLOAT64);
                Matrix lost = algebra.matrix(hidden, removed.length, Matrix.Type.FLOAT64);
                Matrix product = algebra.matrix(kept.length, hidden, Matrix.Type.FLOAT64)) {
            double[] row = new double[removed.length];
            for (int k = 0; k < kept.length; k++) {
                for (int r = 0; r < row.length; r++) {
                    row[r] = covariance[kept[k] * n + removed[r]];
                }
                cross.write(k, 1, row, 0);
            }
            for (int i = 0; i < hidden; i++) {
                for (int r = 0; r < row.length; r++) {
                    row[r] = down[i * n + removed[r]];
                }
                lost.write(i, 1, row, 0);
            }
            algebra.product(1, cross, false, lost, true, 0, product);
            right = product.doubles();
        }
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
        return algebra.solve(left, kept.length, right, hidden);
    }

    /** hidden × kept to hidden × n with zero columns between. */
    static float[] spread(float[] down, BitSet preserved, int n) {
        int[] kept = preserved.stream().toArray();
        int hidden = down.length / kept.length;
        float[] wide = new float[hidden * n];
        for (int i = 0; i < hidden; i++) {
            for (int k = 0; k < kept.length; k++) {
                wide[i * n + kept[k]] = down[i * kept.length + k];
            }
        }
        return wide;
    }
}
