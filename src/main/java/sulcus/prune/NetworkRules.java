package sulcus.prune;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sulcus.task.Refusal;

/** What the decisions about single networks, and the bound for their stability, make of the scores of their layers. */
final class NetworkRules {
    private final float[][] scores;
    private final NetworkMaps maps;
    private final Rules rules;

    NetworkRules(float[][] scores, NetworkMaps maps, Rules rules) {
        this.scores = scores;
        this.maps = maps;
        this.rules = rules;
        for (NetworkId id : rules.networks().keySet()) {
            if (rules.networks().get(id) == Decision.UNDECIDED) {
                continue;
            }
            if (maps == null) {
                throw new Refusal("network " + id + ": there are no networks here, only scores; take a study");
            }
            if (id.layer() >= scores.length) {
                throw new Refusal("network " + id + ": the model has layers 0 to " + (scores.length - 1));
            }
            int there = id.group() < maps.groups() ? maps.components(id.layer(), id.group()) : 0;
            if (id.network() >= there) {
                throw new Refusal("network " + id + ": layer " + id.layer() + " has " + there + " networks in group "
                        + id.group() + (there > 0 ? ", 0 to " + (there - 1) : "") + "; name one of them");
            }
        }
    }

    /**
     * Scores of a layer without its dropped networks and those that are not stable enough. A neuron whose maximum lies in another network keeps its score to
     * the bit; the others get the largest |z| of the networks left (0 if none is), from the study's maps.
     */
    float[] scores(int layer) {
        if (scores[layer] == null) {
            return null;
        }
        Set<NetworkId> dropped = leftOut(layer);
        if (dropped.isEmpty()) {
            return scores[layer];
        }
        float[] lost = new float[scores[layer].length];
        for (NetworkId id : dropped) {
            largest(maps.map(id), lost);
        }
        float[] left = new float[lost.length];
        for (int group = 0; group < maps.groups(); group++) {
            for (int k = 0; k < maps.components(layer, group); k++) {
                NetworkId id = new NetworkId(layer, group, k);
                if (!dropped.contains(id)) {
                    largest(maps.map(id), left);
                }
            }
        }
        float[] changed = scores[layer].clone();
        for (int j = 0; j < changed.length; j++) {
            if (lost[j] > left[j]) {
                changed[j] = Math.min(changed[j], left[j]);
            }
        }
        return changed;
    }

    /** Key neurons of the layer's preserved networks, or null if none is preserved. */
    BitSet keyNeurons(int layer) {
        List<NetworkId> preserved = of(layer, Decision.PRESERVE);
        if (preserved.isEmpty() || scores[layer] == null) {
            return null;
        }
        BitSet keys = new BitSet(scores[layer].length);
        for (NetworkId id : preserved) {
            float threshold = rules.networkThresholds().getOrDefault(id, Rules.KEY_NEURON);
            float[] map = maps.map(id);
            int neurons = scores[layer].length;
            for (int s = 0; s < map.length; s++) {
                if (Math.abs(map[s]) > threshold) {
                    keys.set(s % neurons);
                }
            }
        }
        return keys;
    }

    /** Dropped networks of a layer, and unstable ones that nobody wants preserved. */
    private Set<NetworkId> leftOut(int layer) {
        Set<NetworkId> out = new HashSet<>(of(layer, Decision.DROP));
        if (rules.minimumStability() == 0 || maps == null) {
            return out;
        }
        for (int group = 0; group < maps.groups(); group++) {
            float[] stability = maps.components(layer, group) == 0 ? null : maps.stability(layer, group);
            for (int k = 0; stability != null && k < stability.length; k++) {
                NetworkId id = new NetworkId(layer, group, k);
                if (stability[k] < rules.minimumStability() && rules.networks().get(id) != Decision.PRESERVE) {
                    out.add(id);
                }
            }
        }
        return out;
    }

    private List<NetworkId> of(int layer, Decision decision) {
        List<NetworkId> found = new ArrayList<>();
        for (Map.Entry<NetworkId, Decision> entry : rules.networks().entrySet()) {
            if (entry.getKey().layer() == layer && entry.getValue() == decision) {
                found.add(entry.getKey());
            }
        }
        return found;
    }

    private static void largest(float[] map, float[] maximum) {
        for (int s = 0; s < map.length; s++) {
            int j = s % maximum.length;
            maximum[j] = Math.max(maximum[j], Math.abs(map[s]));
        }
    }
}
