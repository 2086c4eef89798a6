package sulcus.text;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import sulcus.format.Sha256;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * A text as it was asked for: files and folders of files, read one after another as one corpus.
 *
 * @param places at least one, in the order in which they are read
 */
public record TextFiles(List<Path> places) {
    /** Between several places in a line of words. */
    private static final String BETWEEN = ";";

    public TextFiles {
        if (places.isEmpty()) {
            throw new IllegalArgumentException("no place");
        }
        places = List.copyOf(places);
    }

    public static TextFiles of(Path... places) {
        return new TextFiles(List.of(places));
    }

    /**
     * @param words each a file, a folder, or a pattern of files such as {@code news/*.jsonl}; what a pattern matches comes in the
     *     order of its name
     * @throws Refusal if a pattern matches no text, or words are no path
     */
    public static TextFiles parse(List<String> words) {
        List<Path> places = new ArrayList<>();
        for (String word : words) {
            places.addAll(CorpusPattern.isPattern(word) ? CorpusPattern.of(word) : List.of(path(word)));
        }
        return new TextFiles(places);
    }

    /**
     * As they stand in one line, with semicolons between them: the reverse of {@link #words}. A semicolon in the name of a single
     * file that is there is one.
     *
     * @throws Refusal if there is none, or it is no path
     */
    public static TextFiles line(String line) {
        String all = line.strip();
        List<String> words = !all.isEmpty() && new File(all).exists()
                ? List.of(all)
                : Arrays.stream(all.split(BETWEEN))
                        .map(String::strip)
                        .filter(word -> !word.isEmpty())
                        .toList();
        if (words.isEmpty()) {
            throw new Refusal("text: none is named; give a .txt, .jsonl or .parquet file, or a folder of these");
        }
        return new TextFiles(words.stream().map(TextFiles::path).toList());
    }

    /** Whether a line names places, and each is there. */
    public static boolean isThere(String line) {
        try {
            return line(line).places().stream().allMatch(Files::exists);
        } catch (Refusal e) {
            return false;
        }
    }

    private static Path path(String word) {
        try {
            return Path.of(word);
        } catch (InvalidPathException e) {
            throw new Refusal(word + ": is no name of a file: " + e.getReason() + "; check it", e);
        }
    }

    /** One line, see {@link #line}. */
    public String words() {
        return places.stream().map(Path::toString).collect(Collectors.joining(BETWEEN + " "));
    }

    public Path first() {
        return places.getFirst();
    }

    public TextFiles absolute() {
        return new TextFiles(
                places.stream().map(p -> p.toAbsolutePath().normalize()).toList());
    }

    /** What it is called: "news.txt", "news.txt and 2 more". */
    public String name() {
        return of(String.valueOf(first().toAbsolutePath().normalize().getFileName()));
    }

    private String of(String first) {
        return places.size() == 1 ? first : first + " and " + (places.size() - 1) + " more";
    }

    /** Of all files. */
    public long bytes() {
        return places.stream().mapToLong(CorpusFiles::bytes).sum();
    }

    /** The hash of the one place, see {@link CorpusFiles#sha256}; of several the hash of a list of their hashes and names. */
    public String sha256(Progress progress) {
        return sha256(
                places,
                places.stream()
                        .map(place -> CorpusFiles.sha256(place, progress))
                        .toList());
    }

    /** The same where the hash of each place is known. */
    public static String sha256(List<Path> places, List<String> hashes) {
        if (places.size() == 1) {
            return hashes.getFirst();
        }
        StringBuilder list = new StringBuilder();
        for (int i = 0; i < places.size(); i++) {
            Path name = places.get(i).toAbsolutePath().normalize().getFileName();
            list.append(hashes.get(i)).append("  ").append(name).append('\n');
        }
        return Sha256.of(list.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** For messages: the place, or the first of several. */
    @Override
    public String toString() {
        return of(first().toString());
    }
}
