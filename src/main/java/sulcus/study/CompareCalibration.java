package sulcus.study;

import java.util.List;
import sulcus.model.Model;
import sulcus.task.Refusal;
import sulcus.text.Calibration;
import sulcus.text.CalibrationText;
import sulcus.text.Corpus;
import sulcus.text.Tokenizer;

/**
 * What {@link CompareMethods} calibrates on: texts or windows of a study's text, others for every seed.
 *
 * @param calibrationTexts how many texts; 0 for those that were decomposed
 * @param calibrationTokens instead of texts so many tokens of the whole text; 0 for texts
 * @param window tokens of a window; 0 for {@value MeasurePerplexity#WINDOW}, or the model's positions if it has fewer
 */
record CompareCalibration(Study study, int calibrationTexts, long calibrationTokens, int window) {
    /** Texts of one seed: those after the ones of the seed before it. */
    List<List<int[]>> of(Model model, long seed) {
        if (calibrationTokens == 0 && calibrationTexts == 0 && seed == 0) {
            return study.calibration();
        }
        if (study.textFiles() == null) {
            throw new Refusal(study.folder() + ": was made from captured activations; other calibration texts are not"
                    + " known");
        }
        if (calibrationTokens > 0) {
            int width = window > 0 ? window : CalibrationTokens.window(model);
            return CalibrationTokens.windows(
                    model, study.textFiles(), study.document().field(), calibrationTokens, width, seed);
        }
        StudyDocument.SettingsRecord s = study.document().settings();
        int each = Math.min(s.texts(), calibrationTexts == 0 ? s.texts() * s.groups() : calibrationTexts);
        int wanted = calibrationTexts == 0 ? s.texts() * s.groups() : calibrationTexts;
        int groups = (wanted + each - 1) / each;
        try (Tokenizer tokenizer = Tokenizer.open(model.source())) {
            List<List<CalibrationText>> all = Calibration.select(
                    Corpus.read(study.textFiles(), study.document().field()),
                    tokenizer,
                    Math.toIntExact(groups * (seed + 1)),
                    each,
                    s.minimumCharacters(),
                    Math.min(s.maximumTokens(), model.description().maximumPositions()));
            return all.subList((int) (groups * seed), (int) (groups * (seed + 1))).stream()
                    .map(group -> group.stream().map(CalibrationText::tokens).toList())
                    .toList();
        }
    }
}
