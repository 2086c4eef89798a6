package sulcus.export;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import sulcus.format.StrictJson;

/**
 * On what an exported model was calibrated, by its manifest.
 *
 * @param text name of the file
 * @param texts taken from it
 * @param tokens of them; 0 where the manifest does not say
 */
public record Calibrated(String text, long texts, long tokens) {
    private static final long LARGEST = 256L << 20;

    /**
     * @param model folder or file
     * @return null for a model that Sulcus did not prune, or not by a study
     * @throws sulcus.task.Refusal if there is a manifest that is no JSON
     */
    public static Calibrated of(Path model) {
        Path manifest = model.resolve(Manifest.NAME);
        if (!Files.isRegularFile(manifest)) {
            return null;
        }
        if (StrictJson.readObject(manifest, LARGEST).get("provenance") instanceof Map<?, ?> provenance
                && provenance.get("text") instanceof Map<?, ?> text
                && text.get("name") instanceof String name
                && provenance.get("settings") instanceof Map<?, ?> settings
                && settings.get("texts") instanceof Long texts
                && settings.get("groups") instanceof Long groups) {
            return new Calibrated(name, texts * groups, settings.get("tokens") instanceof Long tokens ? tokens : 0);
        }
        return null;
    }
}
