package sulcus.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import sulcus.task.Refusal;

/** The tokenizer of a Hugging Face folder: tokenizer.json, and what the files beside it say. */
final class FolderTokenizer {
    /** The largest in use have about 35 MB. */
    static final long LARGEST = 128L << 20;

    private static final long LARGEST_CONFIGURATION = 16L << 20;

    private static final ObjectMapper JSON = new ObjectMapper(JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build());

    private FolderTokenizer() {}

    static Tokenizer open(Path folder) {
        Path file = folder.resolve("tokenizer.json");
        if (!Files.isRegularFile(file)) {
            String advice =
                    Files.exists(folder.resolve("tokenizer.model")) || Files.exists(folder.resolve("vocab.json"))
                            ? "convert the tokenizer there with AutoTokenizer.from_pretrained(…).save_pretrained(…)"
                            : "copy it from the model's original folder";
            throw new Refusal(folder + ": there is no tokenizer.json; " + advice);
        }
        return NativeTokenizer.of(file.toString(), bytes(file, LARGEST), special(folder));
    }

    static byte[] bytes(Path file, long most) {
        try {
            long size = Files.size(file);
            if (size > most) {
                throw new Refusal(file + ": " + size + " bytes are too large for such a file (most: " + most
                        + "); check where it comes from");
            }
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new Refusal(file + ": cannot be read: " + e.getMessage() + "; check its permissions", e);
        }
    }

    private static SpecialTokens special(Path folder) {
        JsonNode tokenizer = json(folder.resolve("tokenizer_config.json"));
        String name = name(tokenizer.path("eos_token"));
        int id = firstId(json(folder.resolve("generation_config.json")).path("eos_token_id"));
        if (id < 0) {
            id = firstId(json(folder.resolve("config.json")).path("eos_token_id"));
        }
        return new SpecialTokens(
                id, name, -1, name(tokenizer.path("bos_token")), chatTemplate(folder, tokenizer.path("chat_template")));
    }

    static String name(JsonNode token) {
        return token.isTextual() ? token.textValue() : token.path("content").asText("");
    }

    static String chatTemplate(Path folder, JsonNode node) {
        Path file = folder.resolve("chat_template.jinja");
        if (Files.isRegularFile(file)) {
            return new String(bytes(file, LARGEST_CONFIGURATION), StandardCharsets.UTF_8);
        }
        // older folders list several named templates
        return node.isArray() ? node.path(0).path("template").asText("") : node.asText("");
    }

    private static int firstId(JsonNode node) {
        JsonNode first = node.isArray() ? node.path(0) : node;
        return first.canConvertToInt() && first.isIntegralNumber() ? Math.max(-1, first.intValue()) : -1;
    }

    static JsonNode json(Path file) {
        if (!Files.isRegularFile(file)) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(bytes(file, file.endsWith("tokenizer.json") ? LARGEST : LARGEST_CONFIGURATION));
        } catch (IOException e) {
            String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new Refusal(file + ": not JSON: " + line + "; copy it again from the model's source", e);
        }
    }
}
