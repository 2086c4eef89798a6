package sulcus.model;

import java.util.ArrayList;
import java.util.List;

/** Qwen 3: Qwen 2 with norms on the heads of query and key instead of biases. Transformers: {@code models/qwen3}. */
class Qwen3Family extends Qwen2Family {
    @Override
    public String name() {
        return "qwen3";
    }

    @Override
    int headSize() {
        return 128;
    }

    @Override
    boolean queryBias(Configuration config) {
        return config.truth("attention_bias", false);
    }

    @Override
    boolean outputBias(Configuration config) {
        return config.truth("attention_bias", false);
    }

    @Override
    List<Slot> layerSlots(Configuration config) {
        List<Slot> slots = new ArrayList<>(super.layerSlots(config));
        slots.add(slots.indexOf(Slot.VALUE) + 1, Slot.QUERY_NORM);
        slots.add(slots.indexOf(Slot.QUERY_NORM) + 1, Slot.KEY_NORM);
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
