package sulcus.prune.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.TinyModel;
import sulcus.algebra.Algebra;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.run.Device;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.task.Refusal;

class ScoresTest {
    private static final int N = TinyModel.NEURONS;

    @TempDir
    Path folder;

    private static int[] text(int seed) {
        return new Random(seed).ints(60, 0, 256).toArray();
    }

    /** h of layer 1 on the texts, tokens × n. */
    private static double[][] inputs(Model model, List<int[]> texts) {
        try (Runner runner = Runner.open(model, Device.CPU)) {
            return texts.stream()
                    .flatMap(t -> {
                        float[] h = runner.capture(t, 1, 1)
                                .get("layer.1.mlp_down_input")
                                .values();
                        return IntStream.range(0, t.length)
                                .mapToObj(i -> IntStream.range(0, N)
                                        .mapToDouble(j -> h[i * N + j])
                                        .toArray());
                    })
                    .toArray(double[][]::new);
        }
    }

    @Test
    void areWhatTheirDefinitionsSay() throws Exception {
        List<int[]> texts = List.of(text(1), text(2), text(3));
        try (Model model = Model.open(TinyModel.write(folder.resolve("model")))) {
            Map<Score, float[][]> found = new ScoreNeurons(
                            model, List.of(new WandaSp(), new Flap(), new Magnitude()), null, 0, Device.CPU)
                    .run(List.of(texts.subList(0, 2), texts.subList(2, 3)), Progress.NONE);
            double[][] h = inputs(model, texts);
            float[] down = model.weights().read(WeightId.weight(Slot.DOWN, 1));
            float[] gate = model.weights().read(WeightId.weight(Slot.GATE, 1));
            float[] up = model.weights().read(WeightId.weight(Slot.UP, 1));
            for (int j = 0; j < N; j++) {
                double absolute = 0;
                double squares = 0;
                double all = 0;
                for (int i = 0; i < TinyModel.HIDDEN; i++) {
                    absolute += Math.abs(down[i * N + j]);
                    squares += Math.pow(down[i * N + j], 2);
                    all += Math.pow(gate[j * TinyModel.HIDDEN + i], 2) + Math.pow(up[j * TinyModel.HIDDEN + i], 2);
                }
                double norm = 0;
                double mean = 0;
                for (double[] token : h) {
                    norm += token[j] * token[j];
                    mean += token[j] / h.length;
                }
                double variance = norm / h.length - mean * mean;
                for (Map.Entry<Score, float[][]> entry : found.entrySet()) {
                    double expected = switch (entry.getKey().label()) {
                        case "wanda" -> absolute / TinyModel.HIDDEN * Math.sqrt(norm);
                        case "flap" -> variance * squares;
                        default -> Math.sqrt(all + squares);
                    };
                    assertThat((double) entry.getValue()[1][j])
                            .as(entry.getKey().title())
                            .isCloseTo(expected, within(1e-4 * Math.abs(expected) + 1e-7));
                }
            }
        }
    }

    @Test
    void networksAndSurgeonAddTheirRanks() throws Exception {
        float[][] networks = new float[TinyModel.LAYERS][];
        networks[1] = new float[N];
        for (int j = 0; j < N; j++) {
            networks[1][j] = (j * 7) % N;
        }
        try (Model model = Model.open(TinyModel.write(folder.resolve("model")))) {
            Score both = new NetworksAndSurgeon();
            Score surgeon = new SurgeonOrder();
            Map<Score, float[][]> found = new ScoreNeurons(model, List.of(both, surgeon), networks, 0, Device.CPU)
                    .run(List.of(List.of(text(1), text(2))), Progress.NONE);
            assertThat(found.get(both)[0]).as("a layer without networks").isNull();
            for (int j = 0; j < N; j++) {
                int at = j;
                float[] costs = found.get(surgeon)[1];
                long below =
                        IntStream.range(0, N).filter(k -> costs[k] < costs[at]).count();
                assertThat(found.get(both)[1][j]).isCloseTo((networks[1][j] + below) / (float) N, within(1e-6f));
            }
        }
    }

