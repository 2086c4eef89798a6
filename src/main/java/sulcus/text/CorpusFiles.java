package sulcus.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import sulcus.format.FileFailure;
import sulcus.format.Sha256;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/** The files that a text lies in: itself, or all texts of a folder and of the folders in it, in the order of their names. */
public final class CorpusFiles {
    private static final int MOST_FILES = 10_000;
    /** How many folders within each other are looked into. */
    static final int DEEPEST = 16;

    private CorpusFiles() {}

    /**
     * @return the file itself, or the text files of a folder; hidden ones and links to folders are passed over
     * @throws Refusal if a folder has none or far too many, or cannot be read
     */
    static List<Path> of(Path text) {
        if (!Files.isDirectory(text)) {
            return List.of(text);
        }
        try (Stream<Path> all = Files.walk(text, DEEPEST)) {
            List<Path> files = texts(text, all);
            if (files.isEmpty()) {
                throw new Refusal(
                        text + ": is a folder without a text; give a .txt, .jsonl or .parquet file, or a folder"
                                + " that holds some");
            }
            return files;
        } catch (IOException e) {
            throw FileFailure.reading(text, e);
        } catch (java.io.UncheckedIOException e) {
            throw FileFailure.reading(text, e.getCause());
        }
    }

    /** The texts among them, sorted; hidden ones are passed over. */
    static List<Path> texts(Path folder, Stream<Path> among) {
        List<Path> files = among.filter(path -> !hidden(folder.relativize(path)))
                .filter(path -> Corpus.isText(path) && Files.isRegularFile(path))
                .limit(MOST_FILES + 1L)
                .sorted()
                .toList();
        if (files.size() > MOST_FILES) {
            throw new Refusal(folder + ": holds over " + MOST_FILES + " texts; give a smaller folder, or join them");
        }
        return files;
    }

    private static boolean hidden(Path inside) {
        for (Path name : inside) {
            if (name.toString().startsWith(".")) {
                return true;
            }
        }
        return false;
    }

    /** The hash of a file; for a folder the hash of a list of its texts' names and hashes. */
    public static String sha256(Path text, Progress progress) {
        if (!Files.isDirectory(text)) {
            return Sha256.of(text, progress);
        }
        StringBuilder list = new StringBuilder();
        for (Path file : of(text)) {
            list.append(Sha256.of(file, progress))
                    .append("  ")
                    .append(text.relativize(file).toString().replace('\\', '/'))
                    .append('\n');
        }
        return Sha256.of(list.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes of the file, or of a folder's texts together. */
    public static long bytes(Path text) {
        long bytes = 0;
        for (Path file : of(text)) {
            try {
                bytes += Files.size(file);
            } catch (IOException e) {
                throw FileFailure.reading(file, e);
            }
        }
        return bytes;
    }
}
