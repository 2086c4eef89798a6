package sulcus.study.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sulcus.format.AtomicFile;
import sulcus.format.FileFailure;
import sulcus.study.StudyJson;
import sulcus.task.Refusal;

/**
 * What a recurrence knows so far, layer by layer, in {@code NAME.partial-KEY} beside its place: the key is a hash of all that
 * decides the result, so that interrupted work is taken up only by the same work.
 */
final class RecurrenceState {
    /** What the file holds. */
    private record Layers(String key, List<Layer> layers) {}

    private record Layer(int layer, List<Recurrence.Template> templates) {}

    private final Path file;
    private final String key;
    private final List<Layer> layers = new ArrayList<>();

    private RecurrenceState(Path file, String key) {
        this.file = file;
        this.key = key;
    }

    static RecurrenceState resume(Path target, String key) {
        Path place = target.toAbsolutePath().normalize();
        if (place.getFileName() == null || Files.isDirectory(place)) {
            throw new Refusal(target + ": cannot be written; give the name of a .json file");
        }
        Path file = place.resolveSibling(place.getFileName() + ".partial-" + key.substring(0, 8));
        RecurrenceState state = new RecurrenceState(file, key);
        if (Files.exists(file)) {
            try {
                Layers read = StudyJson.parse(file.toString(), StudyJson.text(file), Layers.class);
                if (key.equals(read.key) && read.layers != null && !read.layers.contains(null)) {
                    state.layers.addAll(read.layers);
                }
            } catch (Refusal damaged) {
                // it is measured again, and the file written over
                state.layers.clear();
            }
        }
        return state;
    }

    boolean has(int layer) {
        return layers.stream().anyMatch(l -> l.layer == layer);
    }

    void put(int layer, List<Recurrence.Template> templates) {
        layers.add(new Layer(layer, List.copyOf(templates)));
        AtomicFile.write(file, StudyJson.pretty(new Layers(key, layers)));
    }

    /** Of all layers, in order. */
    List<Recurrence.Template> templates() {
        return layers.stream()
                .sorted((a, b) -> Integer.compare(a.layer, b.layer))
                .flatMap(l -> l.templates.stream())
                .toList();
    }

    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw FileFailure.writing(file, e);
        }
    }
}
