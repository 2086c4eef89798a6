package sulcus.model;

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
}
