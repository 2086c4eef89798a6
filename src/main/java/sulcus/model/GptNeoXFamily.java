package sulcus.model;

import java.util.LinkedHashMap;
import java.util.Map;
import sulcus.model.Configuration.Limits;
import sulcus.model.Description.Norm;

/**
 * GPT-NeoX and Pythia: layer norms, rotary positions on part of a head, attention and MLP side by side, query, key and value
 * of each head one after the other in one matrix. Transformers: {@code models/gpt_neox}.
 */
final class GptNeoXFamily extends PlainFamily {
    @Override
    public String name() {
        return "gpt_neox";
    }

    @Override
    public String prefix() {
        return "gpt_neox.";
    }

    @Override
    public boolean ignored(String tensor) {
        return tensor.endsWith(".rotary_emb.inv_freq")
                || tensor.endsWith(".attention.bias")
                || tensor.endsWith(".attention.masked_bias");
    }

    @Override
    public Description describe(Configuration config) {
        int hidden = config.required("hidden_size", 1, Limits.WIDTH);
        int layers = config.required("num_hidden_layers", 1, Limits.LAYERS);
        int heads = config.required("num_attention_heads", 1, Limits.HEADS);
        if (hidden % heads != 0) {
            throw config.refusal("num_attention_heads", heads + " does not divide hidden_size " + hidden);
        }
        int headSize = hidden / heads;
        int positions = config.number("max_position_embeddings", 2048, 1, Limits.POSITIONS);
        return new Description(
                name(),
                layers,
                hidden,
                new Description.Embedding(
                        config.required("vocab_size", 1, Limits.VOCABULARY),
                        1,
                        config.truth("tie_word_embeddings", false),
                        1,
                        0),
                new Description.Attention(
                        1, config.keyValueHeads(layers, heads), headSize, new int[layers], 1 / Math.sqrt(headSize), 0),
                new Description.Mlp(
                        config.neurons(layers, config.required("intermediate_size", 1, Limits.WIDTH)),
                        Activations.of(config, "hidden_act", "gelu"),
                        false),
                new Norm(false, config.positive("layer_norm_eps", 1e-5), false),
                RotaryScaling.rotary(named(config), headSize, 0.25, 10_000, positions),
                config.truth("use_parallel_residual", true),
                positions);
    }

    /** The family's own names of the rotary settings in everybody's. */
    private static Configuration named(Configuration config) {
        Map<String, Object> names = new LinkedHashMap<>();
        if (config.has("rotary_emb_base")) {
            names.put("rope_theta", config.positive("rotary_emb_base", 1));
        }
        if (config.has("rotary_pct")) {
            names.put("partial_rotary_factor", config.positive("rotary_pct", 1));
        }
        return config.with(names);
    }

    @Override
    String layers() {
        return "gpt_neox.layers.";
    }

    @Override
    boolean biased(Configuration config, Slot slot) {
        return switch (slot) {
            case QUERY, KEY, VALUE, ATTENTION_OUTPUT -> config.truth("attention_bias", true);
            default -> true;
        };
    }

    @Override
    Place within(Description description, WeightId id, Place place) {
        return inHeads(description, id, place);
    }

    @Override
    String stem(Description description, Slot slot) {
        return switch (slot) {
            case EMBEDDING -> "gpt_neox.embed_in";
            case ATTENTION_NORM -> "input_layernorm";
            case MLP_NORM -> "post_attention_layernorm";
            case QUERY, KEY, VALUE -> "attention.query_key_value";
            case ATTENTION_OUTPUT -> "attention.dense";
            case UP -> "mlp.dense_h_to_4h";
            case DOWN -> "mlp.dense_4h_to_h";
            case FINAL_NORM -> "gpt_neox.final_layer_norm";
            case OUTPUT -> "embed_out";
            default -> null;
        };
    }
}
