package sulcus.study.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.cli.CommandLineRun;
import sulcus.export.KeptNeurons;
import sulcus.run.Device;
import sulcus.study.Study;
import sulcus.study.lab.Fingerprint.Fate;
import sulcus.study.lab.Fingerprint.Match;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

/** On the bundled sample and its study: with itself, pruned by its networks, pruned at random, decomposed anew. */
class FingerprintTest {
    private static final Path SAMPLE = Path.of("sample-data");
    private static final Path STUDY = SAMPLE.resolve("study");

    @TempDir
    static Path folder;

    @BeforeAll
    static void prune() {
        for (List<Object> how :
                List.of(List.<Object>of("0.2", "functional-networks"), List.<Object>of("0.5", "random"))) {
            CommandLineRun run = CommandLineRun.of(
                    "prune",
                    copied(),
                    "--neurons",
                    how.get(0),
                    "--method",
                    how.get(1),
                    "--compensate",
                    "least-squares",
                    "--out",
                    folder.resolve("pruned-" + how.get(1)),
                    "-q");
            assertThat(run.status()).as(run.err()).isZero();
        }
    }

    /** Commands write into studies' histories; the bundled one stays as it is. */
    private static Path copied() {
        Path to = folder.resolve("sample");
        try {
            if (!Files.exists(to)) {
                try (var files = Files.walk(SAMPLE)) {
                    for (Path file : files.sorted().toList()) {
                        Files.copy(file, to.resolve(SAMPLE.relativize(file).toString()));
                    }
                }
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return to.resolve("study");
    }

    private static Fingerprint with(Path other) {
        try (Study study = Study.open(STUDY)) {
            return new MeasureFingerprint(
                            study,
                            other,
                            TextFiles.of(SAMPLE.resolve("text/held-out.jsonl")),
                            null,
                            28,
                            256,
                            3,
                            Fingerprint.SURVIVED,
                            false,
                            200,
                            0,
                            folder.resolve("fingerprint.json"),
                            Device.CPU)
                    .run(Progress.NONE);
        }
    }

    @Test
    void aModelHasAllItsOwnNetworks() {
        for (Path same : List.of(SAMPLE.resolve("model"), STUDY)) {
            Fingerprint print = with(same);
            assertThat(print.carried()).isEqualTo(!same.equals(STUDY));
            assertThat(print.matches()).isNotEmpty().allSatisfy(m -> {
                assertThat(m.partner()).isEqualTo(m.network());
                assertThat(m.rho()).isCloseTo(1, within(1e-5));
                assertThat(m.fate()).isEqualTo(Fate.SURVIVED);
            });
            assertThat(print.matches())
                    .allSatisfy(m -> assertThat(m.course()).hasSizeBetween(100, Fingerprint.SHOWN))
                    .allSatisfy(m -> assertThat(m.partnerCourse()).containsExactly(m.course(), within(0.011f)));
            assertThat(Fingerprint.read(folder.resolve("fingerprint.json")).matches())
                    .usingRecursiveFieldByFieldElementComparator()
                    .isEqualTo(print.matches());
        }
    }

    /** Pruning by networks keeps what they are made of; at random it takes key neurons too. */
    @Test
    void prunedByItsNetworksItHasThemAndAtRandomSomeAreGone() {
        Fingerprint kept = with(folder.resolve("pruned-functional-networks"));
        assertThat(kept.carried()).isTrue();
        assertThat(kept.count(Fate.SURVIVED)).isEqualTo(kept.matches().size());
        assertThat(kept.matches()).allSatisfy(m -> assertThat(m.left()).isEqualTo(m.keyNeurons()));
        assertThat(kept.matches().stream().mapToDouble(Match::rho).min().orElse(0))
                .isBetween(0.5, 0.9999);
        Fingerprint random = with(folder.resolve("pruned-random"));
        assertThat(random.count(Fate.GONE)).isGreaterThan(random.matches().size() / 20);
        for (Match m : random.matches()) {
            if (m.left() == 0) {
                assertThat(m.fate()).isEqualTo(Fate.GONE);
                assertThat(m.rho()).isZero();
                assertThat(m.course()).isNotEmpty();
                assertThat(m.partnerCourse()).isNull();
            }
        }
        assertThat(random.matches().stream()
                        .mapToInt(m -> m.keyNeurons() - m.left())
                        .sum())
                .isPositive();
    }

    /** Of eight neurons five were kept, and of those three. */
    @Test
    void neuronsAreFollowedThroughSeveralPrunings() throws Exception {
        String first = "{\"model\":{\"files\":[{\"name\":\"w\",\"sha256\":\"aa\"}]},"
                + "\"plan\":{\"neurons\":[8,8],\"preserved\":[[0,2,3,6,7],null]}}";
        String second = "{\"model\":{\"files\":[{\"name\":\"w\",\"sha256\":\"bb\"}]},"
                + "\"plan\":{\"neurons\":[5,8],\"preserved\":[[1,2,4],null]},\"provenance\":{\"before\":" + first
                + "}}";
        Path model = Files.createDirectory(folder.resolve("twice"));
        Files.write(model.resolve("sulcus.json"), second.getBytes(StandardCharsets.UTF_8));
        KeptNeurons oldest = KeptNeurons.of(model, Map.of("w", "aa"));
        assertThat(oldest.of()).containsExactly(8, 8);
        assertThat(oldest.kept()[0]).containsExactly(2, 3, 7);
        assertThat(oldest.kept()[1]).isNull();
        assertThat(KeptNeurons.of(model, Map.of("w", "bb")).kept()[0]).containsExactly(1, 2, 4);
        assertThat(KeptNeurons.of(model, Map.of("w", "cc"))).isNull();
        Files.write(
                model.resolve("sulcus.json"),
                second.replace("[1,2,4]", "[1,2,5]").getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> KeptNeurons.of(model, Map.of("w", "aa")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("plan: missing or wrong");
    }
}
