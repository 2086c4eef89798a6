package sulcus.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sulcus.task.Refusal;

class TokenizerRefusalTest {
    @TempDir
    Path folder;

    private void refuses(String json, String reason) throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), json);
        assertThatThrownBy(() -> Tokenizer.open(folder))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("tokenizer.json")
                .hasMessageContaining(reason)
                .extracting(Throwable::getMessage)
                .asString()
                .doesNotContain("\n");
    }

    @Test
    void folderWithoutTokenizerIsRefused() {
        assertThatThrownBy(() -> Tokenizer.open(folder))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no tokenizer.json");
    }

    @Test
    void missingModelIsRefused() {
        assertThatThrownBy(() -> Tokenizer.open(folder.resolve("none.gguf")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("no such file");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{}",
                "{\"model\":{}}",
                "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[\"a b\"]}}",
                "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":-1}}}",
                "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":2000000000}}}",
                "{\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"a\":1},\"merges\":[]}}",
                "{\"model\":{\"type\":\"Unheard\",\"vocab\":{\"a\":0}}}",
                "{\"model\":{\"vocab\":[[\"a\",0.5],[\"b\"]]}}",
                "{\"added_tokens\":[{\"id\":\"0\",\"content\":\"a\"}],\"model\":{\"vocab\":{\"a\":0}}}"
            })
    void brokenTokenizersAreRefusedInOneLine(String json) throws IOException {
        refuses(json, "tokenizer");
    }

    @Test
    void deepNestingIsRefused() throws IOException {
        refuses("{\"pre_tokenizer\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}", "nesting");
    }

    @Test
    void endlessPatternIsRefused() throws IOException {
        refuses(
                "{\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":\"" + "(a+)+".repeat(10_000)
                        + "\"}},\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0},\"merges\":[]}}",
                "pattern");
    }

    @Test
    void expressionThatCouldStopTheProgramIsRefused() throws IOException {
        for (String expression : List.of("(a+)+$", "(x+x+)+y", "(a|aa)+$")) {
            refuses(json(expression), "could stop the whole program");
        }
    }

    private static String json(String expression) {
        return "{\"pre_tokenizer\":{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"Split\",\"pattern\":{\"Regex\":\""
                + expression
                + "\"},\"behavior\":\"Isolated\",\"invert\":false},{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"trim_offsets\":false,\"use_regex\":false}]},"
                + "\"model\":{\"type\":\"BPE\",\"vocab\":{\"a\":0,\"b\":1},\"merges\":[]}}";
    }

    @Test
    void slowExpressionGetsTheTextInPieces() throws IOException {
        Files.writeString(folder.resolve("tokenizer.json"), json("a*a*a*b"));
        try (Tokenizer tokenizer = Tokenizer.open(folder)) {
            assertThat(tokenizer.encode("a".repeat(5_000))).hasSize(5_000).containsOnly(0);
        }
    }

    @Test
    void spacesWithoutEndAreEncoded() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.open(gguf(bytes()))) {
            assertThat(tokenizer.encode(" ".repeat(2_000_000) + "he")).hasSizeGreaterThan(1_900_000);
        }
    }

    @Test
    void hugeFileIsRefusedUnread() throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(folder.resolve("tokenizer.json").toFile(), "rw")) {
            file.setLength(200L << 20);
        }
        assertThatThrownBy(() -> Tokenizer.open(folder))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("too large");
    }

    private Path gguf(Map<String, Object> metadata) throws IOException {
        return TinyGguf.write(folder.resolve("model.gguf"), metadata);
    }

    private static Map<String, Object> bytes() {
        List<String> tokens = new ArrayList<>();
        for (int b = 0; b < 256; b++) {
            tokens.add(String.valueOf(ByteAlphabet.character(b)));
        }
        tokens.add("he");
        tokens.add("<end>");
        List<Integer> types = new ArrayList<>(java.util.Collections.nCopies(257, 1));
        types.add(3);
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("tokenizer.ggml.model", "gpt2");
        metadata.put("tokenizer.ggml.pre", "gpt-2");
        metadata.put("tokenizer.ggml.tokens", tokens);
        metadata.put("tokenizer.ggml.token_type", types);
        metadata.put("tokenizer.ggml.merges", List.of("h e"));
        metadata.put("tokenizer.ggml.eos_token_id", 257);
        return metadata;
    }

    @Test
    void ggufVocabularyIsBuilt() throws IOException {
        try (Tokenizer tokenizer = Tokenizer.open(gguf(bytes()))) {
            assertThat(tokenizer.encode("he<end>")).containsExactly(256, 257);
            assertThat(tokenizer.endOfText()).isEqualTo(257);
        }
    }

    @Test
    void unigramsInGgufAreRefusedByName() throws IOException {
        Map<String, Object> metadata = bytes();
        metadata.put("tokenizer.ggml.model", "t5");
        Path file = gguf(metadata);
        assertThatThrownBy(() -> Tokenizer.open(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("\"t5\"")
                .hasMessageContaining("SentencePiece (\"llama\")");
    }

    @Test
    void sentencePieceWithoutScoresIsRefused() throws IOException {
        Map<String, Object> metadata = bytes();
        metadata.put("tokenizer.ggml.model", "llama");
        Path file = gguf(metadata);
        assertThatThrownBy(() -> Tokenizer.open(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("tokenizer.ggml.scores: is missing");
    }

    @Test
    void unknownPreTokenizerIsRefusedByName() throws IOException {
        Map<String, Object> metadata = bytes();
        metadata.put("tokenizer.ggml.pre", "unheard-of");
        Path file = gguf(metadata);
        assertThatThrownBy(() -> Tokenizer.open(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("\"unheard-of\"");
    }

    @Test
    void endOfTextOutsideTheVocabularyIsRefused() throws IOException {
        Map<String, Object> metadata = bytes();
        metadata.put("tokenizer.ggml.eos_token_id", 258);
        Path file = gguf(metadata);
        assertThatThrownBy(() -> Tokenizer.open(file))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("258");
    }
}
