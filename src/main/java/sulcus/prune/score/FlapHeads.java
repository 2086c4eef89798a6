package sulcus.prune.score;

import sulcus.prune.Compensation;

/**
 * FLAP for heads: (Var(h_j) · ‖W_j‖²)² of each channel, in each layer mean 0 and deviation 1 over its channels, then the mean of a
 * group's channels (arXiv 2312.11983; the square is in its authors' code, {@code prune_flap} with WIFV and AL-AM). Channels are
 * standardized, not groups, so one threshold lies over all layers.
 */
final class FlapHeads implements HeadScore {
    private static final Score.Definition DEFINITION = new Score.Definition(
            "flap", "FLAP", "arXiv 2312.11983, WIFV", Allocation.ONE_THRESHOLD, Compensation.BIAS, true);

    @Override
    public Score.Definition definition() {
        return DEFINITION;
    }

    @Override
    public float[] of(Evidence layer) {
        float[] channels = new Flap().of(layer);
        // the scale falls out with the standardization; without it squares of small numbers vanish in float32
        double largest = 0;
        for (float channel : channels) {
            largest = Math.max(largest, channel);
        }
        for (int j = 0; largest > 0 && j < channels.length; j++) {
            channels[j] = (float) Math.pow(channels[j] / largest, 2);
        }
        double[] sums = HeadScore.sums(FixedAllocation.STANDARDIZED.apply(channels), layer);
        float[] scores = new float[sums.length];
        for (int g = 0; g < scores.length; g++) {
            scores[g] = (float) (sums[g] * scores.length / channels.length);
        }
        return scores;
    }
}
