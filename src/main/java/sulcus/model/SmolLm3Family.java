package sulcus.model;

import java.util.List;
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
        int[] kinds = new int[window.length];
        List<?> turning = config.list("no_rope_layers");
        if (turning != null && turning.size() != kinds.length) {
            throw config.refusal(
                    "no_rope_layers", "has " + turning.size() + " entries for " + kinds.length + " layers");
        }
        int interval = config.number("no_rope_layer_interval", 4, 1, Limits.LAYERS);
        for (int layer = 0; layer < kinds.length; layer++) {
            // a 1 in the list says that the layer turns, whatever the list's name says
            boolean turns = turning == null
                    ? (layer + 1) % interval != 0
                    : Long.valueOf(1).equals(turning.get(layer));
            kinds[layer] = turns ? 0 : -1;
        }
        return new Position.ByLayer(List.of(RotaryScaling.rotary(config, headSize, 1, 2_000_000, positions)), kinds);
    }
}
