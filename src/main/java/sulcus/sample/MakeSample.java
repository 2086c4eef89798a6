package sulcus.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import sulcus.format.AtomicFile;
import sulcus.format.StrictJson;
import sulcus.run.train.Trainer;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.Tokenizer;
import sulcus.text.TokenizerFiles;
import sulcus.text.TokenizerJson;
import sulcus.text.TokenizerSettings;

/**
 * Makes the bundled sample: text with known kinds, a tokenizer learned from it, a model trained on it, and what it reached.
 * A run that was broken off goes on from its last checkpoint.
 */
public final class MakeSample {
    private static final long SEED = 20250808;

    /** Documents of each kind in each of the two files. */
    private static final int EACH = 60;

    /** Multiple-choice items of each kind. */
    private static final int ITEMS = 12;

    private static final int STEPS = 4500;

    private MakeSample() {}

    /** Arguments: the folder to fill, then, if wanted, a folder for checkpoints and a number of steps. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 1 || arguments.length > 3) {
            System.err.println("usage: MakeSample FOLDER [CHECKPOINTS [STEPS]]");
            System.exit(2);
        }
        Path checkpoints = Path.of(arguments.length > 1 ? arguments[1] : "target/sample-training");
        int steps = arguments.length > 2 ? Integer.parseInt(arguments[2]) : STEPS;
        try {
            make(Path.of(arguments[0]), checkpoints, steps, EACH, new Terminal());
        } catch (Refusal refusal) {
            System.err.println(refusal.getMessage());
            System.exit(1);
        }
    }

    /** A line every ten seconds, and every line that is no mere step. */
    private static final class Terminal implements Progress {
        private long last = System.nanoTime();

        @Override
        public void report(String what, double fraction) {
            if (!what.startsWith("step") || System.nanoTime() - last > 10_000_000_000L) {
                last = System.nanoTime();
                System.err.println(LocalTime.now().withNano(0) + " " + what);
            }
        }

        @Override
        public void check() {
            // the terminal's Ctrl-C ends the process; the checkpoint stays
        }
    }

    static void make(Path folder, Path checkpoints, int steps, int each, Progress progress) throws IOException {
        Path model = Files.createDirectories(folder.resolve("model"));
        Path text = Files.createDirectories(folder.resolve("text"));
        Files.createDirectories(checkpoints);
        List<SampleDocument> calibration = SampleText.collection(each, SEED + 1, List.of());
        List<SampleDocument> held = SampleText.collection(each, SEED + 2, calibration);
        SampleFiles.writeText(text.resolve("calibration.jsonl"), calibration);
        SampleFiles.writeText(text.resolve("held-out.jsonl"), held);
        writeChoices(folder, each, calibration, held);
        writeTokenizer(checkpoints);
        try (Tokenizer tokenizer = Tokenizer.open(checkpoints)) {
            Trainer trainer = TrainSample.train(steps, SEED, tokenizer, held, checkpoints.resolve("steps"), progress);
            SampleFiles.writeModel(model, trainer, tokenizer.endOfText());
            TokenizerFiles.of(checkpoints).forEach((name, bytes) -> AtomicFile.write(model.resolve(name), bytes));
        }
        Map<String, Object> reached = Reached.measure(model, held, progress);
        reached.put("steps", steps);
        reached.put("seed", SEED);
        String json = StrictJson.write(reached);
        AtomicFile.write(folder.resolve("reached.json"), json.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        System.out.print(json);
    }

    private static void writeChoices(Path folder, int each, List<SampleDocument> calibration, List<SampleDocument> held)
            throws IOException {
        List<SampleDocument> known = new ArrayList<>(calibration);
        known.addAll(held);
        Path tasks = Files.createDirectories(folder.resolve("tasks"));
        List<SampleDocument> asked = SampleText.collection(Math.min(each, ITEMS), SEED + 3, known);
        Choices.write(tasks.resolve("choices.jsonl"), asked, SEED + 4);
    }

    /** Writes the multiple-choice items alone, as {@link #make} does for the bundled sample. */
    static void writeChoices(Path folder) throws IOException {
        List<SampleDocument> calibration = SampleText.collection(EACH, SEED + 1, List.of());
        writeChoices(folder, EACH, calibration, SampleText.collection(EACH, SEED + 2, calibration));
    }

    private static void writeTokenizer(Path folder) {
        TokenizerJson learned = SampleTokenizer.learn(SEED);
        AtomicFile.write(folder.resolve("tokenizer.json"), learned.bytes());
        AtomicFile.write(
                folder.resolve("tokenizer_config.json"),
                learned.configuration(
                        new TokenizerSettings(Map.of("eos_token", 0), Map.of(), "", TrainSample.LONGEST_WINDOW)));
    }
}
