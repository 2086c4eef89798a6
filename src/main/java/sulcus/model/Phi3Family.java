package sulcus.model;

import sulcus.model.Configuration.Limits;
import sulcus.model.Description.Norm;

/**
 * Phi 3: LLaMA with query, key and value in one matrix, and gate and up in one. Transformers: {@code models/phi3}. The long
 * variants, whose frequencies change with the length of the text, are refused.
 */
final class Phi3Family extends LlamaFamily {
    @Override
    public String name() {
        return "phi3";
    }

    @Override
    public Description describe(Configuration config) {
        Configuration scaling = config.object("rope_scaling");
        if (scaling != null
                && !scaling.text("rope_type", scaling.text("type", "default")).equals("default")) {
            throw config.refusal("rope_scaling", "the frequencies of Phi 3's long variants are not read");
        }
        return super.describe(config);
    }

    @Override
    int maximumPositions() {
        return 4096;
    }

    @Override
    Norm norm(Configuration config) {
        return new Norm(true, config.positive("rms_norm_eps", 1e-5), false);
    }

    @Override
    boolean queryBias(Configuration config) {
        return false;
    }

    @Override
    boolean outputBias(Configuration config) {
        return false;
    }

    @Override
    int[] window(Configuration config, int layers) {
        return same(layers, config.number("sliding_window", 0, 1, Limits.POSITIONS));
    }

    @Override
    public Place place(Description description, WeightId id) {
        Place place = super.place(description, id);
        if (place == null) {
            return null;
        }
        int queries = id.layer() < 0 ? 0 : description.queryWidth(id.layer());
        int keys = id.layer() < 0 ? 0 : description.keyWidth(id.layer());
        int all = queries + 2 * keys;
        return switch (id.slot()) {
            case QUERY -> place.partOf(all, 0);
            case KEY -> place.partOf(all, queries);
            case VALUE -> place.partOf(all, queries + keys);
            case GATE, UP -> gateAndUp(place, description, id);
            default -> place;
        };
    }

    @Override
    String stem(Slot slot) {
        return switch (slot) {
            case QUERY, KEY, VALUE -> "self_attn.qkv_proj";
            case GATE, UP -> "mlp.gate_up_proj";
            default -> super.stem(slot);
        };
    }
}
