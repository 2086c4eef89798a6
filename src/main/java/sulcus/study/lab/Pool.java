package sulcus.study.lab;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * What chance gives in one layer: the best matches of shifted copies, of all texts of a kind, with all templates that have
 * about as many key neurons (the same power of two). Copies have no co-activation, so which neurons a template has does not
 * matter, only how many; and a template alone would have too few copies for a small p.
 */
final class Pool {
    private final int kinds;
    private final int[] kindOf;
    private final Map<Integer, float[][]> iou = new TreeMap<>();
    private final Map<Integer, float[][]> r = new TreeMap<>();

    /**
     * @param kinds how many
     * @param kindOf [text]
     */
    Pool(int kinds, int[] kindOf) {
        this.kinds = kinds;
        this.kindOf = kindOf;
    }

    /** All templates are added before anything is asked. */
    void add(Tally tally) {
        float[][] ofIou = iou.computeIfAbsent(size(tally.keyNeurons()), size -> new float[kinds][0]);
        float[][] ofR = r.computeIfAbsent(size(tally.keyNeurons()), size -> new float[kinds][0]);
        for (int text = 0; text < kindOf.length; text++) {
            int kind = kindOf[text];
            ofIou[kind] = joined(ofIou[kind], tally.chanceIou(text));
            ofR[kind] = joined(ofR[kind], tally.chanceR(text));
        }
    }

    private static float[] joined(float[] a, float[] b) {
        float[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }

    /** 0 for no key neurons, else 1 + the logarithm of their number to base 2, rounded down. */
    private static int size(int keyNeurons) {
        return 32 - Integer.numberOfLeadingZeros(keyNeurons);
    }

    /** Of the kind of a text. */
    float[] iou(int keyNeurons, int text) {
        return iou.get(size(keyNeurons))[kindOf[text]];
    }

    /** Of the kind of a text. */
    float[] r(int keyNeurons, int text) {
        return r.get(size(keyNeurons))[kindOf[text]];
    }

    /** (1 + as good by chance) / (1 + all). */
    float p(float[] chance, float observed) {
        int asGood = 0;
        for (float value : chance) {
            asGood += value >= observed ? 1 : 0;
        }
        return (1f + asGood) / (1f + chance.length);
    }

    /** [kind]: how likely an intersection over union above a threshold is in one text by chance, not below 1 / (1 + all). */
    float[] rates(int keyNeurons, double threshold) {
        float[] rates = new float[kinds];
        for (int kind = 0; kind < kinds; kind++) {
            float[] chance = iou.get(size(keyNeurons))[kind];
            int above = 0;
            for (float value : chance) {
                above += value > threshold ? 1 : 0;
            }
            rates[kind] = (1f + above) / (1f + chance.length);
        }
        return rates;
    }
}
