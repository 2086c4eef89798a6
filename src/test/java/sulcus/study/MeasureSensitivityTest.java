package sulcus.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.TinyModel;
import sulcus.decompose.Settings;
import sulcus.decompose.Signals;
import sulcus.model.Model;
import sulcus.prune.NetworkId;
import sulcus.prune.Plan;
import sulcus.prune.Planner;
import sulcus.prune.Pruning;
import sulcus.prune.Rules;
import sulcus.prune.Target;
import sulcus.prune.score.Allocation;
import sulcus.prune.score.Score;
import sulcus.prune.score.ScoreNeurons;
import sulcus.prune.score.Scores;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.task.Cancelled;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.Corpus;
import sulcus.text.TextFiles;
import sulcus.text.Tokenizer;

class MeasureSensitivityTest {
    private static final int WINDOW = 40;
    private static final double[] SHARES = {0.25, 0.5};

    @TempDir
    static Path folder;

    private static Path text;
    private static Path study;

    @BeforeAll
    static void decompose() throws Exception {
        Path model = TinyModel.write(folder.resolve("model"));
        text = TinyModel.text(folder.resolve("text.txt"), 30);
        study = folder.resolve("study");
        Settings settings = new Settings(5, 2, 6, 20, 64, Signals.ACTIVATION_UP, 1, 4);
        new Decompose(model, TextFiles.of(text), null, study, settings, Device.CPU, 0).run(Progress.NONE);
    }

    private static MeasureSensitivity of(Study opened, String method, List<Double> shares, long networkTokens) {
        return new MeasureSensitivity(
                opened,
                TextFiles.of(text),
                null,
                Scores.parse(method),
                shares,
                WINDOW,
                3 * WINDOW + 7,
                networkTokens,
                Device.CPU);
    }

    /** Mean loss of the whole model run with gates, window by window. */
    private static double loss(Study opened, Gates gates, int windows) {
        try (Model model = Model.open(opened.modelPath());
                Runner runner = Runner.open(model, Device.CPU);
                Tokenizer tokenizer = Tokenizer.open(model.source())) {
            int[] tokens = tokenizer.encode(Corpus.read(text, null).whole());
            double sum = 0;
            for (int w = 0; w < windows; w++) {
                for (float loss : runner.losses(Arrays.copyOfRange(tokens, w * WINDOW, (w + 1) * WINDOW), gates)) {
                    sum += loss;
                }
            }
            return sum / (windows * (WINDOW - 1));
        }
    }

    /** What the planner leaves when all layers but these are protected and that share of the others goes. */
    private static Plan plan(Study opened, float[][] scores, double share, Set<Integer> open) {
        Set<Integer> whole = new TreeSet<>(Set.of(0, 1, 2, 3));
        whole.removeAll(open);
        float[][] ranks = Allocation.SAME_SHARE.apply(scores);
        Rules rules = Rules.defaults(4)
                .withMinimumWidth(1)
                .withProtectedLayers(whole)
                .withTarget(new Target.Neurons(share * open.size() / 4));
        return new Planner(ranks, opened.footprint(), null).plan(rules);
    }

    private static float[][] scores(Study opened, Score method) {
        if (method.needsNetworks()) {
            return opened.scores();
        }
        try (Model model = Model.open(opened.modelPath())) {
            return new ScoreNeurons(model, List.of(method), null, 0, Device.CPU)
                    .run(List.of(), Progress.NONE)
                    .get(method);
        }
    }

    private static void compare(String method) {
        try (Study opened = Study.open(study)) {
            opened.change(d -> d.withRules(d.rules().rules().withProtectedLayers(Set.of(3))));
            Sensitivity found = of(opened, method, List.of(0.25, 0.5), MeasureSensitivity.NO_NETWORKS)
                    .run(Progress.NONE);
            float[][] scores = scores(opened, Scores.parse(method));
            double dense = loss(opened, Gates.OPEN, 3);
            assertThat(found.windows()).isEqualTo(3);
            assertThat(found.denseLoss()).isCloseTo(dense, within(1e-6));
            for (int i = 0; i < SHARES.length; i++) {
                for (int l = 0; l < 4; l++) {
                    Gates gates = Pruning.of(plan(opened, scores, SHARES[i], Set.of(l)))
                            .gates();
                    assertThat(gates.factor(l)).as("is cut").isNotNull();
                    assertThat(found.added()[l][i])
                            .as("layer " + l + " at " + SHARES[i])
                            .isCloseTo(loss(opened, gates, 3) - dense, within(1e-5));
                }
                Gates all = Pruning.of(plan(opened, scores, SHARES[i], Set.of(0, 1, 2)))
                        .gates();
                assertThat(found.together()[i]).isCloseTo(loss(opened, all, 3) - dense, within(1e-5));
            }
            assertThat(found.wholeLayers()).containsExactly(3);
            Sensitivity read = Sensitivity.read(opened, method);
            assertThat(read).usingRecursiveComparison().isEqualTo(found);
            assertThat(read.alone(1)).isCloseTo(found.curves().sum(new double[] {0.5, 0.5, 0.5, 0}), within(1e-12));
        }
    }

