package sulcus.prune.score;

import sulcus.prune.Compensation;

/**
 * What the attention's output loses with a group g of channels when all others are fitted anew, tr(W_g ([(C + λI)⁻¹]_gg)⁻¹ W_gᵀ),
 * with C the covariance of the output projection's input and λ a hundredth of its mean variance: the optimal brain surgeon for a
 * structure (Hassibi and Stork 1993; for structures, heads among them, ZipLM: arXiv 2302.04089).
 */
final class SurgeonHeads implements HeadScore {
    private static final Score.Definition DEFINITION = new Score.Definition(
            "obs",
            "optimal brain surgeon",
            "Hassibi and Stork 1993; for heads ZipLM, arXiv 2302.04089",
            Allocation.SAME_SHARE,
            Compensation.LEAST_SQUARES,
            true);

    @Override
    public Score.Definition definition() {
        return DEFINITION;
    }

    @Override
    public float[] of(Evidence layer) {
        int n = layer.inputs();
        double[] inverse = Surgery.inverse(layer);
        float[] matrix = layer.matrix();
        int hidden = matrix.length / n;
        float[] scores = new float[HeadScore.groups(layer)];
        int width = n / scores.length;
        for (int g = 0; g < scores.length; g++) {
            int first = g * width;
            double[] block = new double[width * width];
            double[] columns = new double[width * hidden];
            for (int a = 0; a < width; a++) {
                System.arraycopy(inverse, (first + a) * n + first, block, a * width, width);
                for (int i = 0; i < hidden; i++) {
                    columns[a * hidden + i] = matrix[i * n + first + a];
                }
            }
            double[] solved = layer.algebra().solve(block, width, columns.clone(), hidden);
            double trace = 0;
            for (int i = 0; i < columns.length; i++) {
                trace += columns[i] * solved[i];
            }
            scores[g] = (float) trace;
        }
        return scores;
    }
}
