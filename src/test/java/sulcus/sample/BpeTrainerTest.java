package sulcus.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.text.PreTokenizer;
import sulcus.text.Tokenizer;
import sulcus.text.TokenizerJson;

class BpeTrainerTest {
    @TempDir
    Path folder;

    private Tokenizer tokenizer(Iterable<String> texts, int size) throws Exception {
        BpeTrainer.Result result = BpeTrainer.train(texts, size);
        Map<String, Integer> vocabulary = BpeTrainer.vocabulary(result, List.of("<|end|>"));
        TokenizerJson json = new TokenizerJson(
                vocabulary,
                result.merges(),
                List.of(new TokenizerJson.Added(0, "<|end|>", true)),
                PreTokenizer.of(BpeTrainer.WORDS));
        Files.write(folder.resolve("tokenizer.json"), json.bytes());
        return Tokenizer.open(folder);
    }

    @Test
    void joinsTheMostFrequentPairFirst() {
        BpeTrainer.Result result = BpeTrainer.train(List.of("abab abab abab abc"), 260);
        assertThat(result.merges()).startsWith("a b", "ab ab");
        assertThat(result.tokens()).hasSize(256 + result.merges().size()).endsWith("\u0120abab");
    }

    @Test
    void stopsWhenNothingIsLeftToJoin() {
        assertThat(BpeTrainer.train(List.of("xy"), 1000).merges()).isEmpty();
    }

    @Test
    void anyTextComesBackAsItWas() throws Exception {
        Random random = new Random(8);
        List<String> words = List.of(
                "the cat ", "12+7=19\n", "([{<>}])", "naïve ", "東京", "🙂‍↕️", "\u0000", "\r\n\t", "e\u0301", "  ");
        try (Tokenizer tokenizer = tokenizer(List.of("the cat sat on the mat ".repeat(9), "naïve 東京"), 300)) {
            for (int i = 0; i < 300; i++) {
                StringBuilder text = new StringBuilder();
                for (int w = random.nextInt(12); w >= 0; w--) {
                    if (random.nextInt(3) == 0) {
                        int point = random.nextInt(Character.MAX_CODE_POINT + 1);
                        text.appendCodePoint(point >= 0xD800 && point < 0xE000 ? 'x' : point);
                    } else {
                        text.append(words.get(random.nextInt(words.size())));
                    }
                }
                int[] ids = tokenizer.encode(text.toString());
                assertThat(tokenizer.decode(ids)).isEqualTo(text.toString());
            }
            assertThat(tokenizer.decode(tokenizer.encode("half \uD83D emoji"))).isEqualTo("half \uFFFD emoji");
        }
    }

    @Test
    void digitsAndBracketsStandAlone() throws Exception {
        try (Tokenizer tokenizer = tokenizer(List.of("12+12=24 ".repeat(50) + "([[]])".repeat(50)), 320)) {
            for (int id : tokenizer.encode("(12+12)[24]")) {
                assertThat(tokenizer.token(id)).hasSize(1);
            }
        }
    }
}
