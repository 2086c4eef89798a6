package sulcus.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sulcus.format.GgufFile;
import sulcus.format.TensorInfo;
import sulcus.task.Refusal;

/** The metadata of a GGUF file in the words of a {@code config.json}, so that one reader serves both. */
final class GgufConfiguration {
    /**
     * How llama.cpp's conversion arranges the weights of an architecture.
     *
     * @param modelType the family in transformers
     * @param className the class in transformers
     * @param fused whether query, key and value lie in one tensor
     * @param sideBySide whether query and key rows lie in rotary pairs
     */
    record Architecture(String modelType, String className, boolean fused, boolean sideBySide) {}

    /** By {@code general.architecture}. */
    static final Map<String, Architecture> ARCHITECTURES = Map.ofEntries(
            Map.entry("llama", new Architecture("llama", "LlamaForCausalLM", false, true)),
            Map.entry("deci", new Architecture("llama", "LlamaForCausalLM", false, true)),
            Map.entry("qwen2", new Architecture("qwen2", "Qwen2ForCausalLM", false, false)),
            Map.entry("qwen3", new Architecture("qwen3", "Qwen3ForCausalLM", false, false)),
            Map.entry("smollm3", new Architecture("smollm3", "SmolLM3ForCausalLM", false, true)),
            Map.entry("granite", new Architecture("granite", "GraniteForCausalLM", false, true)),
            Map.entry("command-r", new Architecture("cohere", "CohereForCausalLM", false, true)),
            Map.entry("cohere2", new Architecture("cohere2", "Cohere2ForCausalLM", false, true)),
            Map.entry("gemma3", new Architecture("gemma3_text", "Gemma3ForCausalLM", false, false)),
            Map.entry("bloom", new Architecture("bloom", "BloomForCausalLM", true, false)),
            Map.entry("gpt2", new Architecture("gpt2", "GPT2LMHeadModel", true, false)));

    private final GgufFile file;
    private final Map<String, TensorInfo> tensors;
    private final String prefix;
    private final Map<String, Object> config = new LinkedHashMap<>();

    private GgufConfiguration(GgufFile file, Map<String, TensorInfo> tensors, String prefix) {
        this.file = file;
        this.tensors = tensors;
        this.prefix = prefix;
    }

    /**
     * @param file with the metadata
     * @param tensors of the model, which may lie in more files
     */
    static Map<String, Object> of(GgufFile file, Map<String, TensorInfo> tensors, String name) {
        GgufConfiguration reading = new GgufConfiguration(file, tensors, name + ".");
        Architecture architecture = ARCHITECTURES.get(name);
        // a Qwen 2 written as deci (llama.cpp's architecture for unequal widths) has biases on query, key, value alone
        boolean qwen = reading.has("blk.0.attn_q.bias") && !reading.has("blk.0.attn_output.bias");
        if (architecture.modelType().equals("llama") && qwen) {
            architecture = ARCHITECTURES.get("qwen2");
        }
        reading.config.put("architectures", List.of(architecture.className()));
        reading.config.put("model_type", architecture.modelType());
        if (architecture.modelType().equals("gpt2")) {
            reading.gpt2();
        } else if (architecture.modelType().equals("bloom")) {
            reading.bloom();
        } else {
            reading.llama();
            reading.factors(architecture.modelType());
        }
        reading.common();
        return reading.config;
    }

