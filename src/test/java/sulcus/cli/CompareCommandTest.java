package sulcus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.prune.Target;
import sulcus.study.Compared;
import sulcus.study.History;
import sulcus.study.Study;
import sulcus.study.StudyScript;

/** Methods compared on the bundled sample, from the command line. */
class CompareCommandTest {
    private static final Path SAMPLE = Path.of("sample-data");

    @TempDir
    Path folder;

    @BeforeEach
    void copy() throws IOException {
        for (String part : new String[] {"model", "text", "study"}) {
            try (Stream<Path> all = Files.walk(SAMPLE.resolve(part))) {
                for (Path path : all.toList()) {
                    Path target = folder.resolve(SAMPLE.relativize(path).toString());
                    if (Files.isDirectory(path)) {
                        Files.createDirectories(target);
                    } else {
                        Files.copy(path, target);
                    }
                }
            }
        }
    }

    private CommandLineRun compare(String... more) {
        return CommandLineRun.of(Stream.concat(
                        Stream.of(
                                "compare",
                                folder.resolve("study").toString(),
                                "--text",
                                folder.resolve("text/held-out.jsonl").toString(),
                                "--window",
                                "256",
                                "--tokens",
                                "1024",
                                "--out",
                                folder.resolve("table.csv").toString(),
                                "--json"),
                        Stream.of(more))
                .toArray(String[]::new));
    }

    @Test
    void everySettingIsMeasuredOnceAndKept() throws IOException {
        CommandLineRun first = compare(
                "--neurons", "0.2,0.4", "--methods", "functional-networks,wanda", "--compensate", "none,feedback");
        assertThat(first.status()).as(first.err()).isZero();
        JsonNode rows = new ObjectMapper().readTree(first.out()).get("rows");
        assertThat(rows).hasSize(1 + 2 * 2 * 2);
        double dense = rows.get(0).get("perplexity").asDouble();
        for (JsonNode row : rows) {
            assertThat(row.get("perplexity").asDouble()).isBetween(dense * 0.99, dense * 20);
        }
        // more removed costs more, and what is fitted costs less
        List<Compared> kept;
        try (Study study = Study.open(folder.resolve("study"))) {
            kept = study.compared();
        }
        assertThat(of(kept, "wanda", "none", 0.4)).isGreaterThan(of(kept, "wanda", "none", 0.2));
        assertThat(of(kept, "wanda", "feedback", 0.4)).isLessThan(of(kept, "wanda", "none", 0.4));

        List<String> lines = Files.readAllLines(folder.resolve("table.csv"));
        assertThat(lines.getFirst())
                .startsWith("method,compensate,neuronsRemoved,parametersRemoved,perplexity,seconds,");
        assertThat(lines).hasSize(10);

        CommandLineRun again = compare(
                "--neurons", "0.2,0.4,0.5", "--methods", "wanda,functional-networks", "--compensate", "none,feedback");
        assertThat(again.status()).as(again.err()).isZero();
        try (Study study = Study.open(folder.resolve("study"))) {
            assertThat(study.compared())
                    .startsWith(kept.toArray(Compared[]::new))
                    .hasSize(9 + 4);
        }
        assertThat(Files.readAllLines(folder.resolve("table.csv"))).hasSize(14);
    }

    private static double of(List<Compared> rows, String method, String compensate, double neurons) {
        return rows.stream()
                .filter(r -> r.method().equals(method) && r.compensate().equals(compensate) && r.neurons() == neurons)
                .findFirst()
                .orElseThrow()
                .perplexity();
    }

    @Test
    void windowsOfTheWholeTextAreAnotherCalibrationThanItsTexts() throws IOException {
        CommandLineRun run = compare("--neurons", "0.4", "--methods", "flap", "--calibration-tokens", "2048");
        assertThat(run.status()).as(run.err()).isZero();
        CommandLineRun texts = compare("--neurons", "0.4", "--methods", "flap");
        assertThat(texts.status()).as(texts.err()).isZero();
        try (Study study = Study.open(folder.resolve("study"))) {
            List<Compared> rows = study.compared();
            assertThat(rows).hasSize(3);
            assertThat(rows.get(1).calibrationTokens()).isEqualTo(2048);
            assertThat(rows.get(1).compensate()).isEqualTo("bias");
            assertThat(rows.get(2).calibrationTokens()).isGreaterThan(10_000);
            assertThat(rows.get(2).perplexity()).isNotEqualTo(rows.get(1).perplexity());
        }
    }

