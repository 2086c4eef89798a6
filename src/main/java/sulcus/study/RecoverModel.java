package sulcus.study;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import sulcus.export.ExportSettings;
import sulcus.export.Exported;
import sulcus.export.HuggingFaceExport;
import sulcus.export.Layout;
import sulcus.format.AtomicFile;
import sulcus.format.ElementType;
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
import sulcus.task.Progress;
import sulcus.text.TextFiles;

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
 * @param shard bytes that one file of the written folder holds at most
 */
public record RecoverModel(
        Path model,
        TextFiles text,
        TextFiles validation,
        String field,
        Path out,
        Recovery recovery,
        Layout layout,
        ElementType type,
        long shard,
        Device device) {
    /** In one file, unless it is very large. */
    public RecoverModel(
            Path model,
            TextFiles text,
            TextFiles validation,
            String field,
            Path out,
            Recovery recovery,
            Layout layout,
            ElementType type,
            Device device) {
        this(model, text, validation, field, out, recovery, layout, type, ExportSettings.SHARD, device);
    }

    /** The curve's name in the folder that is written. */
    public static final String CURVE = "recovery.jsonl";

    /**
     * What came of it.
     *
     * @param curve validation losses from step 0 on
     * @param bestStep whose adapters were merged
     * @param stopped whether training ended before the last step: the validation loss no longer fell, or it was asked to
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
        return run(told, () -> false, progress);
    }

    /**
     * @param told each point of the curve as it is known, those of an earlier run too
     * @param enough asked before each step: whether to end now and write the best there is
     */
    public Recovered run(Consumer<RecoveryPoint> told, BooleanSupplier enough, Progress progress) {
        progress.report("opening", 0);
        try (Model opened = Model.open(model)) {
            HuggingFaceExport.check(opened, out);
            int window = Math.min(recovery.window(), opened.description().maximumPositions());
            RecoveryTexts texts = RecoveryTexts.read(opened, text, validation, field, window, progress.part(0, 0.01));
            LowRank adapters =
                    LowRank.initial(opened, recovery.rank(), recovery.alpha(), recovery.targets(), recovery.seed());
            RecoveryTraining training = new RecoveryTraining(
                    this, texts, window, identity(opened, texts), told, enough, progress.part(0.01, 0.95));
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

    Path partial() {
        Path target = out.toAbsolutePath().normalize();
        return target.resolveSibling(target.getFileName() + ".partial-recovery");
    }

    private String identity(Model opened, RecoveryTexts texts) {
        String all = ModelFiles.stamp(opened) + StrictJson.write(recovery.map()) + StrictJson.write(texts.record());
        return Sha256.of(all.getBytes(StandardCharsets.UTF_8));
    }

    static String lines(List<RecoveryPoint> curve) {
        StringBuilder lines = new StringBuilder();
        curve.forEach(point -> lines.append(StudyJson.line(point)).append('\n'));
        return lines.toString();
    }

    private Exported export(Model opened, RecoveryTraining training, Progress progress) {
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
                        training.texts.validation()[0],
                        shard),
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
        boolean biased = alone(model, Slot.DOWN, Slot.UP) || alone(model, Slot.ATTENTION_OUTPUT, Slot.QUERY);
        return Layout.fitting(model.description(), biased);
    }
}
