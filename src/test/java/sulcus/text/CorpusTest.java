package sulcus.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sulcus.task.Progress;
import sulcus.task.Refusal;

class CorpusTest {
    @TempDir
    Path folder;

    private Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    private static void refuses(Path path, String... parts) {
        assertThatThrownBy(() -> Corpus.read(path, null).documents())
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith(path.toString())
                .hasMessageContainingAll(parts);
    }

    @Test
    void textIsReadLineByLineStripped() throws IOException {
        Corpus corpus = Corpus.read(file("a.txt", "\uFEFF one \r\n\n\u00a0two\t\n   \nthree 🙂"), null);
        assertThat(corpus.documents()).extracting(Document::text).containsExactly("one", "two", "three 🙂");
        assertThat(corpus.whole()).isEqualTo(" one \r\n\n\u00a0two\t\n   \nthree 🙂");
    }

    @Test
    void jsonLinesCarryLabels() throws IOException {
        Path path = file("a.jsonl", "{\"text\":\"one\",\"kind\":\"k\",\"n\":3,\"list\":[1]}\n\n{\"text\":\" two \"}\n");
        Corpus corpus = Corpus.read(path, null);
        assertThat(corpus.documents())
                .containsExactly(new Document("one", Map.of("kind", "k", "n", "3")), new Document(" two ", Map.of()));
        assertThat(corpus.whole()).isEqualTo("one\n two ");
    }

    @Test
    void aFolderIsAllItsTextsByName() throws IOException {
        Path all = Files.createDirectories(folder.resolve("all/deeper")).getParent();
        refuses(all, "without a text", ".jsonl");
        Files.writeString(all.resolve("b.txt"), "three\nfour\n");
        Files.writeString(all.resolve("a.jsonl"), "{\"text\":\"one\",\"kind\":\"k\"}\n{\"text\":\"two\"}\n");
        Files.writeString(all.resolve("deeper/c.txt"), "five");
        Files.writeString(all.resolve(".hidden.txt"), "no");
        Files.writeString(all.resolve("notes.pdf"), "no");
        Corpus corpus = Corpus.read(all, null);
        assertThat(corpus.documents())
                .extracting(Document::text)
                .containsExactly("one", "two", "three", "four", "five");
        assertThat(corpus.documents().getFirst().labels()).containsEntry("kind", "k");
        assertThat(corpus.whole()).isEqualTo("one\ntwo\nthree\nfour\n\nfive");
        assertThat(corpus.isPlain()).isFalse();

        String before = CorpusFiles.sha256(all, Progress.NONE);
        assertThat(CorpusFiles.bytes(all)).isGreaterThan(40);
        Files.move(all.resolve("b.txt"), all.resolve("z.txt"));
        assertThat(CorpusFiles.sha256(all, Progress.NONE))
                .as("the order is part of the text")
                .isNotEqualTo(before);
        Files.move(all.resolve("z.txt"), all.resolve("b.txt"));
        assertThat(CorpusFiles.sha256(all, Progress.NONE)).isEqualTo(before);
    }

    @Test
    void anotherFieldCanHoldTheText() throws IOException {
        Path path = file("a.jsonl", "{\"body\":\"one\"}\n");
        assertThat(Corpus.read(path, "body").documents())
                .extracting(Document::text)
                .containsExactly("one");
        refuses(path, "line 1", "\"text\"", "body");
    }

    private Path parquet(String name) throws IOException {
        Path path = folder.resolve("a.parquet");
        try (var in = CorpusTest.class.getResourceAsStream(name)) {
            Files.copy(in, path);
        }
        return path;
    }

    /** Files of pyarrow: gzip, Snappy and zstd. */
    @ParameterizedTest
    @ValueSource(strings = {"texts.parquet", "texts-snappy.parquet", "texts-zstd.parquet"})
    void parquetIsRead(String name) throws IOException {
        Path path = parquet(name);
        List<Document> documents = Corpus.read(path, null).documents();
        assertThat(documents)
                .containsExactly(
                        new Document("first text", Map.of("kind", "a", "number", "1")),
                        new Document("zweiter Text, größer 🙂", Map.of("kind", "b", "number", "2")),
                        new Document("", Map.of("number", "3")));
        assertThatThrownBy(() -> Corpus.read(path, "body").documents())
                .isInstanceOf(Refusal.class)
                .hasMessageContainingAll("\"body\"", "kind");
    }

    @Test
    void otherCompressionIsRefusedByName() throws IOException {
        refuses(parquet("texts-lz4.parquet"), "LZ4", "Snappy");
    }

