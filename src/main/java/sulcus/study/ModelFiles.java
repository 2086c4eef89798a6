package sulcus.study;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import sulcus.format.FileFailure;
import sulcus.model.Model;
import sulcus.task.Progress;
import sulcus.text.CorpusFiles;

/** The files a model was read from: what tells that it is the same model. */
final class ModelFiles {
    private ModelFiles() {}

    /**
     * Names, sizes and times of the files: known without reading them, and enough to tell that nobody touched them between a
     * cancelled decomposition and its continuation.
     */
    static String stamp(Model model) {
        StringBuilder stamp = new StringBuilder();
        for (Path file : sorted(model)) {
            try {
                stamp.append(file.getFileName())
                        .append(' ')
                        .append(Files.size(file))
                        .append(' ')
                        .append(Files.getLastModifiedTime(file).toMillis())
                        .append('\n');
            } catch (IOException e) {
                throw FileFailure.reading(file, e);
            }
        }
        return stamp.toString();
    }

    /** Starts hashing all files whole in the background, while the sweep reads them anyway. */
    static CompletableFuture<List<StudyDocument.FileRecord>> hashes(Model model, Progress watched) {
        List<Path> files = sorted(model);
        Progress silent = new Progress() {
            @Override
            public void report(String what, double fraction) {
                watched.check();
            }

            @Override
            public void check() {
                watched.check();
            }
        };
        return CompletableFuture.supplyAsync(() -> {
            List<StudyDocument.FileRecord> records = new ArrayList<>();
            for (Path file : files) {
                records.add(record(file.getFileName().toString(), null, file, silent));
            }
            return List.copyOf(records);
        });
    }

    /** Waits for a background result as if it had been computed here. */
    static <T> T await(CompletableFuture<T> result) {
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** @param file a file, or a folder of texts */
    static StudyDocument.FileRecord record(String stored, String field, Path file, Progress progress) {
        return new StudyDocument.FileRecord(stored, field, CorpusFiles.bytes(file), CorpusFiles.sha256(file, progress));
    }

    private static List<Path> sorted(Model model) {
        return model.files().stream().sorted().toList();
    }
}