    @Test
    void everyShareOfEveryLayerAddsWhatTheWholeModelRunWithThatMaskAdds() {
        compare("functional-networks");
    }

    @Test
    void theOrderIsThatOfTheScore() {
        compare("magnitude");
    }

    @Test
    void aSilencedNetworkAddsWhatTheModelWithoutItsKeyNeuronsAdds() {
        try (Study opened = Study.open(study)) {
            Sensitivity found = of(opened, "functional-networks", List.of(0.5), MeasureSensitivity.ONE_WINDOW)
                    .run(Progress.NONE);
            assertThat(found.networks()).hasSize(4 * 2 * 5);
            assertThat(found.networkTokens()).isEqualTo(WINDOW - 1);
            double dense = loss(opened, Gates.OPEN, 1);
            for (int at : new int[] {0, 7, 23, 39}) {
                Sensitivity.Silenced s = found.networks().get(at);
                NetworkId id = NetworkId.parse(s.network());
                int[] keys = opened.keyNeurons(id, Rules.KEY_NEURON);
                BitSet gone = new BitSet();
                Arrays.stream(keys).forEach(gone::set);
                float[][] factor = new float[4][];
                factor[id.layer()] = new float[TinyModel.NEURONS];
                for (int j = 0; j < TinyModel.NEURONS; j++) {
                    factor[id.layer()][j] = gone.get(j) ? 0 : 1;
                }
                assertThat(s.keyNeurons()).isEqualTo(keys.length);
                assertThat(s.added())
                        .as(s.network())
                        .isCloseTo(loss(opened, new Gates(factor, null), 1) - dense, within(1e-5));
            }
        }
    }

    @Test
    void brokenOffItLeavesNothing() {
        try (Study opened = Study.open(study)) {
            MeasureSensitivity one = of(opened, "random", List.of(0.5), MeasureSensitivity.NO_NETWORKS);
            assertThatThrownBy(() -> one.run(new Progress() {
                        @Override
                        public void report(String what, double fraction) {
                            if (what.equals("window 2 of 3, layer 2")) {
                                throw new Cancelled();
                            }
                        }

                        @Override
                        public void check() {}
                    }))
                    .isInstanceOf(Cancelled.class);
            assertThat(Sensitivity.read(opened, "random")).isNull();
        }
    }

    @Test
    void whatIsWrongIsRefusedInOneLine() throws Exception {
        try (Study opened = Study.open(study)) {
            for (List<Double> shares : List.of(List.<Double>of(), List.of(1.0), List.of(0.5, 0.5), List.of(-0.1))) {
                assertThatThrownBy(() -> of(opened, "magnitude", shares, 0).run(Progress.NONE))
                        .isInstanceOf(Refusal.class)
                        .hasMessageStartingWith("shares ");
            }
            Path file = study.resolve("sensitivity.flap.json");
            of(opened, "magnitude", List.of(0.5), 0).run(Progress.NONE);
            String good = Files.readString(study.resolve("sensitivity.magnitude.json"))
                    .replace("\"magnitude\"", "\"flap\"");
            Files.writeString(file, good);
            assertThat(Sensitivity.read(opened, "flap")).isNotNull();
            for (String bad : List.of(
                    good.replaceFirst("\"shares\" : \\[ 0.5 ]", "\"shares\" : [ 1.5 ]"),
                    good.replaceFirst("\"shares\" : \\[ 0.5 ]", "\"shares\" : [ 0.2, 0.5 ]"),
                    good.replaceFirst("\"networks\" : \\[ ]", "\"networks\" : null"),
                    good.replace("\"flap\"", "\"obs\""),
                    "{}")) {
                assertThat(bad).isNotEqualTo(good);
                Files.writeString(file, bad);
                assertThatThrownBy(() -> Sensitivity.read(opened, "flap"))
                        .isInstanceOf(Refusal.class)
                        .hasMessageContaining("sensitivity.flap.json");
            }
        }
    }
}
