package sulcus.prune.score;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import sulcus.task.Refusal;

/** How a cut is shared among the layers: what is done to scores before one threshold is laid over all of them. */
public sealed interface Allocation permits FixedAllocation, SensitivityAllocation {
    /** Scores of all layers are compared as they are. */
    Allocation ONE_THRESHOLD = FixedAllocation.ONE_THRESHOLD;

    /** In each layer mean 0 and deviation 1 (as FLAP does: arXiv 2312.11983, section 3.3). */
    Allocation STANDARDIZED = FixedAllocation.STANDARDIZED;

    /** Each score becomes its rank in the layer by the layer's width: every layer loses the same share. */
    Allocation SAME_SHARE = FixedAllocation.SAME_SHARE;

    /** As on the command line and in files. */
    String label();

    /** For people, in the middle of a line. */
    String words();

    /** What thresholds lie on, as an axis is called, for scores of that title. */
    String axis(String title);

    /**
     * Scores of which one threshold over all layers is the allocation; their order in each layer stays.
     *
     * @param scores [layer][neuron]; null rows stay
     * @return the same shape
     */
    float[][] apply(float[][] scores);

    /** Rank of each value, the lowest 0, over the count: 0 … below 1. Among equals the first stands lower. */
    static float[] ranks(float[] values) {
        int[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted((a, b) -> values[a] != values[b] ? Float.compare(values[a], values[b]) : Integer.compare(a, b))
                .mapToInt(Integer::intValue)
                .toArray();
        float[] ranks = new float[values.length];
        for (int i = 0; i < order.length; i++) {
            ranks[order[i]] = i / (float) values.length;
        }
        return ranks;
    }

    /**
     * One that looks at nothing but the scores.
     *
     * @throws Refusal if there is none of that label
     */
    static Allocation parse(String text) {
        return Arrays.stream(FixedAllocation.values())
                .filter(a -> a.label().equals(text.strip().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new Refusal("allocation \"" + text + "\": unknown; give "
                        + String.join(
                                ", ",
                                List.of(FixedAllocation.values()).stream()
                                        .map(Allocation::label)
                                        .toList())
                        + ", sensitivity or sensitivity:0.5"));
    }
}