    private void llama() {
        if (number("expert_count", 0) > 0) {
            throw refusal(
                    "expert_count", "mixtures of experts are not read from GGUF; take the model's Hugging Face folder");
        }
        long hidden = whole("embedding_length");
        long layers = whole("block_count");
        List<Long> heads = numbers("attention.head_count", layers, -1);
        List<Long> groups = numbers("attention.head_count_kv", layers, 0);
        long most = heads.stream().mapToLong(Long::longValue).max().orElseThrow();
        long headSize = number("attention.key_length", most <= 0 ? 0 : hidden / most);
        if (number("attention.value_length", headSize) != headSize) {
            throw refusal("attention.value_length", "differs from attention.key_length");
        }
        if (number("rope.dimension_count", headSize) != headSize) {
            throw refusal("rope.dimension_count", "is not the size of a head, " + headSize);
        }
        config.put("hidden_size", hidden);
        config.put("num_hidden_layers", layers);
        widths("intermediate_size", layers);
        heads(most, heads, groups);
        config.put("head_dim", headSize);
        config.put("hidden_act", "silu");
        config.put("max_position_embeddings", number("context_length", 2048));
        config.put("rms_norm_eps", real("attention.layer_norm_rms_epsilon", 1e-6));
        config.put("rope_theta", real("rope.freq_base", 10_000));
        Map<String, Object> scaling = scaling();
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
        long keys = groups.stream().mapToLong(Long::longValue).max().orElseThrow();
        for (int layer = 0; layer < heads.size(); layer++) {
            if (heads.get(layer) * keys != groups.get(layer) * most) {
                throw refusal(
                        "attention.head_count",
                        "layer " + layer + " has " + heads.get(layer) + " heads for " + groups.get(layer)
                                + " key/value heads, which is not the ratio of the others; that is not read");
            }
        }
        config.put("num_attention_heads", most);
        config.put("num_key_value_heads", keys);
        if (groups.stream().distinct().count() > 1) {
            config.put("pruned_key_value_heads", groups);
        }
    }

    /** What a family has beyond LLaMA. */
    private void factors(String modelType) {
        switch (modelType) {
            // llama.cpp leaves positions out of every fourth layer, whatever the file says
            case "smollm3" -> config.put("no_rope_layer_interval", 4L);
            case "granite" -> {
                long headSize = (Long) config.get("head_dim");
                config.put("embedding_multiplier", real("embedding_scale", 1));
                config.put("residual_multiplier", real("residual_scale", 1));
                config.put("attention_multiplier", real("attention.scale", 1 / Math.sqrt(headSize)));
                config.put("logits_scaling", real("logit_scale", 1));
            }
            case "cohere", "cohere2" -> {
                if (modelType.equals("cohere2")) {
                    config.put("sliding_window", whole("attention.sliding_window"));
                    config.put("sliding_window_pattern", 4L);
                }
                config.remove("rms_norm_eps");
                config.put("layer_norm_eps", real("attention.layer_norm_epsilon", 1e-5));
                config.put("logit_scale", real("logit_scale", 1));
            }
            case "gemma3_text" -> {
                // llama.cpp has the pattern, and the scale of 27B, which it tells by its layers, in its own code
                long layers = whole("block_count");
                long heads = (Long) config.get("num_attention_heads");
                config.put(
                        "query_pre_attn_scalar",
                        layers == 62 && heads > 0 ? whole("embedding_length") / heads : config.get("head_dim"));
                config.remove("hidden_act");
                config.put("hidden_activation", "gelu_pytorch_tanh");
                config.put("sliding_window", whole("attention.sliding_window"));
                config.put("sliding_window_pattern", 6L);
                config.put("rope_local_base_freq", real("rope.freq_base_swa", 10_000));
                double cap = real("final_logit_softcapping", 0);
                if (cap != 0) {
                    config.put("final_logit_softcapping", cap);
                }
            }
            default -> {}
        }
    }

    private void gpt2() {
        long layers = whole("block_count");
        config.put("n_embd", whole("embedding_length"));
        config.put("n_layer", layers);
        config.put("n_head", same("attention.head_count", -1));
        widths("n_inner", layers);
        config.put("n_positions", whole("context_length"));
        config.put("activation_function", "gelu_new");
        config.put("layer_norm_epsilon", real("attention.layer_norm_epsilon", 1e-5));
    }

