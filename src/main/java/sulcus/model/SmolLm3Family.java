package sulcus.model;

import sulcus.model.Configuration.Limits;
import sulcus.model.Description.Position;

/** SmolLM3: LLaMA where every fourth layer has no positions. Transformers: {@code models/smollm3}. */
final class SmolLm3Family extends LlamaFamily {
    @Override
    public String name() {
        return "smollm3";
    }

    @Override
    int maximumPositions() {
        return 32_768;
    }

    @Override
    int keyValueHeads(int heads) {
        return 4;
    }

    @Override
    boolean tied() {
        return true;
    }

    @Override
    int[] window(Configuration config, int layers) {
        int window =
                config.truth("use_sliding_window", false) ? config.required("sliding_window", 1, Limits.POSITIONS) : 0;
        int[] listed = listedWindow(config, layers, window);
        return listed != null ? listed : new int[layers];
    }

    @Override
    Position position(Configuration config, int headSize, int[] window, int positions) {
        return turning(
                RotaryScaling.rotary(config, headSize, 1, 2_000_000, positions),
                turningLayers(config, window.length),
                null);
    }
}
