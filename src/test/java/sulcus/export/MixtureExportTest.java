package sulcus.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sulcus.FamilyFixtures;
import sulcus.format.ElementType;
import sulcus.model.Configuration;
import sulcus.model.Description;
import sulcus.model.Model;
import sulcus.prune.Compensating;
import sulcus.prune.Compensation;
import sulcus.prune.HeadPlan;
import sulcus.prune.Plan;
import sulcus.prune.Pruning;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/** Mixtures of experts that lost neurons, as files. */
class MixtureExportTest {
    @TempDir
    Path folder;

    private static Model open(String name) throws URISyntaxException {
        return Model.open(FamilyFixtures.folder(name));
    }

    /** The first neurons of each expert, as many as there are in {@code kept}; the same in all layers if even. */
    private static Plan plan(Model model, boolean even) {
        Description d = model.description();
        BitSet[] sets = new BitSet[d.layers()];
        for (int layer = 0; layer < sets.length; layer++) {
            sets[layer] = new BitSet();
            int first = 0;
            for (int width : d.expertWidths(layer)) {
                sets[layer].set(first, first + (even ? width / 2 : 5 + 3 * layer + first % 7));
                first += width;
            }
        }
        return new Plan(Float.NaN, d.neurons(), sets);
    }

    private Exported write(Model model, Pruning pruning, Layout layout) {
        ExportSettings settings = new ExportSettings(folder.resolve(layout.label()), layout, ElementType.F32, Map.of());
        return HuggingFaceExport.write(model, pruning, settings, Device.CPU, Progress.NONE);
    }

    private static float[] logits(Model model) {
        try (Runner runner = Runner.open(model, Device.CPU)) {
            return runner.logits(TinyFolder.text(20), Gates.OPEN);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixtral", "qwen2-moe", "qwen3-moe", "olmoe", "llama4"})
    void unequalExpertsComeBackPadded(String name) throws URISyntaxException {
        try (Model dense = open(name)) {
            Pruning pruning = Pruning.of(plan(dense, false));
            Exported exported = write(dense, pruning, Layout.PADDED);
            try (Model written = Model.open(exported.out())) {
                assertThat(logits(written))
                        .usingComparatorWithPrecision(1e-4f)
                        .containsExactly(logits(pruning.masked(dense)));
                assertThat(written.parameters())
                        .isEqualTo(exported.size().parameters())
                        .isLessThan(dense.parameters());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixtral", "qwen2-moe", "qwen3-moe", "olmoe", "llama4"})
    void equalExpertsComeBackUniform(String name) throws URISyntaxException {
        try (Model dense = open(name)) {
            Pruning pruning = Pruning.of(plan(dense, true));
            Exported exported = write(dense, pruning, Layout.UNIFORM);
            try (Model written = Model.open(exported.out())) {
                assertThat(logits(written))
                        .usingComparatorWithPrecision(1e-4f)
                        .containsExactly(logits(pruning.masked(dense)));
                assertThat(written.description().neurons())
                        .containsExactly(pruning.plan().kept());
            }
        }
    }

    @Test
    void headsComeOutPadded() throws URISyntaxException {
        try (Model dense = open("mixtral")) {
            HeadPlan heads = HeadPlan.whole(dense.description());
            heads.preserved()[1].clear(0);
            Pruning pruning = Pruning.of(plan(dense, false).withHeads(heads));
            try (Model written = Model.open(write(dense, pruning, Layout.PADDED).out())) {
                assertThat(logits(written))
                        .usingComparatorWithPrecision(1e-4f)
                        .containsExactly(logits(pruning.masked(dense)));
            }
        }
    }

    @Test
    void aWholeModelKeepsEveryTensor() throws URISyntaxException {
        try (Model dense = open("qwen2-moe")) {
            Plan whole = Plan.whole(dense.description().neurons());
            Layout layout = Layout.fitting(dense.description(), false);
            try (Model written =
                    Model.open(write(dense, Pruning.of(whole), layout).out())) {
                assertThat(written.ids()).isEqualTo(dense.ids());
                dense.ids()
                        .forEach(id -> assertThat(written.weights().read(id))
                                .as(id.toString())
                                .isEqualTo(dense.weights().read(id)));
            }
        }
    }

    @Test
    void mixturesThatLlamaCppComputesOtherwiseAreRefused() throws URISyntaxException {
        try (Model dense = open("qwen2-moe")) {
            assertThatThrownBy(() -> GgufExport.form(dense, Layout.UNIFORM))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("experts in all layers, this model not in all; write a Hugging Face folder");
        }
        try (Model dense = open("olmoe")) {
            Map<String, Object> config = dense.configuration();
            config.put("norm_topk_prob", true);
            Description renormalized = dense.family().describe(new Configuration("config.json", config));
            assertThatThrownBy(() -> GgufExport.form(dense.with(renormalized, dense.weights()), Layout.UNIFORM))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("the shares of its experts sum to 1, in llama.cpp's olmoe they do not");
        }
        try (Model dense = open("llama4")) {
            assertThatThrownBy(() -> GgufExport.form(dense, Layout.UNIFORM))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("llama4_text models are not written as GGUF");
        }
    }

    @Test
    void layoutsThatCannotHoldExpertsAreRefused() throws URISyntaxException {
        try (Model dense = open("mixtral")) {
            Pruning pruning = Pruning.of(plan(dense, false));
            assertThatThrownBy(() -> write(dense, pruning, Layout.COMPACT))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("no compact layout for mixtures of experts; take the layout padded");
            assertThatThrownBy(() -> write(dense, pruning, Layout.UNIFORM))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("in one expert; take the layout padded");
            Compensating bias = Compensating.of(Compensation.BIAS);
            assertThatThrownBy(() -> HuggingFaceExport.check(dense, pruning.plan(), bias, Layout.PADDED))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("no place for the biases of the compensation; take compensation none");
            assertThatThrownBy(() -> GgufExport.form(pruning.apply(dense), Layout.COMPACT))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("its experts differ in width; take --layout padded");
        }
    }
}
