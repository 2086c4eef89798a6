package sulcus.prune.score;

import java.util.stream.IntStream;

/** Ways to share a cut among the layers that look at nothing but the scores. */
enum FixedAllocation implements Allocation {
    /** Scores of all layers are compared as they are. */
    ONE_THRESHOLD("one-threshold", "one threshold for all layers") {
        @Override
        public String axis(String title) {
            return title;
        }

        @Override
        float[] apply(float[] layer) {
            return layer.clone();
        }
    },
    /** In each layer mean 0 and deviation 1 (as FLAP does: arXiv 2312.11983, section 3.3). */
    STANDARDIZED("standardized", "layers compared by standardized scores") {
        @Override
        public String axis(String title) {
            return title + ", standardized in each layer";
        }

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
    SAME_SHARE("same-share", "every layer loses the same share") {
        @Override
        public String axis(String title) {
            return "rank in the layer by " + title;
        }

        @Override
        float[] apply(float[] layer) {
            return Allocation.ranks(layer);
        }
    };

    private final String label;
    private final String words;

    FixedAllocation(String label, String words) {
        this.label = label;
        this.words = words;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String words() {
        return words;
    }

    abstract float[] apply(float[] layer);

    @Override
    public float[][] apply(float[][] scores) {
        float[][] changed = new float[scores.length][];
        for (int layer = 0; layer < scores.length; layer++) {
            changed[layer] = scores[layer] == null ? null : apply(scores[layer]);
        }
        return changed;
    }
}
