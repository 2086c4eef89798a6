package sulcus.prune;

import java.util.BitSet;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.run.LayerSignals;
import sulcus.run.Sweep;

/** Bias compensation: the mean output of the removed neurons, mean(h_R) · down_Rᵀ (FLAP, arXiv 2312.11983). */
final class BiasFit implements Sweep.Visitor {
    private static final Sweep.Wanted NOTHING = new Sweep.Wanted(false, false, false);
    private static final Sweep.Wanted PRODUCT = new Sweep.Wanted(false, false, true);

    private final Model model;
    private final Plan plan;
    private final boolean denseStatistics;
    private final float[][] biases;
    private double[] sums;
    private long tokens;

    BiasFit(Model model, Plan plan, boolean denseStatistics) {
        this.model = model;
        this.plan = plan;
        this.denseStatistics = denseStatistics;
        this.biases = new float[plan.neurons().length][];
    }

    float[][] biases() {
        return biases;
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
        if (!pruned(layer)) {
            return null;
        }
        BitSet preserved = plan.preserved()[layer];
        double[] mean = sums;
        for (int j = 0; j < mean.length; j++) {
            mean[j] = preserved.get(j) ? 0 : mean[j] / tokens;
        }
        sums = null;
        tokens = 0;
        WeightId id = WeightId.weight(Slot.DOWN, layer);
        biases[layer] = output(model.weights().read(id), mean);
        return denseStatistics ? null : new Sweep.Change(Pruning.factor(preserved, mean.length), null, biases[layer]);
    }

    /** down · h for one h, with down rows × h.length. */
    static float[] output(float[] down, double[] h) {
        float[] result = new float[down.length / h.length];
        for (int i = 0; i < result.length; i++) {
            double sum = 0;
            for (int j = 0; j < h.length; j++) {
                sum += down[i * h.length + j] * h[j];
            }
            result[i] = (float) sum;
        }
        return result;
    }
}
