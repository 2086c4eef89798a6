package sulcus.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sulcus.format.GgufFile;
import sulcus.format.TensorInfo;
import sulcus.model.GgufArchitecture.Trait;
import sulcus.task.Refusal;

/** The metadata of a GGUF file in the words of a {@code config.json}, so that one reader serves both. */
final class GgufConfiguration {
    private final GgufFile file;
    private final Map<String, TensorInfo> tensors;
    private final GgufArchitecture architecture;
    private final GgufKeys keys;
    private final Map<String, Object> config = new LinkedHashMap<>();

    private GgufConfiguration(GgufFile file, Map<String, TensorInfo> tensors, GgufArchitecture architecture) {
        this.file = file;
        this.tensors = tensors;
        this.architecture = architecture;
        this.keys = new GgufKeys(file, architecture.name() + ".");
    }

    /**
     * @param file with the metadata
     * @param tensors of the model, which may lie in more files
     */
    static Map<String, Object> of(GgufFile file, Map<String, TensorInfo> tensors, GgufArchitecture architecture) {
        GgufConfiguration reading = new GgufConfiguration(file, tensors, architecture);
        // a Qwen 2 written as deci (llama.cpp's architecture for unequal widths) has biases on query, key, value alone
        boolean qwen = reading.has("blk.0.attn_q.bias") && !reading.has("blk.0.attn_output.bias");
        boolean experts = GgufExperts.in(reading.keys, architecture);
        GgufArchitecture family = architecture.modelType().equals("llama") && qwen && !experts
                ? GgufArchitecture.named("qwen2")
                : architecture;
        boolean mixtral = experts && architecture.name().equals("llama");
        reading.config.put("architectures", List.of(mixtral ? "MixtralForCausalLM" : family.className()));
        reading.config.put("model_type", mixtral ? "mixtral" : family.modelType());
        Set<String> names = tensors.keySet();
        if (!GgufOwnWords.put(reading.keys, names, architecture.name(), reading.config)) {
            reading.llama();
            GgufBeyondLlama.put(reading.keys, names, architecture, reading.config);
            if (experts) {
                GgufExperts.put(reading.keys, architecture, names, reading.config);
            }
        }
        reading.common();
        return reading.config;
    }

    private void llama() {
        long hidden = keys.whole("embedding_length");
        long layers = keys.whole("block_count");
        List<Long> heads = keys.numbers("attention.head_count", layers, -1);
        List<Long> groups = keys.numbers("attention.head_count_kv", layers, 0);
        long most = heads.stream().mapToLong(Long::longValue).max().orElseThrow();
        long headSize = keys.number("attention.key_length", most <= 0 ? 0 : hidden / most);
        if (keys.number("attention.value_length", headSize) != headSize) {
            throw keys.refusal("attention.value_length", "differs from attention.key_length");
        }
        if (architecture.has(Trait.PARTIAL)) {
            config.put("partial_rotary_factor", keys.turning(headSize));
        } else {
            keys.requireTurning(headSize);
        }
        config.put("hidden_size", hidden);
        config.put("num_hidden_layers", layers);
        keys.widths("intermediate_size", layers, config);
        heads(most, heads, groups);
        config.put("head_dim", headSize);
        config.put("hidden_act", "silu");
        config.put("max_position_embeddings", keys.number("context_length", 2048));
        config.put("rms_norm_eps", keys.real("attention.layer_norm_rms_epsilon", 1e-6));
        config.put("rope_theta", keys.real("rope.freq_base", 10_000));
        Map<String, Object> scaling = keys.scaling();
        if (scaling != null) {
            config.put("rope_scaling", scaling);
        }
        boolean gateBias = has("blk.0.ffn_gate.bias");
        config.put("attention_bias", has("blk.0.attn_output.bias") && has("blk.0.attn_q.bias"));
        config.put("mlp_bias", gateBias);
        boolean all = true;
        for (long layer = 0; layer < layers && all; layer++) {
            all = has("blk." + layer + ".ffn_down.bias");
        }
        if (all && !gateBias) {
            config.put("pruned_down_bias", true);
        }
    }

    /** Layers of unequal numbers of heads share them in groups of one size. */
    private void heads(long most, List<Long> heads, List<Long> groups) {
        long share = groups.stream().mapToLong(Long::longValue).max().orElseThrow();
        for (int layer = 0; layer < heads.size(); layer++) {
            if (heads.get(layer) * share != groups.get(layer) * most) {
                throw keys.refusal(
                        "attention.head_count",
                        "layer " + layer + " has " + heads.get(layer) + " heads for " + groups.get(layer)
                                + " key/value heads, which is not the ratio of the others; that is not read");
            }
        }
        config.put("num_attention_heads", most);
        config.put("num_key_value_heads", share);
        if (groups.stream().distinct().count() > 1) {
            config.put("pruned_key_value_heads", groups);
        }
    }

    private void common() {
        config.put("vocab_size", rows("token_embd.weight"));
        config.put("tie_word_embeddings", !has("output.weight"));
        for (String token : List.of("bos", "eos")) {
            if (file.number("tokenizer.ggml." + token + "_token_id") instanceof Long id) {
                config.put(token + "_token_id", id);
            }
        }
        config.put("torch_dtype", "float32");
        if (file.string("general.name") != null) {
            config.put("_name_or_path", file.string("general.name"));
        }
    }

    private long rows(String name) {
        TensorInfo tensor = tensors.get(name);
        if (tensor == null || tensor.shape().length != 2) {
            throw new Refusal(file.path() + ": tensor " + name + " is missing, or no matrix");
        }
        return tensor.shape()[0];
    }

    private boolean has(String tensor) {
        return tensors.containsKey(tensor);
    }
}
