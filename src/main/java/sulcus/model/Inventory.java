package sulcus.model;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import sulcus.format.ElementType;
import sulcus.format.TensorFile;
import sulcus.format.TensorInfo;
import sulcus.task.Refusal;

/**
 * The tensors of a model's files, matched with the weights that its family wants: what is missing, misshaped, of a type that
 * is not read, or left over is refused by name.
 */
final class Inventory {
    /** A tensor and the file it lies in. */
    record Entry(TensorFile file, TensorInfo tensor) {}

    private final Path source;
    private final Map<String, Entry> entries;
    private final Map<WeightId, List<StoredWeights.Stored>> found = new LinkedHashMap<>();
    private final Set<String> used = new HashSet<>();

    Inventory(Path source, Map<String, Entry> entries) {
        this.source = source;
        this.entries = entries;
    }

    /**
     * The description with as many embedding rows as the file has, which may be more than the tokens (padding).
     *
     * @param place place of the embedding
     */
    Description withRows(Description description, Place place) {
        Entry entry = required(place.tensor());
        long[] shape = entry.tensor().shape();
        if (shape.length != 2
                || shape[1] != description.hiddenSize()
                || shape[0] < description.vocabulary()
                || shape[0] > Configuration.Limits.VOCABULARY) {
            throw misshaped(entry, place.storedShape());
        }
        return description.withVocabulary((int) shape[0]);
    }

    boolean has(String tensor) {
        return entries.containsKey(tensor);
    }

    /** Takes the tensors of weights that must be there. */
    void take(List<WeightId> ids, Function<WeightId, List<Place>> places) {
        for (WeightId id : ids) {
            take(id, places.apply(id));
        }
    }

    /** Takes one that must be there. */
    void take(WeightId id, List<Place> places) {
        found.put(id, places.stream().map(this::taken).toList());
    }

    private StoredWeights.Stored taken(Place place) {
        Entry entry = required(place.tensor());
        TensorInfo tensor = entry.tensor();
        if (!Arrays.equals(tensor.shape(), place.storedShape())) {
            throw misshaped(entry, place.storedShape());
        }
        if (!tensor.type().holdsWeights()) {
            throw new Refusal(entry.file().path() + ": " + shown(tensor.name()) + ": elements of type " + tensor.type()
                    + " are not read; use the model in one of " + ElementType.weights());
        }
        used.add(place.tensor());
        return new StoredWeights.Stored(entry.file(), tensor, place);
    }

    private Entry required(String tensor) {
        Entry entry = entries.get(tensor);
        if (entry == null) {
            throw new Refusal(
                    source + ": tensor " + tensor + " is missing; the files do not hold the model that is described");
        }
        return entry;
    }

    private static Refusal misshaped(Entry entry, long[] expected) {
        return new Refusal(entry.file().path() + ": " + shown(entry.tensor().name()) + ": has shape "
                + Arrays.toString(entry.tensor().shape()) + ", the configuration says " + Arrays.toString(expected));
    }

    /** Refuses a tensor that nothing took, for the model then computes something else than we would. */
    void refuseLeftOver(String family, Predicate<String> ignored) {
        for (String tensor : entries.keySet()) {
            if (!used.contains(tensor) && !ignored.test(tensor)) {
                throw new Refusal(source + ": tensor " + shown(tensor) + " is not one that a " + family
                        + " model of this configuration has; it would be left out of the computation");
            }
        }
    }

    Weights weights() {
        return new StoredWeights(found);
    }

    /** A name from a file, fit for a message of one line. */
    static String shown(String name) {
        return (name.length() > 100 ? name.substring(0, 100) + "…" : name).replaceAll("\\p{Cntrl}", "?");
    }

    /**
     * Refuses a model whose family is not known, with the first tensor that the most similar known family has no place for.
     *
     * @param names for a family, the names its tensors have, with layer number 0
     */
    static Refusal unknown(String place, String name, Set<String> tensors, List<Set<String>> names) {
        Set<String> nearest = Set.of();
        long most = -1;
        for (Set<String> known : names) {
            long matches = tensors.stream()
                    .filter(tensor -> known.contains(layerless(tensor)))
                    .count();
            if (matches > most) {
                most = matches;
                nearest = known;
            }
        }
        Set<String> known = nearest;
        String first = tensors.stream()
                .filter(tensor -> !known.contains(layerless(tensor)))
                .findFirst()
                .map(tensor -> "; first weight that is not understood: " + shown(tensor))
                .orElse("");
        return new Refusal(place + ": " + shown(name) + " models are not known; known are " + Families.names() + first);
    }

    private static String layerless(String tensor) {
        return tensor.replaceFirst("\\.\\d+\\.", ".0.");
    }
}
