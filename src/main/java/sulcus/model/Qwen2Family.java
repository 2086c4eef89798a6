package sulcus.model;

import sulcus.model.Configuration.Limits;

/**
 * Qwen 2 and 2.5: LLaMA with biases on query, key and value, and, where asked for, a sliding window in the upper layers.
 * Transformers: {@code models/qwen2}.
 */
class Qwen2Family extends LlamaFamily {
    @Override
    public String name() {
        return "qwen2";
    }

    @Override
    int keyValueHeads(int heads) {
        return 32;
    }

    @Override
    int maximumPositions() {
        return 32_768;
    }

    @Override
    boolean queryBias(Configuration config) {
        return true;
    }

    @Override
    boolean outputBias(Configuration config) {
        return false;
    }

    @Override
    int[] window(Configuration config, int layers) {
        boolean slides = config.truth("use_sliding_window", false);
        boolean unsaid = !config.values().containsKey("sliding_window");
        int window = slides ? config.number("sliding_window", unsaid ? 4096 : 0, 1, Limits.POSITIONS) : 0;
        int[] listed = listedWindow(config, layers, window);
        if (listed != null) {
            return listed;
        }
        int first = config.number("max_window_layers", 28, 0, Limits.LAYERS);
        int[] windows = new int[layers];
        for (int layer = first; layer < layers; layer++) {
            windows[layer] = window;
        }
        return windows;
    }
}
