package sulcus.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.task.Refusal;

/** A vocabulary in a GGUF against Hugging Face's tokenizers; {@code make_wordpiece.py} beside the files made them. */
class WordPieceTest {
    @TempDir
    Path folder;

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(WordPieceTest.class.getResource("/sulcus/text/" + name).toURI());
    }

    @Test
    void textsHaveTheIdsOfHuggingFacesTokenizers() throws IOException, URISyntaxException {
        JsonNode cases = new ObjectMapper().readTree(resource("wordpiece.json").toFile());
        assertThat(cases).hasSizeGreaterThan(8);
        try (Tokenizer tokenizer = Tokenizer.open(resource("wordpiece.gguf"))) {
            for (JsonNode one : cases) {
                int[] ids =
                        one.get("ids").valueStream().mapToInt(JsonNode::asInt).toArray();
                assertThat(tokenizer.encode(one.get("text").textValue()))
                        .as(one.get("text").textValue())
                        .containsExactly(ids);
            }
        }
    }

    @Test
    void capitalsInTheVocabularyStayInTexts() {
        Set<String> special = Set.of("[UNK]");
        assertThat(WordPiece.lowercase(Map.of("[UNK]", 0, "\u2581cat", 1), special))
                .isTrue();
        assertThat(WordPiece.lowercase(Map.of("[UNK]", 0, "\u2581Cat", 1), special))
                .isFalse();
        assertThat(WordPiece.vocabulary(Map.of("[UNK]", 0, "\u2581cat", 1, "s", 2), special))
                .containsOnly(Map.entry("[UNK]", 0), Map.entry("cat", 1), Map.entry("##s", 2));
    }

    @Test
    void withoutATokenForWhatIsUnknownTheyAreRefused() throws IOException {
        Path file = TinyGguf.write(
                folder.resolve("a.gguf"),
                Map.of("tokenizer.ggml.model", "bert", "tokenizer.ggml.tokens", List.of("\u2581a", "b")));
        assertThatThrownBy(() -> Tokenizer.open(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("unknown_token_id");
    }
}