    private void bloom() {
        long layers = whole("block_count");
        long hidden = whole("embedding_length");
        config.put("hidden_size", hidden);
        config.put("n_layer", layers);
        config.put("n_head", same("attention.head_count", -1));
        config.put("seq_length", whole("context_length"));
        config.put("layer_norm_epsilon", real("attention.layer_norm_epsilon", 1e-5));
        long width = whole("feed_forward_length");
        if (width != 4 * hidden && layers >= 1 && layers <= Configuration.Limits.LAYERS) {
            config.put("pruned_intermediate_sizes", Collections.nCopies((int) layers, width));
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

    /** {@code feed_forward_length}: one number, or one a layer. */
    private void widths(String key, long layers) {
        if (!(file.metadata().get(prefix + "feed_forward_length") instanceof List<?> list)) {
            config.put(key, whole("feed_forward_length"));
            return;
        }
        if (list.size() != layers || layers > Configuration.Limits.LAYERS) {
            throw refusal("feed_forward_length", "has " + list.size() + " numbers for " + layers + " layers");
        }
        List<Object> widths = new ArrayList<>(list);
        long widest = 0;
        for (Object width : widths) {
            if (!(width instanceof Long number)) {
                throw refusal("feed_forward_length", "holds something that is no whole number");
            }
            widest = Math.max(widest, number);
        }
        config.put(key, widest);
        if (widths.stream().distinct().count() > 1) {
            config.put("pruned_intermediate_sizes", widths);
        }
    }

    private Map<String, Object> scaling() {
        String type = file.string(prefix + "rope.scaling.type");
        Map<String, Object> scaling = new LinkedHashMap<>();
        if (type == null && file.number(prefix + "rope.scale_linear") != null) {
            scaling.put("rope_type", "linear");
            scaling.put("factor", real("rope.scale_linear", 1));
            return scaling;
        }
        if (type == null || type.equals("none")) {
            return null;
        }
        scaling.put("rope_type", type);
        double factor = real("rope.scaling.factor", 1);
        scaling.put("factor", factor);
        if (file.number(prefix + "rope.scaling.original_context_length") != null) {
            scaling.put("original_max_position_embeddings", whole("rope.scaling.original_context_length"));
        }
        double attention = real("rope.scaling.attn_factor", 1);
        if (type.equals("yarn") && attention != 1) {
            // llama.cpp multiplies it with the magnitude that follows from the factor
            scaling.put("attention_factor", attention * (factor <= 1 ? 1 : 0.1 * Math.log(factor) + 1));
        }
        return scaling;
    }

    private boolean has(String tensor) {
        return tensors.containsKey(tensor);
    }

    private Refusal refusal(String key, String reason) {
        return new Refusal(file.path() + ": " + prefix + key + ": " + reason);
    }

    private long whole(String key) {
        if (!(file.number(prefix + key) instanceof Long number)) {
            throw refusal(key, "a whole number is expected");
        }
        return number;
    }

    private long number(String key, long otherwise) {
        return file.metadata().containsKey(prefix + key) ? whole(key) : otherwise;
    }

    /**
     * One number a layer, or one for all.
     *
     * @param otherwise −1 where the key must be there, 0 for as many as {@code attention.head_count}
     */
    private List<Long> numbers(String key, long layers, long otherwise) {
        Object value = file.metadata().get(prefix + key);
        if (value == null && otherwise == 0) {
            return numbers("attention.head_count", layers, -1);
        }
        if (layers < 1 || layers > Configuration.Limits.LAYERS) {
            throw refusal("block_count", layers + " is no number of layers");
        }
        if (!(value instanceof List<?> list)) {
            return Collections.nCopies((int) layers, whole(key));
        }
        if (list.size() != layers) {
            throw refusal(key, "has " + list.size() + " numbers for " + layers + " layers");
        }
        List<Long> numbers = new ArrayList<>();
        for (Object number : list) {
            if (!(number instanceof Long of) || of < 1) {
                throw refusal(key, "holds " + number + "; layers without attention are not read");
            }
            numbers.add(of);
        }
        return numbers;
    }

    /** One number for all layers; a list of equal ones will do. */
    private long same(String key, long otherwise) {
        if (!(file.metadata().get(prefix + key) instanceof List<?> list)) {
            return otherwise < 0 ? whole(key) : number(key, otherwise);
        }
        if (list.isEmpty() || list.stream().distinct().count() != 1 || !(list.getFirst() instanceof Long number)) {
            throw refusal(key, "differs between layers, which is not read");
        }
        return number;
    }

    /** A number that was stored as float32, as the decimal that was meant. */
    private double real(String key, double otherwise) {
        return switch (file.number(prefix + key)) {
            case null -> otherwise;
            case Float single -> Double.parseDouble(single.toString());
            case Number number -> number.doubleValue();
        };
    }
}
