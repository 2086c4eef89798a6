package sulcus.export;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sulcus.text.PreTokenizer;
import sulcus.text.TokenizerJson;
import sulcus.text.TokenizerSettings;

/** A tokenizer for {@link TinyFolder}: letters, a merge, a special token, and one id without a token; words as SmolLM's. */
public final class TinyTokenizer {
    public static final String TEMPLATE = "{% for m in messages %}{{ m.content }}{% endfor %}";
    private static final int END = 27;
    private static final String WORDS =
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

    private TinyTokenizer() {}

    /** Puts its files into a model's folder, in place of what was there. */
    public static void write(Path folder) throws IOException {
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        for (char letter = 'a'; letter <= 'z'; letter++) {
            vocabulary.put(String.valueOf(letter), vocabulary.size());
        }
        vocabulary.put("ab", 26);
        vocabulary.put("<|end|>", END);
        TokenizerJson json = new TokenizerJson(
                vocabulary,
                List.of("a b"),
                List.of(new TokenizerJson.Added(END, "<|end|>", true)),
                PreTokenizer.of("\\p{N}", WORDS));
        Files.write(folder.resolve("tokenizer.json"), json.bytes());
        Files.write(
                folder.resolve("tokenizer_config.json"),
                json.configuration(new TokenizerSettings(
                        Map.of("eos_token", END, "pad_token", END), Map.of("add_bos_token", false), TEMPLATE, 64)));
    }
}
