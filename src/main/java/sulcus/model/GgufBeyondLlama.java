package sulcus.model;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a family has beyond LLaMA, out of a GGUF's metadata: factors, caps, windows and norms. */
final class GgufBeyondLlama {
    private GgufBeyondLlama() {}

    /**
     * @param tensors their names
     * @param config the words of LLaMA's config.json, to which the family's are added
     */
    static void put(GgufKeys keys, Set<String> tensors, GgufArchitecture architecture, Map<String, Object> config) {
        boolean queryBias = tensors.contains("blk.0.attn_q.bias") || tensors.contains("blk.0.attn_qkv.bias");
        switch (architecture.name()) {
            // llama.cpp leaves positions out of every fourth layer, whatever the file says
            case "smollm3" -> config.put("no_rope_layer_interval", 4L);
            case "granite" -> {
                long headSize = (Long) config.get("head_dim");
                config.put("embedding_multiplier", keys.real("embedding_scale", 1));
                config.put("residual_multiplier", keys.real("residual_scale", 1));
                config.put("attention_multiplier", keys.real("attention.scale", 1 / Math.sqrt(headSize)));
                config.put("logits_scaling", keys.real("logit_scale", 1));
            }
            case "command-r" -> cohere(keys, config);
            case "cohere2" -> {
                cohere(keys, config);
                config.put("sliding_window", keys.whole("attention.sliding_window"));
                config.put("sliding_window_pattern", 4L);
            }
            case "gemma2" -> {
                gemma(keys, config, 46);
                config.put("sliding_window", keys.number("attention.sliding_window", 4096));
                config.put("attn_logit_softcapping", keys.real("attn_logit_softcapping", 50));
                config.put("final_logit_softcapping", keys.real("final_logit_softcapping", 30));
            }
            case "gemma3" -> {
                gemma(keys, config, 62);
                config.put("sliding_window", keys.whole("attention.sliding_window"));
                config.put("sliding_window_pattern", 6L);
                config.put("rope_local_base_freq", keys.real("rope.freq_base_swa", 10_000));
                double cap = keys.real("final_logit_softcapping", 0);
                if (cap != 0) {
                    config.put("final_logit_softcapping", cap);
                }
            }
            case "phi3" -> {
                if (keys.number("attention.sliding_window", 0) > 0) {
                    config.put("sliding_window", keys.whole("attention.sliding_window"));
                }
            }
            case "olmo" -> {
                double clip = keys.real("attention.clamp_kqv", 0);
                if (clip > 0) {
                    config.put("clip_qkv", clip);
                }
            }
            case "olmo2" -> {
                if (keys.number("attention.sliding_window", 0) > 0) {
                    config.put("model_type", "olmo3");
                    config.put("architectures", List.of("Olmo3ForCausalLM"));
                    config.put("sliding_window", keys.whole("attention.sliding_window"));
                }
            }
            case "exaone4" -> {
                boolean slides = keys.whole("block_count") == GgufLimits.SLIDING_EXAONE;
                config.put("sliding_window", slides ? keys.number("attention.sliding_window", 4096) : null);
                config.put("sliding_window_pattern", 4L);
            }
            case "starcoder2" -> {
                layerNorm(keys, config, "norm_epsilon");
                config.put("hidden_act", "gelu_pytorch_tanh");
                config.put("use_bias", queryBias);
            }
            case "stablelm" -> {
                layerNorm(keys, config, "layer_norm_eps");
                config.put("use_qkv_bias", queryBias);
                config.put("qk_layernorm", tensors.contains("blk.0.attn_q_norm.weight"));
                // llama.cpp goes by the norm too, not by the key
                config.put("use_parallel_residual", !tensors.contains("blk.0.ffn_norm.weight"));
            }
            case "chatglm", "glm4" -> config.put("attention_bias", queryBias);
            default -> {}
        }
    }

    private static void layerNorm(GgufKeys keys, Map<String, Object> config, String key) {
        config.remove("rms_norm_eps");
        config.put(key, keys.real("attention.layer_norm_epsilon", 1e-5));
    }

    private static void cohere(GgufKeys keys, Map<String, Object> config) {
        layerNorm(keys, config, "layer_norm_eps");
        config.put("logit_scale", keys.real("logit_scale", 1));
    }

    /**
     * llama.cpp has the scale of 27B, and which layers slide, in its own code.
     *
     * @param large layers of 27B, by which it is told
     */
    private static void gemma(GgufKeys keys, Map<String, Object> config, int large) {
        long heads = (Long) config.get("num_attention_heads");
        config.put(
                "query_pre_attn_scalar",
                keys.whole("block_count") == large && heads > 0
                        ? keys.whole("embedding_length") / heads
                        : config.get("head_dim"));
        config.remove("hidden_act");
        config.put("hidden_activation", "gelu_pytorch_tanh");
    }
}
