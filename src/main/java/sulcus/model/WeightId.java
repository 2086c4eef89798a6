package sulcus.model;

import java.util.ArrayList;
import java.util.List;

/**
 * One weight or bias of a model.
 *
 * @param layer 0-based; −1 where the slot is not per layer
 */
public record WeightId(Slot slot, int layer, boolean bias) {
    public WeightId {
        if (slot.perLayer() != (layer >= 0)) {
            throw new IllegalArgumentException(slot + " with layer " + layer);
        }
    }

    public static WeightId weight(Slot slot) {
        return new WeightId(slot, -1, false);
    }

    public static WeightId weight(Slot slot, int layer) {
        return new WeightId(slot, layer, false);
    }

    public static WeightId bias(Slot slot, int layer) {
        return new WeightId(slot, layer, true);
    }

    public static WeightId bias(Slot slot) {
        return new WeightId(slot, -1, true);
    }

    /** Every weight and bias that a model of so many layers can have, from input to output. */
    public static List<WeightId> all(int layers) {
        List<WeightId> ids = new ArrayList<>();
        for (Slot slot : Slot.values()) {
            if (slot == Slot.FINAL_NORM) {
                for (int layer = 0; layer < layers; layer++) {
                    layer(ids, layer);
                }
            }
            if (!slot.perLayer()) {
                ids.add(weight(slot));
                ids.add(bias(slot));
            }
        }
        return ids;
    }

    private static void layer(List<WeightId> ids, int layer) {
        for (Slot slot : Slot.values()) {
            if (slot.perLayer()) {
                ids.add(weight(slot, layer));
                ids.add(bias(slot, layer));
            }
        }
    }
}
