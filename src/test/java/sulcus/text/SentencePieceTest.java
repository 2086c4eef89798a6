package sulcus.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.task.Refusal;

/** A vocabulary in a GGUF against SentencePiece itself; {@code make_sentencepiece.py} beside the files made them. */
class SentencePieceTest {
    @TempDir
    Path folder;

    private static Path resource(String name) throws URISyntaxException {
        return Path.of(
                SentencePieceTest.class.getResource("/sulcus/text/" + name).toURI());
    }

    private static void same(Tokenizer tokenizer) throws IOException, URISyntaxException {
        JsonNode cases =
                new ObjectMapper().readTree(resource("sentencepiece.json").toFile());
        assertThat(cases).hasSizeGreaterThan(10);
        for (JsonNode one : cases) {
            String text = one.get("text").textValue();
            int[] ids = one.get("ids").valueStream().mapToInt(JsonNode::asInt).toArray();
            assertThat(tokenizer.encode(text)).as(text).containsExactly(ids);
            assertThat(tokenizer.decode(ids)).isEqualTo(one.get("decoded").textValue());
        }
    }

    @Test
    void textsHaveTheIdsOfSentencePiece() throws IOException, URISyntaxException {
        Path file = resource("sentencepiece.gguf");
        try (Tokenizer tokenizer = Tokenizer.open(file)) {
            assertThat(tokenizer.size()).isEqualTo(800);
            assertThat(tokenizer.beginOfText()).isEqualTo(1);
            assertThat(tokenizer.endOfText()).isEqualTo(2);
            same(tokenizer);
        }
        GgufTokenizer read = GgufTokenizer.read(file);
        Files.write(folder.resolve("tokenizer.json"), read.json().bytes());
        Files.write(folder.resolve("tokenizer_config.json"), read.json().configuration(read.settings()));
        try (Tokenizer carried = Tokenizer.open(folder)) {
            same(carried);
        }
    }

    @Test
    void theHighestScoreIsJoinedFirst() {
        Map<String, Integer> vocabulary = Map.of("a", 0, "b", 1, "c", 2, "ab", 3, "bc", 4, "abc", 5, "a b", 6);
        float[] scores = {0, 0, 0, -2, -1, -3, -9};
        assertThat(SentencePiece.merges("it", vocabulary, scores))
                .startsWith("b c", "a b")
                .containsExactlyInAnyOrder("b c", "a b", "ab c", "a bc");
        assertThatThrownBy(() -> SentencePiece.merges("it", Map.of("x".repeat(2000), 0), new float[1]))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("2000 characters");
    }
}
