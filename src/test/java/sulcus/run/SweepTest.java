package sulcus.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.task.Cancelled;
import sulcus.task.Progress;
import sulcus.task.Refusal;

class SweepTest {
    private static final Sweep.Wanted ALL = new Sweep.Wanted(true, true, true);

    /** Two groups; the first has texts beyond one block, an empty one among them. */
    private static final List<List<int[]>> GROUPS = List.of(
            List.of(Toys.text(9, 1), Toys.text(300, 2), new int[0], Toys.text(400, 3), Toys.text(1, 4)),
            List.of(Toys.text(30, 5)));

    private record Seen(LayerSignals signals, float[] activation, float[] up, float[] product) {}

    private static List<Seen> walk(Model model, int lastLayer, Sweep.Change change) {
        return walk(model, lastLayer, change, Device.CPU);
    }

    private static List<Seen> walk(Model model, int lastLayer, Sweep.Change change, Device device) {
        List<Seen> seen = new ArrayList<>();
        Sweep.walk(
                model,
                GROUPS,
                device,
                lastLayer,
                new Sweep.Visitor() {
                    @Override
                    public Sweep.Wanted wanted(int layer) {
                        return ALL;
                    }

                    @Override
                    public void visit(LayerSignals s) {
                        seen.add(new Seen(
                                s,
                                s.activation().clone(),
                                s.up().clone(),
                                s.product().clone()));
                    }

                    @Override
                    public Sweep.Change finish(int layer) {
                        return layer == 1 ? change : null;
                    }
                },
                Progress.NONE);
        return seen;
    }

    @Test
    void roundedProductsGiveNearlyTheSameSignals() {
        Model model = Toys.model();
        float[] factor = new float[model.description().neurons()[1]];
        Arrays.fill(factor, 0.5f);
        Sweep.Change change =
                new Sweep.Change(factor, null, new float[model.description().hiddenSize()]);
        List<Seen> exact = walk(model, 2, change);
        List<Seen> rounded = walk(model, 2, change, Device.CPU_BFLOAT16);
        for (int i = 0; i < exact.size(); i++) {
            float[] a = exact.get(i).product();
            float[] b = rounded.get(i).product();
            double squares = 0;
            double difference = 0;
            for (int j = 0; j < a.length; j++) {
                squares += a[j] * a[j];
                difference += (a[j] - b[j]) * (a[j] - b[j]);
            }
            // 8 bits of significand: errors of single factors are up to 0.4 %
            assertThat(Math.sqrt(difference / squares)).isPositive().isLessThan(0.02);
        }
    }

    @Test
    void theSweepSeesWhatTheResidentModelComputesForEachText() {
        Model model = Toys.model();
        List<Seen> seen = walk(model, 2, null);
        assertThat(seen).hasSize(6);
        assertThat(seen.get(0).signals().textLengths()).containsExactly(9, 300, 400, 1);
        try (Runner runner = Runner.open(model, Device.CPU)) {
            for (int i = 0; i < seen.size(); i++) {
                LayerSignals signals = seen.get(i).signals();
                assertThat(signals.layer()).isEqualTo(i / 2);
                assertThat(signals.group()).isEqualTo(i % 2);
                assertThat(signals.neurons()).isEqualTo(Toys.description().neurons()[i / 2]);
                int at = 0;
                for (int[] text : GROUPS.get(i % 2)) {
                    if (text.length > 0) {
                        Map<String, Capture> captures = runner.capture(text, i / 2, i / 2);
                        compare(captures, i / 2, "mlp_activation", seen.get(i).activation(), at);
                        compare(captures, i / 2, "mlp_up", seen.get(i).up(), at);
                        compare(captures, i / 2, "mlp_down_input", seen.get(i).product(), at);
                        at += text.length * signals.neurons();
                    }
                }
                assertThat(at).isEqualTo(seen.get(i).activation().length);
            }
        }
    }

