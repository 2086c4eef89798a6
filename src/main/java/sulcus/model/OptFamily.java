package sulcus.model;

import java.util.List;
import sulcus.model.Configuration.Limits;
import sulcus.model.Description.Norm;
import sulcus.model.Description.Position;

/**
 * OPT: layer norms before attention and MLP, learned positions from row 2 on, ReLU. Transformers: {@code models/opt}. The
 * 350M variant, which projects its embedding and norms afterwards, is refused.
 */
final class OptFamily extends PlainFamily {
    @Override
    public String name() {
        return "opt";
    }

    @Override
    public String prefix() {
        return "model.";
    }

    @Override
    public Description describe(Configuration config) {
        int hidden = config.required("hidden_size", 1, Limits.WIDTH);
        int layers = config.required("num_hidden_layers", 1, Limits.LAYERS);
        int heads = config.required("num_attention_heads", 1, Limits.HEADS);
        if (hidden % heads != 0) {
            throw config.refusal("num_attention_heads", heads + " does not divide hidden_size " + hidden);
        }
        if (config.number("word_embed_proj_dim", hidden, 1, Limits.WIDTH) != hidden) {
            throw config.refusal("word_embed_proj_dim", "models that project their embedding are not read");
        }
        if (!config.truth("do_layer_norm_before", true)
                || !config.truth("layer_norm_elementwise_affine", true)
                || config.truth("_remove_final_layer_norm", false)) {
            throw config.refusal("do_layer_norm_before", "only models with weighted norms before each part are read");
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
                        1,
                        config.keyValueHeads(layers, heads),
                        hidden / heads,
                        new int[layers],
                        1 / Math.sqrt((double) hidden / heads),
                        0),
                new Description.Mlp(
                        config.neurons(layers, config.required("ffn_dim", 1, Limits.WIDTH)),
                        Activations.of(config, "activation_function", "relu"),
                        false),
                new Norm(false, 1e-5, false),
                new Position.Learned(2),
                false,
                config.number("max_position_embeddings", 2048, 1, Limits.POSITIONS));
    }

    @Override
    String layers() {
        return "model.decoder.layers.";
    }

    @Override
    List<Slot> entrance() {
        return List.of(Slot.EMBEDDING, Slot.POSITION_EMBEDDING);
    }

    @Override
    boolean biased(Configuration config, Slot slot) {
        return config.truth("enable_bias", true)
                || slot == Slot.DOWN && config.truth("pruned_down_bias", false)
                || slot == Slot.ATTENTION_OUTPUT && config.truth("pruned_attention_bias", false);
    }

    @Override
    String stem(Description description, Slot slot) {
        return switch (slot) {
            case EMBEDDING -> "model.decoder.embed_tokens";
            case POSITION_EMBEDDING -> "model.decoder.embed_positions";
            case ATTENTION_NORM -> "self_attn_layer_norm";
            case QUERY -> "self_attn.q_proj";
            case KEY -> "self_attn.k_proj";
            case VALUE -> "self_attn.v_proj";
            case ATTENTION_OUTPUT -> "self_attn.out_proj";
            case MLP_NORM -> "final_layer_norm";
            case UP -> "fc1";
            case DOWN -> "fc2";
            case FINAL_NORM -> "model.decoder.final_layer_norm";
            case OUTPUT -> "lm_head";
            default -> null;
        };
    }
}
