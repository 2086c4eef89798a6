package sulcus.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import sulcus.model.Description;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.task.Refusal;

class RunnerTest {
    private static final int[] TEXT = Toys.text(23, 3);

    @Test
    void tapsAndLogitsAreThoseOfThePlainForward() {
        compare(Toys.model(), TEXT);
    }

    @Test
    void capsOffsetsScalesAndTiedEmbeddingsAreThoseOfThePlainForward() {
        compare(MemoryWeights.llama(Toys.capped(), 8, 0.3, false), TEXT);
    }

    @Test
    void aTextOfOneTokenRuns() {
        compare(Toys.model(), new int[] {5});
    }

    private static void compare(Model model, int[] text) {
        Map<String, double[][]> expected = PlainForward.run(model, text, null);
        try (Runner runner = Runner.open(model, Device.CPU)) {
            Map<String, Capture> captures = runner.capture(text, 0, 2);
            assertThat(captures.keySet()).containsExactlyInAnyOrderElementsOf(expected.keySet());
            expected.forEach((name, values) -> {
                assertThat(captures.get(name).shape()).as(name).containsExactly(text.length, values[0].length);
                assertClose(name, captures.get(name).values(), values);
            });
            assertThat(runner.logits(text, Gates.OPEN))
                    .containsExactly(captures.get("logits").values());
        }
    }

    @Test
    void onlyTheLayersThatWereAskedForAreCaptured() {
        try (Runner runner = Runner.open(Toys.model(), Device.CPU)) {
            assertThat(runner.capture(TEXT, 1, 1).keySet())
                    .containsExactlyInAnyOrder(
                            "layer.1.mlp_activation",
                            "layer.1.mlp_up",
                            "layer.1.mlp_down_input",
                            "layer.1.attention_output_input",
                            "logits");
            assertThatThrownBy(() -> runner.capture(TEXT, 1, 3))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("layers 0-2");
        }
    }

    @Test
    void lossesAreThoseOfTheLogits() {
        int[] text = Toys.text(300, 4);
        Description d = Toys.description();
        double[][] logits = PlainForward.run(MemoryWeights.llama(d, 7, 0.3, true), text, null)
                .get("logits");
        try (Runner runner = Runner.open(Toys.model(), Device.CPU)) {
            float[] losses = runner.losses(text, Gates.OPEN);
            assertThat(losses).hasSize(text.length - 1);
            for (int t = 0; t < losses.length; t++) {
                double sum = Arrays.stream(logits[t]).map(Math::exp).sum();
                assertThat((double) losses[t])
                        .as("token " + t)
                        .isCloseTo(Math.log(sum) - logits[t][text[t + 1]], within(1e-3));
            }
            assertThat(runner.losses(new int[] {1}, Gates.OPEN)).isEmpty();
        }
    }

    @Test
    void gatesMultiplyTheDownProjectionsInputAndAddToItsOutput() {
        float[][] factor = {null, new float[33], null};
        for (int j = 0; j < 33; j++) {
            factor[1][j] = j % 3;
        }
        float[][] bias = {null, null, new float[24]};
        Arrays.fill(bias[2], 0.25f);
        try (Runner runner = Runner.open(Toys.model(), Device.CPU);
                Runner shifted = Runner.open(withDownBias(2, 0.25f), Device.CPU)) {
            assertClose(
                    "masked",
                    runner.logits(TEXT, new Gates(factor, null)),
                    PlainForward.run(Toys.model(), TEXT, factor).get("logits"));
            assertThat(maximumDifference(runner.logits(TEXT, new Gates(null, bias)), shifted.logits(TEXT, Gates.OPEN)))
                    .isLessThan(2e-4f);
            assertThat(maximumDifference(runner.logits(TEXT, new Gates(null, bias)), runner.logits(TEXT, Gates.OPEN)))
                    .isGreaterThan(0.01f);
        }
    }

    private static Model withDownBias(int layer, float shift) {
        Model model = Toys.model();
        float[] values = ((MemoryWeights) model.weights()).values(WeightId.bias(Slot.DOWN, layer));
        for (int i = 0; i < values.length; i++) {
            values[i] += shift;
        }
        return model;
    }

    @Test
    void generationWithTheCacheTakesTheMostProbableTokenOfTheWholeText() {
        try (Runner runner = Runner.open(Toys.model(), Device.CPU)) {
            int[] prompt = Arrays.copyOf(TEXT, 9);
            List<Integer> told = new ArrayList<>();
            int[] made = runner.generate(prompt, 12, -1, Gates.OPEN, told::add);
            assertThat(made).hasSize(12);
            assertThat(told)
                    .containsExactlyElementsOf(Arrays.stream(made).boxed().toList());
            int[] text = prompt;
            for (int token : made) {
                float[] logits = runner.logits(text, Gates.OPEN);
                assertThat(token).isEqualTo(best(logits, (text.length - 1) * Toys.VOCABULARY));
                text = Arrays.copyOf(text, text.length + 1);
                text[text.length - 1] = token;
            }
            int stop = made[4];
            int[] stopped = runner.generate(prompt, 12, stop, Gates.OPEN, token -> {});
            assertThat(stopped.length).isLessThanOrEqualTo(4);
            assertThat(stopped).doesNotContain(stop).containsExactly(Arrays.copyOf(made, stopped.length));
        }
    }

    private static int best(float[] logits, int from) {
        int best = 0;
        for (int i = 1; i < Toys.VOCABULARY; i++) {
            if (logits[from + i] > logits[from + best]) {
                best = i;
            }
        }
        return best;
    }

    @Test
    void tokensOutsideTheVocabularyAreRefused() {
        try (Runner runner = Runner.open(Toys.model(), Device.CPU)) {
            assertThatThrownBy(() -> runner.logits(new int[] {1, 61}, Gates.OPEN))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("token 61");
            assertThatThrownBy(() -> runner.losses(new int[] {-1, 1}, Gates.OPEN))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("token -1");
            assertThatThrownBy(() -> runner.generate(new int[0], 3, -1, Gates.OPEN, token -> {}))
                    .isInstanceOf(Refusal.class);
        }
    }

    @Test
    void damagedWeightsAreRefused() {
        Model model = Toys.model();
        ((MemoryWeights) model.weights()).values(WeightId.weight(Slot.UP, 1))[3] = Float.NaN;
        try (Runner runner = Runner.open(model, Device.CPU)) {
            assertThatThrownBy(() -> runner.losses(TEXT, Gates.OPEN))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("NaN");
        }
    }

    @Test
    void theDeviceIsNamed() {
        try (Runner runner = Runner.open(Toys.model(), Device.CPU)) {
            assertThat(runner.device()).matches("CPU, \\d+ threads?");
        }
    }

    static void assertClose(String name, float[] actual, double[][] expected) {
        int width = expected[0].length;
        assertThat(actual).as(name).hasSize(expected.length * width);
        for (int i = 0; i < actual.length; i++) {
            double value = expected[i / width][i % width];
            assertThat((double) actual[i])
                    .as(name + " " + i / width + ", " + i % width)
                    .isCloseTo(value, within(Math.abs(value) > 10 ? 1e-3 : 2e-4));
        }
    }

    static float maximumDifference(float[] a, float[] b) {
        assertThat(a).hasSameSizeAs(b);
        float maximum = 0;
        for (int i = 0; i < a.length; i++) {
            maximum = Math.max(maximum, Math.abs(a[i] - b[i]));
        }
        return maximum;
    }
}
