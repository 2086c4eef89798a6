package sulcus.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.prune.NetworkId;
import sulcus.study.StudyDocument.NetworkNote;

/** A process that is killed while it saves leaves a study that can be opened, with the last save or the one before. */
class KilledWhileSavingTest {
    private static final Path SAMPLE = Path.of("sample-data", "study");
    private static final NetworkId NETWORK = new NetworkId(1, 0, 0);
    private static final int KILLS = 8;

    @TempDir
    Path folder;

    @Test
    void theStudyIsReadable() throws Exception {
        assumeTrue(Study.isStudy(SAMPLE), "the bundled sample study is not there");
        Path copy = folder.resolve("study");
        try (Stream<Path> all = Files.walk(SAMPLE)) {
            for (Path path : all.toList()) {
                Path target = copy.resolve(SAMPLE.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
        Random random = new Random(3);
        int last = -1;
        for (int kill = 0; kill < KILLS; kill++) {
            Path said = folder.resolve("said-" + kill);
            Process process = saver(copy, last + 1, said);
            while (process.isAlive() && said(said) <= last) {
                TimeUnit.MILLISECONDS.sleep(5);
            }
            assertThat(process.isAlive()).as("the process saves").isTrue();
            TimeUnit.MILLISECONDS.sleep(random.nextInt(40));
            process.destroyForcibly().waitFor();
            try (Study study = Study.open(copy)) {
                last = Integer.parseInt(
                        study.document().networks().get(NETWORK.toString()).label());
            }
            assertThat(last).as("what was said to be saved was saved").isBetween(said(said), said(said) + 1);
            assertThat(StudyJson.read(new StudyFolder(copy).backup())).isNotNull();
        }
    }

    private static Process saver(Path study, int from, Path said) throws IOException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Saver.class.getName(),
                study.toString(),
                String.valueOf(from));
        return new ProcessBuilder(command)
                .redirectOutput(said.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** The last number that a process said whole; −1 for none. */
    private static int said(Path file) throws IOException {
        String text = Files.readString(file);
        String whole = text.substring(0, text.lastIndexOf('\n') + 1);
        return whole.lines().mapToInt(Integer::parseInt).max().orElse(-1);
    }

    /** Saves a study again and again and says each number that was saved. */
    static final class Saver {
        public static void main(String[] arguments) {
            Study study = Study.open(Path.of(arguments[0]));
            for (int i = Integer.parseInt(arguments[1]); ; i++) {
                String label = String.valueOf(i);
                study.change(now -> now.withNote(NETWORK, new NetworkNote(label, "", "")));
                System.out.println(label);
                System.out.flush();
            }
        }
    }
}
