package sulcus.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Names of the modules of a mixture of experts within a layer. On disk each expert has matrices of its own, also with
 * transformers 5, which holds all of a layer in two tensors ({@code gate_up_proj} experts × 2·width × hidden size, {@code
 * down_proj} experts × hidden size × width) and takes them apart again as it saves; both spellings are read.
 *
 * @param router which experts a token goes to
 * @param experts before an expert's number
 * @param gate within an expert
 * @param up within an expert
 * @param down within an expert
 * @param fusedRouter the router where the experts' matrices are held in two tensors
 */
record ExpertNames(String router, String experts, String gate, String up, String down, String fusedRouter) {
    static final ExpertNames MIXTRAL =
            new ExpertNames("block_sparse_moe.gate", "block_sparse_moe.experts.", "w1", "w3", "w2", "mlp.gate");
    static final ExpertNames QWEN =
            new ExpertNames("mlp.gate", "mlp.experts.", "gate_proj", "up_proj", "down_proj", "mlp.gate");

    private static final String SHARED = "mlp.shared_expert";
    private static final String FUSED = "mlp.experts.";

    /** Name of the router or of the gate of the expert that all tokens pass; null for other slots. */
    String stem(Slot slot) {
        return switch (slot) {
            case ROUTER -> router;
            case SHARED_GATE -> SHARED + "_gate";
            default -> null;
        };
    }

    private String stem(Slot slot, String expert) {
        return expert
                + switch (slot) {
                    case GATE -> gate;
                    case UP -> up;
                    default -> down;
                }
                + ".weight";
    }

    /** Where the matrices of a layer's experts lie: {@link Slot#GATE}, {@link Slot#UP} or {@link Slot#DOWN}. */
    List<Place> places(Description d, WeightId id) {
        List<Place> places = new ArrayList<>();
        int[] widths = d.expertWidths(id.layer());
        int first = 0;
        for (int e = 0; e < widths.length; e++) {
            boolean shared = e == d.mlp().experts().count();
            String name = layer(id) + stem(id.slot(), shared ? SHARED + "." : experts + e + ".");
            places.add(part(d, id, name, first, widths[e]));
            first += widths[e];
        }
        return places;
    }

    /** The same where a layer's experts are held in two tensors; the router then has another name too. */
    List<Place> fusedPlaces(Description d, WeightId id) {
        if (id.slot() == Slot.ROUTER) {
            return List.of(Place.of(d, id, layer(id) + fusedRouter + ".weight"));
        }
        boolean down = id.slot() == Slot.DOWN;
        int count = d.mlp().experts().count();
        List<Place> places = new ArrayList<>(places(d, id));
        int width = d.expertWidths(id.layer())[0];
        int outputs = down ? d.hiddenSize() : 2 * width;
        for (int e = 0; e < count; e++) {
            String name = layer(id) + FUSED + (down ? "down_proj" : "gate_up_proj");
            int start = e * outputs + (id.slot() == Slot.UP ? width : 0);
            places.set(
                    e,
                    part(d, id, name, e * width, width)
                            .partOf(count * outputs, start)
                            .split(count));
        }
        return places;
    }

    private static String layer(WeightId id) {
        return "model.layers." + id.layer() + ".";
    }

    private static Place part(Description d, WeightId id, String name, int first, int width) {
        Place place = Place.of(d, id, name);
        return id.slot() == Slot.DOWN
                ? place.block(0, d.hiddenSize(), first, width)
                : place.block(first, width, 0, d.hiddenSize());
    }
}
