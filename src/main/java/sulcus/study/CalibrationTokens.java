package sulcus.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sulcus.decompose.Settings;
import sulcus.model.Model;
import sulcus.task.Refusal;
import sulcus.text.Calibration;
import sulcus.text.CalibrationText;
import sulcus.text.Corpus;
import sulcus.text.TextFiles;
import sulcus.text.Tokenizer;

/** The calibration texts of a model, as groups of sequences of token ids. */
public final class CalibrationTokens {
    /** Tokens that are looked at together, about. */
    private static final int GROUP_TOKENS = 6000;

    private CalibrationTokens() {}

    /** Token ids by the model's own tokenizer. */
    public static List<List<int[]>> of(Model model, TextFiles text, String field, Settings settings) {
        return choose(model, Corpus.read(text, field), settings).stream()
                .map(group -> group.stream().map(CalibrationText::tokens).toList())
                .toList();
    }

    /**
     * What a study's scores and compensations look at.
     *
     * @param tokens of the study's text in consecutive windows of {@value MeasurePerplexity#WINDOW}; 0 for the texts that were
     *     decomposed
     */
    public static List<List<int[]>> of(Study study, Model model, long tokens) {
        if (tokens == 0) {
            return study.calibration();
        }
        if (study.textFiles() == null) {
            throw new Refusal(study.folder()
                    + ": was made from captured activations; calibration tokens need a study with a text");
        }
        return windows(model, study.textFiles(), study.document().field(), tokens, window(model), 0);
    }

    /** Tokens of a window where none is asked for. */
    static int window(Model model) {
        return Math.min(MeasurePerplexity.WINDOW, model.description().maximumPositions());
    }

    /** The same of a text. */
    public static List<List<int[]>> of(Model model, TextFiles text, String field, long tokens) {
        return tokens == 0
                ? of(model, text, field, Settings.DEFAULT)
                : windows(model, text, field, tokens, window(model), 0);
    }

    /**
     * Consecutive windows of the whole text, as it stands, in groups.
     *
     * @param tokens how many, rounded down to whole windows; what the text does not have is left away
     * @param width tokens of a window
     * @param part 0 for the first so many tokens, 1 for those after them, and so on
     * @throws Refusal if not even one window is there
     */
    static List<List<int[]>> windows(Model model, TextFiles text, String field, long tokens, int width, long part) {
        int[] all;
        try (Tokenizer tokenizer = Tokenizer.open(model.source())) {
            all = tokenizer.encode(Corpus.read(text, field).whole());
        }
        long first = part * (tokens / width * width);
        long last = Math.min(all.length, first + tokens);
        List<List<int[]>> groups = new ArrayList<>();
        for (long at = first; at + width <= last; at += width) {
            if (groups.isEmpty() || (long) groups.getLast().size() * width >= GROUP_TOKENS) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(Arrays.copyOfRange(all, (int) at, (int) at + width));
        }
        if (groups.isEmpty()) {
            throw new Refusal(text + ": has " + all.length + " tokens, no window of " + width
                    + (part == 0 ? "" : " for seed " + part) + " in " + tokens
                    + " of them; ask for other calibration tokens or give a longer text");
        }
        return groups;
    }

    static List<List<CalibrationText>> choose(Model model, Corpus corpus, Settings settings) {
        try (Tokenizer tokenizer = Tokenizer.open(model.source())) {
            return Calibration.select(
                    corpus,
                    tokenizer,
                    settings.groups(),
                    settings.texts(),
                    settings.minimumCharacters(),
                    Math.min(settings.maximumTokens(), model.description().maximumPositions()));
        }
    }
}
