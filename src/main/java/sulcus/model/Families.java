package sulcus.model;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The families of models that are known. */
public final class Families {
    /** What the {@code model_type} of an export with its own modelling code begins with. */
    public static final String PRUNED = "pruned_";

    private static final Map<String, Family> KNOWN = new LinkedHashMap<>();

    static {
        for (Family family : List.of(
                new LlamaFamily(),
                new MistralFamily(),
                new Qwen2Family(),
                new Qwen3Family(),
                new Phi3Family(),
                new Gemma2Family(),
                new Gpt2Family(),
                new GptNeoXFamily(),
                new Olmo2Family(),
                new StableLmFamily(),
                new StarCoder2Family(),
                new FalconFamily(),
                new GlmFamily(),
                new Glm4Family(),
                new OptFamily(),
                new Gemma3Family(),
                new SmolLm3Family(),
                new CohereFamily(),
                new Cohere2Family(),
                new BloomFamily(),
                new Olmo3Family(),
                new OlmoFamily(),
                new GraniteFamily(),
                new Exaone4Family(),
                new MixtralFamily(),
                new Qwen2MoeFamily(),
                new Qwen3MoeFamily(),
                new OlmoeFamily(),
                new Llama4Family())) {
            for (String type : family.modelTypes()) {
                KNOWN.put(type, family);
            }
        }
    }

    private Families() {}

    /** The family with this {@code model_type}, "pruned_" in front or not. */
    public static Optional<Family> of(String modelType) {
        String base = modelType.startsWith(PRUNED) ? modelType.substring(PRUNED.length()) : modelType;
        return Optional.ofNullable(KNOWN.get(base));
    }

    /** The family of a description. */
    public static Family of(Description description) {
        return of(description.family())
                .orElseThrow(() -> new IllegalArgumentException(description.family() + " is no known family"));
    }

    /** The names, for people. */
    public static String names() {
        return KNOWN.keySet().stream().sorted().collect(Collectors.joining(", "));
    }

    static Collection<Family> all() {
        return KNOWN.values();
    }

    /** A model of one layer and width one, to ask a family for its names. */
    static Description smallest(Family family) {
        return new Description(
                family.name(),
                1,
                1,
                new Description.Embedding(1, 1, false, 1, 0),
                new Description.Attention(1, new int[] {1}, 1, new int[1], 1, 0),
                new Description.Mlp(new int[] {1}, Description.Activation.SILU, true),
                new Description.Norm(true, 1, false),
                new Description.Position.Learned(0),
                false,
                1);
    }
}
