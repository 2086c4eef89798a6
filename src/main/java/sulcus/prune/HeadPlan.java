package sulcus.prune;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import sulcus.model.Description;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.task.Refusal;

/**
 * Which groups of attention heads of each layer are preserved. A group is one key/value head with all query heads that share it
 * (grouped-query attention: arXiv 2305.13245), in plain multi-head attention one head: what can be taken out without changing
 * what the other heads look at.
 *
 * @param groups of each dense layer
 * @param preserved one set per layer
 */
public record HeadPlan(int[] groups, BitSet[] preserved) {
    /** One group where it stands in the order of removal. */
    private record Candidate(int layer, int group, float score) {}

    /** All groups of all layers. */
    public static HeadPlan whole(Description d) {
        BitSet[] all = new BitSet[d.layers()];
        for (int layer = 0; layer < all.length; layer++) {
            all[layer] = new BitSet();
            all[layer].set(0, d.keyValueHeads()[layer]);
        }
        return new HeadPlan(d.keyValueHeads(), all);
    }

    /**
     * Removes the groups of the lowest scores, one threshold over all layers; the best group of a layer always stays. Among equal
     * scores those of earlier layers go first.
     *
     * @param scores [layer][group], as shared among the layers
     * @param protectedLayers layers kept whole, 0-based
     * @param ratio share of all groups of the model to remove, protected layers in the denominator; rounded to a group
     * @throws Refusal if a score is not a number or so many groups cannot go
     */
    public static HeadPlan of(float[][] scores, Set<Integer> protectedLayers, double ratio) {
        int[] groups = Arrays.stream(scores).mapToInt(layer -> layer.length).toArray();
        BitSet[] preserved = new BitSet[groups.length];
        List<Candidate> candidates = new ArrayList<>();
        for (int layer = 0; layer < groups.length; layer++) {
            preserved[layer] = new BitSet();
            preserved[layer].set(0, groups[layer]);
            if (!protectedLayers.contains(layer)) {
                candidates.addAll(candidates(scores[layer], layer));
            }
        }
        candidates.sort(Comparator.comparing(Candidate::score)
                .thenComparing(Candidate::layer)
                .thenComparing(Candidate::group));
        int all = Arrays.stream(groups).sum();
        long wanted = Math.round(ratio * all);
        if (!(ratio >= 0 && ratio < 1) || wanted > candidates.size()) {
            throw new Refusal(String.format(
                    Locale.ROOT,
                    "share of heads %s: cannot be removed; give a share from 0 to %.4f (one group of heads stays in every"
                            + " layer, protected layers stay whole)",
                    ratio,
                    Math.floor(10_000.0 * candidates.size() / Math.max(1, all)) / 10_000));
        }
        candidates.stream().limit(wanted).forEach(c -> preserved[c.layer()].clear(c.group()));
        return new HeadPlan(groups, preserved);
    }

    /**
     * Keeps the same number of groups in every layer, the best of each, as files need it that say one number for all layers. No layer
     * is protected in such a plan.
     *
     * @param scores [layer][group]
     * @param ratio share of the groups to remove; rounded to a group a layer
     * @throws Refusal if the layers have not equally many groups, or none would go or stay
     */
    public static HeadPlan uniform(float[][] scores, double ratio) {
        int groups = scores[0].length;
        int removed = (int) Math.round(ratio * groups);
        for (int layer = 0; layer < scores.length; layer++) {
            if (scores[layer].length != groups) {
                throw new Refusal("layout uniform: layer " + layer + " has " + scores[layer].length
                        + " groups of heads, layer 0 has " + groups + "; take the layout compact or padded");
            }
        }
        if (removed < 1 || removed >= groups) {
            throw new Refusal(String.format(
                    Locale.ROOT,
                    "layout uniform: share of heads %s: every layer has %d groups, of which %d would go; take another share"
                            + " or the layout compact or padded",
                    ratio,
                    groups,
                    removed));
        }
        BitSet[] preserved = new BitSet[scores.length];
        for (int layer = 0; layer < scores.length; layer++) {
            BitSet kept = new BitSet();
            kept.set(0, groups);
            candidates(scores[layer], layer).stream().limit(removed).forEach(c -> kept.clear(c.group()));
            preserved[layer] = kept;
        }
        return new HeadPlan(Arrays.stream(scores).mapToInt(s -> s.length).toArray(), preserved);
    }

    /** All groups of a layer but its best. */
    private static List<Candidate> candidates(float[] scores, int layer) {
        List<Candidate> candidates = new ArrayList<>();
        for (int group = 0; group < scores.length; group++) {
            if (Float.isNaN(scores[group])) {
                throw new Refusal("scores of heads: layer " + layer + ": group " + group
                        + ": not a number; check the model's weights");
            }
            candidates.add(new Candidate(layer, group, scores[group]));
        }
        candidates.sort(Comparator.comparing(Candidate::score).thenComparing(Candidate::group));
        candidates.removeLast();
        return candidates;
    }

    /** Preserved groups per layer. */
    public int[] kept() {
        return Arrays.stream(preserved).mapToInt(BitSet::cardinality).toArray();
    }

    /** Whether the layer loses groups. */
    public boolean prunes(int layer) {
        return preserved[layer].cardinality() < groups[layer];
    }

    /** Removed groups as a share of all. */
    public double removed() {
        return 1 - Arrays.stream(kept()).sum() / (double) Arrays.stream(groups).sum();
    }

    /**
     * The channels of the preserved groups.
     *
     * @param width channels of one group: dimensions of its key (or value) head, or of all its query heads
     */
    public BitSet channels(int layer, int width) {
        BitSet channels = new BitSet();
        preserved[layer].stream().forEach(group -> channels.set(group * width, (group + 1) * width));
        return channels;
    }

    /** Parameters of the removed rows of query, key and value and columns of the output projection, with their biases. */
    public long parametersRemoved(Model dense) {
        Description d = dense.description();
        long sum = 0;
        for (int layer = 0; layer < groups.length; layer++) {
            long each = 2L * d.hiddenSize() * d.headSize() * (d.groupSize() + 1);
            for (Slot slot : new Slot[] {Slot.QUERY, Slot.KEY, Slot.VALUE}) {
                if (dense.weights().has(WeightId.bias(slot, layer))) {
                    each += (long) d.headSize() * (slot == Slot.QUERY ? d.groupSize() : 1);
                }
            }
            sum += each * (groups[layer] - preserved[layer].cardinality());
        }
        return sum;
    }
}
