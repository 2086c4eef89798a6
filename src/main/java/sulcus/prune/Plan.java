package sulcus.prune;

import java.util.BitSet;

/**
 * Which neurons and which heads of each layer are preserved.
 *
 * @param threshold the model-wide threshold of neurons that gave it; NaN when a set was made elsewhere
 * @param neurons width of each dense layer
 * @param preserved one set of neurons per layer
 * @param heads null where all heads stay
 */
public record Plan(float threshold, int[] neurons, BitSet[] preserved, HeadPlan heads) {
    /** A plan that keeps all heads. */
    public Plan(float threshold, int[] neurons, BitSet[] preserved) {
        this(threshold, neurons, preserved, null);
    }

    /** A plan that keeps all neurons and all heads. */
    public static Plan whole(int[] neurons) {
        BitSet[] all = new BitSet[neurons.length];
        for (int layer = 0; layer < all.length; layer++) {
            all[layer] = new BitSet();
            all[layer].set(0, neurons[layer]);
        }
        return new Plan(Float.NaN, neurons, all);
    }

    /** The same neurons with other heads. */
    public Plan withHeads(HeadPlan other) {
        return new Plan(threshold, neurons, preserved, other);
    }

    /** Preserved neurons per layer. */
    public int[] kept() {
        int[] kept = new int[preserved.length];
        for (int layer = 0; layer < kept.length; layer++) {
            kept[layer] = preserved[layer].cardinality();
        }
        return kept;
    }

    /** Whether the layer loses neurons. */
    public boolean prunesNeurons(int layer) {
        return preserved[layer].cardinality() < neurons[layer];
    }

    /** Whether the layer loses heads. */
    public boolean prunesHeads(int layer) {
        return heads != null && heads.prunes(layer);
    }
}
