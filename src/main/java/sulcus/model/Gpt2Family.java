package sulcus.model;

import java.util.List;
import sulcus.model.Configuration.Limits;
import sulcus.model.Description.Norm;
import sulcus.model.Description.Position;

/**
 * GPT-2: layer norms, learned positions, one matrix for query, key and value, a plain MLP, biases everywhere; matrices are
 * stored inputs × outputs (Conv1D). Transformers: {@code models/gpt2}.
 */
final class Gpt2Family extends PlainFamily {
    @Override
    public String name() {
        return "gpt2";
    }

    @Override
    public String prefix() {
        return "transformer.";
    }

    @Override
    public boolean ignored(String tensor) {
        // causal masks that older versions saved
        return tensor.endsWith(".attn.bias") || tensor.endsWith(".attn.masked_bias");
    }

    @Override
    public Description describe(Configuration config) {
        int hidden = config.required("n_embd", 1, Limits.WIDTH);
        int layers = config.required("n_layer", 1, Limits.LAYERS);
        int heads = config.required("n_head", 1, Limits.HEADS);
        if (hidden % heads != 0) {
            throw config.refusal("n_head", heads + " does not divide n_embd " + hidden);
        }
        if (config.truth("scale_attn_by_inverse_layer_idx", false) || config.truth("add_cross_attention", false)) {
            throw config.refusal(
                    "scale_attn_by_inverse_layer_idx", "and add_cross_attention are not known; they must be false");
        }
        int headSize = hidden / heads;
        double scale = config.truth("scale_attn_weights", true) ? 1 / Math.sqrt(headSize) : 1;
        int inner = config.number("n_inner", Math.min(4 * hidden, Limits.WIDTH), 1, Limits.WIDTH);
        return new Description(
                name(),
                layers,
                hidden,
                new Description.Embedding(
                        config.required("vocab_size", 1, Limits.VOCABULARY),
                        1,
                        config.truth("tie_word_embeddings", true),
                        1,
                        0),
                new Description.Attention(1, config.keyValueHeads(layers, heads), headSize, new int[layers], scale, 0),
                new Description.Mlp(
                        config.neurons(layers, inner),
                        Activations.of(config, "activation_function", "gelu_new"),
                        false),
                new Norm(false, config.positive("layer_norm_epsilon", 1e-5), false),
                new Position.Learned(0),
                false,
                config.number("n_positions", 1024, 1, Limits.POSITIONS));
    }

    @Override
    String layers() {
        return "transformer.h.";
    }

    @Override
    List<Slot> entrance() {
        return List.of(Slot.EMBEDDING, Slot.POSITION_EMBEDDING);
    }

    @Override
    Place within(Description description, WeightId id, Place place) {
        return switch (id.slot()) {
            case QUERY -> part(place, description.queryWidth(id.layer()), 0);
            case KEY -> part(place, description.queryWidth(id.layer()), 1);
            case VALUE -> part(place, description.queryWidth(id.layer()), 2);
            case ATTENTION_OUTPUT, UP, DOWN -> place.turned();
            default -> place;
        };
    }

    private static Place part(Place place, int width, int part) {
        return place.turned().partOf(Math.multiplyExact(3, width), part * width);
    }

    @Override
    String stem(Description description, Slot slot) {
        return switch (slot) {
            case EMBEDDING -> "transformer.wte";
            case POSITION_EMBEDDING -> "transformer.wpe";
            case ATTENTION_NORM -> "ln_1";
            case QUERY, KEY, VALUE -> "attn.c_attn";
            case ATTENTION_OUTPUT -> "attn.c_proj";
            case MLP_NORM -> "ln_2";
            case UP -> "mlp.c_fc";
            case DOWN -> "mlp.c_proj";
            case FINAL_NORM -> "transformer.ln_f";
            case OUTPUT -> "lm_head";
            default -> null;
        };
    }
}
