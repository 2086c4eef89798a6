package sulcus.prune.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.export.TinyFolder;
import sulcus.format.ElementType;
import sulcus.model.Description;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.prune.HeadPlan;
import sulcus.run.Device;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/** Scores of groups of heads against their definitions, computed anew here from captured inputs. */
class HeadScoresTest {
    private static final int LAYER = 1;
    private static final int N = 16;
    private static final int HIDDEN = 16;
    private static final List<List<int[]>> TEXTS =
            List.of(List.of(TinyFolder.text(40), TinyFolder.text(23)), List.of(TinyFolder.text(31)));

    @TempDir
    Path folder;

    private Model open(Map<String, Object> config) throws IOException {
        Path source = folder.resolve((String) config.get("model_type"));
        return Model.open(TinyFolder.write(source, config, ElementType.F32, null));
    }

    /** Inputs of the output projection, tokens × 16 channels. */
    private static double[][] inputs(Model model) {
        try (Runner runner = Runner.open(model, Device.CPU)) {
            return TEXTS.stream()
                    .flatMap(List::stream)
                    .flatMap(text -> {
                        float[] h = runner.capture(text, LAYER, LAYER)
                                .get("layer." + LAYER + ".attention_output_input")
                                .values();
                        return IntStream.range(0, text.length)
                                .mapToObj(t -> IntStream.range(0, N)
                                        .mapToDouble(j -> h[t * N + j])
                                        .toArray());
                    })
                    .toArray(double[][]::new);
        }
    }

    private static float[] matrix(Model model, Slot slot) {
        return model.weights().read(WeightId.weight(slot, LAYER));
    }

    private static double[][] covariance(double[][] h) {
        double[] mean = new double[N];
        for (double[] token : h) {
            for (int j = 0; j < N; j++) {
                mean[j] += token[j] / h.length;
            }
        }
        double[][] c = new double[N][N];
        for (double[] token : h) {
            for (int a = 0; a < N; a++) {
                for (int b = 0; b < N; b++) {
                    c[a][b] += (token[a] - mean[a]) * (token[b] - mean[b]) / h.length;
                }
            }
        }
        return c;
    }

    private static float[] found(Model model, HeadScore score) {
        return new ScoreHeads(model, List.of(score), 3, Device.CPU)
                .run(TEXTS, Progress.NONE)
                .get(score)[LAYER];
    }

    /** Groups of a model with shared key/value heads (2 of 2 query heads) and of one without (4 of 1). */
    private void each(Check check) throws IOException {
        for (Map<String, Object> config : List.of(TinyFolder.llama(), TinyFolder.gpt2())) {
            try (Model model = open(config)) {
                Description d = model.description();
                int width = d.groupSize() * d.headSize();
                check.check(model, inputs(model), matrix(model, Slot.ATTENTION_OUTPUT), width);
            }
        }
    }

    private interface Check {
        void check(Model model, double[][] h, float[] w, int width);
    }

    private static void close(float[] scores, double[] expected) {
        assertThat(scores).hasSameSizeAs(expected);
        for (int g = 0; g < expected.length; g++) {
            assertThat((double) scores[g])
                    .as("group %d", g)
                    .isCloseTo(expected[g], within(2e-3 * Math.abs(expected[g]) + 1e-5));
        }
    }

    @Test
    void wandaSumsTheChannelsOfAGroup() throws IOException {
        each((model, h, w, width) -> {
            double[] expected = new double[N / width];
            for (int j = 0; j < N; j++) {
                double norm = 0;
                for (double[] token : h) {
                    norm += token[j] * token[j];
                }
                double absolute = 0;
                for (int i = 0; i < HIDDEN; i++) {
                    absolute += Math.abs(w[i * N + j]) / HIDDEN;
                }
                expected[j / width] += absolute * Math.sqrt(norm);
            }
            close(found(model, HeadScores.parse("wanda")), expected);
        });
    }

    @Test
    void flapStandardizesTheSquaresOfItsChannels() throws IOException {
        each((model, h, w, width) -> {
            double[][] c = covariance(h);
            double[] channels = new double[N];
            for (int j = 0; j < N; j++) {
                double squares = 0;
                for (int i = 0; i < HIDDEN; i++) {
                    squares += w[i * N + j] * (double) w[i * N + j];
                }
                channels[j] = Math.pow(c[j][j] * squares, 2);
            }
            double mean = IntStream.range(0, N).mapToDouble(j -> channels[j]).sum() / N;
            double deviation = Math.sqrt(IntStream.range(0, N)
                            .mapToDouble(j -> Math.pow(channels[j] - mean, 2))
                            .sum()
                    / (N - 1));
            double[] expected = new double[N / width];
            for (int j = 0; j < N; j++) {
                expected[j / width] += (channels[j] - mean) / deviation / width;
            }
            close(found(model, HeadScores.parse("flap")), expected);
        });
    }

