package sulcus.model;

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
        // the layers that slide
        boolean[] turning = new boolean[window.length];
        for (int layer = 0; layer < turning.length; layer++) {
            turning[layer] = window[layer] > 0;
        }
        return turning(RotaryScaling.rotary(config, headSize, 1, 10_000, positions), turning, null);
    }
}
