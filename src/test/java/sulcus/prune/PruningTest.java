package sulcus.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.export.TinyFolder;
import sulcus.format.ElementType;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.run.Capture;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.task.Refusal;

class PruningTest {
    @TempDir
    Path folder;

    private Model model(Map<String, Object> config) throws Exception {
        return Model.open(TinyFolder.write(folder.resolve("model"), config, ElementType.F32, null));
    }

    private static float[] logits(Model model, Gates gates) {
        try (Runner runner = Runner.open(model, Device.CPU)) {
            return runner.logits(TinyFolder.text(20), gates);
        }
    }

    private static void sameThreeWays(Model model) {
        Pruning pruning = new Pruning(TinyFolder.plan(11, 40, 23), TinyFolder.biases(), null);
        float[] gated = logits(model, pruning.gates());
        float[] masked = logits(pruning.masked(model), Gates.OPEN);
        float[] cut = logits(pruning.apply(model), Gates.OPEN);
        assertThat(pruning.apply(model).description().neurons()).containsExactly(11, 40, 23);
        assertThat(masked).usingComparatorWithPrecision(1e-4f).containsExactly(gated);
        assertThat(cut).usingComparatorWithPrecision(1e-4f).containsExactly(gated);
        assertThat(logits(model, Gates.OPEN))
                .usingComparatorWithPrecision(1e-2f)
                .isNotEqualTo(gated);
    }

    @Test
    void cuttingIsMasking() throws Exception {
        try (Model model = model(TinyFolder.llama())) {
            sameThreeWays(model);
        }
    }

    @Test
    void cuttingTakesBiasesAlongAndAddsToThoseOfTheDownProjection() throws Exception {
        Map<String, Object> config = TinyFolder.llama();
        config.put("mlp_bias", true);
        try (Model model = model(config)) {
            sameThreeWays(model);
        }
    }

    @Test
    void cuttingAPlainMlpIsMaskingIt() throws Exception {
        try (Model model = model(TinyFolder.gpt2())) {
            sameThreeWays(model);
        }
    }

