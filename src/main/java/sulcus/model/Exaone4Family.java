package sulcus.model;

import java.util.Arrays;
import java.util.List;
import sulcus.model.Configuration.Limits;
import sulcus.model.Description.Norm;
import sulcus.model.Description.Position;

/**
 * EXAONE 4: OLMo 2's norms behind attention and MLP, query and key normalized head by head; where some layers slide, those that do
 * not have no positions. Transformers: {@code models/exaone4}.
 */
final class Exaone4Family extends Olmo2Family {
    @Override
    public String name() {
        return "exaone4";
    }

    @Override
    Norm norm(Configuration config) {
        return new Norm(true, config.positive("rms_norm_eps", 1e-5), false);
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
        boolean unsaid = !config.values().containsKey("sliding_window");
        int window = config.number("sliding_window", unsaid ? 4096 : 0, 1, Limits.POSITIONS);
        int[] listed = listedWindow(config, layers, window);
        if (listed != null || window == 0) {
            return listed != null ? listed : new int[layers];
        }
        // "LLLG" is another way to write 4
        int pattern = config.values().get("sliding_window_pattern") instanceof String text
                ? pattern(config, text)
                : config.number("sliding_window_pattern", 4, 1, Limits.LAYERS);
        return lastSeesAll(layers, window, pattern);
    }

    private static int pattern(Configuration config, String text) {
        if (!text.matches("L*G")) {
            throw config.refusal("sliding_window_pattern", "is none of L, L, …, G");
        }
        return text.length();
    }

    @Override
    Position position(Configuration config, int headSize, int[] window, int positions) {
        Position.Rotary rotary = RotaryScaling.rotary(config, headSize, 1, 10_000, positions);
        boolean unsaid = !config.values().containsKey("sliding_window");
        if (!unsaid && !config.has("sliding_window")) {
            return rotary;
        }
        int[] kinds = new int[window.length];
        Arrays.setAll(kinds, layer -> window[layer] == 0 ? -1 : 0);
        return new Position.ByLayer(List.of(rotary), kinds);
    }
}
