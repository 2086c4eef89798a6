package sulcus.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import sulcus.run.train.Shape;
import sulcus.run.train.Trainer;
import sulcus.task.Progress;
import sulcus.text.Tokenizer;

/** Trains the sample's model: windows of fresh text, a warm-up, a cosine down to a tenth of the learning rate. */
final class TrainSample {
    static final Shape SHAPE = new Shape(SampleTokenizer.SIZE, 128, 6, 4, 2, 512, 10_000, 1e-5);

    /** The positions that the model has seen. */
    static final int LONGEST_WINDOW = 1024;

    private static final int TOKENS = 1024;
    private static final int WINDOW = 256;
    private static final double RATE = 2.5e-3;
    private static final int WARM_UP = 100;
    private static final int SAVE_EVERY = 200;

    private TrainSample() {}

    /**
     * Trains up to {@code steps} steps of 1,024 tokens, from the checkpoint if there is one.
     *
     * @param held documents that must not be trained on; a few of them measure accuracy on the way
     */
    static Trainer train(
            int steps, long seed, Tokenizer tokenizer, List<SampleDocument> held, Path checkpoint, Progress progress) {
        Trainer trainer = new Trainer(SHAPE, seed);
        if (Files.exists(checkpoint)) {
            trainer.resume(checkpoint);
        }
        Set<String> excluded = held.stream().map(SampleDocument::text).collect(Collectors.toSet());
        List<SampleDocument> watched = held.subList(0, Math.min(16 * Kind.values().length, held.size()));
        double smoothed = Double.NaN;
        while (trainer.steps() < steps) {
            int step = trainer.steps();
            // the last tenth in longer windows, so that perplexity can be measured in them
            int window = step < steps * 0.9 ? WINDOW : LONGEST_WINDOW;
            Windows batch = Windows.of(
                    Math.max(1, TOKENS / window), window, seed + 1_000_003L * (step + 1), tokenizer, excluded);
            float loss = trainer.step(batch.ids(), batch.weights(), rate(step, steps));
            smoothed = Double.isNaN(smoothed) ? loss : 0.95 * smoothed + 0.05 * loss;
            progress.report(
                    String.format(Locale.ROOT, "step %d of %d, loss %.3f", step + 1, steps, smoothed),
                    (double) trainer.steps() / steps);
            if (trainer.steps() % SAVE_EVERY == 0 || trainer.steps() == steps) {
                trainer.save(checkpoint);
                Map<Kind, Double> shares = Accuracy.measure(trainer, tokenizer, watched);
                progress.report("accuracy " + shares, (double) trainer.steps() / steps);
            }
        }
        return trainer;
    }

    private static double rate(int step, int steps) {
        if (step < WARM_UP) {
            return RATE * (step + 1) / WARM_UP;
        }
        double way = (double) (step - WARM_UP) / Math.max(1, steps - WARM_UP);
        return RATE * (0.1 + 0.9 * (1 + Math.cos(Math.PI * way)) / 2);
    }
}
