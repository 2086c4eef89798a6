package sulcus.model;

import java.util.Arrays;
import java.util.List;
import sulcus.model.Configuration.Limits;

/** Reads how a family's configuration shares out neurons among experts. */
final class MixtureConfiguration {
    private MixtureConfiguration() {}

    /**
     * @param count experts to choose from
     * @param width of each
     * @param shared width of the expert that all tokens pass; 0 for none
     * @param dense which layers have none
     */
    static Description.Experts of(
            Configuration config,
            int hidden,
            int count,
            int perTokenOtherwise,
            boolean renormalized,
            int width,
            int shared,
            boolean[] dense) {
        int perToken = config.number("num_experts_per_tok", perTokenOtherwise, 1, Limits.EXPERTS);
        if (perToken > count) {
            throw config.refusal("num_experts_per_tok", perToken + " of " + count + " experts");
        }
        long all = (long) count * width + shared;
        if (all > Limits.WIDTH || (long) count * hidden > Integer.MAX_VALUE) {
            throw config.refusal(
                    "num_experts_per_tok",
                    count + " experts of " + width + " neurons are more than " + Limits.WIDTH + " a layer");
        }
        int[][] widths = new int[dense.length][];
        for (int layer = 0; layer < dense.length; layer++) {
            if (!dense[layer]) {
                widths[layer] = new int[shared > 0 ? count + 1 : count];
                Arrays.fill(widths[layer], width);
                if (shared > 0) {
                    widths[layer][count] = shared;
                }
            }
        }
        return new Description.Experts(count, perToken, renormalized, false, widths);
    }

    /** Layers without experts in Qwen's families: those listed, and those that {@code decoder_sparse_step} leaves out. */
    static boolean[] qwenDense(Configuration config, int layers) {
        boolean[] dense = new boolean[layers];
        int step = config.number("decoder_sparse_step", 1, 1, Limits.LAYERS);
        for (int layer = 0; layer < layers; layer++) {
            dense[layer] = (layer + 1) % step != 0;
        }
        List<?> listed = config.list("mlp_only_layers");
        for (Object entry : listed == null ? List.of() : listed) {
            if (!(entry instanceof Long layer) || layer < 0) {
                throw config.refusal("mlp_only_layers", "holds something that is no layer");
            }
            if (layer < layers) {
                dense[(int) (long) layer] = true;
            }
        }
        return dense;
    }
}
