package sulcus.study.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.cli.CommandLineRun;
import sulcus.prune.NetworkId;
import sulcus.run.Device;
import sulcus.study.Intervention;
import sulcus.study.Intervention.Kind;
import sulcus.study.Intervention.Target;
import sulcus.study.Study;
import sulcus.study.lab.DoseResponse.Dose;
import sulcus.study.lab.DoseResponse.Point;
import sulcus.task.Cancelled;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

/** On the bundled sample and its study. */
class DoseResponseTest {
    private static final Path SAMPLE = Path.of("sample-data");

    @TempDir
    Path folder;

    private static Lesion lesion(Kind kind, float amount) {
        List<Intervention> all = new ArrayList<>();
        try (Study study = Study.open(SAMPLE.resolve("study"))) {
            for (NetworkId id : MostSelective.of(study, "kind", "brackets", 3, Progress.NONE)) {
                all.add(new Intervention(kind, amount, new Target.Network(SAMPLE.resolve("study"), id, 2.5f)));
            }
        }
        TextFiles text = TextFiles.of(SAMPLE.resolve("text/held-out.jsonl"));
        return new Lesion(SAMPLE.resolve("model"), text, null, "kind", all, 2, 120, 1, 0, Device.CPU);
    }

    @Test
    void whatWasBrokenOffGoesOnAndGivesTheSame() throws Exception {
        Lesion lesion = lesion(Kind.SILENCE, 0);
        Path file = folder.resolve("curve.jsonl");
        List<Double> doses = List.of(0.0, 1.0, 3.0);
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
        DoseResponse dose = new DoseResponse(lesion, Dose.INTERVENTIONS, doses, file);
        assertThatThrownBy(() -> dose.run(tired)).isInstanceOf(Cancelled.class);
        assertThat(Files.readAllLines(file)).hasSizeBetween(1, 2);
        List<Point> points = dose.run(Progress.NONE);
        assertThat(Files.readAllLines(file)).hasSize(3);
        assertThat(points)
                .isEqualTo(new DoseResponse(lesion, Dose.INTERVENTIONS, doses, folder.resolve("whole.jsonl"))
                        .run(Progress.NONE));
        assertThat(DoseResponse.read(file)).isEqualTo(points);
        assertThat(points.getFirst().neurons()).isZero();
        points.getFirst().kinds().forEach(e -> assertThat(e.added()).isZero());
        Lesion.Effects whole = lesion.run(Progress.NONE);
        assertThat(points.getLast().kinds()).isEqualTo(whole.kinds());
        assertThat(points.getLast().neurons()).isEqualTo(whole.neurons());
        assertThatThrownBy(
                        () -> new DoseResponse(lesion(Kind.SCALE, 2), Dose.GAIN, List.of(0.0), file).run(Progress.NONE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("other settings");
    }

    @Test
    void aGainOfZeroSilencesAndOfOneDoesNothing() {
        List<Point> points = new DoseResponse(
                        lesion(Kind.SCALE, 7), Dose.GAIN, List.of(1.0, 0.0), folder.resolve("gain.jsonl"))
                .run(Progress.NONE);
        Lesion.Effects silenced = lesion(Kind.SILENCE, 0).run(Progress.NONE);
        for (int i = 0; i < silenced.kinds().size(); i++) {
            assertThat(points.get(0).kinds().get(i).added()).isZero();
            assertThat(points.get(1).kinds().get(i).after())
                    .isCloseTo(silenced.kinds().get(i).after(), within(1e-9));
        }
        assertThatThrownBy(() -> new DoseResponse(
                                lesion(Kind.SILENCE, 0), Dose.GAIN, List.of(1.0), folder.resolve("none.jsonl"))
                        .run(Progress.NONE))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--scale");
    }

    @Test
    void theCommandMeasuresACurveAndAFigureIsDrawnOfIt() {
        Path curve = folder.resolve("curve.jsonl");
        List<Object> words = new ArrayList<>(List.of("lesion", SAMPLE.resolve("model"), "--text"));
        words.addAll(List.of(SAMPLE.resolve("text/held-out.jsonl"), "--by", "kind", "--key-threshold", 2.5));
        words.addAll(List.of("--silence", SAMPLE.resolve("study") + ":kind=brackets/3", "--texts", 2));
        words.addAll(List.of("--max-tokens", 120, "--controls", 1, "--json", "-q"));
        List<Object> whole = new ArrayList<>(words);
        whole.addAll(List.of("--curve", curve, "--networks", "1,3"));
        CommandLineRun run = CommandLineRun.of(whole.toArray());
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"points\":[{\"dose\":1.0");
        Path figure = folder.resolve("dose.png");
        CommandLineRun drawn =
                CommandLineRun.of("figure", "--view", "dose", "--from", curve, "--out", figure, "--dpi", 60);
        assertThat(drawn.status()).as(drawn.err()).isZero();
        assertThat(figure).isNotEmptyFile();
        words.addAll(List.of("--networks", "1,3"));
        CommandLineRun half = CommandLineRun.of(words.toArray());
        assertThat(half.status()).isEqualTo(2);
        assertThat(half.err()).contains("--curve");
    }
}
