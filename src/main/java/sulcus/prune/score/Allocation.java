package sulcus.prune.score;

import java.util.Locale;
import java.util.stream.IntStream;
import sulcus.task.Refusal;

/** How a cut is shared among the layers: what is done to scores before one threshold is laid over all of them. */
public enum Allocation {
    /** Scores of all layers are compared as they are. */
    ONE_THRESHOLD("one-threshold") {
        @Override
        float[] apply(float[] layer) {
            return layer.clone();
        }
    },
    /** In each layer mean 0 and deviation 1 (as FLAP does: arXiv 2312.11983, section 3.3). */
    STANDARDIZED("standardized") {
        @Override
        float[] apply(float[] layer) {
            double mean = IntStream.range(0, layer.length)
                    .mapToDouble(j -> layer[j])
                    .average()
                    .orElse(0);
            double squares = 0;
            for (float value : layer) {
                squares += (value - mean) * (value - mean);
            }
            double deviation = Math.sqrt(squares / Math.max(1, layer.length - 1));
            float[] changed = new float[layer.length];
            for (int j = 0; j < changed.length; j++) {
                changed[j] = deviation > 0 ? (float) ((layer[j] - mean) / deviation) : 0;
            }
            return changed;
        }
    },
    /** Each score becomes its rank in the layer by the layer's width: every layer loses the same share. */
    SAME_SHARE("same-share") {
        @Override
        float[] apply(float[] layer) {
            return ranks(layer);
        }
    };

    private final String label;

    Allocation(String label) {
        this.label = label;
    }

    /** As on the command line and in files. */
    public String label() {
        return label;
    }

    abstract float[] apply(float[] layer);

    /** @param scores [layer][neuron]; null rows stay */
    public float[][] apply(float[][] scores) {
        float[][] changed = new float[scores.length][];
        for (int layer = 0; layer < scores.length; layer++) {
            changed[layer] = scores[layer] == null ? null : apply(scores[layer]);
        }
        return changed;
    }

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

    /** @throws Refusal if there is none of that label */
    public static Allocation parse(String text) {
        for (Allocation a : values()) {
            if (a.label.equals(text.strip().toLowerCase(Locale.ROOT))) {
                return a;
            }
        }
        throw new Refusal("allocation \"" + text + "\": unknown; give one-threshold, standardized or same-share");
    }
}
