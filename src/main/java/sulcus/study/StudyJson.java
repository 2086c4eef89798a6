package sulcus.study;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import sulcus.format.FileFailure;
import sulcus.prune.Compensating;
import sulcus.prune.Compensation;
import sulcus.task.Refusal;

/**
 * JSON of studies: records by the names of their components, nothing unknown, nothing missing, no key twice, UTF-8.
 */
public final class StudyJson {
    /** A study of 200 layers in ten groups has about 1 MB. */
    private static final long LARGEST = 256L << 20;

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(MapperFeature.AUTO_DETECT_IS_GETTERS, MapperFeature.AUTO_DETECT_GETTERS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(
                        StreamReadConstraints.builder().maxNestingDepth(32).build());
    }

    private StudyJson() {}

    /** Pretty, for study.json. */
    public static byte[] pretty(Object value) {
        try {
            return (MAPPER.writerWithDefaultPrettyPrinter()
                                    .writeValueAsString(value)
                                    .replace("\r\n", "\n") + "\n")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** On one line, for the history. */
    public static String line(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param where the file and, if known, the line, for the message */
    public static <T> T parse(String where, String text, Class<T> type) {
        try {
            return MAPPER.readValue(text, type);
        } catch (JsonProcessingException e) {
            throw new Refusal(where + ": " + reason(e), e);
        }
    }

    /**
     * The same of an object that may lack what later versions added.
     *
     * @param later what is put in where it is missing; {@code rules/name} belongs into the object {@code rules}, if there is one
     */
    static <T> T parse(String where, String text, Class<T> type, Map<String, Object> later) {
        if (later.isEmpty()) {
            return parse(where, text, type);
        }
        try {
            JsonNode tree = MAPPER.readTree(text);
            if (tree instanceof ObjectNode object) {
                later.forEach((name, value) -> {
                    int slash = name.indexOf('/');
                    JsonNode parent = slash < 0 ? object : object.path(name.substring(0, slash));
                    String own = name.substring(slash + 1);
                    if (parent instanceof ObjectNode inside && !inside.has(own)) {
                        inside.set(own, MAPPER.valueToTree(value));
                    }
                });
            }
            return MAPPER.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw new Refusal(where + ": " + reason(e), e);
        }
    }

    /**
     * Reads study.json.
     *
     * @throws Refusal if it is not one, or of a newer version
     */
    static StudyDocument read(Path file) {
        String text = text(file);
        JsonNode tree;
        try (JsonParser parser = MAPPER.createParser(text)) {
            tree = MAPPER.readTree(parser);
        } catch (IOException e) {
            throw new Refusal(file + ": " + (e instanceof JsonProcessingException j ? reason(j) : "not JSON"), e);
        }
        if (tree == null || !StudyDocument.FORMAT.equals(tree.path("format").asText())) {
            throw new Refusal(file + ": format: not a study (\"format\": \"" + StudyDocument.FORMAT + "\" is missing)");
        }
        int version = tree.path("version").asInt(-1);
        if (version > StudyDocument.VERSION) {
            throw new Refusal(file + ": version: " + version + " was written by a newer Sulcus ("
                    + tree.path("program").asText("unknown") + "); this one, " + Program.version() + ", reads up to "
                    + StudyDocument.VERSION + ": update Sulcus");
        }
        if (version < 1) {
            throw new Refusal(file + ": version: missing or less than 1");
        }
        if (version < StudyDocument.VERSION) {
            text = today((ObjectNode) tree, version).toString();
        }
        StudyDocument document = parse(file.toString(), text, StudyDocument.class);
        check(file, document);
        return document;
    }

    /** An older study.json with what came later. */
    private static ObjectNode today(ObjectNode old, int version) {
        old.put("version", StudyDocument.VERSION);
        if (old.path("settings") instanceof ObjectNode settings) {
            settings.put("componentsByData", false);
        }
        rules(old);
        old.path("results").forEach(StudyJson::rules);
        if (version > 3) {
            return old;
        }
        if (version == 1) {
            old.putNull("familyCut");
        }
        JsonNode text = old.remove("text");
        old.set(
                "texts",
                text == null || text.isNull() ? old.nullNode() : old.arrayNode().add(text));
        if (version > 2) {
            return old;
        }
        for (JsonNode result : old.path("results")) {
            if (result instanceof ObjectNode measured) {
                measured.put("method", Sensitivity.NETWORKS)
                        .put("feedback", 0.0)
                        .put("standardError", Double.NaN);
                if (measured.path("compensation").asText().equals(Compensation.FEEDBACK.label())) {
                    measured.put("feedback", Compensating.FEEDBACK);
                }
            }
        }
        return old;
    }

    private static void rules(JsonNode holder) {
        if (holder.path("rules") instanceof ObjectNode rules) {
            rules.put("minimumStability", 0.0);
        }
    }

    /** A whole file.
     *
     * @throws Refusal if it is larger than such files are, or not UTF-8
     */
    public static String text(Path file) {
        try {
            long size = Files.size(file);
            if (size > LARGEST) {
                throw new Refusal(file + ": has " + size + " bytes; such a file has at most " + LARGEST);
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Refusal(file + ": not valid UTF-8", e);
        } catch (IOException e) {
            throw FileFailure.reading(file, e);
        }
    }

    private static void check(Path file, StudyDocument d) {
        require(
                file,
                "model",
                d.model() != null && d.model().neurons() != null && d.model().files() != null);
        int layers = d.model().layers();
        require(file, "model: neurons", layers > 0 && layers < 100_000);
        for (int n : d.model().neurons()) {
            require(file, "model: neurons", n >= 0);
        }
        require(
                file,
                "model: perNeuron, biasPerLayer",
                d.model().perNeuron() != null
                        && d.model().perNeuron().length == layers
                        && d.model().biasPerLayer() != null
                        && d.model().biasPerLayer().length == layers);
        require(file, "texts, captured: one of them", (d.texts() == null) != (d.captured() == null));
        require(
                file,
                "texts",
                d.texts() == null
                        || !d.texts().isEmpty()
                                && d.texts().stream()
                                        .allMatch(t -> t != null && t.path() != null && t.sha256() != null));
        require(file, "settings", d.settings() != null && d.settings().groups() >= 1);
        try {
            d.settings().settings();
        } catch (IllegalArgumentException e) {
            throw new Refusal(file + ": settings: " + e.getMessage(), e);
        }
        require(
                file,
                "tokens",
                d.tokens() != null && d.tokens().length == d.settings().groups());
        require(file, "layers", d.layers() != null && !d.layers().isEmpty());
        for (StudyDocument.LayerRecord layer : d.layers()) {
            require(
                    file,
                    "layers",
                    layer != null
                            && layer.layer() >= 0
                            && layer.layer() < layers
                            && layer.group() >= 0
                            && layer.group() < d.settings().groups()
                            && layer.signals() > 0
                            && layer.components() > 0);
        }
        require(file, "seconds", d.seconds() != null);
        require(file, "networks", d.networks() != null);
        require(file, "results", d.results() != null);
        require(file, "rules", d.rules() != null);
        try {
            d.rules().rules();
        } catch (Refusal | NullPointerException e) {
            throw new Refusal(file + ": " + (e instanceof Refusal ? e.getMessage() : "rules: something is missing"), e);
        }
    }

    private static void require(Path file, String what, boolean good) {
        if (!good) {
            throw new Refusal(
                    file + ": " + what + ": missing or wrong; take study.json.bak, the version before, in its place");
        }
    }

    private static String reason(JsonProcessingException e) {
        String message = e.getOriginalMessage().lines().findFirst().orElse("not JSON");
        int internals = message.indexOf(" (class ");
        return (e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ")
                + (internals > 0 ? message.substring(0, internals) : message);
    }
}
