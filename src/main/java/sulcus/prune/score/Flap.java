package sulcus.prune.score;

import sulcus.prune.Compensation;

/** FLAP’s fluctuation of a neuron’s output, Var(h_j) · ‖down_j‖² (WIFV, arXiv 2312.11983). */
final class Flap implements Score {
    @Override
    public String label() {
        return "flap";
    }

    @Override
    public String title() {
        return "FLAP";
    }

    @Override
    public String source() {
        return "arXiv 2312.11983, WIFV";
    }

    @Override
    public Allocation allocation() {
        return Allocation.STANDARDIZED;
    }

    @Override
    public Compensation usual() {
        return Compensation.BIAS;
    }

    @Override
    public boolean looksAtText() {
        return true;
    }

    @Override
    public float[] of(Evidence layer) {
        double[] squares = layer.downSquares();
        float[] scores = new float[squares.length];
        for (int j = 0; j < scores.length; j++) {
            scores[j] = (float) (layer.variance(j) * squares[j]);
        }
        return scores;
    }
}
