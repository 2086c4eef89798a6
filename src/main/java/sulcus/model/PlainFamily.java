package sulcus.model;

import java.util.ArrayList;
import java.util.List;

/** What GPT-2, GPT-NeoX, OPT, Falcon and BLOOM have in common: layer norms with biases, a plain MLP, biases of the projections. */
abstract class PlainFamily implements Family {
    private static final List<Slot> LAYER = List.of(
            Slot.ATTENTION_NORM,
            Slot.QUERY,
            Slot.KEY,
            Slot.VALUE,
            Slot.ATTENTION_OUTPUT,
            Slot.MLP_NORM,
            Slot.UP,
            Slot.DOWN);

    /** What a text passes before the first layer. */
    List<Slot> entrance() {
        return List.of(Slot.EMBEDDING);
    }

    /** Whether a layer's projection has a bias. */
    boolean biased(Configuration config, Slot slot) {
        return true;
    }

    /** What stands before a layer's number: "transformer.h.". */
    abstract String layers();

    /** Name of a weight's module: within its layer, or whole; null where there is none. */
    abstract String stem(Description description, Slot slot);

    /** The place within the tensor of that name. */
    Place within(Description description, WeightId id, Place place) {
        return place;
    }

    @Override
    public final List<WeightId> weights(Configuration config, Description description) {
        List<WeightId> ids = new ArrayList<>();
        for (Slot slot : entrance()) {
            ids.add(WeightId.weight(slot));
            if (slot.norm()) {
                ids.add(WeightId.bias(slot));
            }
        }
        for (int layer = 0; layer < description.layers(); layer++) {
            for (Slot slot : LAYER) {
                if (slot == Slot.MLP_NORM && description.norm().one()) {
                    continue;
                }
                ids.add(WeightId.weight(slot, layer));
                if (slot.norm() || biased(config, slot)) {
                    ids.add(WeightId.bias(slot, layer));
                }
            }
        }
        ids.add(WeightId.weight(Slot.FINAL_NORM));
        ids.add(WeightId.bias(Slot.FINAL_NORM));
        if (!description.tiedEmbeddings()) {
            ids.add(WeightId.weight(Slot.OUTPUT));
        }
        return ids;
    }

    @Override
    public final Place place(Description description, WeightId id) {
        String stem = stem(description, id.slot());
        boolean neverBiased = !id.slot().perLayer() && !id.slot().norm();
        if (stem == null || id.bias() && neverBiased) {
            return null;
        }
        String layer = id.layer() < 0 ? "" : layers() + id.layer() + ".";
        return within(description, id, Place.of(description, id, layer + stem + (id.bias() ? ".bias" : ".weight")));
    }

    /** The place of a query, key or value where each head has one after the other in one matrix. */
    static Place inHeads(Description description, WeightId id, Place place) {
        int part = switch (id.slot()) {
            case QUERY -> 0;
            case KEY -> 1;
            case VALUE -> 2;
            default -> -1;
        };
        int size = description.headSize();
        return part < 0
                ? place
                : place.ordered(
                        Math.multiplyExact(3, place.rows()), row -> (row / size * 3 + part) * size + row % size);
    }
}
