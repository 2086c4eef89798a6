package sulcus.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import sulcus.run.train.Trainer;
import sulcus.task.Progress;
import sulcus.text.Tokenizer;
import sulcus.text.TokenizerJson;

/**
 * Makes the bundled sample: text, tokenizer, model. Run as {@code sulcus.sample.MakeSample FOLDER [STEPS]}; a run that was
 * broken off goes on from {@code FOLDER/checkpoint}.
 */
public final class MakeSample {
    private static final long SEED = 20250808;
    private static final int EACH = 60;

    private MakeSample() {}

    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        int steps = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 4800;
        long[] last = {0};
        make(folder, steps, new Progress() {
            @Override
            public void report(String what, double fraction) {
                if (!what.startsWith("step") || System.nanoTime() - last[0] > 5_000_000_000L) {
                    last[0] = System.nanoTime();
                    System.err.println(java.time.LocalTime.now().withNano(0) + " " + what);
                }
            }

            @Override
            public void check() {}
        });
    }

    static void make(Path folder, int steps, Progress progress) throws IOException {
        Path model = Files.createDirectories(folder.resolve("model"));
        TokenizerJson learned = SampleTokenizer.learn(SEED);
        Files.write(model.resolve("tokenizer.json"), learned.bytes());
        Files.write(
                model.resolve("tokenizer_config.json"),
                learned.configuration(-1, 0, "", TrainSample.LONGEST_WINDOW));
        List<SampleDocument> held = SampleText.collection(EACH, SEED + 2);
        try (Tokenizer tokenizer = Tokenizer.open(model)) {
            Trainer trainer = TrainSample.train(steps, SEED, tokenizer, held, folder.resolve("checkpoint"), progress);
            Map<Kind, Double> accuracy = Accuracy.measure(trainer, tokenizer, held);
            double loss = TrainSample.heldOutLoss(trainer, tokenizer, held);
            progress.report("accuracy " + accuracy + ", held-out perplexity " + Math.exp(loss) + ", "
                    + new Random(0).nextInt(1), 1);
        }
    }
}
