package sulcus.model;

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
        return patternedWindow(config, layers, 4);
    }

    @Override
    Position position(Configuration config, int headSize, int[] window, int positions) {
        double theta = config.positive("rope_theta", 500_000);
        return RotaryScaling.byWindow(config, headSize, window, positions, theta, theta);
    }
}
