package sulcus.model;

import java.util.List;
import sulcus.model.Configuration.Limits;
import sulcus.model.Description.Activation;
import sulcus.model.Description.Norm;

/**
 * BLOOM: layer norms, one also behind the embedding, linear biases instead of positions, query, key and value of each head one
 * after the other in one matrix. Transformers: {@code models/bloom}.
 */
final class BloomFamily extends PlainFamily {
    @Override
    public String name() {
        return "bloom";
    }

    @Override
    public String prefix() {
        return "transformer.";
    }

    @Override
    public Description describe(Configuration config) {
        int hidden = either(config, "hidden_size", "n_embed", Limits.WIDTH);
        int layers = either(config, "num_hidden_layers", "n_layer", Limits.LAYERS);
        int heads = either(config, "num_attention_heads", "n_head", Limits.HEADS);
        if (hidden % heads != 0) {
            throw config.refusal("n_head", heads + " does not divide hidden_size " + hidden);
        }
        if (config.truth("apply_residual_connection_post_layernorm", false)) {
            throw config.refusal(
                    "apply_residual_connection_post_layernorm",
                    "models whose stream is the norms' output are not read");
        }
        int headSize = hidden / heads;
        if (hidden > Limits.WIDTH / 4) {
            throw config.refusal("hidden_size", hidden + " makes an MLP wider than " + Limits.WIDTH);
        }
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
                new Description.Attention(
                        1, config.keyValueHeads(layers, heads), headSize, new int[layers], 1 / Math.sqrt(headSize), 0),
                new Description.Mlp(config.neurons(layers, 4 * hidden), Activation.GELU_TANH, false),
                new Norm(false, config.positive("layer_norm_epsilon", 1e-5), false),
                Alibi.of(heads, 1),
                false,
                config.number("seq_length", 2048, 1, Limits.POSITIONS));
    }

    private static int either(Configuration config, String key, String old, int most) {
        return config.required(config.has(key) ? key : old, 1, most);
    }

    @Override
    String layers() {
        return "transformer.h.";
    }

    @Override
    List<Slot> entrance() {
        return List.of(Slot.EMBEDDING, Slot.EMBEDDING_NORM);
    }

    @Override
    Place within(Description description, WeightId id, Place place) {
        return inHeads(description, id, place);
    }

    @Override
    String stem(Description description, Slot slot) {
        return switch (slot) {
            case EMBEDDING -> "transformer.word_embeddings";
            case EMBEDDING_NORM -> "transformer.word_embeddings_layernorm";
            case ATTENTION_NORM -> "input_layernorm";
            case QUERY, KEY, VALUE -> "self_attention.query_key_value";
            case ATTENTION_OUTPUT -> "self_attention.dense";
            case MLP_NORM -> "post_attention_layernorm";
            case UP -> "mlp.dense_h_to_4h";
            case DOWN -> "mlp.dense_4h_to_h";
            case FINAL_NORM -> "transformer.ln_f";
            case OUTPUT -> "lm_head";
            default -> null;
        };
    }
}
