package sulcus.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.TinyModel;
import sulcus.export.ExportSettings;
import sulcus.export.HuggingFaceExport;
import sulcus.export.Layout;
import sulcus.format.StrictJson;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.prune.Plan;
import sulcus.prune.Pruning;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.run.train.LowRank;
import sulcus.task.Cancelled;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

class RecoverModelTest {
    private static final Recovery SHORT = new Recovery(2, 4, Set.copyOf(LowRank.SLOTS), 9, 64, 32, 5e-3, 3, 0, 1);

    @TempDir
    Path folder;

    private Path model;
    private Path text;

    @BeforeEach
    void write() throws Exception {
        model = TinyModel.write(folder.resolve("model"));
        text = TinyModel.text(folder.resolve("text.txt"), 30);
    }

    private RecoverModel recover(Path from, String out, Recovery recovery) {
        return new RecoverModel(
                from, TextFiles.of(text), null, null, folder.resolve(out), recovery, null, null, Device.CPU);
    }

    /** Cut to other widths in each layer, with biases of the down projection. */
    private Path pruned() {
        BitSet[] kept = new BitSet[TinyModel.LAYERS];
        float[][] biases = new float[TinyModel.LAYERS][TinyModel.HIDDEN];
        int[] neurons = new int[TinyModel.LAYERS];
        for (int layer = 0; layer < kept.length; layer++) {
            neurons[layer] = TinyModel.NEURONS;
            kept[layer] = new BitSet();
            kept[layer].set(layer, 20 + 7 * layer);
            biases[layer][layer] = 0.5f;
        }
        Path out = folder.resolve("pruned");
        try (Model dense = Model.open(model)) {
            HuggingFaceExport.write(
                    dense,
                    new Pruning(new Plan(Float.NaN, neurons, kept), biases, null),
                    new ExportSettings(out, Layout.COMPACT, null, java.util.Map.of("preserved", "by a test")),
                    Device.CPU,
                    Progress.NONE);
        }
        return out;
    }

    @Test
    void aPrunedModelWithUnequalLayersLearnsAndLoads() {
        Path from = pruned();
        List<RecoveryPoint> told = new ArrayList<>();
        RecoverModel.Recovered recovered = recover(from, "out", SHORT).run(told::add, Progress.NONE);
        assertThat(recovered.lossAfter()).isLessThan(0.99 * recovered.lossBefore());
        assertThat(recovered.exported().maximumLogitDifference()).isLessThan(1e-4);
        assertThat(told).isEqualTo(recovered.curve());
        assertThat(told).extracting(RecoveryPoint::step).containsExactly(0, 3, 6, 9);
        assertThat(told.getLast().tokens()).isEqualTo(9 * 64);
        Path out = folder.resolve("out");
        assertThat(new Lines<>(out.resolve(RecoverModel.CURVE), RecoveryPoint.class).read())
                .isEqualTo(told);
        assertThat(folder.resolve("out.partial-recovery")).doesNotExist();
        try (Model written = Model.open(out);
                Model before = Model.open(from)) {
            assertThat(written.description().neurons())
                    .isEqualTo(before.description().neurons());
            assertThat(written.parameters()).isEqualTo(before.parameters());
        }
        var manifest = StrictJson.readObject(out.resolve("sulcus.json"), 1 << 20);
        assertThat(manifest.get("provenance").toString())
                .contains("rank=2", "validationLossAfter", "sha256", "by a test");
    }

    /** Cancels at the n-th report of a step or a validation. */
    private static Progress cancelledAfter(int reports) {
        return new Progress() {
            private int seen;

            @Override
            public void report(String what, double fraction) {
                if (what.startsWith("step ") || what.startsWith("validating")) {
                    seen++;
                }
                check();
            }

            @Override
            public void check() {
                if (seen >= reports) {
                    throw new Cancelled();
                }
            }
        };
    }

    @Test
    void aTrainingThatWasCancelledAgainAndAgainComesToTheSameBits() throws Exception {
        RecoverModel.Recovered whole = recover(model, "whole", SHORT).run(point -> {}, Progress.NONE);
        RecoverModel broken = recover(model, "broken", SHORT);
        int cancelled = 0;
        RecoverModel.Recovered recovered = null;
        while (recovered == null) {
            try {
                recovered = broken.run(point -> {}, cancelledAfter(3));
            } catch (Cancelled e) {
                cancelled++;
                assertThat(folder.resolve("broken")).doesNotExist();
                assertThat(cancelled).isLessThan(30);
            }
        }
        assertThat(cancelled).isGreaterThan(3);
        assertThat(recovered.curve()).isEqualTo(whole.curve());
        assertThat(Files.readAllBytes(folder.resolve("broken/model.safetensors")))
                .isEqualTo(Files.readAllBytes(folder.resolve("whole/model.safetensors")));
    }

