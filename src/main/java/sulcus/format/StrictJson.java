package sulcus.format;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sulcus.task.Refusal;

/**
 * JSON that other people wrote: no key twice, no deep nesting, valid UTF-8, a largest size. Values are {@code Map<String,
 * Object>} (in order), {@code List<Object>}, {@code String}, {@code Long}, {@link BigInteger}, {@code Double},
 * {@code Boolean} and null.
 */
public final class StrictJson {
    private static final int DEEPEST = 64;
    private static final int LONGEST_NAME = 1 << 16;

    private StrictJson() {}

    /** A factory of parsers that refuse a key twice and more than 64 levels. */
    static JsonFactory factory(int longestString) {
        return new JsonFactoryBuilder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxNameLength(LONGEST_NAME)
                        .maxNumberLength(400)
                        .maxStringLength(longestString)
                        .build())
                .build();
    }

    /** A reader that refuses bytes which are not UTF-8. */
    static Reader utf8(InputStream in) {
        return new InputStreamReader(
                in,
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
    }

    /**
     * Reads a file that holds one JSON object.
     *
     * @param largest bytes that such a file may have
     * @throws Refusal naming the file and the place if it is anything else
     */
    public static Map<String, Object> readObject(Path file, long largest) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                throw new Refusal(file + ": not a file");
            }
            long size = Files.size(file);
            if (size > largest) {
                throw new Refusal(file + ": has " + size + " bytes; such a file has at most " + largest);
            }
            try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                return readObject(file.toString(), in, (int) Math.min(Integer.MAX_VALUE, largest));
            }
        } catch (IOException e) {
            throw FileFailure.reading(file, e);
        }
    }

    /**
     * Reads one JSON object.
     *
     * @param where it stands, for a refusal
     * @param longestString in characters
     */
    public static Map<String, Object> readObject(String where, String json, int longestString) {
        try {
            return readObject(where, new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), longestString);
        } catch (IOException e) {
            throw new Refusal(where + ": " + e.getMessage(), e);
        }
    }

    private static Map<String, Object> readObject(String file, InputStream in, int longestString) throws IOException {
        try (JsonParser parser = factory(longestString).createParser(utf8(in))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new Refusal(file + ": not a JSON object");
            }
            Map<String, Object> object = object(parser);
            if (parser.nextToken() != null) {
                throw new Refusal(file + ": something follows the JSON object");
            }
            return object;
        } catch (JsonProcessingException e) {
            throw new Refusal(file + ": " + where(e), e);
        } catch (CharacterCodingException e) {
            throw new Refusal(file + ": not valid UTF-8", e);
        }
    }

    /** Line, column and reason of a syntax error, in one line. */
    static String where(JsonProcessingException e) {
        String reason = e.getOriginalMessage().lines().findFirst().orElse("not JSON");
        return e.getLocation() == null
                ? reason
                : "line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ": " + reason;
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> object = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            object.put(name, value(parser));
        }
        return object;
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> {
                List<Object> list = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(parser));
                }
                yield list;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> {
                Number number = parser.getNumberValue();
                yield number instanceof BigInteger ? number : (Object) number.longValue();
            }
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    /** The value as indented JSON with a line end after it, the same on every system. */
    public static String write(Object value) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer =
                new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter);
        try {
            return new ObjectMapper().writer(printer).writeValueAsString(value) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON value", e);
        }
    }

    /** The value as JSON without spaces. */
    public static String writeCompact(Object value) {
        try {
            return new ObjectMapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON value", e);
        }
    }
}
