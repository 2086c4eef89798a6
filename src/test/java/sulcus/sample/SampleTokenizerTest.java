package sulcus.sample;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.text.GgufVocabulary;
import sulcus.text.PreTokenizer;
import sulcus.text.Tokenizer;

class SampleTokenizerTest {
    private static final Path SAMPLE = Path.of("sample-data");

    @TempDir
    Path folder;

    private static List<String> texts() throws Exception {
        List<String> texts = new ArrayList<>();
        for (String file : List.of("text/calibration.jsonl", "text/held-out.jsonl")) {
            for (String line : Files.readAllLines(SAMPLE.resolve(file))) {
                texts.add(new ObjectMapper().readTree(line).get("text").textValue());
            }
        }
        texts.add(String.join("\n", texts));
        return texts;
    }

    /** The words that it was learned with, and those that it cuts. */
    @Test
    void gpt2sWordsGiveTheTokensThatWereLearned() throws Exception {
        Path bundled = SAMPLE.resolve("model/tokenizer.json");
        JsonNode root = new ObjectMapper().readTree(bundled.toFile());
        ObjectNode split = (ObjectNode) root.at("/pre_tokenizer/pretokenizers/0/pattern");
        assertThat(split.get("Regex").textValue()).isEqualTo(PreTokenizer.GPT2);
        split.put("Regex", BpeTrainer.WORDS);
        new ObjectMapper().writeValue(folder.resolve("tokenizer.json").toFile(), root);
        try (Tokenizer cut = Tokenizer.open(bundled.getParent());
                Tokenizer learned = Tokenizer.open(folder)) {
            for (String text : texts()) {
                assertThat(cut.encode(text)).as(text).containsExactly(learned.encode(text));
            }
            assertThat(cut.encode("'result'")).isNotEqualTo(learned.encode("'result'"));
        }
    }

    @Test
    void llamaCppHasANameForItsWords() {
        assertThat(GgufVocabulary.of(SAMPLE.resolve("model"), SampleTokenizer.SIZE))
                .containsEntry("tokenizer.ggml.pre", "gpt-2");
    }
}
