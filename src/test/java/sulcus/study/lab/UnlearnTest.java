package sulcus.study.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sulcus.cli.CommandLineRun;
import sulcus.model.Model;
import sulcus.prune.score.Importance;
import sulcus.run.Device;
import sulcus.study.lab.Unlearn.Step;
import sulcus.task.Cancelled;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

/** On the bundled sample, whose kinds of text are known: judged on the calibration text, measured on the held-out one. */
class UnlearnTest {
    private static final Path SAMPLE = Path.of("sample-data");

    @TempDir
    Path folder;

    private static UnlearnTexts texts(String file, String kind) {
        return UnlearnTexts.labelled(TextFiles.of(SAMPLE.resolve("text/" + file)), null, "kind", kind);
    }

    private static Unlearn unlearn(String kind, int steps, int texts, Path study, Set<Integer> whole, Path file) {
        return new Unlearn(
                SAMPLE.resolve("model"),
                texts("calibration.jsonl", kind),
                texts("held-out.jsonl", kind),
                Importance.ABS,
                Unlearn.EPSILON,
                study,
                2.5f,
                0.02,
                steps,
                Double.POSITIVE_INFINITY,
                1,
                0,
                whole,
                texts,
                200,
                Device.CPU,
                file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"arithmetic", "brackets", "lists", "dates"})
    void oneKindIsForgottenAndTheOthersStay(String kind) {
        List<Step> steps = unlearn(kind, 3, 5, null, Set.of(), folder.resolve("steps.jsonl"))
                .run(Progress.NONE);
        Map<String, Double> before = Unlearn.perplexities(steps.getFirst().loss());
        Map<String, Double> after = Unlearn.perplexities(steps.getLast().loss());
        Map<String, Double> random =
                Unlearn.perplexities(steps.getLast().random().getFirst());
        for (String other : before.keySet()) {
            double factor = after.get(other) / before.get(other);
            if (other.equals(kind)) {
                assertThat(factor).as(other).isGreaterThan(10);
            } else {
                assertThat(factor).as(other).isLessThan(2);
            }
            assertThat(random.get(other) / before.get(other))
                    .as(other + " at random")
                    .isLessThan(2);
        }
    }

    @Test
    void networksAreSilencedWhole() {
        List<Step> steps = unlearn("brackets", 1, 3, SAMPLE.resolve("study"), Set.of(), folder.resolve("n.jsonl"))
                .run(Progress.NONE);
        try (sulcus.study.Study study = sulcus.study.Study.open(SAMPLE.resolve("study"))) {
            int[][] silenced = steps.get(1).silenced();
            for (int layer = 0; layer < silenced.length; layer++) {
                BitSet gone = new BitSet();
                Arrays.stream(silenced[layer]).forEach(gone::set);
                BitSet whole = new BitSet();
                for (int k = 0; k < study.components(layer, 0); k++) {
                    BitSet keys = new BitSet();
                    Arrays.stream(study.keyNeurons(new sulcus.prune.NetworkId(layer, 0, k), 2.5f))
                            .forEach(keys::set);
                    BitSet both = (BitSet) keys.clone();
                    both.and(gone);
                    if (both.equals(keys)) {
                        whole.or(keys);
                    }
                }
                assertThat(whole).as("layer " + layer).isEqualTo(gone);
            }
        }
        assertThat(steps.get(1).neurons()).isPositive();
    }

