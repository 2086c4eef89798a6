package sulcus.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where words end, seen by merges that would join any two printable ASCII characters if they stood in one word. */
class PreTokenizerTest {
    @TempDir
    Path folder;

    /** A vocabulary in which every pair of ASCII characters is a token, so that words of two show their borders. */
    private Tokenizer pairs(String name) throws Exception {
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        for (int b = 0; b < 256; b++) {
            vocabulary.put(String.valueOf(ByteAlphabet.character(b)), b);
        }
        List<String> merges = new ArrayList<>();
        for (int a = 0; a < 128; a++) {
            for (int b = 0; b < 128; b++) {
                String left = String.valueOf(ByteAlphabet.character(a));
                String right = String.valueOf(ByteAlphabet.character(b));
                vocabulary.put(left + right, vocabulary.size());
                merges.add(left + " " + right);
            }
        }
        TokenizerJson json = new TokenizerJson(vocabulary, merges, List.of(), PreTokenizer.named(name));
        Files.write(folder.resolve("tokenizer.json"), json.bytes());
        return Tokenizer.open(folder);
    }

    @ParameterizedTest
    @CsvSource({
        "gpt-2, 'a12', 'a|12'",
        "gpt-2, '1+', '1|+'",
        "gpt-2, 'a b', 'a| b'",
        "gpt-2, '?!', '?!'",
        "smollm, '12', '1|2'",
        "smollm, ' 1', ' |1'",
        "smollm, 'it', 'it'",
        "llama-bpe, '12', '12'",
        "llama-bpe, '.a', '.a'",
        "llama-bpe, ' 1', ' |1'",
        "qwen2, '12', '1|2'",
        "qwen2, '.a', '.a'",
        "tekken, 'aB', 'a|B'",
        "tekken, 'AB', 'AB'",
        "gpt-4o, 'aB', 'a|B'",
        "gpt-4o, '12', '12'",
        "deepseek-v3, '.a', '.a'",
        "deepseek-v3, '12', '12'",
        "falcon, '.a', '.|a'",
        "default, '.a', '.|a'"
    })
    void wordsEndWhereTheNamedPatternSays(String name, String text, String expected) throws Exception {
        try (Tokenizer tokenizer = pairs(name)) {
            StringBuilder shown = new StringBuilder();
            for (int id : tokenizer.encode(text)) {
                shown.append(shown.isEmpty() ? "" : "|").append(tokenizer.token(id));
            }
            assertThat(shown.toString()).isEqualTo(expected);
        }
    }

    @Test
    void everyNamedPatternLoadsAndKeepsEveryByte() throws Exception {
        String text = "Mixed: ABC abc 12345 don't DON'T ... \r\n\n\t 東京 ß é e\u0301? 🙂 a_b/c\\d  end ";
        String composed = java.text.Normalizer.normalize(text, java.text.Normalizer.Form.NFC);
        for (String name : PreTokenizer.names()) {
            try (Tokenizer tokenizer = pairs(name)) {
                boolean composes = PreTokenizer.named(name).composed();
                assertThat(tokenizer.decode(tokenizer.encode(text))).as(name).isEqualTo(composes ? composed : text);
            }
        }
    }
}