    @Test
    void overlapAndFigureComeFromTheStudyAlone() throws IOException {
        Path overlap = folder.resolve("overlap.csv");
        CommandLineRun run = compare(
                "--neurons", "0.2,0.4", "--methods", "functional-networks,wanda,flap", "--overlap", overlap.toString());
        assertThat(run.status()).as(run.err()).isZero();
        JsonNode first = new ObjectMapper().readTree(run.out()).get("overlap").get(1);
        assertThat(first.get("neurons").asDouble()).isEqualTo(0.4);
        assertThat(first.get("wanda").get("wanda").asDouble()).isEqualTo(1);
        double iou = first.get("wanda").get("flap").asDouble();
        assertThat(iou).isEqualTo(first.get("flap").get("wanda").asDouble()).isBetween(0.2, 0.99);
        assertThat(Files.readAllLines(overlap)).hasSize(1 + 2 * 9).first().isEqualTo("neurons,first,second,iou,chance");

        Path svg = folder.resolve("compare.svg");
        CommandLineRun drawn = CommandLineRun.of(
                "figure",
                folder.resolve("study").toString(),
                "--view",
                "compare",
                "--removed",
                "parameters",
                "--hide",
                "Wanda-sp",
                "--panel",
                "overlap",
                "--out",
                svg.toString());
        assertThat(drawn.status()).as(drawn.err()).isZero();
        assertThat(Files.readString(svg))
                .contains("FLAP + bias", "Pareto front", "parameters removed, %", "Overlap of preserved sets");
        CommandLineRun nowhere = CommandLineRun.of(
                "figure",
                folder.resolve("study").toString(),
                "--view",
                "compare",
                "--measured-on",
                "novel.txt",
                "--out",
                svg.toString());
        assertThat(nowhere.status()).isEqualTo(1);
        assertThat(nowhere.err()).contains("nothing was measured on it");
    }

    @Test
    void aRivalsThresholdIsSavedInTheHistoryAndNotInTheStudysRules() {
        String study = folder.resolve("study").toString();
        CommandLineRun run =
                CommandLineRun.of("threshold", study, "--neurons", "0.3", "--method", "wanda", "--save", "--json");
        assertThat(run.status()).as(run.err()).isZero();
        try (Study opened = Study.open(folder.resolve("study"))) {
            assertThat(opened.rules().target()).isNotEqualTo(new Target.Neurons(0.3));
            History.Step last = opened.history().steps().getLast();
            assertThat(last.arguments()).containsEntry("method", "wanda");
            assertThat(StudyScript.of(opened)).contains("--method wanda");
        }
        CommandLineRun again = CommandLineRun.of(
                "threshold", study, "--value", "0.5", "--method", "wanda", "--layer", "2=0.25", "--json");
        assertThat(again.status()).as(again.err()).isZero();
        CommandLineRun wrong =
                CommandLineRun.of("threshold", study, "--neurons", "0.3", "--method", "wanda", "--network", "2.1=drop");
        assertThat(wrong.status()).isEqualTo(2);
    }

    @Test
    void headsAreComparedAloneAndBesideNeurons() throws IOException {
        CommandLineRun run = compare(
                "--heads", "0.2", "--methods", "obs,random,contribution-networks", "--compensate", "least-squares");
        assertThat(run.status()).as(run.err()).isZero();
        CommandLineRun both = compare(
                "--neurons",
                "0.2",
                "--heads",
                "0,0.1",
                "--methods",
                "obs",
                "--compensate",
                "least-squares,feedback",
                "--refit",
                "attention");
        assertThat(both.status()).as(both.err()).isZero();
        List<Compared> rows;
        try (Study study = Study.open(folder.resolve("study"))) {
            rows = study.compared();
        }
        assertThat(rows).hasSize(1 + 3 + 4);
        double dense = rows.getFirst().perplexity();
        for (Compared row : rows.subList(1, 4)) {
            assertThat(row.neuronsRemoved()).isZero();
            assertThat(row.headsRemoved()).isBetween(0.1, 0.3);
            assertThat(row.parametersRemoved()).isPositive();
            assertThat(row.perplexity()).isGreaterThan(dense);
        }
        assertThat(rows.subList(4, 8).stream().map(Compared::heads)).containsExactly(0.0, 0.0, 0.1, 0.1);
        assertThat(rows.subList(4, 8).stream().map(Compared::refit)).containsExactly("", "attention", "", "attention");
        assertThat(rows.get(5).perplexity()).isLessThan(rows.get(4).perplexity());
        List<String> lines = Files.readAllLines(folder.resolve("table.csv"));
        assertThat(lines.getFirst()).endsWith(",heads,headsRemoved,refit");
        assertThat(lines).hasSize(6);
    }

    @Test
    void headsArePrunedToAFolderThatComesBack() throws IOException {
        for (String[] how : new String[][] {
            {"compact", "--heads-method", "obs", "--compensate", "least-squares"},
            {"padded", "--heads-method", "contribution-networks", "--compensate", "bias", "--neurons", "0.2"},
            {"uniform", "--heads-method", "magnitude"}
        }) {
            Path out = folder.resolve(how[0]);
            CommandLineRun run = CommandLineRun.of(Stream.concat(
                            Stream.of(
                                    "prune",
                                    folder.resolve("study").toString(),
                                    "--heads",
                                    how[0].equals("uniform") ? "0.5" : "0.2",
                                    "--layout",
                                    how[0],
                                    "--out",
                                    out.toString(),
                                    "--json"),
                            Stream.of(how).skip(1))
                    .toArray(String[]::new));
            assertThat(run.status()).as(run.err()).isZero();
            JsonNode result = new ObjectMapper().readTree(run.out());
            assertThat(result.get("headsRemoved").asDouble()).isPositive();
            assertThat(result.get("parametersRemoved").asDouble()).isPositive();
            assertThat(Files.readString(out.resolve("sulcus.json"))).contains("\"heads\"");
        }
        CommandLineRun info =
                CommandLineRun.of("info", folder.resolve("compact").toString(), "--json");
        JsonNode heads = new ObjectMapper().readTree(info.out()).get("keyValueHeads");
        assertThat(heads.valueStream().mapToInt(JsonNode::asInt).distinct().count())
                .isGreaterThan(1);
    }

