package sulcus.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.format.SafetensorsFile;
import sulcus.format.TensorFile;

/** Ids of the model's own tokenizer, as transformers made them, from the GGUF file's metadata. */
class SmolLm2TokenizerTest {
    private static final Path SHARED = Path.of(System.getProperty("sulcus.shared", "../shared"));
    private static final Path MODEL = SHARED.resolve("models/SmolLM2-135M-Instruct/SmolLM2-135M-Instruct.Q4_1.gguf");

    private static Tokenizer tokenizer;

    @BeforeAll
    static void open() {
        assumeTrue(Files.exists(MODEL), "needs " + MODEL);
        tokenizer = Tokenizer.open(MODEL);
    }

    @AfterAll
    static void close() {
        if (tokenizer != null) {
            tokenizer.close();
        }
    }

    private static int[] expected(String name) {
        try (TensorFile file = SafetensorsFile.open(SHARED.resolve("oracle/smollm2/tokens.safetensors"))) {
            MemorySegment bytes = file.bytes(file.tensors().get(name));
            return bytes.toArray(ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN));
        }
    }

    @Test
    void calibrationTextsOfAllGroupsHaveTheExpectedIds() {
        Corpus corpus = Corpus.read(SHARED.resolve("text/wikitext-2/valid.txt"), null);
        List<List<CalibrationText>> groups = Calibration.select(corpus, tokenizer, 4, 40, 200, 1024);
        for (int g = 0; g < 4; g++) {
            assertThat(groups.get(g).stream().mapToInt(t -> t.tokens().length).toArray())
                    .containsExactly(expected("calibration.group" + g + ".lengths"));
            assertThat(groups.get(g).stream()
                            .flatMapToInt(t -> Arrays.stream(t.tokens()))
                            .toArray())
                    .containsExactly(expected("calibration.group" + g));
        }
    }

    @Test
    void evaluationTextAsOneStreamHasTheExpectedIds() {
        String whole =
                Corpus.read(SHARED.resolve("text/wikitext-2/test.txt"), null).whole();
        int[] ids = tokenizer.encode(whole);
        int[] expected = expected("evaluation.wikitext2");
        assertThat(Arrays.copyOf(ids, expected.length)).containsExactly(expected);
        assertThat(tokenizer.decode(ids)).isEqualTo(whole);
    }

    @Test
    void longTextsGoThroughInPiecesWithTheSameIds() {
        String whole =
                Corpus.read(SHARED.resolve("text/wikitext-2/test.txt"), null).whole();
        int[] once = tokenizer.encode(whole);
        int[] four = tokenizer.encode(whole.repeat(4));
        assertThat(four.length).isEqualTo(4 * once.length);
        assertThat(Arrays.copyOfRange(four, 3 * once.length, four.length)).containsExactly(once);
    }

    @Test
    void metadataIsRead() {
        assertThat(tokenizer.size()).isEqualTo(49152);
        assertThat(tokenizer.endOfText()).isEqualTo(2);
        assertThat(tokenizer.token(2)).isEqualTo("<|im_end|>");
        assertThat(tokenizer.token(260)).isEqualTo(" the");
        assertThat(tokenizer.chatTemplate()).startsWith("{% for message in messages %}");
        assertThat(tokenizer.encode("<|im_start|>user\n")).startsWith(1);
    }

    @Test
    void carriedFilesMakeTheSameTokenizer(@TempDir Path folder) throws Exception {
        for (var file : TokenizerFiles.of(MODEL).entrySet()) {
            Files.write(folder.resolve(file.getKey()), file.getValue());
        }
        try (Tokenizer carried = Tokenizer.open(folder)) {
            String text = "Digits 12345, naïve café 東京 🙂‍↕️\n\n\tdon't  stop<|im_end|>";
            assertThat(carried.encode(text)).containsExactly(tokenizer.encode(text));
            assertThat(carried.endOfText()).isEqualTo(2);
            assertThat(carried.chatTemplate()).isEqualTo(tokenizer.chatTemplate());
        }
    }
}
