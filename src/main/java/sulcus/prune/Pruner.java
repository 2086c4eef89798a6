package sulcus.prune;

import java.util.List;
import sulcus.algebra.Algebra;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.model.WeightId;
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
     * @throws Refusal without text, or for feedback into a model that normalizes the MLP's output
     */
    public static Pruning compensate(
            Model model, Plan plan, Compensating how, List<List<int[]>> calibration, Device device, Progress progress) {
        int last = lastPruned(plan);
        if (how.kind() == Compensation.NONE || last < 0) {
            return Pruning.of(plan);
        }
        if (calibration == null || calibration.stream().allMatch(List::isEmpty)) {
            throw new Refusal("compensation " + how.kind().label()
                    + ": needs calibration text; give one, or take compensation none");
        }
        if (how.kind() == Compensation.BIAS) {
            BiasFit fit = new BiasFit(model, plan, how.denseStatistics());
            Sweep.walk(model, calibration, device, last, fit, progress);
            return new Pruning(plan, fit.biases(), null);
        }
        if (how.alpha() > 0 && model.weights().has(WeightId.weight(Slot.POST_MLP_NORM, 0))) {
            throw new Refusal(
                    model.source() + ": compensation feedback: this family normalizes what the down projection"
                            + " gives, so it cannot be fitted to the stream; take least-squares");
        }
        try (Algebra algebra = Algebra.open(device.mayBeCuda())) {
            LeastSquaresFit fit = new LeastSquaresFit(model, plan, how, algebra);
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
