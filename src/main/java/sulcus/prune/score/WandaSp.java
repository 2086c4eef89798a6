package sulcus.prune.score;

import sulcus.prune.Compensation;

/** Wanda for neurons, mean over i of |down_ij| · ‖h_j‖₂ (Wanda: arXiv 2306.11695; its structured form, Wanda-sp, in FLAP: arXiv 2312.11983). */
final class WandaSp implements Score {
    private static final Definition DEFINITION = new Definition(
            "wanda",
            "Wanda-sp",
            "Wanda, arXiv 2306.11695; for neurons in FLAP, arXiv 2312.11983",
            Allocation.SAME_SHARE,
            Compensation.NONE,
            true);

    @Override
    public Definition definition() {
        return DEFINITION;
    }

    @Override
    public String meaning() {
        return "large weights behind a large activation";
    }

    @Override
    public float[] of(Evidence layer) {
        float[] matrix = layer.matrix();
        int n = layer.inputs();
        int hidden = matrix.length / n;
        double[] sums = new double[n];
        for (int i = 0; i < hidden; i++) {
            for (int j = 0; j < n; j++) {
                sums[j] += Math.abs(matrix[i * n + j]);
            }
        }
        float[] scores = new float[n];
        for (int j = 0; j < n; j++) {
            scores[j] = (float) (sums[j] / hidden * layer.norm(j));
        }
        return scores;
    }
}
