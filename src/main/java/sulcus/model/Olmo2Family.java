package sulcus.model;

import java.util.List;
import sulcus.model.Description.HeadNorm;
import sulcus.model.Description.Norm;

/**
 * OLMo 2: LLaMA whose norms come after attention and MLP and none before, with query and key normalized over all heads
 * together. Transformers: {@code models/olmo2}.
 */
class Olmo2Family extends LlamaFamily {
    @Override
    public String name() {
        return "olmo2";
    }

    @Override
    Norm norm(Configuration config) {
        return new Norm(true, config.positive("rms_norm_eps", 1e-5), false, HeadNorm.ACROSS);
    }

    @Override
    boolean mlpBias(Configuration config) {
        return false;
    }

    @Override
    List<Slot> layerSlots(Configuration config) {
        return List.of(
                Slot.QUERY,
                Slot.KEY,
                Slot.VALUE,
                Slot.QUERY_NORM,
                Slot.KEY_NORM,
                Slot.ATTENTION_OUTPUT,
                Slot.POST_ATTENTION_NORM,
                Slot.GATE,
                Slot.UP,
                Slot.DOWN,
                Slot.POST_MLP_NORM);
    }

    @Override
    String stem(Slot slot) {
        return switch (slot) {
            case ATTENTION_NORM, MLP_NORM -> null;
            case QUERY_NORM -> "self_attn.q_norm";
            case KEY_NORM -> "self_attn.k_norm";
            case POST_ATTENTION_NORM -> "post_attention_layernorm";
            case POST_MLP_NORM -> "post_feedforward_layernorm";
            default -> super.stem(slot);
        };
    }
}
