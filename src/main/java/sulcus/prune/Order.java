package sulcus.prune;

import java.util.Arrays;
import java.util.BitSet;

/**
 * The removable neurons of a model in the order in which they go. A cut is a number of candidates: the layers without a
 * threshold of their own lose those of their neurons that stand before it.
 */
final class Order {
    private final float[][] scores;
    private final Layer[] layers;
    /** Scores of all candidates, ascending. */
    private final float[] sorted;
    /** Per layer without its own threshold: places of its candidates in the common order, ascending; else null. */
    private final int[][] places;

    private final int[][] standing;

    /**
     * @param scores effective scores, for the asking
     * @param layers prepared one by one
     */
    Order(float[][] scores, Layer[] layers) {
        this.scores = scores;
        this.layers = layers;
        this.places = new int[layers.length][];
        this.standing = new int[layers.length][];
        for (int l = 0; l < layers.length; l++) {
            standing[l] = layers[l].standing;
        }
        int count = 0;
        for (Layer layer : layers) {
            count += layer.own == null ? layer.removable : 0;
        }
        // One long a candidate: score in an order-preserving form above, its layer below; within a layer the candidates
        // are sorted already, so equal keys of one layer may stand in any order.
        long[] keys = new long[count];
        int at = 0;
        for (int l = 0; l < layers.length; l++) {
            Layer layer = layers[l];
            if (layer.own == null) {
                for (int i = 0; i < layer.removable; i++) {
                    keys[at++] = ((long) ascending(layer.values[i]) << 32) | l;
                }
                places[l] = new int[layer.removable];
            }
        }
        Arrays.parallelSort(keys);
        sorted = new float[count];
        int[] filled = new int[layers.length];
        for (int i = 0; i < count; i++) {
            int l = (int) keys[i];
            int rank = filled[l]++;
            places[l][rank] = i;
            sorted[i] = layers[l].values[rank];
        }
    }

    /** Float bits turned so that integers stand in the order of the numbers. */
    static int ascending(float value) {
        int bits = Float.floatToIntBits(value + 0f); // −0 becomes 0
        return bits >= 0 ? bits : bits ^ 0x7FFFFFFF;
    }

    float[][] scores() {
        return scores;
    }

    /** For each layer where its neurons stand in its own order, see {@link Planner#standing}. */
    int[][] standing() {
        return standing;
    }

    int candidates() {
        return sorted.length;
    }

    /** How many candidates have a score not above the threshold. */
    int cutAt(float threshold) {
        return notAbove(sorted, sorted.length, threshold);
    }

    private static int notAbove(float[] values, int count, float threshold) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (values[middle] > threshold) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** A threshold that removes the candidates before the cut and, without ties across it, no others. */
    float thresholdAt(int cut) {
        if (sorted.length == 0) {
            return 0;
        }
        if (cut == 0) {
            return sorted[0] > 0 ? 0 : Math.nextDown(sorted[0]);
        }
        float below = sorted[cut - 1];
        if (cut == sorted.length) {
            return below;
        }
        float middle = below + (sorted[cut] - below) / 2;
        return middle < sorted[cut] && middle >= below ? middle : below;
    }

    /** Neurons that a layer loses at a cut. */
    int removed(int l, int cut) {
        Layer layer = layers[l];
        int candidates;
        if (layer.own == null) {
            int found = Arrays.binarySearch(places[l], cut);
            candidates = found >= 0 ? found : -found - 1;
        } else {
            candidates = notAbove(layer.values, layer.removable, layer.own);
        }
        if (layer.multiple == 1) {
            return candidates;
        }
        long kept = (long) layer.width - candidates;
        long rounded = (kept + layer.multiple - 1) / layer.multiple * layer.multiple;
        return layer.width - (int) Math.min(layer.width, rounded);
    }

    int[] kept(int cut) {
        int[] kept = new int[layers.length];
        for (int l = 0; l < kept.length; l++) {
            kept[l] = layers[l].width - removed(l, cut);
        }
        return kept;
    }

    BitSet[] preserved(int cut) {
        BitSet[] sets = new BitSet[layers.length];
        for (int l = 0; l < sets.length; l++) {
            sets[l] = layers[l].preserved(removed(l, cut));
        }
        return sets;
    }

    /**
     * A layer's neurons.
     *
     * @param order of the neurons that the rules let go, by ascending score, then index; the first {@code removable} may go
     * @param values their scores
     * @param standing of each neuron its place in the order, of those that stay whatever their score a place behind all
     *     others; null in a layer that is kept whole
     * @param own the layer's own threshold, or null
     */
    record Layer(int width, int[] order, int[] standing, float[] values, int removable, Float own, int multiple) {
        static Layer whole(int width) {
            return new Layer(width, new int[0], null, new float[0], 0, null, 1);
        }

        /** @param pinned neurons that stay whatever their score, or null */
        static Layer of(float[] scores, BitSet pinned, Float own, int minimumWidth, int multiple) {
            int pins = pinned == null ? 0 : pinned.cardinality();
            long[] keys = new long[scores.length - pins];
            int at = 0;
            for (int j = 0; j < scores.length; j++) {
                if (pinned == null || !pinned.get(j)) {
                    keys[at++] = ((long) ascending(scores[j]) << 32) | j;
                }
            }
            Arrays.sort(keys);
            int[] order = new int[keys.length];
            int[] standing = new int[scores.length];
            Arrays.fill(standing, scores.length);
            float[] values = new float[keys.length];
            for (int i = 0; i < keys.length; i++) {
                order[i] = (int) keys[i];
                values[i] = scores[order[i]];
                standing[order[i]] = i;
            }
            int stay = Math.max(0, minimumWidth - pins);
            return new Layer(scores.length, order, standing, values, Math.max(0, keys.length - stay), own, multiple);
        }

        BitSet preserved(int removed) {
            long[] words = new long[(width + 63) >>> 6];
            Arrays.fill(words, -1L);
            if ((width & 63) != 0) {
                words[words.length - 1] = -1L >>> (64 - (width & 63));
            }
            for (int i = 0; i < removed; i++) {
                words[order[i] >>> 6] &= ~(1L << order[i]);
            }
            return BitSet.valueOf(words);
        }
    }
}
