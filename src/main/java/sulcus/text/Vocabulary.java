package sulcus.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import sulcus.task.Refusal;

/** The tokens that a tokenizer.json lists, read as a stream and checked before the native library sees the file. */
final class Vocabulary {
    /** Largest vocabulary in use is about 262,000 tokens. */
    private static final int MOST_TOKENS = 4_000_000;

    private static final int LONGEST_PATTERN = 20_000;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(64).build())
            .build());

    private final String source;
    private String[] tokens = new String[1 << 10];
    private final Map<String, Integer> ids = new HashMap<>();
    private int size;
    private boolean byteLevel;
    private boolean normalized;
    private boolean model;
    private int longestText = Integer.MAX_VALUE;

    private Vocabulary(String source) {
        this.source = source;
    }

    static Vocabulary read(String source, byte[] json) {
        Vocabulary vocabulary = new Vocabulary(source);
        try (JsonParser parser = JSON.getFactory().createParser(json)) {
            vocabulary.top(parser);
        } catch (IOException e) {
            throw new Refusal(source + ": not a tokenizer: " + reason(e), e);
        }
        if (!vocabulary.model || vocabulary.size == 0) {
            throw new Refusal(source + ": a tokenizer without a vocabulary; save it again with the tokenizers library");
        }
        return vocabulary;
    }

    private static String reason(IOException e) {
        String message = e instanceof com.fasterxml.jackson.core.JsonProcessingException json
                ? json.getOriginalMessage() + " at line " + line(json)
                : String.valueOf(e.getMessage());
        return message.lines().findFirst().orElse(message);
    }

    private static String line(com.fasterxml.jackson.core.JsonProcessingException e) {
        return e.getLocation() == null
                ? "?"
                : e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr();
    }

    private void top(JsonParser parser) throws IOException {
        expect(parser.nextToken() == JsonToken.START_OBJECT, "it does not begin with an object");
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            parser.nextToken();
            switch (field) {
                case "added_tokens" -> added(parser);
                case "model" -> model(parser);
                case "pre_tokenizer" -> {
                    JsonNode node = parser.readValueAsTree();
                    patterns(node);
                    byteLevel = names(node, "ByteLevel");
                }
                case "normalizer" -> {
                    JsonNode node = parser.readValueAsTree();
                    patterns(node);
                    normalized = node != null && !node.isNull();
                }
                case "decoder", "post_processor" -> patterns(parser.readValueAsTree());
                default -> parser.skipChildren();
            }
        }
        expect(parser.nextToken() == null, "something follows its end");
    }

    private void added(JsonParser parser) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        expect(parser.currentToken() == JsonToken.START_ARRAY, "added_tokens is no list");
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            JsonNode token = parser.readValueAsTree();
            expect(
                    token.path("id").isIntegralNumber() && token.path("content").isTextual(),
                    "an added token without id or content");
            put(token.get("content").textValue(), token.get("id").longValue());
        }
    }

    private void model(JsonParser parser) throws IOException {
        expect(parser.currentToken() == JsonToken.START_OBJECT, "model is no object");
        model = true;
        for (String field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
            JsonToken value = parser.nextToken();
            if (!field.equals("vocab")) {
                parser.skipChildren();
            } else if (value == JsonToken.START_OBJECT) {
                for (String token = parser.nextFieldName(); token != null; token = parser.nextFieldName()) {
                    expect(parser.nextToken() == JsonToken.VALUE_NUMBER_INT, "a token whose id is no whole number");
                    put(token, parser.getLongValue());
                }
            } else {
                expect(value == JsonToken.START_ARRAY, "vocab is neither an object nor a list");
                for (long id = 0; parser.nextToken() == JsonToken.START_ARRAY; id++) {
                    expect(parser.nextToken() == JsonToken.VALUE_STRING, "a token without text");
                    put(parser.getText(), id);
                    expect(parser.nextToken() != null && parser.nextToken() == JsonToken.END_ARRAY, "a broken token");
                }
            }
        }
    }

    private void put(String token, long id) {
        expect(id >= 0 && id < MOST_TOKENS, "token id " + id + " is out of range (0 … " + (MOST_TOKENS - 1) + ")");
        int index = (int) id;
        if (index >= tokens.length) {
            tokens = Arrays.copyOf(tokens, Math.max(index + 1, 2 * tokens.length));
        }
        tokens[index] = token;
        ids.put(token, index);
        size = Math.max(size, index + 1);
    }

    /** A regular expression of a hostile file could end the process; those that could are refused. */
    private void patterns(JsonNode node) {
        if (node == null) {
            return;
        }
        for (JsonNode pattern : node.findValues("Regex")) {
            expect(
                    pattern.asText().length() <= LONGEST_PATTERN,
                    "a pattern of over " + LONGEST_PATTERN + " characters");
            try {
                longestText = Math.min(longestText, Expression.longestText(pattern.asText()));
            } catch (IllegalArgumentException e) {
                throw new Refusal(
                        source + ": " + e.getMessage() + "; take the tokenizer from the model's own source", e);
            }
        }
    }

    private static boolean names(JsonNode node, String type) {
        return node != null && node.findValuesAsText("type").contains(type);
    }

    private void expect(boolean condition, String complaint) {
        if (!condition) {
            throw new Refusal(
                    source + ": not a tokenizer: " + complaint + "; save it again with the tokenizers library");
        }
    }

    int size() {
        return size;
    }

    /** −1 if there is no such token. */
    int id(String token) {
        return ids.getOrDefault(token, -1);
    }

    /** Whether texts go through bytes without any change before, so that a text can be cut between words. */
    boolean byteLevel() {
        return byteLevel && !normalized;
    }

    /** Characters of text that its expressions can take in one go without going back too often. */
    int longestText() {
        return longestText;
    }

    String readable(int id) {
        String token = id < 0 || id >= size ? null : tokens[id];
        if (token == null) {
            return "";
        }
        return byteLevel ? ByteAlphabet.text(token) : token.replace('\u2581', ' ');
    }
}