    /** The error of the best linear fit of the removed neuron's output by the others, from its definition. */
    @Test
    void theSurgeonSaysWhatTheOutputLosesWhenTheOthersAreFittedAnew() throws Exception {
        try (Model model = Model.open(TinyModel.write(folder.resolve("model")));
                Algebra algebra = Algebra.open(false)) {
            double[] covariance = covariance(new Random(3), 400);
            Evidence layer = new Evidence(model, 1, 400, new double[N], covariance, null, 0, algebra);
            float[] scores = new SurgeonOrder().of(layer);
            double lambda =
                    0.01 * IntStream.range(0, N).mapToDouble(layer::variance).sum() / N;
            double[] squares = layer.columnSquares();
            for (int j : new int[] {0, 7, N - 1}) {
                // Schur complement: C_jj − C_jP (C_PP)⁻¹ C_Pj with the ridge on the diagonal
                int out = j;
                int[] left = IntStream.range(0, N).filter(k -> k != out).toArray();
                double[] matrix = new double[left.length * left.length];
                double[] right = new double[left.length];
                for (int a = 0; a < left.length; a++) {
                    for (int b = 0; b < left.length; b++) {
                        matrix[a * left.length + b] = covariance[left[a] * N + left[b]] + (a == b ? lambda : 0);
                    }
                    right[a] = covariance[left[a] * N + out];
                }
                double[] solved = algebra.solve(matrix, left.length, right, 1);
                double rest = covariance[out * N + out] + lambda;
                for (int a = 0; a < left.length; a++) {
                    rest -= right[a] * solved[a];
                }
                assertThat((double) scores[j]).isCloseTo(squares[j] * rest, within(1e-4 * squares[j] * rest));
            }
        }
    }

    @Test
    void theGreedySurgeonBeginsWithTheCheapestAndIsAnOrder() throws Exception {
        try (Model model = Model.open(TinyModel.write(folder.resolve("model")));
                Algebra algebra = Algebra.open(false)) {
            double[] covariance = covariance(new Random(4), 300);
            // neuron 9 is neuron 8 once more: one of them costs nothing but the ridge, and then the other is dear
            for (int k = 0; k < N; k++) {
                covariance[9 * N + k] = covariance[8 * N + k];
            }
            for (int k = 0; k < N; k++) {
                covariance[k * N + 9] = covariance[k * N + 8];
            }
            Evidence layer = new Evidence(model, 1, 300, new double[N], covariance, null, 0, algebra);
            float[] order = new GreedySurgeon().of(layer);
            float[] single = new SurgeonOrder().of(layer);
            int cheapest = IntStream.range(0, N)
                    .boxed()
                    .min((a, b) -> Float.compare(single[a], single[b]))
                    .orElseThrow();
            assertThat(order[cheapest]).isZero();
            float[] sorted = order.clone();
            java.util.Arrays.sort(sorted);
            for (int i = 0; i < N; i++) {
                assertThat(sorted[i]).isEqualTo(i);
            }
            // judged one at a time both twins look cheap; one by one they do not go together
            assertThat(Math.abs(order[8] - order[9])).isGreaterThan(1);
        }
    }

    private static double[] covariance(Random random, int tokens) {
        double[] covariance = new double[N * N];
        for (int t = 0; t < tokens; t++) {
            double common = random.nextGaussian();
            double[] h = new double[N];
            for (int j = 0; j < N; j++) {
                h[j] = (1 + 0.05 * j) * random.nextGaussian() + 0.5 * common;
            }
            for (int a = 0; a < N; a++) {
                for (int b = 0; b < N; b++) {
                    covariance[a * N + b] += h[a] * h[b] / tokens;
                }
            }
        }
        return covariance;
    }

    @Test
    void allocationsShareTheCutAsTheySay() {
        float[][] scores = {{3, 1, 2, 2}, {30, 10, 20, 50}};
        assertThat(Allocation.SAME_SHARE.apply(scores))
                .isDeepEqualTo(new float[][] {{0.75f, 0, 0.25f, 0.5f}, {0.5f, 0, 0.25f, 0.75f}});
        assertThat(Allocation.ONE_THRESHOLD.apply(scores)).isDeepEqualTo(scores);
        float[] standardized = Allocation.STANDARDIZED.apply(scores)[1];
        double mean = 0;
        double squares = 0;
        for (float z : standardized) {
            mean += z / 4;
            squares += z * z / 3;
        }
        assertThat(mean).isCloseTo(0, within(1e-6));
        assertThat(squares).isCloseTo(1, within(1e-5));
    }

    @Test
    void labelsAreUniqueAndUnknownOnesAreRefusedWithTheList() {
        assertThat(Scores.ALL.stream().map(Score::label)).doesNotHaveDuplicates();
        for (Score score : Scores.ALL) {
            assertThat(Scores.parse(score.label())).isSameAs(score);
            assertThat(score.source()).isNotBlank();
        }
        assertThatThrownBy(() -> Scores.parse("best"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("wanda")
                .hasMessageContaining("best");
    }

    @Test
    void aScoreThatLooksAtTextIsRefusedWithoutOne() throws Exception {
        try (Model model = Model.open(TinyModel.write(folder.resolve("model")))) {
            assertThatThrownBy(() -> new ScoreNeurons(model, List.of(new Flap()), null, 0, Device.CPU)
                            .run(List.of(), Progress.NONE))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("flap");
        }
    }
}
