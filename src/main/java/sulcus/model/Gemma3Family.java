package sulcus.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sulcus.model.Description.Position;

/**
 * Gemma 3 (its text model): Gemma 2 without caps, with norms of query and key, five sliding layers for one that sees all, and
 * another rotary base for each kind. Transformers: {@code models/gemma3}.
 */
final class Gemma3Family extends Gemma2Family {
    @Override
    public String name() {
        return "gemma3_text";
    }

    @Override
    public Set<String> modelTypes() {
        return Set.of("gemma3_text", "gemma3");
    }

    /** Files of models that also see pictures leave out what is usual. */
    @Override
    public Description describe(Configuration config) {
        Map<String, Object> usual = new LinkedHashMap<>(Map.of("num_attention_heads", 8L, "vocab_size", 262_208L));
        usual.keySet().removeIf(config::has);
        return super.describe(config.with(usual));
    }

    @Override
    int maximumPositions() {
        return 131_072;
    }

    @Override
    int[] window(Configuration config, int layers) {
        return patternedWindow(config, layers, 6);
    }

    @Override
    Position position(Configuration config, int headSize, int[] window, int positions) {
        return RotaryScaling.byWindow(
                config, headSize, window, positions, 1_000_000, config.positive("rope_local_base_freq", 10_000));
    }

    @Override
    double softcap(Configuration config, String key) {
        return config.has(key) ? config.positive(key, 1) : 0;
    }

    @Override
    List<Slot> layerSlots(Configuration config) {
        List<Slot> slots = new ArrayList<>(super.layerSlots(config));
        slots.addAll(slots.indexOf(Slot.ATTENTION_OUTPUT), List.of(Slot.QUERY_NORM, Slot.KEY_NORM));
        return slots;
    }

    @Override
    String stem(Slot slot) {
        return switch (slot) {
            case QUERY_NORM -> "self_attn.q_norm";
            case KEY_NORM -> "self_attn.k_norm";
            default -> super.stem(slot);
        };
    }
}
