package sulcus.prune.score;

import sulcus.prune.Compensation;

/** What the layer’s output loses with one neuron when all others are fitted anew, ‖down_j‖² / [(C + λI)⁻¹]_jj, with C the covariance of h and λ a hundredth of its mean variance (Hassibi and Stork 1993; SparseGPT, arXiv 2301.00774). */
final class SurgeonOrder implements Score {
    private static final Definition DEFINITION = new Definition(
            "obs",
            "optimal brain surgeon",
            "arXiv 2301.00774 and Hassibi and Stork 1993",
            Allocation.SAME_SHARE,
            Compensation.LEAST_SQUARES,
            true);

    @Override
    public Definition definition() {
        return DEFINITION;
    }

    @Override
    public String meaning() {
        return "the others could not stand in for it";
    }

    @Override
    public float[] of(Evidence layer) {
        double[] inverse = Surgery.inverse(layer);
        double[] squares = layer.columnSquares();
        float[] scores = new float[squares.length];
        for (int j = 0; j < scores.length; j++) {
            scores[j] = (float) (squares[j] / inverse[j * scores.length + j]);
        }
        return scores;
    }
}
