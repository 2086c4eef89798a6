package sulcus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.TinyModel;
import sulcus.task.Cancelled;
import sulcus.task.Refusal;

/** Bad input gets one clear line and status 1 (2 for wrong usage), and leaves nothing under the final name. */
class BadInputTest {
    @TempDir
    static Path folder;

    private static Path model;
    private static Path text;
    private static Path study;

    @BeforeAll
    static void prepare() throws Exception {
        model = TinyModel.write(folder.resolve("model"));
        text = TinyModel.text(folder.resolve("text.txt"), 20);
        study = folder.resolve("study");
        assertThat(decompose(model, text, study).status()).isZero();
    }

    private static CommandLineRun decompose(Object model, Object text, Object out, Object... more) {
        Object[] words = new Object[11 + more.length];
        Object[] first = {
            "decompose", model, "--text", text, "--out", out, "--components", 4, "--min-characters", 20, "--json"
        };
        System.arraycopy(first, 0, words, 0, 11);
        System.arraycopy(more, 0, words, 11, more.length);
        return CommandLineRun.of(words);
    }

    private static void refused(CommandLineRun run, String... parts) {
        assertThat(run.status()).as(run.message()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.message()).hasLineCount(1).startsWith("sulcus: ").contains(parts);
        assertThat(run.message()).doesNotContain("defect", "Exception");
    }

