package sulcus.prune.score;

import sulcus.decompose.Signals;
import sulcus.prune.Compensation;
import sulcus.task.Refusal;

/**
 * Functional networks of heads: the channels of a layer's heads are decomposed by independent component analysis as neurons are in
 * arXiv 2508.05239; a group's score is the mean over its channels of the largest |z| over all networks. That paper prunes neurons
 * alone: channels in their place, and the mean, are ours.
 *
 * @param networks what is decomposed: the channels z-scored ({@link Signals#PRODUCT}), or their contributions h_j·‖W_j‖
 */
record NetworkHeads(Score.Definition definition, Signals networks) implements HeadScore {
    static final NetworkHeads Z_SCORED = new NetworkHeads(
            new Score.Definition(
                    "functional-networks",
                    "functional networks",
                    "arXiv 2508.05239, for channels of heads",
                    Allocation.ONE_THRESHOLD,
                    Compensation.BIAS,
                    true),
            Signals.PRODUCT);

    static final NetworkHeads CONTRIBUTIONS = new NetworkHeads(
            new Score.Definition(
                    "contribution-networks",
                    "networks of contributions",
                    "arXiv 2508.05239, for contributions of channels",
                    Allocation.ONE_THRESHOLD,
                    Compensation.BIAS,
                    true),
            Signals.CONTRIBUTION);

    @Override
    public float[] of(Evidence layer) {
        if (layer.networks() == null) {
            throw new Refusal(label() + ": needs calibration text; give one");
        }
        double[] sums = HeadScore.sums(layer.networks(), layer);
        float[] scores = new float[sums.length];
        for (int g = 0; g < scores.length; g++) {
            scores[g] = (float) (sums[g] * scores.length / layer.inputs());
        }
        return scores;
    }
}