    @Test
    void aRivalPrunesToAFolder() {
        Path out = folder.resolve("smaller");
        CommandLineRun run = CommandLineRun.of(
                "prune",
                folder.resolve("study").toString(),
                "--neurons",
                "0.3",
                "--method",
                "wanda",
                "--compensate",
                "least-squares",
                "--feedback",
                "0.5",
                "--out",
                out.toString(),
                "--json");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(out.resolve("config.json")).exists();
        CommandLineRun wrong = CommandLineRun.of(
                "prune",
                folder.resolve("study").toString(),
                "--neurons",
                "0.3",
                "--method",
                "wanda",
                "--network",
                "2.1=preserve",
                "--out",
                folder.resolve("other").toString());
        assertThat(wrong.status()).isEqualTo(2);
        assertThat(wrong.err()).contains("--method functional-networks");
    }

    @Test
    void nonsenseIsRefusedInOneLine() {
        for (String[] wrong : new String[][] {
            {"--neurons", "1.5", "--methods", "wanda"},
            {"--neurons", "0.2", "--methods", "best"},
            {"--heads", "0.2", "--methods", "obs-greedy"},
            {"--neurons", "0.2", "--methods", "contribution-networks"},
            {"--heads", "0.95", "--methods", "random"},
            {"--heads", "0", "--methods", "random"},
            {"--neurons", "0.2", "--methods", "wanda", "--calibration-tokens", "0"},
            {"--neurons", "0.2", "--methods", "wanda", "--compensate", "feedback", "--feedback", "2"}
        }) {
            CommandLineRun run = compare(wrong);
            assertThat(run.status()).as(String.join(" ", wrong)).isEqualTo(1);
            assertThat(run.err().strip().lines()).hasSize(1);
        }
    }

    @Test
    void aCutIsSharedByTheSensitivityThatWasMeasured() throws IOException {
        String path = folder.resolve("study").toString();
        CommandLineRun unmeasured =
                compare("--neurons", "0.3", "--methods", "magnitude", "--allocation", "sensitivity:0.5");
        assertThat(unmeasured.status()).isEqualTo(1);
        assertThat(unmeasured.err()).contains("run sulcus sensitivity STUDY --method magnitude");
        CommandLineRun.of(
                "sensitivity",
                path,
                "--method",
                "magnitude",
                "--text",
                folder.resolve("text/held-out.jsonl").toString(),
                "--window",
                "128",
                "--tokens",
                "256");
        CommandLineRun run = compare(
                "--neurons",
                "0.3",
                "--methods",
                "magnitude",
                "--compensate",
                "none",
                "--allocation",
                "own,sensitivity:0,sensitivity:1");
        assertThat(run.status()).as(run.err()).isZero();
        List<Compared> rows;
        try (Study study = Study.open(folder.resolve("study"))) {
            rows = study.compared().stream()
                    .filter(row -> row.method().equals("magnitude"))
                    .toList();
        }
        assertThat(rows)
                .extracting(Compared::allocation)
                .containsExactly(
                        "same-share",
                        "sensitivity:0.0 on 254 tokens of held-out.jsonl",
                        "sensitivity:1.0 on 254 tokens of held-out.jsonl");
        assertThat(rows.get(1).mask()).isEqualTo(rows.get(0).mask());
        assertThat(rows.get(2).mask()).isNotEqualTo(rows.get(0).mask());
        assertThat(rows.get(2).neuronsRemoved()).isCloseTo(0.3, org.assertj.core.api.Assertions.within(0.001));
        CommandLineRun pruned = CommandLineRun.of(
                "prune",
                path,
                "--neurons",
                "0.3",
                "--method",
                "magnitude",
                "--allocation",
                "sensitivity:1",
                "--out",
                folder.resolve("pruned").toString());
        assertThat(pruned.status()).as(pruned.err()).isZero();
        try (Study study = Study.open(folder.resolve("study"))) {
            History.Step step = study.history().steps().getLast();
            assertThat(step.mask()).isEqualTo(rows.get(2).mask());
            assertThat(step.arguments()).containsEntry("allocation", "sensitivity:1.0");
        }
        CommandLineRun threshold = CommandLineRun.of(
                "prune",
                path,
                "--value",
                "3",
                "--method",
                "magnitude",
                "--allocation",
                "sensitivity",
                "--out",
                folder.resolve("other").toString());
        assertThat(threshold.status()).isEqualTo(1);
        assertThat(threshold.err()).contains("lie on another scale");
    }
}