    @Test
    void whatWasBrokenOffGoesOnAndGivesTheSame() throws Exception {
        Path file = folder.resolve("steps.jsonl");
        Progress tired = new Progress() {
            @Override
            public void report(String what, double fraction) {
                if (fraction > 0.6) {
                    throw new Cancelled();
                }
            }

            @Override
            public void check() {}
        };
        assertThatThrownBy(() -> unlearn("lists", 3, 2, null, Set.of(0), file).run(tired))
                .isInstanceOf(Cancelled.class);
        assertThat(Files.readAllLines(file)).hasSizeBetween(2, 3);
        List<Step> steps = unlearn("lists", 3, 2, null, Set.of(0), file).run(Progress.NONE);
        List<Step> whole = unlearn("lists", 3, 2, null, Set.of(0), folder.resolve("whole.jsonl"))
                .run(Progress.NONE);
        assertThat(steps).hasSameSizeAs(whole);
        for (int i = 0; i < steps.size(); i++) {
            assertThat(steps.get(i).loss()).isEqualTo(whole.get(i).loss());
            assertThat(steps.get(i).random()).isEqualTo(whole.get(i).random());
            assertThat(steps.get(i).silenced()).isDeepEqualTo(whole.get(i).silenced());
            assertThat(steps.get(i).silenced()[0]).as("layer 0 is protected").isEmpty();
        }
        assertThatThrownBy(() -> unlearn("dates", 3, 2, null, Set.of(0), file).run(Progress.NONE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("other settings");
        int[] widths;
        try (Model model = Model.open(SAMPLE.resolve("model"))) {
            widths = model.description().neurons();
        }
        BitSet[] left = Unlearn.preserved(steps, 1, widths);
        int count = Arrays.stream(left).mapToInt(BitSet::cardinality).sum();
        assertThat(count).isEqualTo(Arrays.stream(widths).sum() - steps.get(1).neurons());
    }

    @Test
    void importancesAreThoseOfTheirFormulas() {
        Importance.Sums sums = new Importance.Sums(2);
        sums.add(MemorySegment.ofArray(new float[] {1, -2, 3, 0}));
        sums.add(MemorySegment.ofArray(new float[] {-4, 2}));
        assertThat(sums.of(Importance.ABS)).containsExactly(8.0 / 3, 4.0 / 3);
        assertThat(sums.of(Importance.RMS)).containsExactly(Math.sqrt(26.0 / 3), Math.sqrt(8.0 / 3));
        assertThat(sums.of(Importance.STD)[0]).isCloseTo(Math.sqrt(26.0 / 3), within(1e-12));
        assertThat(sums.of(Importance.STD)[1]).isCloseTo(Math.sqrt(8.0 / 3), within(1e-12));
        assertThat(sums.of(Importance.FREQ)).containsExactly(2.0 / 3, 1.0 / 3);
        assertThat(new Importance.Sums(1).of(Importance.RMS)).containsExactly(0);
        assertThat(Importance.parse("Freq")).isEqualTo(Importance.FREQ);
        assertThatThrownBy(() -> Importance.parse("loud"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("rms");
    }

    @Test
    void theCommandWritesWhatIsLeftAndAModelIsPrunedWithIt() {
        Path steps = folder.resolve("steps.jsonl");
        Path left = folder.resolve("left.safetensors");
        CommandLineRun run = CommandLineRun.of(
                "unlearn",
                SAMPLE.resolve("model"),
                "--text",
                SAMPLE.resolve("text/calibration.jsonl"),
                "--by",
                "kind",
                "--forget",
                "brackets",
                "--steps",
                2,
                "--texts",
                3,
                "--max-tokens",
                120,
                "--controls",
                1,
                "--out",
                steps,
                "--preserved",
                left,
                "--json",
                "-q");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"steps\":[{\"step\":0,\"neurons\":0,");
        Path figure = folder.resolve("steps.svg");
        CommandLineRun drawn = CommandLineRun.of("figure", "--view", "unlearning", "--from", steps, "--out", figure);
        assertThat(drawn.status()).as(drawn.err()).isZero();
        assertThat(figure).isNotEmptyFile();
        CommandLineRun pruned = CommandLineRun.of(
                "prune",
                SAMPLE.resolve("model"),
                "--preserved",
                left + ":preserved",
                "--out",
                folder.resolve("p"),
                "-q");
        assertThat(pruned.status()).as(pruned.err()).isZero();
        CommandLineRun unknown = CommandLineRun.of(
                "unlearn",
                SAMPLE.resolve("model"),
                "--text",
                SAMPLE.resolve("text/calibration.jsonl"),
                "--by",
                "kind",
                "--forget",
                "poems",
                "--out",
                folder.resolve("none.jsonl"));
        assertThat(unknown.status()).isEqualTo(1);
        assertThat(unknown.err()).contains("there are arithmetic");
        assertThat(folder.resolve("none.jsonl")).doesNotExist();
    }
}
