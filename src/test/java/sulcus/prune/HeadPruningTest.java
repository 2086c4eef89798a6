package sulcus.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.export.TinyFolder;
import sulcus.format.ElementType;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/** Groups of heads removed from small models with shared key/value heads (LLaMA) and without (GPT-2). */
class HeadPruningTest {
    private static final List<List<int[]>> TEXTS =
            List.of(List.of(TinyFolder.text(40), TinyFolder.text(23)), List.of(TinyFolder.text(31)));

    @TempDir
    Path folder;

    private Model open(Map<String, Object> config) throws IOException {
        Path source = folder.resolve((String) config.get("model_type"));
        return Model.open(TinyFolder.write(source, config, ElementType.F32, null));
    }

    private static HeadPlan heads(Model model, int[]... removed) {
        HeadPlan plan = HeadPlan.whole(model.description());
        for (int[] group : removed) {
            plan.preserved()[group[0]].clear(group[1]);
        }
        return plan;
    }

    private static float[] logits(Model model) {
        try (Runner runner = Runner.open(model, Device.CPU)) {
            return runner.logits(TinyFolder.text(20), Gates.OPEN);
        }
    }

    @Test
    void theCutModelIsTheMaskedOne() throws IOException {
        for (Map<String, Object> config : List.of(TinyFolder.llama(), TinyFolder.gpt2())) {
            try (Model dense = open(config)) {
                Plan plan = TinyFolder.plan(11, 40, 23).withHeads(heads(dense, new int[] {0, 1}, new int[] {2, 0}));
                Pruning pruning = Pruning.of(plan);
                Model cut = pruning.apply(dense);
                assertThat(cut.weights().columns(WeightId.weight(Slot.ATTENTION_OUTPUT, 0)))
                        .isEqualTo(cut.description().queryWidth(0))
                        .isLessThan(16);
                assertThat(logits(cut))
                        .usingComparatorWithPrecision(1e-4f)
                        .containsExactly(logits(pruning.masked(dense)));
                assertThat(dense.parameters()
                                - Pruning.of(Plan.whole(dense.description().neurons())
                                                .withHeads(plan.heads()))
                                        .apply(dense)
                                        .parameters())
                        .isEqualTo(plan.heads().parametersRemoved(dense));
                assertThat(pruning.changesWeights()).isTrue();
            }
        }
    }

    @Test
    void theMaskIsZeroColumnsOfTheOutputProjection() throws IOException {
        try (Model dense = open(TinyFolder.llama())) {
            HeadPlan plan = heads(dense, new int[] {1, 0});
            Model masked = Pruning.of(Plan.whole(dense.description().neurons()).withHeads(plan))
                    .masked(dense);
            WeightId id = WeightId.weight(Slot.ATTENTION_OUTPUT, 1);
            float[] before = dense.weights().read(id);
            float[] after = masked.weights().read(id);
            // one key/value head of two: the first two of four query heads of four dimensions
            for (int i = 0; i < before.length; i++) {
                assertThat(after[i]).isEqualTo(i % 16 < 8 ? 0 : before[i]);
            }
        }
    }

    @Test
    void theBiasIsTheMeanOfWhatTheRemovedHeadsGave() throws IOException {
        for (Map<String, Object> config : List.of(TinyFolder.llama(), TinyFolder.gpt2())) {
            try (Model dense = open(config)) {
                Plan plan = Plan.whole(dense.description().neurons()).withHeads(heads(dense, new int[] {1, 1}));
                Pruning pruning = Pruner.compensate(
                        dense, plan, Compensating.of(Compensation.BIAS), TEXTS, Device.CPU, Progress.NONE);
                // everything before is as it was, so the mean of the attention's output stays
                double[] rest = new double[16];
                double[] lost = difference(dense, pruning, 1);
                for (int i = 0; i < lost.length; i++) {
                    rest[i % 16] += lost[i] / (lost.length / 16.0);
                }
                for (double r : rest) {
                    assertThat(r).isCloseTo(0, within(1e-5));
                }
            }
        }
    }