    @Test
    void aChangedDownProjectionIsInTheCutAndInTheMaskedModel() throws Exception {
        try (Model model = model(TinyFolder.llama())) {
            float[][] down = {new float[16 * 11], null, new float[16 * 23]};
            Random random = new Random(3);
            for (float[] layer : new float[][] {down[0], down[2]}) {
                for (int i = 0; i < layer.length; i++) {
                    layer[i] = (float) random.nextGaussian();
                }
            }
            Pruning pruning = new Pruning(TinyFolder.plan(11, 40, 23), TinyFolder.biases(), down);
            assertThat(logits(pruning.apply(model), Gates.OPEN))
                    .usingComparatorWithPrecision(1e-4f)
                    .containsExactly(logits(pruning.masked(model), Gates.OPEN));
            assertThat(pruning.apply(model).weights().read(WeightId.weight(Slot.DOWN, 2)))
                    .containsExactly(down[2]);
            assertThatThrownBy(pruning::gates).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void aPlanForAnotherModelIsRefused() throws Exception {
        try (Model model = model(TinyFolder.llama())) {
            BitSet all = new BitSet();
            all.set(0, 41);
            Plan wide = new Plan(0, new int[] {41, 41, 41}, new BitSet[] {all, all, all});
            assertThatThrownBy(() -> Pruning.of(wide).apply(model)).isInstanceOf(Refusal.class);
            assertThatThrownBy(() -> Pruning.of(TinyFolder.plan(0, 40, 40)).apply(model))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("keeps no neuron");
        }
    }

    @Test
    void theBiasIsTheMeanOutputOfTheRemovedNeurons() throws Exception {
        try (Model model = model(TinyFolder.llama());
                Runner runner = Runner.open(model, Device.CPU)) {
            int[] text = TinyFolder.text(30);
            Plan plan = TinyFolder.plan(11, 40, 23);
            Pruning pruning = Pruner.compensate(
                    model,
                    plan,
                    new Compensating(Compensation.BIAS, 0, true),
                    List.of(List.of(text)),
                    Device.CPU,
                    Progress.NONE);
            Map<String, Capture> taps = runner.capture(text, 0, 2);
            assertThat(pruning.down().bias(1)).isNull();
            for (int layer : new int[] {0, 2}) {
                float[] h = taps.get("layer." + layer + ".mlp_down_input").values();
                float[] down = model.weights().read(WeightId.weight(Slot.DOWN, layer));
                for (int i = 0; i < 16; i++) {
                    double expected = 0;
                    for (int t = 0; t < 30; t++) {
                        for (int j = 0; j < 40; j++) {
                            if (!plan.preserved()[layer].get(j)) {
                                expected += h[t * 40 + j] * (double) down[i * 40 + j] / 30;
                            }
                        }
                    }
                    assertThat((double) pruning.down().bias(layer)[i]).isCloseTo(expected, within(1e-4));
                }
            }
        }
    }

    /** Mean squared difference of a layer's MLP input from the dense model's, after the pruned layer 0. */
    @Test
    void leastSquaresComesNearerToTheDenseModelThanABiasAndThatNearerThanNothing() throws Exception {
        try (Model model = model(TinyFolder.llama())) {
            int[] text = TinyFolder.text(60);
            Plan plan = TinyFolder.plan(20, 40, 40);
            double[] errors = new double[Compensation.values().length];
            float[] dense = layerOne(model, text);
            for (Compensation c : Compensation.values()) {
                Pruning pruning = Pruner.compensate(
                        model, plan, Compensating.of(c), List.of(List.of(text)), Device.CPU, Progress.NONE);
                float[] pruned = layerOne(pruning.masked(model), text);
                for (int i = 0; i < dense.length; i++) {
                    errors[c.ordinal()] += Math.pow(dense[i] - pruned[i], 2);
                }
            }
            assertThat(errors[1]).isLessThan(errors[0]);
            assertThat(errors[2]).isLessThan(0.5 * errors[1]);
        }
    }

    private static float[] layerOne(Model model, int[] text) {
        try (Runner runner = Runner.open(model, Device.CPU)) {
            return runner.capture(text, 1, 1).get("layer.1.mlp_up").values();
        }
    }

    @Test
    void preservedSetsAreReadBackAndWrongOnesRefused() {
        Path file = folder.resolve("set.safetensors");
        Plan plan = TinyFolder.plan(11, 40, 23);
        PreservedSet.write(file, "kept", plan);
        assertThat(PreservedSet.read(file + ":kept", plan.neurons()).preserved())
                .isEqualTo(plan.preserved());
        for (String wrong : new String[] {file + ":other", file.toString(), "kept", file + ":"}) {
            assertThatThrownBy(() -> PreservedSet.read(wrong, plan.neurons())).isInstanceOf(Refusal.class);
        }
        assertThatThrownBy(() -> PreservedSet.read(file + ":kept", new int[] {40, 40}))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("2 layers");
    }

    private static float[][] drawn(int[] neurons) {
        java.util.Random random = new java.util.Random(4);
        float[][] scores = new float[neurons.length][];
        for (int layer = 0; layer < scores.length; layer++) {
            scores[layer] = new float[neurons[layer]];
            for (int j = 0; j < scores[layer].length; j++) {
                scores[layer][j] = random.nextFloat();
            }
        }
        return scores;
    }

    @Test
    void uniformWidthsKeepThePreservedFirstAndThenTheBest() {
        Plan plan = TinyFolder.plan(10, 40, 25);
        float[][] scores = drawn(plan.neurons());
        Plan uniform = UniformWidths.of(plan, scores, 1);
        assertThat(uniform.kept()).containsExactly(25, 25, 25);
        assertThat(uniform.preserved()[2]).isEqualTo(plan.preserved()[2]);
        BitSet old = (BitSet) plan.preserved()[0].clone();
        old.andNot(uniform.preserved()[0]);
        assertThat(old.isEmpty()).isTrue();
        for (int kept = 0; kept < 40; kept++) {
            for (int gone = 0; gone < 40; gone++) {
                if (uniform.preserved()[1].get(kept) && !uniform.preserved()[1].get(gone)) {
                    assertThat(scores[1][kept]).isGreaterThan(scores[1][gone]);
                }
            }
        }
        assertThat(UniformWidths.of(plan, scores, 16).kept()).containsExactly(32, 32, 32);
    }
}
