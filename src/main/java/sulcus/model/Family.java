package sulcus.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A family of models as Hugging Face's transformers writes them: how its configuration describes a transformer, and where
 * each weight lies. A new family is one more of these and a line in {@link Families}.
 */
public interface Family {
    /** Its {@code model_type}: "llama", "gpt2", … */
    String name();

    /** Reads the description; checks every value it uses. */
    Description describe(Configuration config);

    /** The weights, in file order, that a model of this configuration must have. */
    List<WeightId> weights(Configuration config, Description description);

    /**
     * Where a weight lies; also for weights that {@link #weights} does not ask for, so far as the family has such a place
     * (a bias of the down projection, say).
     *
     * @return null if the family has none
     */
    Place place(Description description, WeightId id);

    /**
     * Where a weight lies, part by part: one place, or as many as it has experts.
     *
     * @return none if the family has no place for it
     */
    default List<Place> places(Description description, WeightId id) {
        Place place = place(description, id);
        return place == null ? List.of() : List.of(place);
    }

    /**
     * Other places where a weight may lie instead, for files that fuse what {@link #places} has apart.
     *
     * @return none if there are no others
     */
    default List<Place> fusedPlaces(Description description, WeightId id) {
        return List.of();
    }

    /** The part of a tensor's name that files of the bare model leave out: "model.", "transformer.". */
    String prefix();

    /** Whether a tensor holds nothing that the forward needs: a mask, a table that follows from the configuration. */
    default boolean ignored(String tensor) {
        return tensor.endsWith("rotary_emb.inv_freq");
    }

    /** Name of a weight in transformers. */
    default String huggingFaceName(Description description, WeightId id) {
        return place(description, id).tensor();
    }

    /**
     * The tensors of a Hugging Face folder for a model of this family, fused and turned as transformers has them, in an order
     * that goes from input to output.
     */
    default List<PlacedTensor> huggingFaceTensors(Description description, Weights weights) {
        Map<String, List<PlacedTensor.Part>> parts = new LinkedHashMap<>();
        for (WeightId id : WeightId.all(description.layers())) {
            if (!weights.has(id)) {
                continue;
            }
            List<Place> places = places(description, id);
            if (places.isEmpty()) {
                throw new sulcus.task.Refusal("a " + name() + " model has no place for " + id.slot()
                        + (id.bias() ? " bias" : "") + "; use a layout with its own modelling code");
            }
            for (Place place : places) {
                parts.computeIfAbsent(place.tensor(), tensor -> new ArrayList<>())
                        .add(new PlacedTensor.Part(id, place));
            }
        }
        List<PlacedTensor> tensors = new ArrayList<>();
        parts.forEach((tensor, of) -> tensors.add(new PlacedTensor(tensor, of)));
        return tensors;
    }

    /** {@code model_type}s that are read, the family's own and those that are written alike. */
    default Set<String> modelTypes() {
        return Set.of(name());
    }
}
