package sulcus.prune.score;

import java.util.List;
import sulcus.model.Slot;
import sulcus.prune.Compensation;

/** Norm of a neuron’s weights, √(‖gate_j‖² + ‖up_j‖² + ‖down_j‖²) (weights alone: Han et al., arXiv 1506.02626, here for whole neurons). */
final class Magnitude implements Score {
    private static final Definition DEFINITION = new Definition(
            "magnitude",
            "magnitude",
            "Han et al., arXiv 1506.02626, for whole neurons",
            Allocation.SAME_SHARE,
            Compensation.NONE,
            false);

    @Override
    public Definition definition() {
        return DEFINITION;
    }

    @Override
    public String meaning() {
        return "large weights; looks at no text";
    }

    @Override
    public float[] of(Evidence layer) {
        double[] squares = layer.columnSquares();
        boolean gated = layer.model().description().gated();
        for (Slot slot : gated ? List.of(Slot.GATE, Slot.UP) : List.of(Slot.UP)) {
            double[] rows = layer.rowSquares(slot);
            for (int j = 0; j < squares.length; j++) {
                squares[j] += rows[j];
            }
        }
        float[] scores = new float[squares.length];
        for (int j = 0; j < scores.length; j++) {
            scores[j] = (float) Math.sqrt(squares[j]);
        }
        return scores;
    }
}
