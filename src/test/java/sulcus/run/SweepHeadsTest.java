package sulcus.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import sulcus.model.Description;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.task.Progress;

/** Attention within the sweep: what is seen of it, how it is changed, and what it is short of. */
class SweepHeadsTest {
    private static final int HIDDEN = 24;
    private static final List<List<int[]>> TEXT = List.of(List.of(Toys.text(30, 1)));

    /** A toy whose layers have 2, 1 and 2 groups of heads. */
    private static Model unequal() {
        return MemoryWeights.llama(Toys.description().withKeyValueHeads(new int[] {2, 1, 2}), 7, 0.3, true);
    }

    private static Model parallel() {
        Description d = Toys.description();
        Description beside = new Description(
                d.family(),
                d.layers(),
                d.hiddenSize(),
                d.embedding(),
                d.attention(),
                d.mlp(),
                d.norm(),
                d.position(),
                true,
                d.maximumPositions());
        return MemoryWeights.llama(beside, 7, 0.3, true);
    }

    @Test
    void layersOfUnequalHeadsRunAsTheFormulasSay() {
        Model model = unequal();
        int[] text = Toys.text(12, 3);
        double[][] expected = PlainForward.run(model, text, null).get("logits");
        float[] logits;
        try (Runner runner = Runner.open(model, Device.CPU)) {
            logits = runner.logits(text, Gates.OPEN);
        }
        for (int i = 0; i < logits.length; i++) {
            assertThat((double) logits[i]).isCloseTo(expected[i / Toys.VOCABULARY][i % Toys.VOCABULARY], within(1e-3));
        }
    }

    @Test
    void unequalHeadsContinueWithTheirCacheAsWithout() {
        try (Runner runner = Runner.open(unequal(), Device.CPU)) {
            int[] prompt = Toys.text(9, 4);
            int[] made = runner.generate(prompt, 5, -1, Gates.OPEN, token -> {});
            int[] all = Arrays.copyOf(prompt, prompt.length + made.length);
            System.arraycopy(made, 0, all, prompt.length, made.length);
            float[] logits = runner.logits(all, Gates.OPEN);
            for (int i = 0; i < made.length; i++) {
                int best = 0;
                int row = (prompt.length - 1 + i) * Toys.VOCABULARY;
                for (int v = 1; v < Toys.VOCABULARY; v++) {
                    best = logits[row + v] > logits[row + best] ? v : best;
                }
                assertThat(made[i]).isEqualTo(best);
            }
        }
    }

    @Test
    void theHeadsAreWhatARunnerCaptures() {
        Model model = unequal();
        Looking looking = new Looking(model, false);
        Sweep.walk(model, TEXT, Device.CPU, 2, looking, Progress.NONE);
        try (Runner runner = Runner.open(model, Device.CPU)) {
            var captured = runner.capture(TEXT.getFirst().getFirst(), 0, 2);
            for (int layer = 0; layer < 3; layer++) {
                assertThat(looking.heads.get(layer))
                        .usingComparatorWithPrecision(1e-4f)
                        .containsExactly(captured.get("layer." + layer + ".attention_output_input")
                                .values());
                assertThat(looking.mlps.get(layer))
                        .usingComparatorWithPrecision(1e-4f)
                        .containsExactly(captured.get("layer." + layer + ".mlp_down_input")
                                .values());
            }
        }
    }

