package sulcus.sample;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import sulcus.text.PreTokenizer;
import sulcus.text.TokenizerJson;

/**
 * The sample's tokenizer: byte-level BPE learned from the sample's own text. Words are learned with brackets and digits alone, and
 * so no token joins them; a text is then cut into GPT-2's words, which llama.cpp has a name for, and gives the same tokens, but for
 * letters behind an apostrophe that GPT-2 keeps together ('re).
 */
final class SampleTokenizer {
    static final String END_OF_TEXT = "<|endoftext|>";

    /** A few special tokens more than are used would be noise; one ends a document. */
    static final int SIZE = 1024;

    private static final int DOCUMENTS = 7000;

    private SampleTokenizer() {}

    static TokenizerJson learn(long seed) {
        Random random = new Random(seed);
        List<String> texts = Stream.generate(() -> SampleText.document(random).text())
                .limit(DOCUMENTS)
                .toList();
        BpeTrainer.Result result = BpeTrainer.train(texts, SIZE - 1);
        Map<String, Integer> vocabulary = BpeTrainer.vocabulary(result, List.of(END_OF_TEXT));
        return new TokenizerJson(
                vocabulary,
                result.merges(),
                List.of(new TokenizerJson.Added(0, END_OF_TEXT, true)),
                PreTokenizer.of(PreTokenizer.GPT2));
    }
}
