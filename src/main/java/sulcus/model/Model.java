package sulcus.model;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sulcus.format.ElementType;
import sulcus.format.FileFailure;
import sulcus.task.Refusal;

/** A model on disk (or made from one in memory): what it is, and its weights. */
public final class Model implements AutoCloseable {
    /**
     * What a model's files say beside its weights.
     *
     * @param configuration the {@code config.json}, or one that says the same for a GGUF
     * @param tokenizer kind of tokenizer that lies with it, for people
     * @param endOfText tokens that end a text
     * @param files all files that were read
     */
    record Origin(Map<String, Object> configuration, String tokenizer, Set<Integer> endOfText, List<Path> files) {
        static final Origin NONE = new Origin(Map.of(), "none", Set.of(), List.of());

        /** The ids of a number or a list of numbers; what is neither is left out. */
        static Set<Integer> ids(Object value) {
            Set<Integer> ids = new LinkedHashSet<>();
            for (Object id : value instanceof List<?> list ? list : Collections.singletonList(value)) {
                if (id instanceof Long number && number >= 0 && number <= Integer.MAX_VALUE) {
                    ids.add((int) (long) number);
                }
            }
            return ids;
        }
    }

    private final Path source;
    private final String format;
    private final Description description;
    private final Weights weights;
    private final Origin origin;
    private final Runnable close;

    /**
     * @param source folder or file that was opened
     * @param format "huggingface" or "gguf"
     * @param close releases the mapped files
     */
    public Model(Path source, String format, Description description, Weights weights, Runnable close) {
        this(source, format, description, weights, Origin.NONE, close);
    }

    Model(Path source, String format, Description description, Weights weights, Origin origin, Runnable close) {
        this.source = source;
        this.format = format;
        this.description = description;
        this.weights = weights;
        this.origin = origin;
        this.close = close;
    }

    /**
     * Opens a Hugging Face folder, a .gguf file, a folder with one .gguf file, a model of Hugging Face's local cache by
     * its name {@code org/name}, or one that Ollama keeps by {@code ollama:name}, in milliseconds: headers only.
     *
     * @throws Refusal if it is no such model, or its files do not hold what they say
     */
    public static Model open(Path path) {
        Path place = locate(path);
        if (Files.isDirectory(place)) {
            return HuggingFaceFolder.open(place);
        }
        if (place.toString().endsWith(".safetensors")) {
            throw new Refusal(place + ": give the folder that holds this file and its config.json");
        }
        return GgufModel.open(place);
    }

    /** The folder or .gguf file that {@link #open} would read for this. */
    public static Path locate(Path path) {
        if (!Files.exists(path)) {
            Path home = Path.of(System.getProperty("user.home"));
            Optional<Path> kept = HubCache.of(System.getenv(), home)
                    .find(path.toString())
                    .or(() -> OllamaStore.of(System.getenv(), home).find(path.toString()));
            return kept.orElseThrow(() -> new Refusal(path + ": there is no such file or folder"));
        }
        if (!Files.isDirectory(path)) {
            return GgufParts.first(path);
        }
        if (Files.exists(path.resolve("config.json"))) {
            return path;
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*.gguf")) {
            files.forEach(found::add);
        } catch (IOException e) {
            throw FileFailure.reading(path, e);
        }
        Set<Path> models = found.stream().map(GgufParts::first).collect(java.util.stream.Collectors.toSet());
        if (models.size() == 1) {
            return models.iterator().next();
        }
        if (found.size() > 1) {
            throw new Refusal(path + ": has " + found.size() + " .gguf files; name one of them");
        }
        return path;
    }

    /** The same model with other MLP widths or values; closing it does not close this one. */
    public Model with(Description otherDescription, Weights otherWeights) {
        return new Model(source, format, otherDescription, otherWeights, origin, () -> {});
    }

    public Path source() {
        return source;
    }

    /** "huggingface" or "gguf". */
    public String format() {
        return format;
    }

    public Description description() {
        return description;
    }

    public Weights weights() {
        return weights;
    }

    /**
     * A copy of the model's {@code config.json}, or for a GGUF one that says the same: values as in {@link
     * sulcus.format.StrictJson}. Empty for a model that never was on disk.
     */
    public Map<String, Object> configuration() {
        return new LinkedHashMap<>(origin.configuration());
    }

    /** Kind of tokenizer that lies with the model, for people: "tokenizer.json", "gpt2 (smollm)", "none". */
    public String tokenizer() {
        return origin.tokenizer();
    }

    /** Tokens that end a text, as the files say. */
    public Set<Integer> endOfText() {
        return Collections.unmodifiableSet(origin.endOfText());
    }

    /** The files that were read, for a record of where numbers come from. */
    public List<Path> files() {
        return List.copyOf(origin.files());
    }

    /** The family that knows the names of the model's weights. */
    public Family family() {
        return Families.of(description);
    }

    /** The weights and biases that the model has, from input to output. */
    public List<WeightId> ids() {
        return WeightId.all(description.layers()).stream().filter(weights::has).toList();
    }

    /** Numbers in all weights and biases; tied ones count once. */
    public long parameters() {
        return ids().stream().mapToLong(this::elements).sum();
    }

    /** Bytes of the weights as they are stored. */
    public long weightBytes() {
        return ids().stream()
                .mapToLong(id -> {
                    ElementType type = weights.type(id);
                    return Math.ceilDiv(elements(id), (long) type.blockElements()) * type.blockBytes();
                })
                .sum();
    }

    /** The type that most of the numbers are stored in. */
    public ElementType storedType() {
        Map<ElementType, Long> elements = new EnumMap<>(ElementType.class);
        ids().forEach(id -> elements.merge(weights.type(id), elements(id), Long::sum));
        return elements.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(ElementType.F32);
    }

    private long elements(WeightId id) {
        return (long) weights.rows(id) * weights.columns(id);
    }

    @Override
    public void close() {
        close.run();
    }
}
