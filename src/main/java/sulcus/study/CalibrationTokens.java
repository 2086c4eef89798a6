package sulcus.study;

import java.nio.file.Path;
import java.util.List;
import sulcus.decompose.Settings;
import sulcus.model.Model;
import sulcus.text.Calibration;
import sulcus.text.CalibrationText;
import sulcus.text.Corpus;
import sulcus.text.Tokenizer;

/** The calibration texts of a model, as groups of sequences of token ids. */
public final class CalibrationTokens {
    private CalibrationTokens() {}

    /** Token ids by the model's own tokenizer. */
    public static List<List<int[]>> of(Model model, Path text, String field, Settings settings) {
        return choose(model, Corpus.read(text, field), settings).stream()
                .map(group -> group.stream().map(CalibrationText::tokens).toList())
                .toList();
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
