package sulcus.prune;

import java.util.List;
import sulcus.algebra.Algebra;
import sulcus.model.Model;
import sulcus.model.WeightId;
import sulcus.run.Device;
import sulcus.run.Sweep;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/** Computes what makes up for removed neurons and heads, from a walk of calibration texts through the model. */
public final class Pruner {
    private Pruner() {}

    /**
     * Computes the compensation of a plan.
     *
     * @param calibration token ids: groups of texts, each text a sequence of its own; not looked at for NONE
     * @throws Refusal without text, or for feedback into a model that normalizes what its projections give
     */
    public static Pruning compensate(
            Model model, Plan plan, Compensating how, List<List<int[]>> calibration, Device device, Progress progress) {
        Projection attention = Projection.attention(model.description(), plan, how.refitAttention());
        Projection down = Projection.down(plan);
        int last = Math.max(attention.last(), down.last());
        if (how.kind() == Compensation.NONE || last < 0) {
            return Pruning.of(plan);
        }
        if (calibration == null || calibration.stream().allMatch(List::isEmpty)) {
            throw new Refusal("compensation " + how.kind().label()
                    + ": needs calibration text; give one, or take compensation none");
        }
        if (how.kind() == Compensation.BIAS) {
            return walk(
                    model,
                    plan,
                    new CompensationWalk(
                            new BiasFit(model, attention, how.denseStatistics()),
                            new BiasFit(model, down, how.denseStatistics()),
                            false),
                    calibration,
                    device,
                    last,
                    progress);
        }
        for (Projection projection : List.of(attention, down)) {
            if (how.alpha() > 0
                    && projection.last() >= 0
                    && model.weights().has(WeightId.weight(projection.postNorm(), 0))) {
                throw new Refusal(
                        model.source() + ": compensation feedback: this family normalizes what its projections"
                                + " give, so they cannot be fitted to the stream; take least-squares");
            }
        }
        try (Algebra algebra = Algebra.open(device.mayBeCuda())) {
            return walk(
                    model,
                    plan,
                    new CompensationWalk(
                            new LeastSquaresFit(model, attention, how, algebra),
                            new LeastSquaresFit(model, down, how, algebra),
                            how.alpha() > 0),
                    calibration,
                    device,
                    last,
                    progress);
        }
    }

    private static Pruning walk(
            Model model,
            Plan plan,
            CompensationWalk walk,
            List<List<int[]>> calibration,
            Device device,
            int last,
            Progress progress) {
        Sweep.walk(model, calibration, device, last, walk, progress);
        return new Pruning(plan, walk.down().refit(), walk.attention().refit());
    }
}
