package sulcus.model;

import sulcus.model.Configuration.Limits;
import sulcus.model.Description.Position;

/**
 * OLMo 3: OLMo 2 where three of four layers slide, and only those that do not have a scaled rotary embedding. Transformers: {@code
 * models/olmo3}.
 */
final class Olmo3Family extends Olmo2Family {
    @Override
    public String name() {
        return "olmo3";
    }

    @Override
    int[] window(Configuration config, int layers) {
        int window = config.number("sliding_window", 4096, 1, Limits.POSITIONS);
        int[] listed = listedWindow(config, layers, window);
        if (listed != null) {
            return listed;
        }
        int[] windows = new int[layers];
        for (int layer = 0; layer < layers; layer++) {
            windows[layer] = (layer + 1) % 4 == 0 ? 0 : window;
        }
        return windows;
    }

    @Override
    Position position(Configuration config, int headSize, int[] window, int positions) {
        double theta = config.positive("rope_theta", 500_000);
        return RotaryScaling.byWindow(config, headSize, window, positions, theta, theta);
    }
}
