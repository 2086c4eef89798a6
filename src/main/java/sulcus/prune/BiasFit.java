package sulcus.prune;

import java.util.BitSet;
import sulcus.model.Model;
import sulcus.model.WeightId;
import sulcus.run.LayerSignals;
import sulcus.run.Sweep;

/** Bias compensation: the mean output of the removed inputs, mean(h_R) · W_Rᵀ (FLAP, arXiv 2312.11983). */
final class BiasFit implements ProjectionFit {
    private static final Sweep.Wanted PRODUCT = new Sweep.Wanted(false, false, true);

    private final Model model;
    private final Projection projection;
    private final boolean denseStatistics;
    private final float[][] biases;
    private double[] sums;
    private long tokens;

    BiasFit(Model model, Projection projection, boolean denseStatistics) {
        this.model = model;
        this.projection = projection;
        this.denseStatistics = denseStatistics;
        this.biases = new float[projection.inputs().length][];
    }

    @Override
    public Refit refit() {
        return new Refit(biases, null);
    }

    @Override
    public Sweep.Wanted wanted(int layer) {
        return projection.fitted().get(layer) ? PRODUCT : Sweep.Wanted.NOTHING;
    }

    @Override
    public void add(LayerSignals signals) {
        if (!projection.fitted().get(signals.layer())) {
            return;
        }
        int n = signals.neurons();
        if (sums == null) {
            sums = new double[n];
        }
        float[] h = signals.product();
        for (int t = 0; t < signals.tokens(); t++) {
            for (int j = 0; j < n; j++) {
                sums[j] += h[t * n + j];
            }
        }
        tokens += signals.tokens();
    }

    @Override
    public Sweep.Change finish(int layer) {
        if (!projection.fitted().get(layer)) {
            return null;
        }
        BitSet preserved = projection.preserved()[layer];
        double[] mean = sums;
        for (int j = 0; j < mean.length; j++) {
            mean[j] = preserved.get(j) ? 0 : mean[j] / tokens;
        }
        sums = null;
        tokens = 0;
        biases[layer] = output(model.weights().read(WeightId.weight(projection.slot(), layer)), mean);
        return denseStatistics ? null : new Sweep.Change(Pruning.factor(preserved, mean.length), null, biases[layer]);
    }

    /** W h for one h, with W rows × h.length. */
    static float[] output(float[] matrix, double[] h) {
        float[] result = new float[matrix.length / h.length];
        for (int i = 0; i < result.length; i++) {
            double sum = 0;
            for (int j = 0; j < h.length; j++) {
                sum += matrix[i * h.length + j] * h[j];
            }
            result[i] = (float) sum;
        }
        return result;
    }
}
