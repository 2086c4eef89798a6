package sulcus.model;

import java.util.ArrayList;
import java.util.List;
import sulcus.model.Description.HeadNorm;
import sulcus.model.Description.Norm;
import sulcus.model.Description.Position;

/**
 * Command R and R+: layer norms without biases, attention and MLP side by side behind one norm, rotary pairs side by side, scaled
 * logits; R+ normalizes query and key, each head with weights of its own. Transformers: {@code models/cohere}.
 */
class CohereFamily extends LlamaFamily {
    @Override
    public String name() {
        return "cohere";
    }

    @Override
    int maximumPositions() {
        return 8192;
    }

    @Override
    boolean tied() {
        return true;
    }

    @Override
    boolean parallel(Configuration config) {
        return true;
    }

    @Override
    boolean mlpBias(Configuration config) {
        return false;
    }

    @Override
    Norm norm(Configuration config) {
        return new Norm(false, config.positive("layer_norm_eps", 1e-5), false, HeadNorm.EACH);
    }

    @Override
    double logitScale(Configuration config) {
        return config.positive("logit_scale", 0.0625);
    }

    @Override
    Position position(Configuration config, int headSize, int[] window, int positions) {
        return RotaryScaling.rotary(config, headSize, 1, 500_000, positions);
    }

    /** Whether query and key are normalized. */
    boolean headNorms(Configuration config) {
        return config.truth("use_qk_norm", false);
    }

    @Override
    List<Slot> layerSlots(Configuration config) {
        List<Slot> slots = new ArrayList<>(super.layerSlots(config));
        if (headNorms(config)) {
            slots.addAll(slots.indexOf(Slot.ATTENTION_OUTPUT), List.of(Slot.QUERY_NORM, Slot.KEY_NORM));
        }
        return slots;
    }

    @Override
    public Place place(Description description, WeightId id) {
        Place place = super.place(description, id);
        if (place == null) {
            return null;
        }
        return switch (id.slot()) {
            case QUERY, KEY -> besideEachOther(place, description, id.layer());
            case QUERY_NORM, KEY_NORM ->
                besideEachOther(place.split(place.rows() / description.headSize()), description, id.layer());
            default -> place;
        };
    }

    @Override
    String stem(Slot slot) {
        return switch (slot) {
            case MLP_NORM -> null;
            case QUERY_NORM -> "self_attn.q_norm";
            case KEY_NORM -> "self_attn.k_norm";
            default -> super.stem(slot);
        };
    }
}