    /**
     * In both streams x grows by what attention and MLP give. So the shortfall of attention in layer l must be what the dense
     * attention gives plus all that earlier layers gave less than the dense ones, and likewise that of the MLP.
     */
    @Test
    void theShortfallIsTheDenseStreamAfterItLessTheChangedOneBeforeIt() {
        for (Model model : List.of(unequal(), parallel())) {
            Looking dense = new Looking(model, false);
            Sweep.walk(model, TEXT, Device.CPU, 2, dense, Progress.NONE);
            Looking changed = new Looking(model, true);
            Sweep.walk(model, TEXT, Device.CPU, 2, changed, Progress.NONE);
            double[] behind = new double[30 * HIDDEN];
            for (int layer = 0; layer < 3; layer++) {
                double[] denseHeads = dense.given(layer, Slot.ATTENTION_OUTPUT);
                double[] heads = changed.given(layer, Slot.ATTENTION_OUTPUT);
                double[] denseMlp = dense.given(layer, Slot.DOWN);
                double[] mlp = changed.given(layer, Slot.DOWN);
                for (int i = 0; i < behind.length; i++) {
                    assertThat((double) changed.headsMissing.get(layer)[i])
                            .as("attention of layer %d", layer)
                            .isCloseTo(denseHeads[i] + behind[i], within(1e-3));
                    behind[i] += denseHeads[i] - heads[i];
                    assertThat((double) changed.mlpMissing.get(layer)[i])
                            .as("MLP of layer %d", layer)
                            .isCloseTo(denseMlp[i] + behind[i], within(1e-3));
                    behind[i] += denseMlp[i] - mlp[i];
                }
            }
            assertThat(Arrays.stream(behind).map(Math::abs).max().orElseThrow()).isGreaterThan(0.1);
        }
    }

    /** Notes everything; changes layer 0's attention and layer 1's MLP and attention if it is told to. */
    private static final class Looking implements Sweep.Visitor {
        private static final Sweep.Wanted WANTED = new Sweep.Wanted(false, false, true, true);
        final List<float[]> heads = new ArrayList<>();
        final List<float[]> mlps = new ArrayList<>();
        final List<float[]> headsMissing = new ArrayList<>();
        final List<float[]> mlpMissing = new ArrayList<>();
        private final Model model;
        private final boolean changes;

        Looking(Model model, boolean changes) {
            this.model = model;
            this.changes = changes;
        }

        @Override
        public boolean besideUnchanged() {
            return true;
        }

        @Override
        public Sweep.Wanted wanted(int layer) {
            return WANTED;
        }

        @Override
        public Sweep.Wanted wantedHeads(int layer) {
            return WANTED;
        }

        @Override
        public void visit(LayerSignals signals) {
            mlps.add(signals.product().clone());
            mlpMissing.add(signals.missing().clone());
        }

        @Override
        public void visitHeads(LayerSignals signals) {
            heads.add(signals.product().clone());
            headsMissing.add(signals.missing().clone());
        }

        @Override
        public Sweep.Change finishHeads(int layer) {
            return changes && layer < 2 ? change(layer, Slot.ATTENTION_OUTPUT) : null;
        }

        @Override
        public Sweep.Change finish(int layer) {
            return changes && layer == 1 ? change(layer, Slot.DOWN) : null;
        }

        /** Half of the inputs gone, the matrix changed, a bias added. */
        private Sweep.Change change(int layer, Slot slot) {
            float[] matrix = model.weights().read(WeightId.weight(slot, layer)).clone();
            int columns = model.weights().columns(WeightId.weight(slot, layer));
            float[] factor = new float[columns];
            Arrays.fill(factor, columns / 2, columns, 1);
            for (int i = 0; i < matrix.length; i++) {
                matrix[i] *= 0.7f;
            }
            float[] bias = new float[HIDDEN];
            Arrays.fill(bias, 0.1f);
            return new Sweep.Change(factor, matrix, bias);
        }

        /** What a projection gave on the inputs seen, with its change, tokens × hidden size. */
        double[] given(int layer, Slot slot) {
            boolean changed = changes && (slot == Slot.DOWN ? layer == 1 : layer < 2);
            Sweep.Change change = changed ? change(layer, slot) : null;
            float[] matrix = changed ? change.matrix() : model.weights().read(WeightId.weight(slot, layer));
            WeightId own = WeightId.bias(slot, layer);
            float[] bias = model.weights().has(own) ? model.weights().read(own) : new float[HIDDEN];
            float[] h = (slot == Slot.DOWN ? mlps : heads).get(layer);
            int n = matrix.length / HIDDEN;
            double[] out = new double[h.length / n * HIDDEN];
            for (int t = 0; t < h.length / n; t++) {
                for (int i = 0; i < HIDDEN; i++) {
                    double sum = bias[i] + (changed ? change.bias()[i] : 0);
                    for (int j = 0; j < n; j++) {
                        sum += (double) h[t * n + j] * matrix[i * n + j] * (changed ? change.factor()[j] : 1);
                    }
                    out[t * HIDDEN + i] = sum;
                }
            }
            return out;
        }
    }
}
