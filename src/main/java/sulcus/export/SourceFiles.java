package sulcus.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import sulcus.format.FileFailure;

/** What a Hugging Face folder has beside weights and configuration and goes along unchanged: tokenizer, generation settings. */
final class SourceFiles {
    /** Code is never carried over. */
    private static final String CARRIED =
            "{tokenizer.json,tokenizer_config.json,special_tokens_map.json,added_tokens.json,"
                    + "vocab.json,merges.txt,vocab.txt,tokenizer.model,spiece.model,sentencepiece.bpe.model,tekken.json,"
                    + "chat_template.jinja,chat_template.json,generation_config.json,"
                    + "LICENSE,LICENSE.txt,LICENSE.md,NOTICE,NOTICE.txt}";

    private SourceFiles() {}

    /** Those of the files that the folder has, by name. */
    static List<Path> of(Path folder) {
        PathMatcher carried = folder.getFileSystem().getPathMatcher("glob:" + CARRIED);
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                if (carried.matches(file.getFileName()) && Files.isRegularFile(file)) {
                    found.add(file);
                }
            }
        } catch (IOException e) {
            throw FileFailure.reading(folder, e);
        }
        found.sort(null);
        return found;
    }

    static void copy(Path folder, Path to) {
        for (Path file : of(folder)) {
            Path target = to.resolve(file.getFileName());
            // From a stream: a copy of the file would be as read-only as the original may be.
            try (InputStream in = Files.newInputStream(file)) {
                Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
            } catch (IOException e) {
                throw FileFailure.writing(target, e);
            }
        }
    }
}
