package sulcus.model;

import java.util.ArrayList;
import java.util.List;

/** GLM-4 of 2025 (0414): GLM with norms after attention and MLP too. Transformers: {@code models/glm4}. */
final class Glm4Family extends GlmFamily {
    @Override
    public String name() {
        return "glm4";
    }

    @Override
    List<Slot> layerSlots(Configuration config) {
        List<Slot> slots = new ArrayList<>(super.layerSlots(config));
        slots.add(slots.indexOf(Slot.ATTENTION_OUTPUT) + 1, Slot.POST_ATTENTION_NORM);
        slots.add(Slot.POST_MLP_NORM);
        return slots;
    }

    @Override
    String stem(Slot slot) {
        return switch (slot) {
            case POST_ATTENTION_NORM -> "post_self_attn_layernorm";
            case POST_MLP_NORM -> "post_mlp_layernorm";
            default -> super.stem(slot);
        };
    }
}
