package sulcus.prune;

import java.util.BitSet;
import sulcus.task.Refusal;

/**
 * Plans that preserve the same number of neurons in every layer, as files need them that say one width for all layers. No layer
 * can be protected in such a plan.
 */
public final class UniformPlan {
    private UniformPlan() {}

    /**
     * The uniform plan that preserves as many neurons as the rules do, to within half a neuron a layer: in each layer the key
     * neurons of preserved networks, then those of the highest scores.
     *
     * @throws Refusal if the layers are not equally wide, or a layer has more key neurons than it may preserve
     */
    public static Plan of(Planner planner, Rules rules) {
        Plan free = planner.plan(rules);
        int[] widths = free.neurons();
        long kept = 0;
        for (int layer = 0; layer < widths.length; layer++) {
            if (widths[layer] != widths[0]) {
                throw new Refusal("layout uniform: layer " + layer + " has " + widths[layer] + " neurons, layer 0 has "
                        + widths[0] + "; take the layout compact or padded");
            }
            kept += free.preserved()[layer].cardinality();
        }
        int width = Math.toIntExact(Math.round(kept / (double) widths.length));
        Rules bare = new Rules(
                new Target.Threshold(Float.POSITIVE_INFINITY),
                java.util.Map.of(),
                rules.networks(),
                rules.networkThresholds(),
                java.util.Set.of(),
                1,
                1,
                rules.minimumStability());
        BitSet[] fixed = planner.plan(bare).preserved();
        float[][] scores = planner.effectiveScores(bare);
        boolean named = rules.networks().containsValue(Decision.PRESERVE);
        BitSet[] preserved = new BitSet[widths.length];
        for (int layer = 0; layer < widths.length; layer++) {
            if (scores[layer] == null) {
                throw new Refusal("layout uniform: layer " + layer
                        + " was not decomposed, so its neurons have no order; take the layout compact or padded");
            }
            preserved[layer] = strongest(scores[layer], named ? fixed[layer] : new BitSet(), width, layer);
        }
        return new Plan(Float.NaN, widths, preserved);
    }

    private static BitSet strongest(float[] scores, BitSet fixed, int width, int layer) {
        if (fixed.cardinality() > width) {
            throw new Refusal("layout uniform: layer " + layer + " has " + fixed.cardinality()
                    + " key neurons of preserved networks, but each layer preserves " + width
                    + "; remove fewer neurons, preserve fewer networks, or take the layout compact");
        }
        Integer[] order = new Integer[scores.length];
        for (int j = 0; j < order.length; j++) {
            order[j] = j;
        }
        java.util.Arrays.sort(order, (a, b) -> {
            int byFixed = Boolean.compare(fixed.get(b), fixed.get(a));
            int byScore = byFixed != 0 ? byFixed : Float.compare(scores[b], scores[a]);
            return byScore != 0 ? byScore : Integer.compare(a, b);
        });
        BitSet chosen = new BitSet(scores.length);
        for (int i = 0; i < width; i++) {
            chosen.set(order[i]);
        }
        return chosen;
    }
}
