package sulcus.study;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import sulcus.export.ExportSettings;
import sulcus.export.Exported;
import sulcus.export.HuggingFaceExport;
import sulcus.export.Layout;
import sulcus.format.AtomicFile;
import sulcus.format.ElementType;
import sulcus.format.FileFailure;
import sulcus.format.Sha256;
import sulcus.format.StrictJson;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.prune.Plan;
import sulcus.prune.Pruning;
import sulcus.run.Device;
import sulcus.run.train.LowRank;
import sulcus.run.train.LowRankTrainer;
import sulcus.run.train.TrainingWindows;
import sulcus.task.Cancelled;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * A model, pruned or not, to one that predicts a text better: low-rank adapters are trained beside its frozen weights, those
 * with the lowest validation loss are merged into them, and the result is written as a folder. State lies beside the target
 * as {@code OUT.partial-recovery}: where the work is cancelled, the same operation goes on from it, with the same result.
 *
 * @param model as for {@link Model#open}
 * @param text to train on; must not be what the model is evaluated on
 * @param validation text to watch the training by; null holds out the end of the training text
 * @param field of .jsonl and .parquet; null for "text"
 * @param out folder, must not exist
 * @param layout null: uniform where all layers are equally wide, else compact
 * @param type of the written tensors; null keeps the model's
 */
public record RecoverModel(
        Path model,
        Path text,
        Path validation,
        String field,
        Path out,
        Recovery recovery,
        Layout layout,
        ElementType type,
        Device device) {
    /** The curve's name in the folder that is written. */
    public static final String CURVE = "recovery.jsonl";

    private static final long SAVE_EVERY = 60_000_000_000L;

    /**
     * What came of it.
     *
     * @param curve validation losses from step 0 on
     * @param bestStep whose adapters were merged
     * @param stopped whether training ended before the last step because the validation loss no longer fell
     * @param adapters numbers trained
     * @param tokensPerSecond of training in this run, validation not counted; 0 where all steps were done before
     */
    public record Recovered(
            Exported exported,
            List<RecoveryPoint> curve,
            int bestStep,
            boolean stopped,
            long adapters,
            double tokensPerSecond) {
        /** Nats a token, before training. */
        public double lossBefore() {
            return curve.getFirst().validationLoss();
        }

        /** Nats a token, of the model that was written. */
        public double lossAfter() {
            return curve.stream()
                    .filter(point -> point.step() == bestStep)
                    .findFirst()
                    .orElseThrow()
                    .validationLoss();
        }
    }

    /** @param told each point of the curve as it is known, those of an earlier run too */
    public Recovered run(Consumer<RecoveryPoint> told, Progress progress) {
        progress.report("opening", 0);
        try (Model opened = Model.open(model)) {
            HuggingFaceExport.check(opened, out);
            int window = Math.min(recovery.window(), opened.description().maximumPositions());
            RecoveryTexts texts = RecoveryTexts.read(opened, text, validation, field, window, progress);
            LowRank adapters =
                    LowRank.initial(opened, recovery.rank(), recovery.alpha(), recovery.targets(), recovery.seed());
            Training training = new Training(texts, window, identity(opened, texts), told, progress.part(0.01, 0.95));
            progress.report("reading the weights", 0);
            try (LowRankTrainer trainer = new LowRankTrainer(opened, adapters, device)) {
                training.run(trainer);
            }
            Exported exported = export(opened, training, progress.part(0.95, 1));
            AtomicFile.write(out.resolve(CURVE), lines(training.curve).getBytes(StandardCharsets.UTF_8));
            PruneText.remove(partial());
            return new Recovered(
                    exported,
                    List.copyOf(training.curve),
                    training.state.bestStep,
                    training.curve.getLast().step() < recovery.steps(),
                    adapters.values().length,
                    training.seconds > 0 ? training.trained / training.seconds : 0);
        }
    }

    private Path partial() {
        Path target = out.toAbsolutePath().normalize();
        return target.resolveSibling(target.getFileName() + ".partial-recovery");
    }

    private String identity(Model opened, RecoveryTexts texts) {
        String all = ModelFiles.stamp(opened) + StrictJson.write(recovery.map()) + StrictJson.write(texts.record());
        return Sha256.of(all.getBytes(StandardCharsets.UTF_8));
    }

    private static String lines(List<RecoveryPoint> curve) {
        StringBuilder lines = new StringBuilder();
        curve.forEach(point -> lines.append(StudyJson.line(point)).append('\n'));
        return lines.toString();
    }

    private Exported export(Model opened, Training training, Progress progress) {
        Model merged = training.best.merged(opened);
        Map<String, Object> provenance = new LinkedHashMap<>();
        Map<String, Object> how = recovery.map();
        how.put("bestStep", training.state.bestStep);
        how.put("validationLossBefore", training.curve.getFirst().validationLoss());
        how.put("validationLossAfter", training.state.bestLoss);
        provenance.put("recovery", how);
        provenance.putAll(training.texts.record());
        Path before = opened.source().resolve("sulcus.json");
        if (Files.isRegularFile(before)) {
            provenance.put("before", StrictJson.readObject(before, 64 << 20));
        }
        return HuggingFaceExport.write(
                merged,
                Pruning.of(Plan.whole(opened.description().neurons())),
                new ExportSettings(
                        out,
                        layout == null ? fitting(opened) : layout,
                        type,
                        provenance,
                        training.texts.validation()[0]),
                device,
                progress);
    }

    /** Whether a projection has a bias where the first matrix beside it has none. */
    private static boolean alone(Model model, Slot projection, Slot first) {
        return model.weights().has(WeightId.bias(projection, 0))
                && !model.weights().has(WeightId.bias(first, 0));
    }

    /** The layout that loads without code of its own where the model's shape allows it. */
    private static Layout fitting(Model model) {
        boolean even = Arrays.stream(model.description().neurons()).distinct().count() == 1
                && Arrays.stream(model.description().keyValueHeads()).distinct().count() == 1;
        boolean biased = alone(model, Slot.DOWN, Slot.UP) || alone(model, Slot.ATTENTION_OUTPUT, Slot.QUERY);
        return even && !biased ? Layout.UNIFORM : Layout.COMPACT;
    }

    /** The training as it goes. */
    private final class Training {
        private final RecoveryTexts texts;
        private final int window;
        private final String identity;
        private final Consumer<RecoveryPoint> told;
        private final Progress progress;
        private final List<RecoveryPoint> curve = new ArrayList<>();
        private RecoveryState state;
        private LowRank best;
        private long trained;
        private double seconds;

        Training(RecoveryTexts texts, int window, String identity, Consumer<RecoveryPoint> told, Progress progress) {
            this.texts = texts;
            this.window = window;
            this.identity = identity;
            this.told = told;
            this.progress = progress;
        }

        void run(LowRankTrainer trainer) {
            state = new RecoveryState(trainer.adapters());
            resume(trainer);
            TrainingWindows windows = new TrainingWindows(texts.training(), window, recovery.seed());
            int each = recovery.windowsPerStep(window);
            long saved = System.nanoTime();
            try {
                while (true) {
                    if (validationIsDue(trainer.steps())) {
                        validate(trainer, each);
                    }
                    if (trainer.steps() >= recovery.steps() || outOfPatience()) {
                        break;
                    }
                    progress.report(what(trainer.steps()), trainer.steps() / (double) recovery.steps());
                    step(trainer, windows, each);
                    if (System.nanoTime() - saved > SAVE_EVERY) {
                        save(trainer);
                        saved = System.nanoTime();
                    }
                }
            } catch (Cancelled e) {
                if (!curve.isEmpty()) {
                    save(trainer);
                }
                throw e;
            }
            save(trainer);
            best = trainer.adapters().with(state.best);
        }

        private boolean validationIsDue(int step) {
            return curve.isEmpty()
                    || curve.getLast().step() < step && (step % recovery.every() == 0 || step == recovery.steps());
        }

        private boolean outOfPatience() {
            return recovery.patience() > 0 && state.worse >= recovery.patience();
        }

        private String what(int step) {
            String loss = state.lossSteps > 0
                    ? String.format(Locale.ROOT, ", loss %.3f", state.lossSum / state.lossSteps)
                    : "";
            String speed = seconds > 0 ? String.format(Locale.ROOT, ", %.0f tokens/s", trained / seconds) : "";
            return String.format(
                    Locale.ROOT,
                    "step %d of %d%s, validation %.3f%s",
                    step + 1,
                    recovery.steps(),
                    loss,
                    curve.getLast().validationLoss(),
                    speed);
        }

        private void step(LowRankTrainer trainer, TrainingWindows windows, int each) {
            int[][] batch = new int[each][];
            for (int i = 0; i < each; i++) {
                batch[i] = windows.window((long) trainer.steps() * each + i);
            }
            long start = System.nanoTime();
            double loss = trainer.step(batch, recovery.rate(trainer.steps() + 1), progress);
            if (!Double.isFinite(loss)) {
                throw new Refusal(model + ": the training loss became NaN or infinite at step " + trainer.steps()
                        + "; remove " + partial() + " and take a smaller learning rate");
            }
            seconds += (System.nanoTime() - start) * 1e-9;
            trained += (long) each * window;
            state.lossSum += loss;
            state.lossSteps++;
        }

        /** Adds a point to the curve; where it is cancelled, nothing has changed. */
        private void validate(LowRankTrainer trainer, int each) {
            double sum = 0;
            for (int[] ids : texts.validation()) {
                progress.report("validating", trainer.steps() / (double) recovery.steps());
                sum += trainer.loss(ids);
            }
            double loss = sum / ((window - 1.0) * texts.validation().length);
            if (!Double.isFinite(loss)) {
                throw new Refusal(model + ": the validation loss is NaN or infinite at step " + trainer.steps()
                        + "; the model is damaged, or the learning rate too high");
            }
            int step = trainer.steps();
            RecoveryPoint point = new RecoveryPoint(
                    step,
                    (long) step * each * window,
                    state.lossSteps == 0 ? null : state.lossSum / state.lossSteps,
                    loss,
                    step == 0 ? 0 : recovery.rate(step));
            state.lossSum = 0;
            state.lossSteps = 0;
            if (loss < state.bestLoss) {
                state.bestLoss = loss;
                state.bestStep = step;
                state.worse = 0;
                System.arraycopy(trainer.adapters().values(), 0, state.best, 0, state.best.length);
            } else {
                state.worse++;
            }
            curve.add(point);
            told.accept(point);
        }

        private void save(LowRankTrainer trainer) {
            Path folder = partial();
            try {
                Files.createDirectories(folder);
            } catch (IOException e) {
                throw FileFailure.writing(folder, e);
            }
            AtomicFile.write(folder.resolve(CURVE), lines(curve).getBytes(StandardCharsets.UTF_8));
            state.write(folder.resolve(RecoveryState.FILE), trainer, identity);
        }

        private void resume(LowRankTrainer trainer) {
            Path file = partial().resolve(RecoveryState.FILE);
            if (!Files.exists(file)) {
                return;
            }
            state.read(file, trainer, identity);
            // the curve is written first, so it may be ahead of the state by a point or more
            List<RecoveryPoint> kept = new Lines<>(partial().resolve(CURVE), RecoveryPoint.class)
                    .read().stream()
                            .filter(point -> point.step() <= trainer.steps())
                            .toList();
            boolean whole = !kept.isEmpty()
                    && kept.getFirst().step() == 0
                    && kept.stream().anyMatch(point -> point.step() == state.bestStep)
                    && kept.getLast().step() + state.lossSteps == trainer.steps();
            if (!whole || trainer.steps() > recovery.steps()) {
                throw new Refusal(partial() + ": its curve and its state do not fit together; remove it to begin anew");
            }
            kept.forEach(told);
            curve.addAll(kept);
        }
    }
}
