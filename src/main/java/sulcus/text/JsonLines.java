package sulcus.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import sulcus.task.Refusal;

/** Documents of a .jsonl file: one JSON object a line. */
final class JsonLines {
    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(64)
                            .maxStringLength(Integer.MAX_VALUE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private JsonLines() {}

    static Stream<Document> documents(Path path, String field) {
        return TextLines.of(path)
                .filter(line -> !Corpus.strip(line.text()).isEmpty())
                .map(line -> document(path, field, line));
    }

    /** @param example of a line, for a refusal */
    static JsonNode object(Path path, TextLines.Line line, String example) {
        JsonNode record;
        try {
            record = JSON.readTree(line.text());
        } catch (JsonProcessingException e) {
            String reason = e.getOriginalMessage().lines().findFirst().orElse("");
            throw new Refusal(
                    path + ": line " + line.number() + ": not JSON: " + reason + "; mend or remove the line", e);
        }
        if (!record.isObject()) {
            throw new Refusal(path + ": line " + line.number() + ": not a JSON object; write " + example);
        }
        return record;
    }

    private static Document document(Path path, String field, TextLines.Line line) {
        JsonNode record = object(path, line, "{\"" + field + "\": \"…\"}");
        JsonNode text = record.get(field);
        if (text == null || !text.isTextual()) {
            throw new Refusal(path + ": line " + line.number() + ": no text in field \"" + field + "\" (fields: "
                    + String.join(", ", names(record)) + "); name the field with --field");
        }
        Map<String, String> labels = new LinkedHashMap<>();
        record.properties().forEach(entry -> {
            if (!entry.getKey().equals(field)
                    && entry.getValue().isValueNode()
                    && !entry.getValue().isNull()) {
                labels.put(entry.getKey(), entry.getValue().asText());
            }
        });
        return new Document(text.textValue(), java.util.Collections.unmodifiableMap(labels));
    }

    private static Iterable<String> names(JsonNode record) {
        return record.propertyStream().map(Map.Entry::getKey).limit(10).toList();
    }
}
