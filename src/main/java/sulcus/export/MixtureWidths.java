package sulcus.export;

import java.util.Arrays;
import java.util.Map;
import sulcus.model.Description;
import sulcus.task.Refusal;

/**
 * The widths that the configuration of a mixture of experts can say: one for all experts of all layers, one for those that all
 * tokens pass, one for layers without experts. From and to, for a model may have others; 0 where there are none of a kind.
 */
record MixtureWidths(int leastExpert, int expert, int leastShared, int shared, int leastPlain, int plain) {
    /**
     * Where a configuration says them.
     *
     * @param shared null where the expert that all tokens pass is as wide as the others
     */
    private record Keys(String expert, String shared, String plain) {
        static Keys of(String family) {
            return switch (family) {
                case "llama4_text" -> new Keys("intermediate_size", null, "intermediate_size_mlp");
                case "qwen2_moe", "qwen3_moe" ->
                    new Keys("moe_intermediate_size", "shared_expert_intermediate_size", "intermediate_size");
                default -> new Keys("intermediate_size", null, "intermediate_size");
            };
        }
    }

    static MixtureWidths of(Description d) {
        int count = d.mlp().experts().count();
        boolean alike = Keys.of(d.family()).shared() == null;
        int[] least = new int[3];
        int[] most = new int[3];
        Arrays.fill(least, Integer.MAX_VALUE);
        for (int layer = 0; layer < d.layers(); layer++) {
            int[] widths = d.expertWidths(layer);
            for (int e = 0; e < widths.length; e++) {
                int kind = !d.routed(layer) ? 2 : e == count && !alike ? 1 : 0;
                least[kind] = Math.min(least[kind], widths[e]);
                // no width may be 0 in a configuration
                most[kind] = Math.max(most[kind], Math.max(1, widths[e]));
            }
        }
        return alike
                ? new MixtureWidths(least[0], most[0], least[0], most[0], least[2], most[2])
                : new MixtureWidths(least[0], most[0], least[1], most[1], least[2], most[2]);
    }

    /** Refuses widths that the configuration cannot say as they are. */
    void requireUniform() {
        require(leastExpert, expert, "expert");
        require(leastShared, shared, "expert of all tokens");
        require(leastPlain, plain, "layer without experts");
    }

    private static void require(int least, int most, String kind) {
        if (most > 0 && least != most) {
            throw new Refusal("layout uniform: the plan keeps from " + least + " to " + most + " neurons in one " + kind
                    + "; take the layout padded");
        }
    }

    /** The description with every width as large as the largest of its kind. */
    Description fill(Description d) {
        int[] neurons = new int[d.layers()];
        int[][] experts = new int[d.layers()][];
        Arrays.fill(neurons, plain);
        for (int layer = 0; layer < d.layers(); layer++) {
            if (d.routed(layer)) {
                experts[layer] = new int[d.expertWidths(layer).length];
                Arrays.fill(experts[layer], expert);
                if (d.mlp().experts().shared(layer)) {
                    experts[layer][experts[layer].length - 1] = shared;
                }
            }
        }
        return d.withExperts(neurons, experts);
    }

    /** @param family as in {@code model_type} */
    void putInto(Map<String, Object> config, String family) {
        Keys keys = Keys.of(family);
        if (plain > 0) {
            config.put(keys.plain(), plain);
        }
        if (keys.shared() != null && shared > 0) {
            config.put(keys.shared(), shared);
        }
        config.put(keys.expert(), expert);
    }
}
