package sulcus.prune;

import java.util.Arrays;
import java.util.BitSet;
import sulcus.task.Refusal;

/** A plan made uniform: every layer keeps the same number of neurons, so that the model loads everywhere without code. */
public final class UniformWidths {
    private UniformWidths() {}

    /**
     * Gives every layer the mean width of a plan, rounded, so that about as many neurons are removed as before. Protected
     * layers lose neurons too: a layer keeps the neurons that the plan preserves, by descending score, then the best of the
     * others. A plan that is uniform already is returned as it is.
     *
     * @param scores one row a layer, one score a neuron; such as the magnitude where none were computed
     * @param widthMultiple the width is rounded up to a multiple of it
     * @return a plan without a threshold (NaN)
     * @throws Refusal if a layer is narrower than that width
     */
    public static Plan of(Plan plan, float[][] scores, int widthMultiple) {
        int[] kept = plan.kept();
        if (Arrays.stream(kept).distinct().count() == 1) {
            return plan;
        }
        long mean = Math.round(Arrays.stream(kept).asLongStream().sum() / (double) kept.length);
        int narrowest = Arrays.stream(plan.neurons()).min().orElseThrow();
        int width = (int) Math.min(narrowest, Math.ceilDiv(mean, (long) widthMultiple) * widthMultiple);
        if (width < mean) {
            throw new Refusal("uniform width " + mean + ": the narrowest layer has " + narrowest
                    + " neurons; take the layout compact or padded");
        }
        BitSet[] sets = new BitSet[kept.length];
        for (int layer = 0; layer < sets.length; layer++) {
            sets[layer] = best(plan.preserved()[layer], scores[layer], plan.neurons()[layer], width, layer);
        }
        return new Plan(Float.NaN, plan.neurons(), sets);
    }

    private static BitSet best(BitSet preserved, float[] scores, int neurons, int width, int layer) {
        if (scores == null || scores.length != neurons) {
            throw new Refusal("uniform widths: layer " + layer
                    + " has no scores to choose by; decompose all layers, or take the layout compact or padded");
        }
        // Ascending keys: removed before preserved, then by score, then later neurons before earlier ones.
        long[] keys = new long[neurons];
        for (int j = 0; j < neurons; j++) {
            long score = ((long) Order.ascending(scores[j]) - Integer.MIN_VALUE) >>> 1;
            keys[j] = (preserved.get(j) ? 1L << 62 : 0) | score << 31 | (Integer.MAX_VALUE - j);
        }
        Arrays.sort(keys);
        BitSet set = new BitSet(neurons);
        for (int i = neurons - width; i < neurons; i++) {
            set.set(Integer.MAX_VALUE - (int) (keys[i] & Integer.MAX_VALUE));
        }
        return set;
    }
}
