package sulcus.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.task.Progress;
import sulcus.task.Refusal;

class TextFilesTest {
    @TempDir
    Path folder;

    @BeforeEach
    void texts() throws IOException {
        Files.createDirectories(folder.resolve("news/old"));
        Files.writeString(folder.resolve("news/b.txt"), "b");
        Files.writeString(folder.resolve("news/a.jsonl"), "{\"text\":\"a\"}\n");
        Files.writeString(folder.resolve("news/.c.txt"), "hidden");
        Files.writeString(folder.resolve("news/notes.pdf"), "no");
        Files.writeString(folder.resolve("news/old/d.txt"), "d");
        Files.writeString(folder.resolve("alone.txt"), "alone");
    }

    private TextFiles parse(String... words) {
        return TextFiles.parse(
                Stream.of(words).map(word -> folder.resolve(word).toString()).toList());
    }

    private static List<String> read(TextFiles files) {
        return Corpus.read(files, null).documents().stream().map(Document::text).toList();
    }

    @Test
    void severalPlacesAreOneCorpusInTheirOrder() {
        TextFiles files = parse("news/old", "alone.txt", "news/a.jsonl");
        assertThat(read(files)).containsExactly("d", "alone", "a");
        assertThat(Corpus.read(files, null).whole()).isEqualTo("d\nalone\na");
        assertThat(files.name()).isEqualTo("old and 2 more");
        assertThat(files.bytes()).isEqualTo(1 + 5 + 13);
    }

    @Test
    void aPatternIsItsTextsByName() {
        assertThat(read(parse("news/*"))).containsExactly("a", "b");
        assertThat(read(parse("news/**.txt"))).containsExactly("b", "d");
        assertThat(read(parse("*/?.{txt,jsonl}", "alone.txt"))).containsExactly("a", "b", "alone");
        assertThat(read(parse("news/[b-z].txt"))).containsExactly("b");
        assertThatThrownBy(() -> parse("news/*.parquet"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("news/*.parquet: matches no .txt");
        assertThatThrownBy(() -> parse("nowhere/*.txt"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("there is no folder");
        assertThatThrownBy(() -> parse("news/[a.txt"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("is no pattern");
    }

    @Test
    void aFileMayBeCalledAsAPattern() throws IOException {
        Files.writeString(folder.resolve("[b].txt"), "itself");
        assertThat(read(parse("[b].txt"))).containsExactly("itself");
    }

    @Test
    void theHashTellsFilesAndOrder() throws IOException {
        TextFiles one = parse("news/b.txt");
        assertThat(one.sha256(Progress.NONE)).isEqualTo(CorpusFiles.sha256(one.first(), Progress.NONE));
        String both = parse("news/b.txt", "alone.txt").sha256(Progress.NONE);
        assertThat(parse("alone.txt", "news/b.txt").sha256(Progress.NONE)).isNotEqualTo(both);
        Files.writeString(folder.resolve("alone.txt"), "other");
        assertThat(parse("news/b.txt", "alone.txt").sha256(Progress.NONE)).isNotEqualTo(both);
    }

    @Test
    void aLineOfWordsIsReadAsItIsWritten() throws IOException {
        TextFiles files = parse("news", "alone.txt");
        assertThat(TextFiles.line(files.words())).isEqualTo(files);
        assertThat(TextFiles.isThere(" " + files.words() + " ; ")).isTrue();
        assertThat(TextFiles.isThere(files.words() + "; " + folder.resolve("none.txt")))
                .isFalse();
        assertThat(TextFiles.isThere(" ; ")).isFalse();
        assertThat(TextFiles.isThere("")).isFalse();
        Path odd = Files.writeString(folder.resolve("a; b.txt"), "odd");
        assertThat(TextFiles.line(odd.toString())).isEqualTo(TextFiles.of(odd));
    }
}
