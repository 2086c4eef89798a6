package sulcus.prune.score;

import sulcus.prune.Compensation;

/** Norm of a neuron’s weights, √(‖gate_j‖² + ‖up_j‖² + ‖down_j‖²) (weights alone: Han et al., arXiv 1506.02626, here for whole neurons). */
final class Magnitude implements Score {
    @Override
    public String label() {
        return "magnitude";
    }

    @Override
    public String title() {
        return "magnitude";
    }

    @Override
    public String source() {
        return "Han et al., arXiv 1506.02626, for whole neurons";
    }

    @Override
    public Allocation allocation() {
        return Allocation.SAME_SHARE;
    }

    @Override
    public Compensation usual() {
        return Compensation.NONE;
    }

    @Override
    public boolean looksAtText() {
        return false;
    }

    @Override
    public float[] of(Evidence layer) {
        double[] squares = layer.weightSquares();
        float[] scores = new float[squares.length];
        for (int j = 0; j < scores.length; j++) {
            scores[j] = (float) Math.sqrt(squares[j]);
        }
        return scores;
    }
}
