package sulcus.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sulcus.evaluate.Speed;
import sulcus.model.Model;
import sulcus.run.Device;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.Corpus;
import sulcus.text.TextFiles;
import sulcus.text.Tokenizer;

/**
 * Speed of models on the same text, in turns.
 *
 * @param models one or several, as for {@link Model#open}
 * @param field of .jsonl and .parquet; null for "text"
 * @param window tokens of a prompt; 0 for {@value MeasurePerplexity#WINDOW}, or what the models have positions for
 * @param generate new tokens of a run
 * @param runs of each model
 */
public record MeasureSpeed(
        List<Path> models, TextFiles text, String field, int window, int generate, int runs, Device device) {

    /**
     * @param window tokens of a prompt
     * @param device where it ran, for people
     * @param speeds one for each model
     * @param parameters of each model
     */
    public record Measured(int window, String device, List<Speed> speeds, List<Long> parameters) {}

    public Measured run(Progress progress) {
        String whole = Corpus.read(text, field).whole();
        List<Model> opened = new ArrayList<>();
        List<Runner> runners = new ArrayList<>();
        try {
            int positions = Integer.MAX_VALUE;
            for (Path model : models) {
                Model open = Model.open(model);
                opened.add(open);
                positions = Math.min(positions, open.description().maximumPositions());
            }
            int width = window > 0 ? window : Math.min(MeasurePerplexity.WINDOW, positions - generate);
            if (width < 1 || width > positions - generate) {
                throw new Refusal("window " + width + " and " + generate
                        + " tokens to generate: the model was made for " + positions + " tokens; give fewer");
            }
            List<Speed.Candidate> candidates = new ArrayList<>();
            for (Model model : opened) {
                int[] tokens;
                try (Tokenizer tokenizer = Tokenizer.open(model.source())) {
                    tokens = tokenizer.encode(whole, Math.multiplyExact(width, runs));
                }
                if (tokens.length < width) {
                    throw new Refusal(text + ": has " + tokens.length + " tokens, fewer than one window of " + width
                            + "; give a longer text or a smaller window");
                }
                progress.report("reading the weights", 0.02);
                runners.add(Runner.open(model, device));
                candidates.add(new Speed.Candidate(runners.getLast(), tokens));
            }
            List<Speed> speeds = Speed.measure(candidates, width, generate, runs, progress.part(0.05, 1));
            return new Measured(
                    width,
                    runners.getFirst().device(),
                    speeds,
                    opened.stream().map(Model::parameters).toList());
        } finally {
            runners.forEach(Runner::close);
            opened.forEach(Model::close);
        }
    }
}
