package sulcus.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A model that another program keeps on this machine.
 *
 * @param name by which {@link Model#open} finds it: {@code org/name}, or {@code ollama:name:tag}
 * @param keeper for people: "Hugging Face cache" or "Ollama"
 * @param path folder or file that would be opened
 * @param bytes of its weights
 */
public record LocalModel(String name, String keeper, Path path, long bytes) {
    /** The folder where Hugging Face's tools keep what they fetched. */
    public static Path hubCache() {
        return HubCache.of(System.getenv(), Path.of(System.getProperty("user.home")))
                .folder();
    }

    /** All models in this user's stores, by name; stores that are not there, and what is broken in them, are passed over. */
    public static List<LocalModel> all() {
        Path home = Path.of(System.getProperty("user.home"));
        List<LocalModel> all =
                new ArrayList<>(HubCache.of(System.getenv(), home).all());
        all.addAll(OllamaStore.of(System.getenv(), home).all());
        all.sort(Comparator.comparing(LocalModel::name));
        return all;
    }
}
