package sulcus.model;

import static sulcus.model.GgufArchitecture.Trait.DIVISORS;
import static sulcus.model.GgufArchitecture.Trait.FUSED;
import static sulcus.model.GgufArchitecture.Trait.GATE_IN_UP;
import static sulcus.model.GgufArchitecture.Trait.NEW_BIASES;
import static sulcus.model.GgufArchitecture.Trait.PAIRS;
import static sulcus.model.GgufArchitecture.Trait.PARTIAL;
import static sulcus.model.GgufArchitecture.Trait.SQUARE;
import static sulcus.model.GgufArchitecture.Trait.TIED;
import static sulcus.model.GgufArchitecture.Trait.UNTIED;
import static sulcus.model.GgufArchitecture.Trait.WINDOWS;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sulcus.model.Description.Activation;

/**
 * An architecture of llama.cpp: what its own code takes for granted, and how its conversion arranges the weights. Sources:
 * gguf-py's {@code constants.py}, llama.cpp's {@code conversion} and {@code src/models}.
 *
 * @param name {@code general.architecture}
 * @param modelType the family in transformers
 * @param className the class in transformers
 * @param activation of the MLP, in the words of a description
 */
record GgufArchitecture(String name, String modelType, String className, Activation activation, Set<Trait> traits) {
    enum Trait {
        /** Query, key and value lie in one tensor, all queries first. */
        FUSED,
        /** Gate and up lie in {@code ffn_up}, the gate first. */
        GATE_IN_UP,
        /** Query and key rows lie in rotary pairs. */
        PAIRS,
        /** A part of each head may turn. */
        PARTIAL,
        /** Rotary frequencies may be divided by those of {@code rope_freqs.weight}. */
        DIVISORS,
        /** There is a place for the biases of a compensation. */
        NEW_BIASES,
        /** All query heads together are as wide as the stream. */
        SQUARE,
        /** The output matrix is the embedding. */
        TIED,
        /** The output matrix is one of its own. */
        UNTIED,
        /** Some layers look back over a window. */
        WINDOWS
    }

    private static final Map<String, GgufArchitecture> KNOWN = Stream.of(
                    of("llama", "llama", "Llama", Activation.SILU, DIVISORS, PAIRS, NEW_BIASES),
                    of("deci", "llama", "Llama", Activation.SILU, DIVISORS, PAIRS, NEW_BIASES),
                    of("qwen2", "qwen2", "Qwen2", Activation.SILU, NEW_BIASES),
                    of("qwen3", "qwen3", "Qwen3", Activation.SILU),
                    of("qwen2moe", "qwen2_moe", "Qwen2Moe", Activation.SILU),
                    of("qwen3moe", "qwen3_moe", "Qwen3Moe", Activation.SILU),
                    of("olmoe", "olmoe", "Olmoe", Activation.SILU, SQUARE),
                    of("smollm3", "smollm3", "SmolLM3", Activation.SILU, PAIRS),
                    of("granite", "granite", "Granite", Activation.SILU, DIVISORS, PAIRS),
                    of("command-r", "cohere", "Cohere", Activation.SILU, PAIRS, TIED),
                    of("cohere2", "cohere2", "Cohere2", Activation.SILU, DIVISORS, PAIRS, TIED, WINDOWS),
                    of("gemma2", "gemma2", "Gemma2", Activation.GELU_TANH, TIED, WINDOWS),
                    of("gemma3", "gemma3_text", "Gemma3", Activation.GELU_TANH, WINDOWS),
                    of("phi3", "phi3", "Phi3", Activation.SILU, FUSED, GATE_IN_UP, PARTIAL, SQUARE),
                    of("olmo", "olmo", "Olmo", Activation.SILU, PAIRS, SQUARE),
                    of("olmo2", "olmo2", "Olmo2", Activation.SILU, SQUARE, UNTIED, WINDOWS),
                    of("exaone4", "exaone4", "Exaone4", Activation.SILU, DIVISORS, WINDOWS),
                    of("starcoder2", "starcoder2", "Starcoder2", Activation.GELU_TANH, NEW_BIASES, SQUARE),
                    of("stablelm", "stablelm", "StableLm", Activation.SILU, PARTIAL, SQUARE, UNTIED),
                    of("falcon", "falcon", "Falcon", Activation.GELU, FUSED, SQUARE),
                    of("gptneox", "gpt_neox", "GPTNeoX", Activation.GELU, FUSED, PARTIAL, NEW_BIASES, SQUARE, UNTIED),
                    of("chatglm", "glm", "Glm", Activation.SILU, GATE_IN_UP, PAIRS, PARTIAL, SQUARE),
                    of("glm4", "glm4", "Glm4", Activation.SILU, GATE_IN_UP, PAIRS, PARTIAL, SQUARE),
                    of("bloom", "bloom", "Bloom", Activation.GELU_TANH, FUSED, NEW_BIASES),
                    new GgufArchitecture(
                            "gpt2", "gpt2", "GPT2LMHeadModel", Activation.GELU_TANH, EnumSet.of(FUSED, NEW_BIASES)))
            .collect(Collectors.toMap(GgufArchitecture::name, a -> a, (a, b) -> a, LinkedHashMap::new));

    private static GgufArchitecture of(
            String name, String modelType, String className, Activation activation, Trait... traits) {
        Set<Trait> set = EnumSet.noneOf(Trait.class);
        set.addAll(Arrays.asList(traits));
        return new GgufArchitecture(name, modelType, className + "ForCausalLM", activation, set);
    }

    /** By {@code general.architecture}; null if it is unknown. */
    static GgufArchitecture named(String name) {
        return KNOWN.get(name);
    }

    /** The one that computes a family at one width; null if there is none. */
    static GgufArchitecture ofFamily(String family) {
        return switch (family) {
            case "mistral", "mixtral" -> named("llama");
            case "olmo3" -> named("olmo2");
            default ->
                KNOWN.values().stream()
                        .filter(architecture -> architecture.modelType.equals(family))
                        .findFirst()
                        .orElse(null);
        };
    }

    /** The families that can be written, for people. */
    static String families() {
        return Stream.concat(
                        Stream.of("mistral", "mixtral", "olmo3"),
                        KNOWN.values().stream().map(GgufArchitecture::modelType))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /** The same in a file where query, key and value lie in one tensor, or do not, as converters may choose. */
    GgufArchitecture in(Set<String> tensors) {
        Set<Trait> others = EnumSet.noneOf(Trait.class);
        others.addAll(traits);
        others.remove(FUSED);
        if (tensors.contains("blk.0.attn_qkv.weight")) {
            others.add(FUSED);
        }
        return new GgufArchitecture(name, modelType, className, activation, others);
    }
}
