package sulcus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import sulcus.TinyModel;
import sulcus.run.Device;
import sulcus.study.Study;
import sulcus.study.lab.MeasureRecurrence;
import sulcus.study.lab.Recurrence;
import sulcus.task.Cancelled;
import sulcus.task.Progress;
import sulcus.text.TextFiles;

/** Recurrence and following from the command line, on a tiny model. */
class RecurrenceCommandTest extends TinyStudy {
    private static Path labelled;

    @BeforeAll
    static void label() throws Exception {
        StringBuilder lines = new StringBuilder();
        List<String> texts = Files.readAllLines(text).stream()
                .filter(line -> line.length() > 30)
                .limit(6)
                .toList();
        assertThat(texts).hasSize(6);
        for (int i = 0; i < texts.size(); i++) {
            lines.append(new ObjectMapper()
                            .createObjectNode()
                            .put("text", texts.get(i))
                            .put("kind", i % 2 == 0 ? "even" : "odd, or so"))
                    .append('\n');
        }
        labelled = folder.resolve("labelled.jsonl");
        Files.write(labelled, lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static MeasureRecurrence measure(Study opened, Path out) {
        return new MeasureRecurrence(
                opened, TextFiles.of(labelled), null, "kind", -1, List.of(), 0.2, 2, 4, -1, 48, 2, 0, out, Device.CPU);
    }

    /** One token over and over has hardly a dimension, two in turn have few. */
    @Test
    void aTextWithFewDimensionsHasFewNetworks() throws Exception {
        Path dull = folder.resolve("dull.jsonl");
        ObjectMapper json = new ObjectMapper();
        Files.writeString(
                dull,
                json.createObjectNode().put("text", "a".repeat(40)) + "\n"
                        + json.createObjectNode().put("text", "ab".repeat(20)) + "\n"
                        + Files.readAllLines(labelled).getFirst());
        try (Study opened = Study.open(study)) {
            MeasureRecurrence measure = new MeasureRecurrence(
                    opened,
                    TextFiles.of(dull),
                    null,
                    null,
                    -1,
                    List.of(),
                    0.2,
                    2,
                    4,
                    -1,
                    48,
                    2,
                    0,
                    folder.resolve("dull.json"),
                    Device.CPU);
            Recurrence found = measure.run(Progress.NONE);
            assertThat(found.tokens()).hasSize(3);
            assertThat(found.templates())
                    .allSatisfy(t -> assertThat(t.r()[2]).isPositive().isLessThanOrEqualTo(1))
                    .allSatisfy(t -> assertThat(t.r()[1]).isBetween(0f, 1f))
                    .allSatisfy(t -> assertThat(t.r()[0]).isBetween(0f, 1f));
            assertThat(Recurrence.read(folder.resolve("dull.json")).templates()).hasSameSizeAs(found.templates());
        }
    }

    @Test
    void whatWasBrokenOffGoesOnAndGivesTheSame() throws Exception {
        Path out = Files.createDirectories(folder.resolve("resumed")).resolve("r.json");
        Progress tired = new Progress() {
            @Override
            public void report(String what, double fraction) {
                if (what.startsWith("layer 2: text 2")) {
                    throw new Cancelled();
                }
            }

            @Override
            public void check() {}
        };
        try (Study opened = Study.open(study)) {
            assertThatThrownBy(() -> measure(opened, out).run(tired)).isInstanceOf(Cancelled.class);
            List<Path> left;
            try (var files = Files.list(out.getParent())) {
                left = files.toList();
            }
            assertThat(left).hasSize(1);
            assertThat(left.getFirst().getFileName().toString()).startsWith("r.json.partial-");
            JsonNode state = new ObjectMapper().readTree(left.getFirst().toFile());
            assertThat(state.get("layers")).hasSize(2);
            Recurrence resumed = measure(opened, out).run(Progress.NONE);
            assertThat(out).exists();
            assertThat(left.getFirst()).doesNotExist();
            Recurrence whole = measure(opened, folder.resolve("whole.json")).run(Progress.NONE);
            assertThat(resumed)
                    .usingRecursiveComparison()
                    .ignoringFields("time")
                    .isEqualTo(whole);
            assertThat(Recurrence.read(out)).usingRecursiveComparison().isEqualTo(resumed);
        }
    }

    @Test
    void countsStandInTheTableTheFilesTheFigureAndTheTrail() throws Exception {
        Path csv = folder.resolve("counts.csv");
        CommandLineRun run = CommandLineRun.of(
                "recurrence",
                study,
                "--text",
                labelled,
                "--by",
                "kind",
                "--components",
                4,
                "--key-threshold",
                2,
                "--iou",
                0,
                "--nulls",
                2,
                "--csv",
                csv,
                "--json",
                "-q");
        assertThat(run.status()).as(run.err()).isZero();
        JsonNode json = run.json();
        assertThat(json.get("templates").asInt()).isEqualTo(TinyModel.LAYERS * 2 * 6);
        assertThat(json.get("texts").asInt()).isEqualTo(6);
        assertThat(json.get("counts")).hasSize(TinyModel.LAYERS * 2 * 6 * 2);
        long found = 0;
        for (JsonNode count : json.get("counts")) {
            assertThat(count.get("texts").asInt()).isEqualTo(3);
            assertThat(count.get("networks").asInt())
                    .isGreaterThanOrEqualTo(count.get("found").asInt());
            found += count.get("found").asInt();
        }
        assertThat(json.get("found").asLong()).isEqualTo(found).isPositive();
        double chance = json.get("foundByChance").asDouble();
        assertThat(chance).isPositive();
        // two copies of each text
        assertThat(json.get("falseDiscoveryRate").asDouble()).isEqualTo(Math.min(1, (1 + 2 * chance) / 2 / found));
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines).hasSize(1 + TinyModel.LAYERS * 2 * 6 * 2);
        assertThat(lines.get(2)).startsWith("0.0,0,0,\"odd, or so\",3,");
        Path figure = folder.resolve("recurrence.svg");
        CommandLineRun drawn = CommandLineRun.of("figure", study, "--view", "recurrence", "--out", figure);
        assertThat(drawn.status()).as(drawn.err()).isZero();
        assertThat(Files.readString(figure)).contains("even (3)", "odd, or so (3)", "share of texts");
        CommandLineRun trail = CommandLineRun.of("follow", study, "1.0", "--json", "-q");
        assertThat(trail.status()).as(trail.err()).isZero();
        assertThat(trail.json().get("groups")).hasSize(1);
        assertThat(trail.json().get("layers")).hasSize(TinyModel.LAYERS - 1);
        assertThat(trail.json().get("kinds")).hasSize(2);
        assertThat(trail.json().get("groups").get(0).get("network").asText()).startsWith("1.1.");
        try (Study opened = Study.open(study)) {
            // the strongest of the layer's time courses, by hand
            float[] own = opened.courses(1, 0).rows()[0];
            double most = 0;
            for (float[] other : opened.courses(2, 0).rows()) {
                double sum = 0;
                for (int t = 0; t < own.length; t++) {
                    sum += own[t] * other[t];
                }
                most = Math.max(most, Math.abs(sum));
            }
            assertThat(trail.json().get("layers").get(1).get("r").asDouble())
                    .isCloseTo(most, org.assertj.core.api.Assertions.within(1e-5));
        }
        Files.delete(study.resolve("recurrence.json"));
    }

    @Test
    void aModelThatIsOfAnotherIsDecomposedAndMatchedOneToOne() throws Exception {
        Path other = TinyModel.write(folder.resolve("other"), 8, Float.NaN);
        Path out = folder.resolve("fingerprint.json");
        Path csv = folder.resolve("fingerprint.csv");
        Object[] words = {
            "fingerprint",
            study,
            other,
            "--text",
            text,
            "--texts",
            4,
            "--key-threshold",
            2,
            "--out",
            out,
            "--csv",
            csv,
            "--json",
            "-q"
        };
        CommandLineRun run = CommandLineRun.of(words);
        assertThat(run.status()).as(run.err()).isZero();
        JsonNode json = run.json();
        assertThat(json.get("carried").asBoolean()).isFalse();
        assertThat(json.get("texts").asInt()).isEqualTo(4);
        int networks = json.get("networks").asInt();
        assertThat(networks).isBetween(1, TinyModel.LAYERS * 6);
        assertThat(json.get("survived").asInt()
                        + json.get("changed").asInt()
                        + json.get("gone").asInt())
                .isEqualTo(networks);
        assertThat(json.get("matches").findValuesAsText("partner").stream().filter(p -> !p.equals("null")))
                .doesNotHaveDuplicates();
        assertThat(Files.readAllLines(csv)).hasSize(1 + networks);
        Path made = folder.resolve("fingerprint.json.study");
        assertThat(Study.isStudy(made)).isTrue();
        var before = Files.getLastModifiedTime(made.resolve("scores.safetensors"));
        CommandLineRun again = CommandLineRun.of(words);
        assertThat(again.out()).as("the study is taken that was made").isEqualTo(run.out());
        assertThat(Files.getLastModifiedTime(made.resolve("scores.safetensors")))
                .isEqualTo(before);
        Path figure = folder.resolve("fingerprint.svg");
        CommandLineRun drawn =
                CommandLineRun.of("figure", "--view", "fingerprint", "--from", out, "--layer", 3, "--out", figure);
        assertThat(drawn.status()).as(drawn.err()).isZero();
        assertThat(Files.readString(figure)).contains("networks of layer 3", "survived, ρ ≥ 0.50");
        CommandLineRun none = CommandLineRun.of("figure", study, "--view", "fingerprint", "--out", figure);
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.err()).contains("not measured yet");
    }

