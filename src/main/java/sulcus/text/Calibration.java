package sulcus.text;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import sulcus.task.Refusal;

/** The choice of calibration texts: the corpus' documents that are long enough, in file order. */
public final class Calibration {
    private Calibration() {}

    /**
     * Group g is the texts {@code texts·g … texts·g + texts − 1} of all documents that, stripped, have more than
     * {@code minimumCharacters} characters (Unicode code points). The corpus is read no further than needed. The last
     * group may have fewer texts, but none is empty.
     *
     * @param maximumTokens each text is cut there
     * @throws Refusal if there are too few texts for the groups
     */
    public static List<List<CalibrationText>> select(
            Corpus corpus, Tokenizer tokenizer, int groups, int texts, int minimumCharacters, int maximumTokens) {
        if (groups < 1 || texts < 1 || maximumTokens < 1) {
            throw new Refusal("calibration: groups, texts and tokens a text must be at least 1, not " + groups + ", "
                    + texts + ", " + maximumTokens);
        }
        List<CalibrationText> chosen = new ArrayList<>();
        long seen = 0;
        long wanted = (long) groups * texts;
        try (Stream<Document> documents = corpus.stream()) {
            Iterator<Document> iterator = documents.iterator();
            while (chosen.size() < wanted && iterator.hasNext()) {
                Document document = iterator.next();
                seen++;
                String text = Corpus.strip(document.text());
                if (text.codePointCount(0, text.length()) > minimumCharacters) {
                    int[] tokens = tokenizer.encode(text, maximumTokens);
                    chosen.add(new CalibrationText(text, document.labels(), tokens));
                }
            }
        }
        if (chosen.size() <= (long) (groups - 1) * texts) {
            throw new Refusal(corpus.text() + ": " + chosen.size() + " of " + seen + " texts are longer than "
                    + minimumCharacters + " characters, too few for " + groups + (groups == 1 ? " group" : " groups")
                    + " of " + texts + "; take a longer corpus, fewer groups, or a smaller minimum of characters");
        }
        List<List<CalibrationText>> result = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            result.add(List.copyOf(chosen.subList(g * texts, Math.min(chosen.size(), (g + 1) * texts))));
        }
        return List.copyOf(result);
    }
}
