package sulcus.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import sulcus.model.Description.HeadNorm;
import sulcus.model.Description.Norm;

/**
 * StableLM 2 and 3B: LLaMA with layer norms, a quarter of each head turning and, in some, attention and MLP side by side;
 * 12B normalizes query and key, each head with weights of its own, which are a tensor each. Transformers: {@code models/stablelm}.
 */
final class StableLmFamily extends LlamaFamily {
    @Override
    public String name() {
        return "stablelm";
    }

    @Override
    int keyValueHeads(int heads) {
        return 32;
    }

    @Override
    int maximumPositions() {
        return 4096;
    }

    @Override
    double turningShare() {
        return 0.25;
    }

    @Override
    boolean parallel(Configuration config) {
        return config.truth("use_parallel_residual", false);
    }

    @Override
    Norm norm(Configuration config) {
        return new Norm(false, config.positive("layer_norm_eps", 1e-5), false, HeadNorm.EACH);
    }

    @Override
    boolean normBias() {
        return true;
    }

    @Override
    List<Slot> layerSlots(Configuration config) {
        List<Slot> slots = new ArrayList<>(super.layerSlots(config));
        if (config.truth("qk_layernorm", false)) {
            slots.addAll(slots.indexOf(Slot.ATTENTION_OUTPUT), List.of(Slot.QUERY_NORM, Slot.KEY_NORM));
        }
        return slots;
    }

    /** Each head's norm is a tensor of its own. */
    @Override
    public List<Place> places(Description description, WeightId id) {
        if (id.slot() != Slot.QUERY_NORM && id.slot() != Slot.KEY_NORM) {
            return super.places(description, id);
        }
        Place whole = place(description, id);
        if (whole == null) {
            return List.of();
        }
        int size = description.headSize();
        return IntStream.range(0, whole.rows() / size)
                .mapToObj(head -> whole.block(head * size, size, 0, 1)
                        .named(whole.tensor().replace("*", Integer.toString(head))))
                .toList();
    }

    @Override
    String stem(Slot slot) {
        return switch (slot) {
            case QUERY_NORM -> "self_attn.q_layernorm.norms.*";
            case KEY_NORM -> "self_attn.k_layernorm.norms.*";
            default -> super.stem(slot);
        };
    }

    @Override
    boolean queryBias(Configuration config) {
        return config.truth("use_qkv_bias", false);
    }

    @Override
    boolean outputBias(Configuration config) {
        return false;
    }

    @Override
    boolean mlpBias(Configuration config) {
        return false;
    }
}