    /** Bytes changed all over the file: what comes is a refusal or documents, never another failure, and never nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"texts-snappy.parquet", "texts-zstd.parquet"})
    void brokenParquetIsRefusedOrRead(String name) throws IOException {
        Path path = parquet(name);
        byte[] whole = Files.readAllBytes(path);
        int refused = 0;
        int tried = 0;
        for (int i = 0; i < whole.length; i += whole.length / 40) {
            byte[] broken = whole.clone();
            broken[i] ^= (byte) 0x55;
            Files.write(path, broken);
            tried++;
            try (Stream<Document> documents = ParquetRows.documents(path, "text", Duration.ofMillis(500))) {
                assertThat(documents.toList()).doesNotContainNull();
            } catch (Refusal e) {
                assertThat(e.getMessage()).startsWith(path.toString()).hasLineCount(1);
                refused++;
            }
        }
        assertThat(refused).isBetween(tried / 4, tried);
    }

    @Test
    void rangesOutsideAParquetFileAreRefused() throws IOException {
        Path path = parquet("texts.parquet");
        try (ParquetInput input = new ParquetInput(path)) {
            input.open();
            assertThat(input.readRange(input.length() - 4, 4)).isEqualTo(StandardCharsets.US_ASCII.encode("PAR1"));
            long length = input.length();
            Files.write(path, new byte[10]);
            for (long offset : new long[] {-1, 7, length - 4, Long.MAX_VALUE}) {
                assertThatThrownBy(() -> input.readRange(offset, 4)).isInstanceOf(IOException.class);
            }
            assertThatThrownBy(() -> input.readRange(0, Integer.MAX_VALUE)).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.txt", "a.jsonl", "a.parquet"})
    void emptyFilesAreRefused(String name) throws IOException {
        refuses(file(name, ""), "empty");
    }

    @Test
    void blankTextIsRefused() throws IOException {
        Path path = file("a.txt", "\n  \n\t\n");
        refuses(path, "no text");
        assertThatThrownBy(() -> Corpus.read(path, null).whole()).isInstanceOf(Refusal.class);
    }

    @Test
    void binaryAndOtherEncodingsAreRefused() throws IOException {
        refuses(file("nul.txt", "text\n\0\0\1"), "line 2", "NUL");
        Path latin = folder.resolve("latin.txt");
        Files.write(latin, "na\u00efve".getBytes(StandardCharsets.ISO_8859_1));
        refuses(latin, "UTF-8");
        assertThatThrownBy(() -> Corpus.read(latin, null).whole())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("UTF-8");
        refuses(file("fake.parquet", "not at all parquet"), "Parquet");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "{\"text\":1}",
                "{\"text\":\"a\"} x",
                "{\"text\":\"a\",\"text\":\"b\"}",
                "{\"t\":\"a\"}"
            })
    void brokenRecordsAreRefusedWithTheirLine(String record) throws IOException {
        refuses(file("a.jsonl", "{\"text\":\"good\"}\n" + record + "\n"), "line 2");
    }

    @Test
    void deepRecordIsRefused() throws IOException {
        refuses(file("a.jsonl", "{\"text\":\"x\",\"y\":" + "[".repeat(5000) + "\n"), "line 1");
    }

    private Path packed(String name, byte[] content) throws IOException {
        Path path = folder.resolve(name);
        try (OutputStream out = name.endsWith(".gz")
                ? new GZIPOutputStream(Files.newOutputStream(path))
                : new ZstdOutputStream(Files.newOutputStream(path))) {
            out.write(content);
        }
        return path;
    }

    @ParameterizedTest
    @ValueSource(strings = {".gz", ".zst"})
    void packedTextsAreRead(String packing) throws IOException {
        byte[] lines = "one\n\ntwo \uD83D\uDE42\n".getBytes(StandardCharsets.UTF_8);
        Corpus text = Corpus.read(packed("a.txt" + packing, lines), null);
        assertThat(text.documents()).extracting(Document::text).containsExactly("one", "two \uD83D\uDE42");
        assertThat(text.whole()).isEqualTo("one\n\ntwo \uD83D\uDE42\n");
        assertThat(text.isPlain()).isTrue();
        byte[] records = "{\"text\":\"one\",\"kind\":\"k\"}\n".getBytes(StandardCharsets.UTF_8);
        assertThat(Corpus.read(packed("a.JSONL" + packing, records), null).documents())
                .containsExactly(new Document("one", Map.of("kind", "k")));
        refuses(packed("a.parquet" + packing, lines), ".jsonl");
        refuses(file("b.txt" + packing, "no such packing"), "cannot be read");
        Path whole = packed("c.txt" + packing, lines);
        Path cut = folder.resolve("cut.txt" + packing);
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(whole), (int) Files.size(whole) - 6));
        refuses(cut, "cannot be read");
    }

    /** 100 MB of line feeds in some kilobytes. */
    @ParameterizedTest
    @ValueSource(strings = {".gz", ".zst"})
    void whatUnpacksToFarTooMuchIsRefused(String packing) throws IOException {
        byte[] empty = new byte[100 << 20];
        Arrays.fill(empty, (byte) '\n');
        Path bomb = packed("bomb.txt" + packing, empty);
        assertThat(Files.size(bomb)).isLessThan(400_000);
        refuses(bomb, "times its size");
        assertThatThrownBy(() -> Corpus.read(bomb, null).whole())
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("times its size");
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        refuses(folder, "folder");
        refuses(folder.resolve("none.txt"), "no such file");
        refuses(file("a.csv", "x"), ".jsonl");
    }
}
