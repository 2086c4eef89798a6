package sulcus.prune.score;

import sulcus.model.Slot;
import sulcus.prune.Compensation;

/**
 * Norm of a group's weights: of its rows of query, key and value and its columns of the output projection (weights alone: Han et al.,
 * arXiv 1506.02626; for groups of heads ours).
 */
final class MagnitudeHeads implements HeadScore {
    private static final Score.Definition DEFINITION = new Score.Definition(
            "magnitude",
            "magnitude",
            "Han et al., arXiv 1506.02626, for groups of heads",
            Allocation.SAME_SHARE,
            Compensation.NONE,
            false);

    @Override
    public Score.Definition definition() {
        return DEFINITION;
    }

    @Override
    public float[] of(Evidence layer) {
        double[] squares = new double[HeadScore.groups(layer)];
        add(layer.columnSquares(), squares);
        add(layer.rowSquares(Slot.QUERY), squares);
        add(layer.rowSquares(Slot.KEY), squares);
        add(layer.rowSquares(Slot.VALUE), squares);
        float[] scores = new float[squares.length];
        for (int g = 0; g < scores.length; g++) {
            scores[g] = (float) Math.sqrt(squares[g]);
        }
        return scores;
    }

    private static void add(double[] channels, double[] groups) {
        int width = channels.length / groups.length;
        for (int j = 0; j < channels.length; j++) {
            groups[j / width] += channels[j];
        }
    }
}
