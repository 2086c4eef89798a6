package sulcus.model;

import java.util.function.IntUnaryOperator;
import sulcus.model.Configuration.Limits;
import sulcus.model.Description.Norm;

/**
 * Falcon 7B, 40B and 180B: layer norms, rotary positions, attention and MLP side by side, query, key and value of each group of
 * heads one after the other in one matrix. All heads share a key and a value (7B, behind one norm), or there are groups, and MLP
 * and attention have norms of their own (40B, 180B) or one (Falcon 2). RW has linear biases instead of positions, and the MLP behind
 * the attention. Transformers: {@code models/falcon}, which rounds the biases to bfloat16; here they are not.
 */
final class FalconFamily extends PlainFamily {
    @Override
    public String name() {
        return "falcon";
    }

    @Override
    public String prefix() {
        return "transformer.";
    }

    @Override
    public Description describe(Configuration config) {
        int hidden = config.required("hidden_size", 1, Limits.WIDTH);
        int layers = config.required("num_hidden_layers", 1, Limits.LAYERS);
        int heads = config.required("num_attention_heads", 1, Limits.HEADS);
        if (hidden % heads != 0) {
            throw config.refusal("num_attention_heads", heads + " does not divide hidden_size " + hidden);
        }
        boolean groups = config.truth("new_decoder_architecture", false);
        int keyValueHeads = groups
                ? config.number("num_kv_heads", heads, 1, Limits.HEADS)
                : config.truth("multi_query", true) ? 1 : heads;
        if (heads % keyValueHeads != 0) {
            throw config.refusal("num_kv_heads", keyValueHeads + " does not divide the " + heads + " heads");
        }
        boolean parallel = groups || config.truth("parallel_attn", true);
        boolean one = parallel && (!groups || config.number("num_ln_in_parallel_attn", 2, 1, 2) == 1);
        Norm norm = new Norm(false, config.positive("layer_norm_epsilon", 1e-5), false);
        int headSize = hidden / heads;
        int positions = config.number("max_position_embeddings", 2048, 1, Limits.POSITIONS);
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
                        heads / keyValueHeads,
                        config.keyValueHeads(layers, keyValueHeads),
                        headSize,
                        new int[layers],
                        1 / Math.sqrt(headSize),
                        0),
                new Description.Mlp(
                        config.neurons(
                                layers,
                                config.number("ffn_hidden_size", Math.multiplyExact(4, hidden), 1, Limits.WIDTH)),
                        Activations.of(config, "activation", "gelu"),
                        false),
                one ? norm.forBoth() : norm,
                // the biases are scaled with the scores
                config.truth("alibi", false)
                        ? Alibi.of(heads, 1 / Math.sqrt(headSize))
                        : RotaryScaling.rotary(config, headSize, 1, 10_000, positions),
                parallel,
                positions);
    }

    /** Whether attention and MLP lie side by side and have norms of their own. */
    private static boolean two(Description description) {
        return description.parallelResidual() && !description.norm().one();
    }

    @Override
    String layers() {
        return "transformer.h.";
    }

    @Override
    boolean biased(Configuration config, Slot slot) {
        return config.truth("bias", false) || slot == Slot.DOWN && config.truth("pruned_down_bias", false);
    }

    @Override
    Place within(Description description, WeightId id, Place place) {
        int size = description.headSize();
        int queries = description.groupSize();
        return switch (id.slot()) {
            case QUERY ->
                inGroups(place, description, id.layer(), head -> head / queries * (queries + 2) + head % queries, size);
            case KEY -> inGroups(place, description, id.layer(), head -> head * (queries + 2) + queries, size);
            case VALUE -> inGroups(place, description, id.layer(), head -> head * (queries + 2) + queries + 1, size);
            default -> place;
        };
    }

    /** Each group has its query heads, its key, its value. */
    private static Place inGroups(Place place, Description description, int layer, IntUnaryOperator stored, int size) {
        int all = Math.multiplyExact(
                description.keyValueHeads()[layer], Math.multiplyExact(description.groupSize() + 2, size));
        return place.ordered(all, row -> stored.applyAsInt(row / size) * size + row % size);
    }

    @Override
    String stem(Description description, Slot slot) {
        boolean two = two(description);
        return switch (slot) {
            case EMBEDDING -> "transformer.word_embeddings";
            case ATTENTION_NORM -> two ? "ln_attn" : "input_layernorm";
            case MLP_NORM -> two ? "ln_mlp" : description.norm().one() ? null : "post_attention_layernorm";
            case QUERY, KEY, VALUE -> "self_attention.query_key_value";
            case ATTENTION_OUTPUT -> "self_attention.dense";
            case UP -> "mlp.dense_h_to_4h";
            case DOWN -> "mlp.dense_4h_to_h";
            case FINAL_NORM -> "transformer.ln_f";
            case OUTPUT -> "lm_head";
            default -> null;
        };
    }
}
