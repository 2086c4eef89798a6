package sulcus.prune;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URISyntaxException;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import sulcus.FamilyFixtures;
import sulcus.model.Model;
import sulcus.prune.score.Score;
import sulcus.prune.score.ScoreNeurons;
import sulcus.prune.score.Scores;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.task.Progress;

/** Neurons within experts are scored, removed and made up for like those of a plain MLP. */
class MixturePruningTest {
    private static final List<List<int[]>> TEXTS = List.of(List.of(text(1), text(2)), List.of(text(3), text(4)));

    private static int[] text(int seed) {
        return new Random(seed).ints(60, 0, 61).toArray();
    }

    private static Model open(String name) throws URISyntaxException {
        return Model.open(FamilyFixtures.folder(name));
    }

    private static Plan plan(Model model) {
        int[] neurons = model.description().neurons();
        BitSet[] sets = new BitSet[neurons.length];
        Random random = new Random(4);
        for (int layer = 0; layer < sets.length; layer++) {
            sets[layer] = new BitSet();
            for (int j = 0; j < neurons[layer]; j++) {
                sets[layer].set(j, random.nextInt(10) < 7);
            }
        }
        return new Plan(Float.NaN, neurons, sets);
    }

    private static float[] logits(Model model) {
        try (Runner runner = Runner.open(model, Device.CPU)) {
            return runner.logits(text(5), Gates.OPEN);
        }
    }

    /** Mean squared difference of the logits on the calibration text. */
    private static double distance(Model a, Model b) {
        double sum = 0;
        try (Runner first = Runner.open(a, Device.CPU);
                Runner second = Runner.open(b, Device.CPU)) {
            for (List<int[]> group : TEXTS) {
                for (int[] text : group) {
                    float[] x = first.logits(text, Gates.OPEN);
                    float[] y = second.logits(text, Gates.OPEN);
                    for (int i = 0; i < x.length; i++) {
                        sum += (x[i] - y[i]) * (double) (x[i] - y[i]) / x.length;
                    }
                }
            }
        }
        return sum;
    }

    @ParameterizedTest
    @EnumSource(
            value = Compensation.class,
            names = {"BIAS", "LEAST_SQUARES", "FEEDBACK"})
    void compensationIsCutAsItIsMasked(Compensation kind) throws URISyntaxException {
        try (Model model = open("qwen2-moe")) {
            Pruning pruning =
                    Pruner.compensate(model, plan(model), Compensating.of(kind), TEXTS, Device.CPU, Progress.NONE);
            assertThat(logits(pruning.apply(model)))
                    .usingComparatorWithPrecision(2e-4f)
                    .containsExactly(logits(pruning.masked(model)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mixtral", "qwen2-moe"})
    void leastSquaresBringsTheModelNearer(String name) throws URISyntaxException {
        try (Model model = open(name)) {
            Plan plan = plan(model);
            Compensating how = Compensating.of(Compensation.LEAST_SQUARES);
            Pruning fitted = Pruner.compensate(model, plan, how, TEXTS, Device.CPU, Progress.NONE);
            assertThat(distance(model, fitted.apply(model)))
                    .isLessThan(distance(model, Pruning.of(plan).apply(model)));
        }
    }

    @Test
    void everyScoreHasAValueForEveryNeuron() throws URISyntaxException {
        try (Model model = open("mixtral")) {
            List<Score> scores =
                    Scores.ALL.stream().filter(score -> !score.needsNetworks()).toList();
            var found = new ScoreNeurons(model, scores, null, 0, Device.CPU).run(TEXTS, Progress.NONE);
            assertThat(found).hasSize(scores.size());
            found.forEach((score, layers) -> {
                for (int layer = 0; layer < layers.length; layer++) {
                    assertThat(layers[layer]).as(score.label()).hasSize(4 * 56);
                    for (float value : layers[layer]) {
                        assertThat(Float.isNaN(value)).as(score.label()).isFalse();
                    }
                }
            });
        }
    }
}
