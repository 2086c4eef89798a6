package sulcus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sulcus.TinyModel;

/** No room for a file: a program of its own, in which the shell lets no file grow beyond 48 kB. */
class NoSpaceTest {
    @TempDir
    Path folder;

    private record Ended(int status, String out, String err) {}

    private Ended limited(Object... words) throws Exception {
        return ended("48", words);
    }

    private Ended ended(String limit, Object... words) throws Exception {
        return ended(limit, List.of(), words);
    }

    private Ended ended(String limit, List<String> options, Object... words) throws Exception {
        assumeTrue(
                System.getProperty("os.name").startsWith("Linux") && Files.isExecutable(Path.of("/bin/bash")),
                "file sizes are limited by Linux's ulimit");
        List<String> command =
                new ArrayList<>(List.of("/bin/bash", "-c", "ulimit -f " + limit + "; exec \"$@\"", "limited"));
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of(
                "-XX:-UsePerfData",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dai.djl.offline=true",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                "sulcus.cli.Main"));
        for (Object word : words) {
            command.add(word.toString());
        }
        Path out = folder.resolve("out.log");
        Path err = folder.resolve("err.log");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        int status = process.waitFor();
        return new Ended(
                status, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }

    /** The first library that is used unpacks first: tokenizers, then PyTorch, then ND4J, which is larger than the others. */
    @ParameterizedTest
    @CsvSource({
        "the tokenizers, DJL_CACHE_DIR, 48",
        "PyTorch, DJL_CACHE_DIR, 40000",
        "ND4J, org.bytedeco.javacpp.cachedir, 1000"
    })
    void nativeCodeThatCannotBeUnpackedIsNoDefect(String library, String property, String kilobytes) throws Exception {
        Path model = TinyModel.write(folder.resolve("model"));
        Path text = TinyModel.text(folder.resolve("text.txt"), 30);
        Path out = folder.resolve("study");
        Object[] words = {
            "decompose", model, "--text", text, "--out", out, "--components", 4, "--min-characters", 20, "-q"
        };
        if (library.equals("ND4J")) {
            // what comes before it is unpacked already
            assertThat(ended("unlimited", words).status()).isZero();
            Files.move(out, folder.resolve("first"));
        }
        Path cache = folder.resolve("cache");
        Ended ended = ended(kilobytes, List.of("-D" + property + "=" + cache), words);
        assertThat(ended.status()).as(ended.err()).isEqualTo(1);
        assertThat(ended.err().strip())
                .hasLineCount(1)
                .startsWith("sulcus: " + cache + ": the native code of " + library
                        + " cannot be unpacked and loaded there: ")
                .contains("MB are needed", "MB are free; make room, or name another folder in XDG_CACHE_HOME");
        assertThat(out).doesNotExist();
    }

    @Test
    void aStudyAndAnExportThatDoNotFitAreRefusedInOneLineAndLeaveNoFinalName() throws Exception {
        Path model = TinyModel.write(folder.resolve("model"));
        Path text = TinyModel.text(folder.resolve("text.txt"), 30);
        Path big = folder.resolve("big");
        // the libraries unpack their native code at the first start of an installation, which is larger than the limit
        Path small = folder.resolve("small");
        Ended made = ended(
                "unlimited",
                "decompose",
                model,
                "--text",
                text,
                "--out",
                small,
                "--components",
                4,
                "--min-characters",
                20);
        assertThat(made.status()).as(made.err()).isZero();
        Ended study = limited(
                "decompose",
                model,
                "--text",
                text,
                "--out",
                big,
                "--components",
                24,
                "--min-characters",
                20,
                "--json",
                "-q");
        assertThat(study.status()).as(study.err()).isEqualTo(1);
        assertThat(study.out()).isEmpty();
        assertThat(study.err().strip()).hasLineCount(1).contains("layer.00.safetensors", "cannot be written");
        assertThat(big).doesNotExist();
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).noneMatch(name -> name.startsWith("big"));
        }

        Path out = folder.resolve("pruned");
        Ended export = limited("prune", small, "--neurons", 0.1, "--minimum-width", 4, "--out", out, "-q");
        assertThat(export.status()).as(export.err()).isEqualTo(1);
        assertThat(export.err().strip()).hasLineCount(1).contains("cannot be written");
        try (var files = Files.list(folder)) {
            assertThat(files.map(Path::getFileName).map(Path::toString)).noneMatch(name -> name.startsWith("pruned"));
        }
    }
}
