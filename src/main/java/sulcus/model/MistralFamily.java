package sulcus.model;

import sulcus.model.Configuration.Limits;

/** Mistral: LLaMA with a sliding window in every layer and a head size of its own. Transformers: {@code models/mistral}. */
class MistralFamily extends LlamaFamily {
    @Override
    public String name() {
        return "mistral";
    }

    @Override
    int keyValueHeads(int heads) {
        return 8;
    }

    @Override
    int maximumPositions() {
        return 131_072;
    }

    @Override
    boolean queryBias(Configuration config) {
        return false;
    }

    @Override
    boolean outputBias(Configuration config) {
        return false;
    }

    @Override
    int[] window(Configuration config, int layers) {
        // null means none; a configuration without the key means transformers' default
        boolean unsaid = !config.values().containsKey("sliding_window");
        return same(layers, config.number("sliding_window", unsaid ? 4096 : 0, 1, Limits.POSITIONS));
    }
}