    @Test
    void whatCannotBeDoneIsSaidInALine() {
        CommandLineRun label = CommandLineRun.of("recurrence", study, "--text", labelled, "--by", "colour");
        assertThat(label.status()).isEqualTo(1);
        assertThat(label.message()).contains("has no label \"colour\"; it has kind");
        CommandLineRun iou = CommandLineRun.of("recurrence", study, "--text", labelled, "--iou", 1);
        assertThat(iou.message()).contains("IoU 1.0");
        CommandLineRun layer = CommandLineRun.of("recurrence", study, "--text", labelled, "--layers", 9);
        assertThat(layer.message()).contains("has layers 0 to 3, not 9");
        CommandLineRun group = CommandLineRun.of("recurrence", study, "--text", labelled, "--group", 2);
        assertThat(group.message()).contains("has groups 0 to 1, not 2");
        CommandLineRun shortTexts =
                CommandLineRun.of("recurrence", study, "--text", labelled, "--components", 100, "--max-tokens", 200);
        assertThat(shortTexts.message()).contains("has no text of 102 tokens or more");
        CommandLineRun figure = CommandLineRun.of(
                "figure", "--view", "recurrence", "--from", labelled, "--out", folder.resolve("n.png"));
        assertThat(figure.status()).isEqualTo(1);
        CommandLineRun network = CommandLineRun.of("follow", study, "9.0");
        assertThat(network.message()).contains("network 9.0: there is none");
        CommandLineRun other = CommandLineRun.of("fingerprint", study, folder.resolve("nothing"), "--text", labelled);
        assertThat(other.status()).isEqualTo(1);
        assertThat(other.message().lines()).hasSize(1);
    }
}
