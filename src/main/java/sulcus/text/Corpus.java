package sulcus.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sulcus.task.Refusal;

/**
 * Files of texts, or folders of such files: {@code .txt} (UTF-8; a document a line), {@code .jsonl} (an object a line) or {@code .parquet} (a row a
 * document); the first two also packed, {@code .txt.gz} or {@code .jsonl.zst}. Documents are read as a stream; nothing is held but what the caller keeps.
 */
public final class Corpus {
    private final TextFiles text;
    private final String field;
    private final List<Part> parts;

    private enum Kind {
        TEXT,
        JSON_LINES,
        PARQUET
    }

    private record Part(Path path, Kind kind) {}

    private Corpus(TextFiles text, String field, List<Part> parts) {
        this.text = text;
        this.field = field;
        this.parts = parts;
    }

    /**
     * @param text a file, or a folder whose texts are read one after another in the order of their names
     * @param field which field of .jsonl and .parquet holds the text; null for "text"
     * @throws Refusal if a file is missing, empty, or of another kind
     */
    public static Corpus read(Path text, String field) {
        return read(TextFiles.of(text), field);
    }

    /**
     * Several places, read one after another as one corpus.
     *
     * @throws Refusal as for one
     */
    public static Corpus read(TextFiles text, String field) {
        List<Part> parts = text.places().stream()
                .flatMap(place -> CorpusFiles.of(place).stream())
                .map(file -> new Part(file, kind(file)))
                .toList();
        return new Corpus(text, field == null ? "text" : field, parts);
    }

    private static Kind kind(Path text) {
        if (!Files.isRegularFile(text)) {
            throw new Refusal(text + ": there is no such file; give a .txt, .jsonl or .parquet file");
        }
        if (!Files.isReadable(text)) {
            throw new Refusal(text + ": cannot be read; check its permissions");
        }
        String name = PackedText.name(text);
        boolean packed =
                !String.valueOf(text.getFileName()).toLowerCase(Locale.ROOT).equals(name);
        Kind kind = name.endsWith(".jsonl")
                ? Kind.JSON_LINES
                : name.endsWith(".parquet") && !packed ? Kind.PARQUET : name.endsWith(".txt") ? Kind.TEXT : null;
        if (kind == null) {
            throw new Refusal(text
                    + ": texts are read from .txt, .jsonl (both also as .gz or .zst) and .parquet files only; convert or"
                    + " rename it");
        }
        try {
            if (Files.size(text) == 0) {
                throw new Refusal(text + ": is empty (0 bytes); give a file with text");
            }
        } catch (IOException e) {
            throw unreadable(text, e);
        }
        return kind;
    }

    static Refusal unreadable(Path path, Exception e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new Refusal(path + ": cannot be read: " + line + "; check the file", e);
    }

    /** Whether a file's name is that of a text. */
    public static boolean isText(Path path) {
        String name = PackedText.name(path);
        return name.endsWith(".txt") || name.endsWith(".jsonl") || name.endsWith(".parquet");
    }

    public TextFiles text() {
        return text;
    }

    /** Whether it is a .txt file, which may well be one text. */
    public boolean isPlain() {
        return parts.size() == 1 && parts.getFirst().kind() == Kind.TEXT;
    }

    /**
     * The documents one after another, in file order; close the stream. From .txt: each line, stripped, that is not
     * blank. From .jsonl and .parquet: each record's text as it is, its other plain fields as labels.
     *
     * @throws Refusal while reading, at invalid UTF-8, a NUL byte, or a broken record, with its line
     */
    public Stream<Document> stream() {
        return parts.size() == 1 ? stream(parts.getFirst()) : parts.stream().flatMap(this::stream);
    }

    private Stream<Document> stream(Part part) {
        return switch (part.kind()) {
            case TEXT ->
                TextLines.of(part.path())
                        .map(TextLines.Line::text)
                        .map(Corpus::strip)
                        .filter(l -> !l.isEmpty())
                        .map(line -> new Document(line, java.util.Map.of()));
            case JSON_LINES -> JsonLines.documents(part.path(), field);
            case PARQUET -> ParquetRows.documents(part.path(), field);
        };
    }

    /**
     * All documents, see {@link #stream()}.
     *
     * @throws Refusal also if there is none
     */
    public List<Document> documents() {
        try (Stream<Document> documents = stream()) {
            List<Document> list = documents.toList();
            if (list.isEmpty()) {
                throw blank();
            }
            return list;
        }
    }

    /**
     * The corpus as one string, for perplexity: a .txt file as it is (without a byte order mark), else the documents joined
     * by line feeds.
     *
     * @throws Refusal also if there is nothing but white space, or more than fits in memory
     */
    public String whole() {
        String whole;
        try {
            whole = parts.stream().map(this::whole).collect(Collectors.joining("\n"));
        } catch (OutOfMemoryError e) {
            throw new Refusal(text + ": is larger than memory as one text; take a part of it", e);
        }
        if (strip(whole).isEmpty()) {
            throw blank();
        }
        return whole;
    }

    private String whole(Part part) {
        if (part.kind() == Kind.TEXT) {
            return TextLines.whole(part.path());
        }
        try (Stream<Document> documents = stream(part)) {
            return documents.map(Document::text).collect(Collectors.joining("\n"));
        }
    }

    private Refusal blank() {
        return new Refusal(text + ": holds no text (0 documents that are not blank); give a file with text");
    }

    /** Without white space at both ends; white space as Python's str.strip has it, which common calibration code uses. */
    static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && Words.isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && Words.isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }
}
