package sulcus.model;

import java.util.List;
import sulcus.model.Description.HeadNorm;
import sulcus.model.Description.Norm;

/**
 * OLMo 1: LLaMA whose layer norms have no weights, and queries, keys and values that may be cut off. Transformers: {@code
 * models/olmo}.
 */
final class OlmoFamily extends LlamaFamily {
    @Override
    public String name() {
        return "olmo";
    }

    @Override
    Norm norm(Configuration config) {
        return new Norm(false, 1e-5, false, HeadNorm.SHARED, false, false);
    }

    @Override
    double clip(Configuration config) {
        return config.has("clip_qkv") ? config.positive("clip_qkv", 1) : 0;
    }

    @Override
    boolean mlpBias(Configuration config) {
        return false;
    }

    @Override
    List<Slot> layerSlots(Configuration config) {
        return List.of(Slot.QUERY, Slot.KEY, Slot.VALUE, Slot.ATTENTION_OUTPUT, Slot.GATE, Slot.UP, Slot.DOWN);
    }

    @Override
    String stem(Slot slot) {
        return slot.norm() ? null : super.stem(slot);
    }
}
