package sulcus.model;

import sulcus.model.Description.Norm;

/**
 * GLM-4 9B and GLM Edge as transformers has them: LLaMA with half of each head turning, in pairs that lie side by side, and gate
 * and up in one matrix. Transformers: {@code models/glm}.
 */
class GlmFamily extends LlamaFamily {
    @Override
    public String name() {
        return "glm";
    }

    @Override
    int keyValueHeads(int heads) {
        return 2;
    }

    @Override
    int headSize() {
        return 128;
    }

    @Override
    int maximumPositions() {
        return 131_072;
    }

    @Override
    double turningShare() {
        return 0.5;
    }

    @Override
    Norm norm(Configuration config) {
        return new Norm(true, config.positive("rms_norm_eps", 1.5625e-7), false);
    }

    @Override
    boolean queryBias(Configuration config) {
        return config.truth("attention_bias", true);
    }

    @Override
    boolean outputBias(Configuration config) {
        return false;
    }

    @Override
    boolean mlpBias(Configuration config) {
        return false;
    }

    @Override
    public Place place(Description description, WeightId id) {
        Place place = super.place(description, id);
        if (place == null) {
            return null;
        }
        return switch (id.slot()) {
            case QUERY, KEY -> besideEachOther(place, description, id.layer());
            case GATE, UP -> gateAndUp(place, description, id);
            default -> place;
        };
    }

    @Override
    String stem(Slot slot) {
        return switch (slot) {
            case GATE, UP -> "mlp.gate_up_proj";
            default -> super.stem(slot);
        };
    }
}
