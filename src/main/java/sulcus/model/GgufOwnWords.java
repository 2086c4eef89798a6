package sulcus.model;

import java.util.Collections;
import java.util.Map;
import java.util.Set;

/** Families whose {@code config.json} has other words than LLaMA's, out of a GGUF's metadata. */
final class GgufOwnWords {
    private GgufOwnWords() {}

    /**
     * @param tensors their names
     * @param config to which the words are added
     * @return false if the family has LLaMA's words
     */
    static boolean put(GgufKeys keys, Set<String> tensors, String architecture, Map<String, Object> config) {
        switch (architecture) {
            case "gpt2" -> gpt2(keys, config);
            case "bloom" -> bloom(keys, config);
            case "falcon" -> falcon(keys, tensors, config);
            case "gptneox" -> gptNeoX(keys, tensors, config);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void gpt2(GgufKeys keys, Map<String, Object> config) {
        long layers = keys.whole("block_count");
        config.put("n_embd", keys.whole("embedding_length"));
        config.put("n_layer", layers);
        config.put("n_head", keys.same("attention.head_count", -1));
        keys.widths("n_inner", layers, config);
        config.put("n_positions", keys.whole("context_length"));
        config.put("activation_function", "gelu_new");
        config.put("layer_norm_epsilon", keys.real("attention.layer_norm_epsilon", 1e-5));
    }

    private static void bloom(GgufKeys keys, Map<String, Object> config) {
        long layers = keys.whole("block_count");
        long hidden = keys.whole("embedding_length");
        config.put("hidden_size", hidden);
        config.put("n_layer", layers);
        config.put("n_head", keys.same("attention.head_count", -1));
        config.put("seq_length", keys.whole("context_length"));
        config.put("layer_norm_epsilon", keys.real("attention.layer_norm_epsilon", 1e-5));
        long width = keys.whole("feed_forward_length");
        if (width != 4 * hidden && layers >= 1 && layers <= Configuration.Limits.LAYERS) {
            config.put("pruned_intermediate_sizes", Collections.nCopies((int) layers, width));
        }
    }

    /** 7B has one key and value for all heads; groups of heads, of one head each at the least, are the others' way. */
    private static void falcon(GgufKeys keys, Set<String> tensors, Map<String, Object> config) {
        long heads = rotary(keys, config);
        long groups = keys.same("attention.head_count_kv", heads);
        boolean two = tensors.contains("blk.0.attn_norm_2.weight");
        keys.requireTurning(headSize(keys, heads));
        config.put("new_decoder_architecture", two || groups > 1);
        config.put("num_kv_heads", groups);
        config.put("num_ln_in_parallel_attn", two ? 2L : 1L);
        config.put("multi_query", groups == 1);
        config.put("parallel_attn", true);
        config.put("alibi", false);
        config.put("bias", false);
        keys.widths("ffn_hidden_size", keys.whole("block_count"), config);
        config.put("activation", "gelu");
        config.put("layer_norm_epsilon", keys.real("attention.layer_norm_epsilon", 1e-5));
        config.put("rope_theta", keys.real("rope.freq_base", 10_000));
    }

    private static void gptNeoX(GgufKeys keys, Set<String> tensors, Map<String, Object> config) {
        long heads = rotary(keys, config);
        config.put("rotary_pct", keys.turning(headSize(keys, heads)));
        config.put("rotary_emb_base", keys.real("rope.freq_base", 10_000));
        config.put("use_parallel_residual", keys.truth("use_parallel_residual", true));
        config.put("attention_bias", tensors.contains("blk.0.attn_output.bias"));
        keys.widths("intermediate_size", keys.whole("block_count"), config);
        config.put("hidden_act", "gelu");
        config.put("layer_norm_eps", keys.real("attention.layer_norm_epsilon", 1e-5));
    }

    /** @return the number of heads */
    private static long rotary(GgufKeys keys, Map<String, Object> config) {
        if (keys.scaling() != null) {
            config.put("rope_scaling", keys.scaling());
        }
        long heads = keys.same("attention.head_count", -1);
        config.put("hidden_size", keys.whole("embedding_length"));
        config.put("num_hidden_layers", keys.whole("block_count"));
        config.put("num_attention_heads", heads);
        config.put("max_position_embeddings", keys.whole("context_length"));
        return heads;
    }

    private static long headSize(GgufKeys keys, long heads) {
        long size = heads <= 0 ? 0 : keys.whole("embedding_length") / heads;
        if (keys.number("attention.key_length", size) != size) {
            throw keys.refusal("attention.key_length", "is not embedding_length / head_count, " + size);
        }
        return size;
    }
}
