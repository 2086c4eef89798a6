package sulcus.study.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sulcus.cli.CommandLineRun;
import sulcus.prune.NetworkId;
import sulcus.run.Device;
import sulcus.study.Intervention;
import sulcus.study.Intervention.Kind;
import sulcus.study.Intervention.Target;
import sulcus.study.Study;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

/** On the bundled sample, whose kinds of text are known. */
class LesionTest {
    private static final Path SAMPLE = Path.of("sample-data");
    private static final float KEY = 2.5f;

    @TempDir
    static Path folder;

    private static Path study;

    /** Networks from ten starts, so that it is known which are stable. */
    @BeforeAll
    static void decompose() {
        study = folder.resolve("study");
        CommandLineRun run = CommandLineRun.of(
                "decompose",
                SAMPLE.resolve("model"),
                "--text",
                SAMPLE.resolve("text/calibration.jsonl"),
                "--texts",
                84,
                "--components",
                24,
                "--restarts",
                10,
                "--out",
                study,
                "-q");
        assertThat(run.status()).as(run.err()).isZero();
    }

    private static Lesion.Effects silenced(List<NetworkId> networks) {
        List<Intervention> all = new ArrayList<>();
        networks.forEach(id -> all.add(new Intervention(Kind.SILENCE, 0, new Target.Network(study, id, KEY))));
        return new Lesion(
                        SAMPLE.resolve("model"),
                        TextFiles.of(SAMPLE.resolve("text/held-out.jsonl")),
                        null,
                        "kind",
                        all,
                        6,
                        200,
                        3,
                        0,
                        Device.CPU)
                .run(Progress.NONE);
    }

    @ParameterizedTest
    @CsvSource({"arithmetic, 6", "brackets, 3", "lists, 3"})
    void withoutItsStableNetworksOneKindOfTextIsLost(String kind, int count) {
        List<NetworkId> networks;
        try (Study opened = Study.open(study)) {
            networks = MostSelective.of(opened, "kind", kind, count, Progress.NONE);
            for (NetworkId id : networks) {
                assertThat(opened.stability(id.layer(), id.group())[id.network()])
                        .isGreaterThanOrEqualTo(0.8f);
            }
        }
        Lesion.Effects effects = silenced(networks);
        Lesion.Effect own = effects.kinds().stream()
                .filter(e -> e.kind().equals(kind))
                .findFirst()
                .orElseThrow();
        assertThat(own.added()).isPositive().isGreaterThan(5 * own.addedAtRandom());
        for (Lesion.Effect other : effects.kinds()) {
            if (other != own) {
                assertThat(own.added()).as(other.kind()).isGreaterThan(5 * other.added());
            }
        }
    }

    @Test
    void whatIsNotThereIsRefused() {
        try (Study opened = Study.open(study)) {
            assertThatThrownBy(() -> MostSelective.of(opened, "kind", "poems", 3, Progress.NONE))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("there are arithmetic, brackets");
            assertThatThrownBy(() -> MostSelective.of(opened, "kind", "lists", 5000, Progress.NONE))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("ask for fewer");
        }
    }

    @Test
    void theCommandSaysTheSameAsTheOperation() {
        CommandLineRun run = CommandLineRun.of(
                "lesion",
                SAMPLE.resolve("model"),
                "--text",
                SAMPLE.resolve("text/held-out.jsonl"),
                "--by",
                "kind",
                "--silence",
                study + ":kind=lists/3",
                "--key-threshold",
                KEY,
                "--texts",
                6,
                "--max-tokens",
                200,
                "--json",
                "-q");
        assertThat(run.status()).as(run.err()).isZero();
        List<NetworkId> networks;
        try (Study opened = Study.open(study)) {
            networks = MostSelective.of(opened, "kind", "lists", 3, Progress.NONE);
        }
        Lesion.Effects effects = silenced(networks);
        assertThat(run.out()).contains("\"neurons\":" + effects.neurons());
        assertThat(run.out()).contains("\"added\":" + effects.kinds().get(3).added());
        CommandLineRun nothing =
                CommandLineRun.of("lesion", SAMPLE.resolve("model"), "--text", SAMPLE.resolve("text/held-out.jsonl"));
        assertThat(nothing.status()).isEqualTo(2);
        assertThat(nothing.err()).contains("--silence");
    }
}
