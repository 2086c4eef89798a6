package sulcus.study.lab;

import java.util.BitSet;
import sulcus.decompose.NeuronMap;

/** Sets of key neurons, and how much two have in common. */
public final class KeyNeurons {
    private KeyNeurons() {}

    /**
     * @param map M values, M a multiple of {@code neurons}
     * @param threshold |z| of any of a neuron's signals above which it is one
     */
    public static BitSet of(float[] map, int neurons, float threshold) {
        float[] z = NeuronMap.of(map, neurons);
        BitSet keys = new BitSet(z.length);
        for (int j = 0; j < z.length; j++) {
            keys.set(j, Math.abs(z[j]) > threshold);
        }
        return keys;
    }

    /** Intersection over union, 0 … 1; two empty sets have nothing in common: 0. */
    public static float iou(BitSet a, BitSet b) {
        BitSet both = (BitSet) a.clone();
        both.and(b);
        int common = both.cardinality();
        int either = a.cardinality() + b.cardinality() - common;
        return either == 0 ? 0 : common / (float) either;
    }

    /** |r| of two maps, each of mean 0 and unbiased standard deviation 1. */
    public static float correlation(float[] a, float[] b) {
        double sum = 0;
        for (int s = 0; s < a.length; s++) {
            sum += a[s] * b[s];
        }
        return (float) Math.min(1, Math.abs(sum) / (a.length - 1));
    }
}
