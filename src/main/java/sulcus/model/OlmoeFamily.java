package sulcus.model;

import java.util.ArrayList;
import java.util.List;
import sulcus.model.Configuration.Limits;
import sulcus.model.Description.HeadNorm;
import sulcus.model.Description.Norm;

/**
 * OLMoE: LLaMA with mixtures of experts, and query and key normalized over all heads together. Transformers: {@code
 * models/olmoe}.
 */
final class OlmoeFamily extends LlamaFamily {
    @Override
    public String name() {
        return "olmoe";
    }

    @Override
    int maximumPositions() {
        return 4096;
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
    boolean queryBias(Configuration config) {
        if (config.has("clip_qkv")) {
            throw config.refusal("clip_qkv", "query, key and value that are clipped are not computed");
        }
        return super.queryBias(config);
    }

    @Override
    Description.Experts experts(Configuration config, int layers, int hidden) {
        int count = config.number("num_experts", 64, 1, Limits.EXPERTS);
        int width = config.required("intermediate_size", 1, Limits.WIDTH);
        boolean renormalized = config.truth("norm_topk_prob", false);
        return MixtureConfiguration.of(config, hidden, count, 8, renormalized, width, 0, new boolean[layers]);
    }

    @Override
    ExpertNames expertNames() {
        return ExpertNames.QWEN;
    }

    @Override
    List<Slot> layerSlots(Configuration config) {
        List<Slot> slots = new ArrayList<>(MixtralFamily.withRouter(super.layerSlots(config)));
        slots.addAll(slots.indexOf(Slot.VALUE) + 1, List.of(Slot.QUERY_NORM, Slot.KEY_NORM));
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
