package sulcus;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Tiny models of families that lie in the project; {@code src/test/python/families.py} made them. */
public final class FamilyFixtures {
    /** Those whose MLP is one for all tokens. */
    public static final List<String> DENSE = List.of(
            "olmo2",
            "stablelm",
            "stablelm-parallel",
            "starcoder2",
            "glm",
            "glm4",
            "falcon",
            "falcon-groups",
            "gemma3",
            "smollm3",
            "cohere",
            "cohere-norms",
            "cohere2",
            "bloom",
            "falcon-alibi",
            "olmo3",
            "olmo",
            "granite",
            "exaone4",
            "falcon-one-norm",
            "stablelm-norms");

    /** Mixtures of experts. */
    public static final List<String> MIXTURES = List.of("mixtral", "qwen2-moe", "qwen3-moe", "olmoe", "llama4");

    private FamilyFixtures() {}

    public static Stream<String> all() {
        return Stream.concat(DENSE.stream(), MIXTURES.stream());
    }

    /** The folder of one. */
    public static Path folder(String name) throws URISyntaxException {
        return Path.of(
                FamilyFixtures.class.getResource("/sulcus/families/" + name).toURI());
    }
}
