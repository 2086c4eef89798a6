package sulcus.prune.score;

import sulcus.decompose.Signals;

/**
 * A way to say what each group of attention heads is worth (a group is one key/value head with the query heads that share it).
 * {@link HeadScores#ALL} lists them, under the labels of {@link Score} where both mean the same.
 */
public interface HeadScore extends Defined {
    /** What of the channels is decomposed into the networks that the evidence then holds; null for none. */
    default Signals networks() {
        return null;
    }

    /**
     * One score a group; the lowest go first.
     *
     * @param layer evidence of the attention's output projection
     */
    float[] of(Evidence layer);

    /**
     * Scores on one scale for all layers. Where every layer is to lose the same share, a layer of a few groups cannot: of groups of
     * the same rank that goes first whose score is the smaller part of its layer's mean (ours).
     *
     * @param scores [layer][group]
     */
    default float[][] allocated(float[][] scores) {
        if (allocation() != Allocation.SAME_SHARE) {
            return allocation().apply(scores);
        }
        float[][] changed = new float[scores.length][];
        for (int layer = 0; layer < scores.length; layer++) {
            float[] ranks = Allocation.ranks(scores[layer]);
            double mean = 0;
            for (float score : scores[layer]) {
                mean += score / scores[layer].length;
            }
            changed[layer] = new float[ranks.length];
            for (int g = 0; g < ranks.length; g++) {
                double part = scores[layer][g] + mean > 0 ? scores[layer][g] / (scores[layer][g] + mean) : 0;
                changed[layer][g] = (float) (ranks[g] + part / ranks.length);
            }
        }
        return changed;
    }

    /** The sum of each group's channels. */
    static double[] sums(float[] channels, Evidence layer) {
        double[] sums = new double[groups(layer)];
        int width = channels.length / sums.length;
        for (int j = 0; j < channels.length; j++) {
            sums[j / width] += channels[j];
        }
        return sums;
    }

    /** How many groups a layer has. */
    static int groups(Evidence layer) {
        return layer.model().description().keyValueHeads()[layer.layer()];
    }
}
