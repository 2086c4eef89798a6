package sulcus.model;

import java.util.List;
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
        return patternedWindow(config, layers, 4);
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
