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
    static MixtureWidths of(Description d) {
        int count = d.mlp().experts().count();
        int[] least = new int[3];
        int[] most = new int[3];
        Arrays.fill(least, Integer.MAX_VALUE);
        for (int layer = 0; layer < d.layers(); layer++) {
            int[] widths = d.expertWidths(layer);
            for (int e = 0; e < widths.length; e++) {
                int kind = !d.routed(layer) ? 2 : e == count ? 1 : 0;
                least[kind] = Math.min(least[kind], widths[e]);
                // no width may be 0 in a configuration
                most[kind] = Math.max(most[kind], Math.max(1, widths[e]));
            }
        }
        return new MixtureWidths(least[0], most[0], least[1], most[1], least[2], most[2]);
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

    /** @param key of the experts' width in the family's configuration */
    void putInto(Map<String, Object> config, String key) {
        if (plain > 0) {
            config.put("intermediate_size", plain);
        }
        if (shared > 0) {
            config.put("shared_expert_intermediate_size", shared);
        }
        config.put(key, expert);
    }
}
