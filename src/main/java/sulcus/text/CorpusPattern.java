package sulcus.text;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import sulcus.format.FileFailure;
import sulcus.task.Refusal;

/** Texts named by a pattern, as a shell would have it: {@code *}, {@code ?}, {@code [ab]}, {@code {a,b}}, and {@code **} over folders. */
final class CorpusPattern {
    private CorpusPattern() {}

    private static boolean wild(String word) {
        return word.matches(".*[*?\\[{].*");
    }

    /** Whether it names no file but may match some. */
    static boolean isPattern(String word) {
        return wild(word) && !new File(word).exists();
    }

    /**
     * @return text files in the order of their names; hidden ones are passed over
     * @throws Refusal if there is none
     */
    static List<Path> of(String word) {
        String pattern = word.replace(File.separatorChar, '/');
        String[] parts = pattern.split("/");
        int plain = 0;
        while (!wild(parts[plain])) {
            plain++;
        }
        String beginning = pattern.substring(
                0,
                Stream.of(parts)
                        .limit(plain)
                        .mapToInt(part -> part.length() + 1)
                        .sum());
        Path from = Path.of(beginning.isEmpty() ? "." : beginning);
        int depth = pattern.contains("**") ? CorpusFiles.DEEPEST : parts.length - plain;
        PathMatcher matcher = matcher(word, pattern.substring(beginning.length()));
        if (!Files.isDirectory(from)) {
            throw new Refusal(word + ": there is no folder " + from + "; check the path");
        }
        try (Stream<Path> all = Files.walk(from, depth)) {
            List<Path> found = CorpusFiles.texts(from, all.filter(path -> matcher.matches(from.relativize(path))));
            if (found.isEmpty()) {
                throw new Refusal(word + ": matches no .txt, .jsonl or .parquet file; check the pattern");
            }
            return beginning.isEmpty() ? found.stream().map(from::relativize).toList() : found;
        } catch (IOException e) {
            throw FileFailure.reading(from, e);
        } catch (java.io.UncheckedIOException e) {
            throw FileFailure.reading(from, e.getCause());
        }
    }

    private static PathMatcher matcher(String word, String pattern) {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        } catch (PatternSyntaxException e) {
            throw new Refusal(word + ": is no pattern: " + e.getDescription() + "; quote it or name the files", e);
        }
    }
}
