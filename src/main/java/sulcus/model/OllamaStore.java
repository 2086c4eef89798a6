package sulcus.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import sulcus.format.StrictJson;
import sulcus.task.Refusal;

/**
 * Models that Ollama keeps ({@code OLLAMA_MODELS}, else {@code ~/.ollama/models}), found by {@code ollama:name}, with {@code :tag} where
 * it is not the latest. A manifest, {@code manifests/HOST/NAMESPACE/NAME/TAG}, lists layers; the one with the weights is a GGUF
 * file in {@code blobs} whose name is its hash (layout: Ollama's server/manifest.go). Nothing is ever fetched.
 */
final class OllamaStore {
    static final String PREFIX = "ollama:";

    private static final String LIBRARY = "library";
    private static final String LATEST = "latest";
    private static final String WEIGHTS = "application/vnd.ollama.image.model";
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final long LARGEST_MANIFEST = 1 << 20;
    private static final int MOST_MODELS = 10_000;

    private final Path folder;

    OllamaStore(Path folder) {
        this.folder = folder;
    }

    /** The store that these environment variables name. */
    static OllamaStore of(Map<String, String> environment, Path home) {
        String named = environment.get("OLLAMA_MODELS");
        return new OllamaStore(
                named != null && !named.isEmpty()
                        ? Path.of(named)
                        : home.resolve(".ollama").resolve("models"));
    }

    /** The file of a model; empty if the text is no such name or the model is not there. */
    Optional<Path> find(String name) {
        if (!name.startsWith(PREFIX)) {
            return Optional.empty();
        }
        String asked = name.indexOf(':', PREFIX.length()) < 0 ? name + ":" + LATEST : name;
        return all().stream()
                .filter(model -> model.name().equals(asked))
                .map(LocalModel::path)
                .findFirst();
    }

    /** Those whose weights are there. */
    List<LocalModel> all() {
        List<LocalModel> models = new ArrayList<>();
        Path manifests = folder.resolve("manifests");
        if (!Files.isDirectory(manifests)) {
            return models;
        }
        try (Stream<Path> files = Files.walk(manifests, 4)) {
            files.filter(file -> manifests.relativize(file).getNameCount() == 4 && Files.isRegularFile(file))
                    .sorted()
                    .limit(MOST_MODELS)
                    .forEach(file -> model(manifests.relativize(file), file).ifPresent(models::add));
        } catch (IOException | java.io.UncheckedIOException e) {
            // a store that cannot be read has nothing to offer
            return models;
        }
        return models;
    }

    private Optional<LocalModel> model(Path inside, Path manifest) {
        String space = inside.getName(1).toString();
        String name = PREFIX + (space.equals(LIBRARY) ? "" : space + "/") + inside.getName(2) + ":" + inside.getName(3);
        try {
            Configuration read =
                    new Configuration(manifest.toString(), StrictJson.readObject(manifest, LARGEST_MANIFEST));
            List<?> layers = read.list("layers");
            for (Object layer : layers == null ? List.of() : layers) {
                if (layer instanceof Map<?, ?> map
                        && WEIGHTS.equals(map.get("mediaType"))
                        && map.get("digest") instanceof String digest
                        && DIGEST.matcher(digest).matches()) {
                    Path blob = folder.resolve("blobs").resolve(digest.replace(':', '-'));
                    if (Files.isRegularFile(blob)) {
                        return Optional.of(new LocalModel(name, "Ollama", blob, Files.size(blob)));
                    }
                }
            }
        } catch (IOException | Refusal e) {
            // no manifest that Ollama wrote
            return Optional.empty();
        }
        return Optional.empty();
    }
}