    /** The error of the best ridge fit of the lost output by the channels that are left: the Schur complement. */
    @Test
    void theSurgeonSaysWhatTheOutputLosesWhenTheOtherChannelsAreFittedAnew() throws IOException {
        each((model, h, w, width) -> {
            double[][] c = covariance(h);
            double trace = 0;
            for (int j = 0; j < N; j++) {
                trace += c[j][j];
            }
            for (int j = 0; j < N; j++) {
                c[j][j] += 0.01 * trace / N;
            }
            double[] expected = new double[N / width];
            for (int g = 0; g < expected.length; g++) {
                expected[g] = lost(c, w, g * width, width);
            }
            close(found(model, HeadScores.parse("obs")), expected);
        });
    }

    /** tr(W_g (C_gg − C_gP C_PP⁻¹ C_Pg) W_gᵀ), the channels outside g eliminated one by one. */
    private static double lost(double[][] covariance, float[] w, int first, int width) {
        double[][] c = new double[N][];
        for (int a = 0; a < N; a++) {
            c[a] = covariance[a].clone();
        }
        for (int p = 0; p < N; p++) {
            if (p >= first && p < first + width) {
                continue;
            }
            for (int a = 0; a < N; a++) {
                double factor = c[a][p] / c[p][p];
                boolean later = a > p || a >= first && a < first + width;
                for (int b = 0; b < N && a != p && later; b++) {
                    c[a][b] -= factor * c[p][b];
                }
            }
        }
        double sum = 0;
        for (int i = 0; i < HIDDEN; i++) {
            for (int a = first; a < first + width; a++) {
                for (int b = first; b < first + width; b++) {
                    sum += w[i * N + a] * c[a][b] * w[i * N + b];
                }
            }
        }
        return sum;
    }

    @Test
    void magnitudeIsTheNormOfAllWeightsOfAGroup() throws IOException {
        each((model, h, w, width) -> {
            double[] expected = new double[N / width];
            for (int i = 0; i < w.length; i++) {
                expected[i % N / width] += w[i] * (double) w[i];
            }
            for (Slot slot : new Slot[] {Slot.QUERY, Slot.KEY, Slot.VALUE}) {
                float[] rows = matrix(model, slot);
                int each = rows.length / expected.length;
                for (int i = 0; i < rows.length; i++) {
                    expected[i / each] += rows[i] * (double) rows[i];
                }
            }
            for (int g = 0; g < expected.length; g++) {
                expected[g] = Math.sqrt(expected[g]);
            }
            close(found(model, HeadScores.parse("magnitude")), expected);
        });
    }

    @Test
    void networksGiveEveryGroupTheMeanOfItsChannels() throws IOException {
        each((model, h, w, width) -> {
            for (String label : List.of("functional-networks", "contribution-networks")) {
                float[] scores = found(model, HeadScores.parse(label));
                assertThat(scores).hasSize(N / width);
                for (float score : scores) {
                    assertThat(score).isBetween(0f, (float) Math.sqrt(N));
                }
                assertThat(found(model, HeadScores.parse(label))).containsExactly(scores);
            }
        });
    }

    @Test
    void allScoresComeFromOneWalkAsFromTheirOwn() throws IOException {
        try (Model model = open(TinyFolder.llama())) {
            Map<HeadScore, float[][]> all =
                    new ScoreHeads(model, HeadScores.ALL, 3, Device.CPU).run(TEXTS, Progress.NONE);
            for (HeadScore score : HeadScores.ALL) {
                assertThat(all.get(score)[LAYER]).as(score.label()).containsExactly(found(model, score));
            }
        }
    }

    @Test
    void whereEveryLayerIsToLoseTheSameShareRanksComeFirst() {
        HeadScore score = HeadScores.parse("wanda");
        float[][] allocated = score.allocated(new float[][] {{30, 10, 20}, {1, 5, 0.1f}});
        // the lowest of each layer before the second lowest of any
        assertThat(Math.max(allocated[0][1], allocated[1][2])).isLessThan(Math.min(allocated[0][2], allocated[1][0]));
        // and of the lowest that which is the smaller part of its layer
        assertThat(allocated[1][2]).isLessThan(allocated[0][1]);
        assertThat(HeadPlan.of(allocated, Set.of(), 2 / 6.0).kept()).containsExactly(2, 2);
    }

    @Test
    void labelsAreUniqueAndUnknownOnesAreRefusedWithTheList() {
        assertThat(HeadScores.ALL.stream().map(HeadScore::label)).doesNotHaveDuplicates();
        assertThatThrownBy(() -> HeadScores.parse("obs-greedy"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("contribution-networks");
    }
}
