package sulcus.study;

import java.nio.file.Path;
import java.util.List;
import sulcus.evaluate.Perplexity;
import sulcus.model.Model;
import sulcus.run.Device;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.Corpus;
import sulcus.text.TextFiles;
import sulcus.text.Tokenizer;

/**
 * Perplexity of a model on a text.
 *
 * @param model as for {@link Model#open}
 * @param field of .jsonl and .parquet; null for "text"
 * @param window tokens; 0 for {@value #WINDOW}, or the model's positions if it has fewer
 * @param maximumTokens −1 for all
 * @param interventions what is done to neurons meanwhile
 */
public record MeasurePerplexity(
        Path model,
        TextFiles text,
        String field,
        int window,
        long maximumTokens,
        List<Intervention> interventions,
        Device device) {
    public static final int WINDOW = 1024;

    public Perplexity run(Progress progress) {
        progress.report("opening", 0);
        try (Model opened = Model.open(model)) {
            int positions = opened.description().maximumPositions();
            int width = window > 0 ? window : Math.min(WINDOW, positions);
            if (width > positions) {
                throw new Refusal(
                        "window " + width + ": the model was made for " + positions + " tokens; give a smaller window");
            }
            int[] tokens;
            try (Tokenizer tokenizer = Tokenizer.open(opened.source())) {
                tokens = tokenizer.encode(Corpus.read(text, field).whole());
            }
            if (tokens.length < width) {
                throw new Refusal(text + ": has " + tokens.length + " tokens, fewer than one window of " + width
                        + "; give a longer text or a smaller window");
            }
            progress.report("reading the weights", 0.01);
            try (Runner runner = Runner.open(opened, device)) {
                return Perplexity.measure(
                        runner,
                        Interventions.of(opened.description(), interventions).gates(opened),
                        tokens,
                        width,
                        maximumTokens,
                        progress.part(0.03, 1));
            }
        }
    }
}
