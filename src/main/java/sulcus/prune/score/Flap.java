package sulcus.prune.score;

import sulcus.prune.Compensation;

/** FLAP’s fluctuation of a neuron’s output, Var(h_j) · ‖down_j‖² (WIFV, arXiv 2312.11983). */
final class Flap implements Score {
    private static final Definition DEFINITION =
            new Definition("flap", "FLAP", "arXiv 2312.11983, WIFV", Allocation.STANDARDIZED, Compensation.BIAS, true);

    @Override
    public Definition definition() {
        return DEFINITION;
    }

    @Override
    public String meaning() {
        return "large weights behind an activation that varies";
    }

    @Override
    public float[] of(Evidence layer) {
        double[] squares = layer.columnSquares();
        float[] scores = new float[squares.length];
        for (int j = 0; j < scores.length; j++) {
            scores[j] = (float) (layer.variance(j) * squares[j]);
        }
        return scores;
    }
}