    /** What the pruned attention of a layer gives less the dense one, on the same inputs, over all texts of both groups. */
    private static double[] difference(Model dense, Pruning pruning, int layer) {
        List<Double> all = new ArrayList<>();
        Model masked = pruning.masked(dense);
        float[] w = dense.weights().read(WeightId.weight(Slot.ATTENTION_OUTPUT, layer));
        float[] v = masked.weights().read(WeightId.weight(Slot.ATTENTION_OUTPUT, layer));
        float[] bias = pruning.attention().bias(layer);
        try (Runner runner = Runner.open(dense, Device.CPU)) {
            for (int[] text : TEXTS.stream().flatMap(List::stream).toList()) {
                float[] h = runner.capture(text, layer, layer)
                        .get("layer." + layer + ".attention_output_input")
                        .values();
                int n = h.length / text.length;
                for (int t = 0; t < text.length; t++) {
                    for (int i = 0; i < 16; i++) {
                        double sum = bias[i];
                        for (int j = 0; j < n; j++) {
                            sum += (double) h[t * n + j] * (v[i * n + j] - w[i * n + j]);
                        }
                        all.add(sum);
                    }
                }
            }
        }
        return all.stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Test
    void leastSquaresBringsBackWhatIsALinearFunctionOfTheOthers() throws IOException {
        try (Model dense = open(TinyFolder.gpt2())) {
            // head 3 of layer 1 looks, and gives, as head 2 does
            Model twin = dense.with(dense.description(), new TwinHeads(dense.weights(), 1, 2, 3, 4, 16));
            Plan plan = Plan.whole(twin.description().neurons()).withHeads(heads(twin, new int[] {1, 3}));
            Pruning pruning = Pruner.compensate(
                    twin, plan, Compensating.of(Compensation.LEAST_SQUARES), TEXTS, Device.CPU, Progress.NONE);
            double lost = squares(difference(
                    twin,
                    new Pruning(plan, Refit.NOTHING, new Refit(new float[][] {null, new float[16], null}, null)),
                    1));
            // all but what the ridge takes
            assertThat(squares(difference(twin, pruning, 1))).isLessThan(1e-3 * lost);
        }
    }

    private static double squares(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value * value;
        }
        return sum;
    }

    @Test
    void feedbackBringsTheStreamNearerToTheDenseModel() throws IOException {
        try (Model dense = open(TinyFolder.llama())) {
            Plan plan = TinyFolder.plan(25, 40, 40).withHeads(heads(dense, new int[] {0, 0}));
            Pruning own = Pruner.compensate(
                    dense, plan, Compensating.of(Compensation.LEAST_SQUARES), TEXTS, Device.CPU, Progress.NONE);
            Pruning whole = Pruner.compensate(
                    dense,
                    plan,
                    new Compensating(Compensation.FEEDBACK, 1, false, true),
                    TEXTS,
                    Device.CPU,
                    Progress.NONE);
            assertThat(own.attention().matrix(1)).isNull();
            // layers 1 and 2 lose no head and are fitted all the same
            assertThat(whole.attention().matrix(0)).hasSize(16 * 8);
            assertThat(whole.attention().matrix(1)).hasSize(16 * 16);
            assertThat(whole.attention().matrix(2)).hasSize(16 * 16);
            assertThat(logits(whole.apply(dense)))
                    .usingComparatorWithPrecision(1e-4f)
                    .containsExactly(logits(whole.masked(dense)));
            double before = distance(dense, own);
            double after = distance(dense, whole);
            assertThat(after).isLessThan(before);
        }
    }

    /** Mean square between the last layers' outputs, on the calibration text. */
    private static double distance(Model dense, Pruning pruning) {
        Model[] models = {dense, pruning.masked(dense)};
        float[][] logits = new float[2][];
        for (int m = 0; m < 2; m++) {
            try (Runner runner = Runner.open(models[m], Device.CPU)) {
                logits[m] = runner.logits(TEXTS.getFirst().getFirst(), Gates.OPEN);
            }
        }
        double sum = 0;
        for (int i = 0; i < logits[0].length; i++) {
            sum += Math.pow(logits[0][i] - logits[1][i], 2);
        }
        return sum / logits[0].length;
    }

    @Test
    void refittingNeedsFeedback() {
        assertThatThrownBy(() -> new Compensating(Compensation.LEAST_SQUARES, 0, false, true))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("feedback");
    }

    @Test
    void aShareOfGroupsIsRemovedAndOneStaysInEveryLayer() {
        float[][] scores = {{1, 2, 3}, {0.1f, 0.2f, 0.3f}, {5, 4, 6}};
        HeadPlan plan = HeadPlan.of(scores, Set.of(), 3 / 9.0);
        assertThat(plan.kept()).containsExactly(2, 1, 3);
        assertThat(plan.preserved()[1]).isEqualTo(BitSet.valueOf(new long[] {0b100}));
        assertThat(plan.removed()).isCloseTo(1 / 3.0, within(1e-12));
        assertThat(HeadPlan.of(scores, Set.of(1), 4 / 9.0).kept()).containsExactly(1, 3, 1);
        assertThatThrownBy(() -> HeadPlan.of(scores, Set.of(1), 5 / 9.0))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("0.4444");
        assertThatThrownBy(() -> HeadPlan.of(new float[][] {{Float.NaN, 1}}, Set.of(), 0.5))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("layer 0");
    }

    @Test
    void aPlanForAnotherModelIsRefused() throws IOException {
        try (Model dense = open(TinyFolder.llama())) {
            Plan whole = Plan.whole(dense.description().neurons());
            BitSet[] none = {new BitSet(), new BitSet(), new BitSet()};
            HeadPlan two = HeadPlan.whole(dense.description());
            for (HeadPlan wrong : List.of(
                    new HeadPlan(new int[] {2, 2, 2}, none),
                    new HeadPlan(new int[] {3, 3, 3}, two.preserved()),
                    new HeadPlan(new int[] {2}, new BitSet[] {two.preserved()[0]}))) {
                assertThatThrownBy(() -> Pruning.of(whole.withHeads(wrong)).apply(dense))
                        .isInstanceOf(Refusal.class);
            }
        }
    }
}
