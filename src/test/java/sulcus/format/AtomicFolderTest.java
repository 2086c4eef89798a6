package sulcus.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.task.Progress;
import sulcus.task.Refusal;

class AtomicFolderTest {
    @TempDir
    Path folder;

    @Test
    void theNameAppearsWithTheLastByte() throws IOException {
        Path target = folder.resolve("deep").resolve("export");
        try (AtomicFolder writing = AtomicFolder.create(target)) {
            Files.writeString(writing.path().resolve("config.json"), "{}");
            Files.createDirectory(writing.path().resolve("sub"));
            assertThat(target).doesNotExist();
            assertThat(writing.path().getFileName().toString()).startsWith("export.partial-");
            writing.commit();
        }
        assertThat(target.resolve("config.json")).hasContent("{}");
        try (Stream<Path> all = Files.list(target.getParent())) {
            assertThat(all).containsExactly(target);
        }
    }

    @Test
    void withoutCommitNothingIsLeft() throws IOException {
        try (AtomicFolder writing = AtomicFolder.create(folder.resolve("export"))) {
            Files.createDirectory(writing.path().resolve("sub"));
            Files.writeString(writing.path().resolve("sub").resolve("x"), "x");
        }
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).isEmpty();
        }
    }

    @Test
    void whatExistsIsRefusedBeforeAndAfter() throws IOException {
        Path there = Files.createDirectory(folder.resolve("there"));
        assertThatThrownBy(() -> AtomicFolder.create(there))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("exists already");
        Path target = folder.resolve("late");
        try (AtomicFolder writing = AtomicFolder.create(target)) {
            Files.createDirectory(target);
            assertThatThrownBy(writing::commit).isInstanceOf(Refusal.class).hasMessageContaining("exists already");
        }
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactlyInAnyOrder(there, target);
        }
    }

    @Test
    void aPlaceThatCannotBeWrittenToIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> AtomicFolder.create(file.resolve("export")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("cannot be written");
    }

    @Test
    void aWholeFileTakesThePlaceOfTheOld() throws IOException {
        Path file = folder.resolve("study.json");
        AtomicFile.write(file, "one".getBytes(StandardCharsets.UTF_8));
        AtomicFile.write(file, "two".getBytes(StandardCharsets.UTF_8));
        assertThat(file).hasContent("two");
        try (Stream<Path> all = Files.list(folder)) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void theHashIsSha256() throws IOException {
        // FIPS 180-2, appendix B.1
        String expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        Path file = Files.writeString(folder.resolve("abc"), "abc");
        assertThat(Sha256.of(file, Progress.NONE)).isEqualTo(expected);
        assertThat(Sha256.of("abc".getBytes(StandardCharsets.UTF_8))).isEqualTo(expected);
    }
}
