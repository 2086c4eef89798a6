package sulcus.study;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import sulcus.format.AtomicFile;
import sulcus.format.FileFailure;
import sulcus.run.train.LowRank;
import sulcus.run.train.LowRankTrainer;
import sulcus.run.train.TrainingWindows;
import sulcus.task.Cancelled;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * The training of a recovery as it goes: it begins where the state beside the target says, and keeps that state.
 */
final class RecoveryTraining {
    private static final long SAVE_EVERY = 60_000_000_000L;

    private final RecoverModel work;
    private final Recovery recovery;
    final RecoveryTexts texts;
    private final int window;
    private final String identity;
    private final Consumer<RecoveryPoint> told;
    private final BooleanSupplier enough;
    private final Progress progress;
    final List<RecoveryPoint> curve = new ArrayList<>();
    RecoveryState state;
    LowRank best;
    long trained;
    double seconds;

    /**
     * @param told each point of the curve as it is known, those of an earlier run too
     * @param enough asked before each step: whether to end with what there is
     */
    RecoveryTraining(
            RecoverModel work,
            RecoveryTexts texts,
            int window,
            String identity,
            Consumer<RecoveryPoint> told,
            BooleanSupplier enough,
            Progress progress) {
        this.work = work;
        recovery = work.recovery();
        this.enough = enough;
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
                boolean stop = enough.getAsBoolean();
                if (validationIsDue(trainer.steps()) || stop && curve.getLast().step() < trainer.steps()) {
                    validate(trainer, each);
                }
                if (stop || trainer.steps() >= recovery.steps() || outOfPatience()) {
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
        String loss =
                state.lossSteps > 0 ? String.format(Locale.ROOT, ", loss %.3f", state.lossSum / state.lossSteps) : "";
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
            throw new Refusal(work.model() + ": the training loss became NaN or infinite at step " + trainer.steps()
                    + "; remove " + work.partial() + " and take a smaller learning rate");
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
            throw new Refusal(work.model() + ": the validation loss is NaN or infinite at step " + trainer.steps()
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
        Path folder = work.partial();
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw FileFailure.writing(folder, e);
        }
        AtomicFile.write(
                folder.resolve(RecoverModel.CURVE), RecoverModel.lines(curve).getBytes(StandardCharsets.UTF_8));
        state.write(folder.resolve(RecoveryState.FILE), trainer, identity);
    }

    private void resume(LowRankTrainer trainer) {
        Path file = work.partial().resolve(RecoveryState.FILE);
        if (!Files.exists(file)) {
            return;
        }
        state.read(file, trainer, identity);
        // the curve is written first, so it may be ahead of the state by a point or more
        List<RecoveryPoint> kept = new Lines<>(work.partial().resolve(RecoverModel.CURVE), RecoveryPoint.class)
                .read().stream()
                        .filter(point -> point.step() <= trainer.steps())
                        .toList();
        boolean whole = !kept.isEmpty()
                && kept.getFirst().step() == 0
                && kept.stream().anyMatch(point -> point.step() == state.bestStep)
                && kept.getLast().step() + state.lossSteps == trainer.steps();
        if (!whole || trainer.steps() > recovery.steps()) {
            throw new Refusal(
                    work.partial() + ": its curve and its state do not fit together; remove it to begin anew");
        }
        kept.forEach(told);
        curve.addAll(kept);
    }
}