    private static void compare(Map<String, Capture> captures, int layer, String name, float[] values, int from) {
        float[] expected = captures.get("layer." + layer + "." + name).values();
        float[] part = java.util.Arrays.copyOfRange(values, from, from + expected.length);
        assertThat(RunnerTest.maximumDifference(part, expected))
                .as(name + " of layer " + layer)
                .isLessThan(1e-4f);
    }

    @Test
    void theNormsAreThoseOfTheDownProjectionsColumns() {
        Model model = Toys.model();
        float[] down = model.weights().read(WeightId.weight(Slot.DOWN, 1));
        float[] norms = walk(model, 1, null).getLast().signals().downNorms();
        assertThat(norms).hasSize(33);
        for (int j = 0; j < 33; j++) {
            double sum = 0;
            for (int i = 0; i < 24; i++) {
                sum += down[i * 33 + j] * down[i * 33 + j];
            }
            assertThat(norms[j]).isCloseTo((float) Math.sqrt(sum), org.assertj.core.api.Assertions.within(1e-5f));
        }
    }

    @Test
    void aChangedLayerChangesWhatTheNextLayersSee() {
        float[] factor = new float[33];
        java.util.Arrays.fill(factor, 0, 20, 1f);
        float[] bias = new float[24];
        java.util.Arrays.fill(bias, 0.1f);
        Model model = Toys.model();
        float[] down = model.weights().read(WeightId.weight(Slot.DOWN, 1));
        for (int i = 0; i < down.length; i++) {
            down[i] *= 2;
        }
        List<Seen> changed = walk(model, 2, new Sweep.Change(factor, down, bias));
        float[] twice = factor.clone();
        for (int j = 0; j < twice.length; j++) {
            twice[j] *= 2;
        }
        // the same through gates: doubling the matrix is doubling its input, its own bias left as it is
        Gates gates = new Gates(new float[][] {null, twice, null}, new float[][] {null, bias, null});
        int[] text = GROUPS.get(1).getFirst();
        Model gated = withGates(gates);
        try (Runner runner = Runner.open(gated, Device.CPU)) {
            compare(
                    runner.capture(text, 2, 2),
                    2,
                    "mlp_down_input",
                    changed.get(5).product(),
                    0);
        }
        assertThat(changed.get(3).product())
                .containsExactly(walk(model, 1, null).get(3).product());
        assertThat(RunnerTest.maximumDifference(
                        changed.get(5).product(), walk(model, 2, null).get(5).product()))
                .isGreaterThan(0.01f);
    }

    @Test
    void whatIsMissingBringsTheStreamBackToTheUnchangedModels() {
        float[] bias = new float[24];
        java.util.Arrays.fill(bias, 0.2f);
        Model model = Toys.model();
        List<float[]> missing = new ArrayList<>();
        List<float[]> product = new ArrayList<>();
        Sweep.walk(
                model,
                GROUPS,
                Device.CPU,
                2,
                new Sweep.Visitor() {
                    @Override
                    public boolean besideUnchanged() {
                        return true;
                    }

                    @Override
                    public Sweep.Wanted wanted(int layer) {
                        return new Sweep.Wanted(false, false, true, true);
                    }

                    @Override
                    public void visit(LayerSignals s) {
                        missing.add(s.missing().clone());
                        product.add(s.product().clone());
                    }

                    @Override
                    public Sweep.Change finish(int layer) {
                        return layer == 1 ? new Sweep.Change(null, null, bias) : null;
                    }
                },
                Progress.NONE);
        // before the change: the layer's own output
        float[] down = model.weights().read(WeightId.weight(Slot.DOWN, 1));
        float[] own = model.weights().read(WeightId.bias(Slot.DOWN, 1));
        for (int t = 0; t < 30; t++) {
            for (int i = 0; i < 24; i++) {
                double output = own[i];
                for (int j = 0; j < 33; j++) {
                    output += product.get(3)[t * 33 + j] * (double) down[i * 33 + j];
                }
                assertThat((double) missing.get(3)[t * 24 + i])
                        .isCloseTo(output, org.assertj.core.api.Assertions.within(1e-4));
            }
        }
        // after it: what layer 2 gives here, and what the stream is short of
        float[] last = model.weights().read(WeightId.weight(Slot.DOWN, 2));
        float[] lastBias = model.weights().read(WeightId.bias(Slot.DOWN, 2));
        double gap = 0;
        for (int t = 0; t < 30; t++) {
            for (int i = 0; i < 24; i++) {
                double output = lastBias[i];
                for (int j = 0; j < 17; j++) {
                    output += product.get(5)[t * 17 + j] * (double) last[i * 17 + j];
                }
                gap += (missing.get(5)[t * 24 + i] - output) / (30 * 24);
            }
        }
        // the change added 0.2 to every value of the stream; attention and MLP behind it moved it a little further
        assertThat(gap).isCloseTo(-0.2, org.assertj.core.api.Assertions.within(0.15));
    }

