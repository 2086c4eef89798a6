package sulcus.model;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sulcus.format.FileFailure;
import sulcus.task.Refusal;

/**
 * Models that Hugging Face's tools fetched before, found by their name {@code org/name} in the local cache ({@code
 * HF_HUB_CACHE}, {@code HF_HOME/hub}, or {@code ~/.cache/huggingface/hub}). Nothing is fetched here.
 */
final class HubCache {
    private static final Pattern NAME = Pattern.compile("([A-Za-z0-9][\\w.-]*)/([A-Za-z0-9][\\w.-]*)");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{1,64}");

    private final Path folder;

    HubCache(Path folder) {
        this.folder = folder;
    }

    /** The cache that these environment variables name. */
    static HubCache of(Map<String, String> environment, Path home) {
        String hub = environment.get("HF_HUB_CACHE");
        if (hub != null && !hub.isEmpty()) {
            return new HubCache(Path.of(hub));
        }
        String base = environment.get("HF_HOME");
        return new HubCache(
                base != null && !base.isEmpty()
                        ? Path.of(base, "hub")
                        : home.resolve(".cache").resolve("huggingface").resolve("hub"));
    }

    Path folder() {
        return folder;
    }

    /** Those whose newest snapshot holds a model. */
    List<LocalModel> all() {
        List<LocalModel> models = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return models;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "models--*")) {
            for (Path model : found) {
                String[] parts = model.getFileName().toString().split("--", 3);
                if (parts.length == 3) {
                    model(parts[1] + "/" + parts[2]).ifPresent(models::add);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // a cache that cannot be read has nothing to offer
            return models;
        }
        return models;
    }

    private Optional<LocalModel> model(String name) {
        try {
            Optional<Path> snapshot = find(name);
            if (snapshot.isEmpty()) {
                return Optional.empty();
            }
            long bytes = 0;
            try (DirectoryStream<Path> files = Files.newDirectoryStream(snapshot.get(), "*.{safetensors,gguf}")) {
                for (Path file : files) {
                    bytes += Files.size(file);
                }
            }
            return bytes == 0
                    ? Optional.empty()
                    : Optional.of(new LocalModel(name, "Hugging Face cache", snapshot.get(), bytes));
        } catch (IOException | DirectoryIteratorException | Refusal e) {
            // fetched in part, or not by Hugging Face's tools
            return Optional.empty();
        }
    }

    /** The folder of the model's newest snapshot; empty if the text is no such name or the model is not there. */
    Optional<Path> find(String name) {
        Matcher parts = NAME.matcher(name.replace('\\', '/'));
        if (!parts.matches()) {
            return Optional.empty();
        }
        Path model = folder.resolve("models--" + parts.group(1) + "--" + parts.group(2));
        Path head = model.resolve("refs").resolve("main");
        if (!Files.isRegularFile(head)) {
            return Optional.empty();
        }
        try {
            String commit = Files.size(head) > 100 ? "" : Files.readString(head).strip();
            if (!COMMIT.matcher(commit).matches()) {
                throw new Refusal(head + ": holds no commit; fetch the model again");
            }
            Path snapshot = model.resolve("snapshots").resolve(commit);
            return Files.isDirectory(snapshot) ? Optional.of(snapshot) : Optional.empty();
        } catch (IOException e) {
            throw FileFailure.reading(head, e);
        }
    }
}
