package sulcus.prune;

import java.util.BitSet;

/**
 * Which neurons of each layer are preserved.
 *
 * @param threshold the model-wide threshold that gave it; NaN when a set was made elsewhere
 * @param neurons width of each dense layer
 * @param preserved one set per layer
 */
public record Plan(float threshold, int[] neurons, BitSet[] preserved) {
    /** Preserved neurons per layer. */
    public int[] kept() {
        int[] kept = new int[preserved.length];
        for (int layer = 0; layer < kept.length; layer++) {
            kept[layer] = preserved[layer].cardinality();
        }
        return kept;
    }
}