    @Test
    void whatIsLeftOfOtherWorkIsRefused() {
        assertThatThrownBy(() -> recover(model, "out", SHORT).run(point -> {}, cancelledAfter(4)))
                .isInstanceOf(Cancelled.class);
        Recovery other = new Recovery(2, 4, Set.of(Slot.UP), 9, 64, 32, 5e-3, 3, 0, 1);
        assertThatThrownBy(() -> recover(model, "out", other).run(point -> {}, Progress.NONE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("out.partial-recovery")
                .hasMessageContaining("remove it");
    }

    @Test
    void aDamagedStateIsRefused() throws Exception {
        RecoverModel recover = recover(model, "out", SHORT);
        assertThatThrownBy(() -> recover.run(point -> {}, cancelledAfter(6))).isInstanceOf(Cancelled.class);
        Path state = folder.resolve("out.partial-recovery/state.safetensors");
        byte[] bytes = Files.readAllBytes(state);
        byte[] damaged = bytes.clone();
        for (int i = 1; i <= 4; i++) {
            damaged[damaged.length - i] = (byte) 0xff;
        }
        Files.write(state, damaged);
        assertThatThrownBy(() -> recover.run(point -> {}, Progress.NONE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("NaN");
        Files.write(state, bytes);
        Files.delete(state.resolveSibling(RecoverModel.CURVE));
        assertThatThrownBy(() -> recover.run(point -> {}, Progress.NONE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("do not fit together");
    }

    @Test
    void trainingStopsWhenItNoLongerHelpsAndTheBestIsMerged() {
        Recovery wild = new Recovery(2, 4, Set.of(Slot.UP, Slot.DOWN), 40, 64, 32, 1, 1, 2, 1);
        RecoverModel.Recovered recovered = recover(model, "out", wild).run(point -> {}, Progress.NONE);
        assertThat(recovered.stopped()).isTrue();
        int last = recovered.curve().getLast().step();
        assertThat(last).isLessThan(40);
        assertThat(recovered.bestStep()).isEqualTo(last - 2);
        assertThat(recovered.lossAfter())
                .isEqualTo(recovered.curve().stream()
                        .mapToDouble(RecoveryPoint::validationLoss)
                        .min()
                        .orElseThrow());
    }

    @Test
    void theWrittenModelHasTheLossThatTheCurveSays() {
        Path other = folder.resolve("other.txt");
        Path validation = assertThatNoTextIsBoth(other);
        RecoverModel.Recovered recovered = new RecoverModel(
                        model,
                        TextFiles.of(text),
                        TextFiles.of(validation),
                        null,
                        folder.resolve("out"),
                        SHORT,
                        null,
                        null,
                        Device.CPU)
                .run(point -> {}, Progress.NONE);
        try (Model before = Model.open(model);
                Model written = Model.open(folder.resolve("out"));
                Runner runner = Runner.open(written, Device.CPU)) {
            RecoveryTexts texts =
                    RecoveryTexts.read(before, TextFiles.of(text), TextFiles.of(validation), null, 32, Progress.NONE);
            double sum = 0;
            for (int[] window : texts.validation()) {
                for (float loss : runner.losses(window, Gates.OPEN)) {
                    sum += loss;
                }
            }
            assertThat(sum / (31 * texts.validation().length))
                    .isCloseTo(recovered.lossAfter(), org.assertj.core.api.Assertions.within(1e-4));
        }
    }

    @Test
    void aSmallShardSizeCutsTheFolderAndItIsReadAsOne() throws Exception {
        RecoverModel whole = recover(model, "whole", SHORT);
        whole.run(point -> {}, Progress.NONE);
        new RecoverModel(
                        model,
                        TextFiles.of(text),
                        null,
                        null,
                        folder.resolve("cut"),
                        SHORT,
                        null,
                        null,
                        20_000,
                        Device.CPU)
                .run(point -> {}, Progress.NONE);
        assertThat(folder.resolve("cut/model.safetensors.index.json")).exists();
        assertThat(folder.resolve("cut/model.safetensors")).doesNotExist();
        try (Model one = Model.open(folder.resolve("whole"));
                Model several = Model.open(folder.resolve("cut"))) {
            sulcus.model.WeightId down = sulcus.model.WeightId.weight(Slot.DOWN, 1);
            assertThat(several.weights().read(down)).isEqualTo(one.weights().read(down));
        }
    }

    private Path assertThatNoTextIsBoth(Path other) {
        try {
            Files.copy(text, other);
            assertThatThrownBy(() -> new RecoverModel(
                                    model,
                                    TextFiles.of(text),
                                    TextFiles.of(other),
                                    null,
                                    folder.resolve("out"),
                                    SHORT,
                                    null,
                                    null,
                                    Device.CPU)
                            .run(point -> {}, Progress.NONE))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("is the training text");
            Files.writeString(other, "the thin man and the other man. ".repeat(40));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return other;
    }

    @Test
    void aTextThatIsTooShortIsRefused() throws Exception {
        Files.writeString(text, "the end");
        assertThatThrownBy(() -> recover(model, "out", SHORT).run(point -> {}, Progress.NONE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("fewer than two windows of 32");
        assertThat(folder.resolve("out.partial-recovery")).doesNotExist();
    }
}