    private static void nothingAt(Path out) throws IOException {
        try (var files = Files.list(folder)) {
            Set<String> left = new TreeSet<>();
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith(out.getFileName().toString()))
                    .forEach(left::add);
            assertThat(left).isEmpty();
        }
    }

    @Test
    void aMissingModelIsNamed() throws Exception {
        Path out = folder.resolve("missing-model");
        refused(decompose(folder.resolve("nowhere"), text, out), "nowhere");
        nothingAt(out);
        refused(CommandLineRun.of("info", folder.resolve("nowhere")), "nowhere");
    }

    @Test
    void aMissingTextIsNamed() throws Exception {
        Path out = folder.resolve("missing-text");
        refused(decompose(model, folder.resolve("none.txt"), out), "none.txt");
        nothingAt(out);
    }

    @Test
    void aFolderWithoutConfigurationIsNoModel() throws Exception {
        Path empty = Files.createDirectory(folder.resolve("no-config"));
        refused(CommandLineRun.of("info", empty, "--json"), "no-config", "config.json");
    }

    @Test
    void truncatedWeightsAreRefused() throws Exception {
        Path cut = TinyModel.write(folder.resolve("cut"));
        try (FileChannel file = FileChannel.open(cut.resolve("model.safetensors"), StandardOpenOption.WRITE)) {
            file.truncate(file.size() - 1000);
        }
        Path out = folder.resolve("from-cut");
        refused(decompose(cut, text, out), "model.safetensors");
        nothingAt(out);
        refused(CommandLineRun.of("evaluate", cut, "--text", text), "model.safetensors");
    }

    @Test
    void weightsThatAreNotNumbersAreRefused() throws Exception {
        Path nan = TinyModel.writeNan(folder.resolve("nan"));
        Path out = folder.resolve("from-nan");
        CommandLineRun run = decompose(nan, text, out);
        refused(run, "nan");
        assertThat(out).doesNotExist();
        refused(CommandLineRun.of("evaluate", nan, "--text", text, "--window", 16), "nan");
    }

    @Test
    void anEmptyTextIsRefused() throws Exception {
        Path empty = Files.createFile(folder.resolve("empty.txt"));
        Path blank = Files.writeString(folder.resolve("blank.txt"), "\n  \n\n");
        Path out = folder.resolve("from-empty");
        refused(decompose(model, empty, out), "empty.txt");
        refused(decompose(model, blank, out), "blank.txt");
        refused(CommandLineRun.of("evaluate", model, "--text", empty), "empty.txt");
        nothingAt(out);
    }

    @Test
    void moreComponentsThanTheRankAreRefused() throws Exception {
        Path out = folder.resolve("too-many");
        refused(decompose(model, text, out, "--texts", 1, "--max-tokens", 3, "--restarts", 1), "4");
        nothingAt(out);
    }

    @Test
    void ratiosOfNothingAndOfAllAreRefused() throws Exception {
        for (String ratio : List.of("0", "1", "-0.1", "1.5", "NaN")) {
            for (String option : List.of("--neurons", "--parameters")) {
                refused(CommandLineRun.of("threshold", study, option, ratio, "--json"), option, "ratio");
                Path out = folder.resolve("ratio");
                refused(CommandLineRun.of("prune", study, option, ratio, "--out", out, "--json"), option);
                nothingAt(out);
            }
        }
        refused(CommandLineRun.of("threshold", study, "--value", "NaN"), "threshold");
    }

    @Test
    void anExistingTargetIsNotTouched() throws Exception {
        Path there = Files.createDirectory(folder.resolve("there"));
        Files.writeString(there.resolve("mine.txt"), "precious");
        refused(decompose(model, text, there), "there", "exists");
        refused(CommandLineRun.of("prune", study, "--value", 2, "--out", there), "there", "exists");
        assertThat(there.resolve("mine.txt")).hasContent("precious");
        try (var files = Files.list(there)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void aFolderThatIsNoStudyIsRefused() {
        refused(CommandLineRun.of("threshold", model, "--value", 2), "no study");
        refused(CommandLineRun.of("reproduce", folder.resolve("nowhere")), "no such study");
        refused(
                CommandLineRun.of("figure", study, "--view", "mosaic", "--out", folder.resolve("x.bmp")),
                "x.bmp",
                ".png");
    }

    @Test
    void moreMemoryThanAllowedIsRefusedBeforehandWithTheNumbers() throws Exception {
        Path out = folder.resolve("memory");
        refused(decompose(model, text, out, "--memory", "1m"), "memory", "GB", "--memory", "--max-tokens");
        nothingAt(out);
    }

    @Test
    void wrongUsageIsStatusTwoInOneLine() {
        for (CommandLineRun run : List.of(
                CommandLineRun.of("frobnicate"),
                CommandLineRun.of("info"),
                CommandLineRun.of("threshold", study),
                CommandLineRun.of("threshold", study, "--value", 1, "--neurons", 0.2),
                CommandLineRun.of("decompose", model, "--out", folder.resolve("x")),
                CommandLineRun.of("decompose", model, "--text", text, "--out", folder.resolve("x"), "--memory", "lots"),
                CommandLineRun.of("generate", model, "--prompt", "a", "--silence", "no-network"))) {
            assertThat(run.status()).as(run.err()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.message()).hasLineCount(1).contains("--help");
        }
    }

    @Test
    void helpIsPrintedAndWorks() {
        CommandLineRun run = CommandLineRun.of("decompose", "--help");
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("--components", "--from-activations", "--memory");
    }

    @Test
    void interruptedWorkEndsWithStatus130() {
        Interrupt interrupt = new Interrupt();
        interrupt.ask();
        Path out = folder.resolve("interrupted");
        CommandLineRun run = CommandLineRun.of(
                interrupt, "decompose", model, "--text", text, "--out", out, "--components", 4, "--min-characters", 20);
        assertThat(run.status()).isEqualTo(130);
        assertThat(run.message()).hasLineCount(1).contains("cancelled");
        assertThat(out).doesNotExist();
    }

    @Test
    void whatIsNoRefusalIsALineAndALog() throws Exception {
        var err = new java.io.StringWriter();
        Console console = new Console(
                new java.io.PrintWriter(new java.io.StringWriter()),
                new java.io.PrintWriter(err),
                false,
                new Interrupt());
        int status = Failure.report(console, new IllegalStateException("a\nb"), "info", "x");
        assertThat(status).isEqualTo(1);
        assertThat(err.toString()).hasLineCount(1).contains("IllegalStateException: a b");
        Path log = Path.of(err.toString().replaceAll("(?s).*the trace is in (\\S+).*", "$1"));
        assertThat(Files.readString(log)).contains("sulcus info x", "BadInputTest");
        Files.delete(log);
        assertThat(Failure.report(console, new Refusal("no"), "info")).isEqualTo(1);
        assertThat(Failure.report(console, new Cancelled(), "info")).isEqualTo(130);
    }
}
