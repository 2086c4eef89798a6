package sulcus.model;

import java.util.List;
import sulcus.model.Configuration.Limits;
import sulcus.model.Description.Position;

/**
 * Command R7B and A: Command R where three layers slide and turn, and a fourth sees everything and knows no positions.
 * Transformers: {@code models/cohere2}.
 */
final class Cohere2Family extends CohereFamily {
    @Override
    public String name() {
        return "cohere2";
    }

    @Override
    boolean headNorms(Configuration config) {
        return false;
    }

    @Override
    int[] window(Configuration config, int layers) {
        int window = config.number("sliding_window", 4096, 1, Limits.POSITIONS);
        int[] listed = listedWindow(config, layers, window);
        if (listed != null) {
            return listed;
        }
        int pattern = config.number("sliding_window_pattern", 4, 1, Limits.LAYERS);
        int[] windows = new int[layers];
        for (int layer = 0; layer < layers; layer++) {
            windows[layer] = (layer + 1) % pattern == 0 ? 0 : window;
        }
        return windows;
    }

    @Override
    Position position(Configuration config, int headSize, int[] window, int positions) {
        int[] kinds = new int[window.length];
        for (int layer = 0; layer < kinds.length; layer++) {
            kinds[layer] = window[layer] == 0 ? -1 : 0;
        }
        return new Position.ByLayer(List.of(RotaryScaling.rotary(config, headSize, 1, 10_000, positions)), kinds);
    }
}