    /** The toy with a gated layer 1 written into its weights. */
    private static Model withGates(Gates gates) {
        Model model = Toys.model();
        MemoryWeights weights = (MemoryWeights) model.weights();
        float[] down = weights.values(WeightId.weight(Slot.DOWN, 1));
        for (int i = 0; i < down.length; i++) {
            down[i] *= gates.factor(1)[i % 33];
        }
        float[] bias = weights.values(WeightId.bias(Slot.DOWN, 1));
        for (int i = 0; i < bias.length; i++) {
            bias[i] += gates.bias(1)[i];
        }
        return model;
    }

    @Test
    void whatIsNotWantedIsNotCopied() {
        Sweep.walk(
                Toys.model(),
                GROUPS,
                Device.CPU,
                1,
                new Sweep.Visitor() {
                    @Override
                    public Sweep.Wanted wanted(int layer) {
                        return new Sweep.Wanted(false, layer == 0, layer == 1);
                    }

                    @Override
                    public void visit(LayerSignals signals) {
                        assertThat(signals.activation()).isNull();
                        assertThat(signals.up() != null).isEqualTo(signals.layer() == 0);
                        assertThat(signals.product() != null).isEqualTo(signals.layer() == 1);
                    }
                },
                Progress.NONE);
    }

    @Test
    void damagedWeightsAreRefusedWithTheirLayer() {
        Model model = Toys.model();
        ((MemoryWeights) model.weights()).values(WeightId.weight(Slot.GATE, 1))[0] = Float.POSITIVE_INFINITY;
        assertThatThrownBy(() -> walk(model, 2, null))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("layer 1")
                .hasMessageContaining("made-up");
    }

    @Test
    void nothingToWalkIsRefused() {
        Model model = Toys.model();
        for (List<List<int[]>> groups :
                List.of(List.<List<int[]>>of(), List.of(List.<int[]>of()), List.of(List.of(new int[0])))) {
            assertThatThrownBy(() -> Sweep.walk(model, groups, Device.CPU, 0, new Looking(), Progress.NONE))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("no tokens");
        }
        assertThatThrownBy(() -> Sweep.walk(model, GROUPS, Device.CPU, 3, new Looking(), Progress.NONE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("layer 3");
    }

    @Test
    void aCancelledWalkStops() {
        Progress cancelled = new Progress() {
            private int calls;

            @Override
            public void report(String what, double fraction) {
                check();
            }

            @Override
            public void check() {
                if (++calls > 4) {
                    throw new Cancelled();
                }
            }
        };
        assertThatThrownBy(() -> Sweep.walk(Toys.model(), GROUPS, Device.CPU, 2, new Looking(), cancelled))
                .isInstanceOf(Cancelled.class);
    }

    private static final class Looking implements Sweep.Visitor {
        @Override
        public Sweep.Wanted wanted(int layer) {
            return ALL;
        }

        @Override
        public void visit(LayerSignals signals) {
            assertThat(signals.tokens()).isPositive();
        }
    }
}
