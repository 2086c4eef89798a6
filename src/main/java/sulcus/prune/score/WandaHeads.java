package sulcus.prune.score;

import sulcus.prune.Compensation;

/**
 * Wanda for heads: mean over i of |W_ij| · ‖h_j‖₂, summed over the channels of a group (Wanda-sp as FLAP's authors compute it for
 * heads: arXiv 2312.11983 and its code; for groups of query heads ours).
 */
final class WandaHeads implements HeadScore {
    private static final Score.Definition DEFINITION = new Score.Definition(
            "wanda",
            "Wanda-sp",
            "Wanda, arXiv 2306.11695; for heads in FLAP, arXiv 2312.11983",
            Allocation.SAME_SHARE,
            Compensation.NONE,
            true);

    @Override
    public Score.Definition definition() {
        return DEFINITION;
    }

    @Override
    public float[] of(Evidence layer) {
        double[] sums = HeadScore.sums(new WandaSp().of(layer), layer);
        float[] scores = new float[sums.length];
        for (int g = 0; g < scores.length; g++) {
            scores[g] = (float) sums[g];
        }
        return scores;
    }
}
