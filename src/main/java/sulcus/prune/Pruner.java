package sulcus.prune;

import java.util.List;
import sulcus.algebra.Algebra;
import sulcus.model.Model;
import sulcus.run.Device;
import sulcus.run.Sweep;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/** Computes what makes up for removed neurons, from a walk of calibration texts through the model. */
public final class Pruner {
    private Pruner() {}

    /**
     * Computes the compensation of a plan.
     *
     * @param calibration token ids: groups of texts, each text a sequence of its own; not looked at for NONE
     * @param denseStatistics whether every layer sees the outputs of the dense layers before it; else it sees those of the
     *     pruned and compensated ones, as it will in the pruned model
     * @param feedback of least squares: how far, 0 … 1, each layer is fitted to bring the stream back to the dense model's instead
     *     of to its own dense output
     */
    public static Pruning compensate(
            Model model,
            Plan plan,
            Compensation compensation,
            List<List<int[]>> calibration,
            boolean denseStatistics,
            double feedback,
            Device device,
            Progress progress) {
        int last = lastPruned(plan);
        if (compensation == Compensation.NONE || last < 0) {
            return Pruning.of(plan);
        }
        if (calibration == null || calibration.stream().allMatch(List::isEmpty)) {
            throw new Refusal("compensation " + compensation.label()
                    + ": needs calibration text; give one, or take compensation none");
        }
        if (compensation == Compensation.BIAS) {
            BiasFit fit = new BiasFit(model, plan, denseStatistics);
            Sweep.walk(model, calibration, device, last, fit, progress);
            return new Pruning(plan, fit.biases(), null);
        }
        try (Algebra algebra = Algebra.open(device != Device.CPU)) {
            LeastSquaresFit fit = new LeastSquaresFit(model, plan, denseStatistics, feedback, algebra);
            Sweep.walk(model, calibration, device, last, fit, progress);
            return new Pruning(plan, fit.biases(), fit.downs());
        }
    }

    private static int lastPruned(Plan plan) {
        for (int layer = plan.neurons().length - 1; layer >= 0; layer--) {
            if (plan.preserved()[layer].cardinality() < plan.neurons()[layer]) {
                return layer;
            }
        }
        return -1;
    }
}
