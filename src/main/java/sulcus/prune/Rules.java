package sulcus.prune;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import sulcus.task.Refusal;

/**
 * What decides which neurons are preserved. A neuron is preserved if its layer is protected, if it is a key neuron of a
 * preserved network, or if its score lies above the threshold of its layer; and as many of the best others as a layer needs
 * to reach its minimum width and a multiple of {@code widthMultiple}.
 *
 * @param target where the model-wide cut lies
 * @param layerThresholds thresholds of single layers, by layer; such a layer takes no part in reaching a ratio. Protection
 *     is stronger.
 * @param networks what is wanted for single networks. PRESERVE: its key neurons stay whatever their score. DROP: what it
 *     gives to the scores of its layer is left out.
 * @param networkThresholds |z| above which a neuron is a key neuron of a preserved network; where there is none,
 *     {@link #KEY_NEURON}
 * @param protectedLayers layers kept whole, 0-based
 * @param minimumWidth neurons that stay in every layer (all of them in a narrower one), at least 1: llama.cpp reads an MLP of
 *     width 0 wrongly
 * @param widthMultiple kept widths are rounded up to a multiple of it (never above the dense width), at least 1
 * @param minimumStability networks with a stability index Iq below it give nothing to the scores of their layers, as if dropped,
 *     unless they are preserved by a decision; 0 leaves none out. Networks of one start have no index and are never left out
 */
public record Rules(
        Target target,
        Map<Integer, Float> layerThresholds,
        Map<NetworkId, Decision> networks,
        Map<NetworkId, Float> networkThresholds,
        Set<Integer> protectedLayers,
        int minimumWidth,
        int widthMultiple,
        float minimumStability) {
    /** |z| of a key neuron of a preserved network that has no threshold of its own. */
    public static final float KEY_NEURON = 3f;

    public static final int MINIMUM_WIDTH = 32;

    public Rules {
        if (minimumWidth < 1) {
            throw new Refusal(
                    "minimum width " + minimumWidth + ": at least 1 neuron must stay in a layer; give 1 or more");
        }
        if (widthMultiple < 1) {
            throw new Refusal("width multiple " + widthMultiple + ": give 1 or more");
        }
        if (!(minimumStability >= 0 && minimumStability <= 1)) {
            throw new Refusal(
                    "minimum stability " + minimumStability + ": an Iq lies between 0 and 1; give one such as 0.8");
        }
        layerThresholds.forEach((layer, value) -> {
            if (value.isNaN()) {
                throw new Refusal("layer " + layer + ": threshold is not a number; give a number such as 3.5");
            }
        });
        networkThresholds.forEach((network, value) -> {
            if (value.isNaN()) {
                throw new Refusal("network " + network + ": threshold is not a number; give a number such as 3.5");
            }
        });
        layerThresholds = Collections.unmodifiableMap(new TreeMap<>(layerThresholds));
        networks = Collections.unmodifiableMap(new TreeMap<>(networks));
        networkThresholds = Collections.unmodifiableMap(new TreeMap<>(networkThresholds));
        protectedLayers = Collections.unmodifiableSet(new TreeSet<>(protectedLayers));
    }

    /** Rules without thresholds for single networks and with all networks, however stable. */
    public Rules(
            Target target,
            Map<Integer, Float> layerThresholds,
            Map<NetworkId, Decision> networks,
            Set<Integer> protectedLayers,
            int minimumWidth,
            int widthMultiple) {
        this(target, layerThresholds, networks, Map.of(), protectedLayers, minimumWidth, widthMultiple, 0);
    }

    /** What a new study is opened with: a fifth of the neurons removed, so that there is a cut to see and to move. */
    public static Rules opening(int layers) {
        return defaults(layers).withTarget(new Target.Neurons(0.2));
    }

    /** Nothing removed: threshold 0, the usual protected layers, minimum width 32. */
    public static Rules defaults(int layers) {
        return new Rules(
                new Target.Threshold(0), Map.of(), Map.of(), Map.of(), protectedByDefault(layers), MINIMUM_WIDTH, 1, 0);
    }

    /**
     * The layers protected unless said otherwise: the first 3 and the last 2. A model of fewer than 10 layers has
     * proportionally fewer (three and two tenths of its layers, rounded down), so that something is left to prune.
     */
    public static Set<Integer> protectedByDefault(int layers) {
        int first = Math.min(3, 3 * layers / 10);
        int last = Math.min(2, 2 * layers / 10);
        Set<Integer> chosen = new TreeSet<>();
        for (int layer = 0; layer < layers; layer++) {
            if (layer < first || layer >= layers - last) {
                chosen.add(layer);
            }
        }
        return chosen;
    }

    public Rules withTarget(Target other) {
        return new Rules(
                other,
                layerThresholds,
                networks,
                networkThresholds,
                protectedLayers,
                minimumWidth,
                widthMultiple,
                minimumStability);
    }

    public Rules withProtectedLayers(Set<Integer> layers) {
        return new Rules(
                target,
                layerThresholds,
                networks,
                networkThresholds,
                layers,
                minimumWidth,
                widthMultiple,
                minimumStability);
    }

    /** With a layer's own threshold; null takes it away. */
    public Rules withLayerThreshold(int layer, Float threshold) {
        Map<Integer, Float> changed = new TreeMap<>(layerThresholds);
        if (threshold == null) {
            changed.remove(layer);
        } else {
            changed.put(layer, threshold);
        }
        return new Rules(
                target,
                changed,
                networks,
                networkThresholds,
                protectedLayers,
                minimumWidth,
                widthMultiple,
                minimumStability);
    }

    /** With a decision about a network; its own threshold stays as it was. */
    public Rules withNetwork(NetworkId network, Decision decision) {
        Map<NetworkId, Decision> changed = new TreeMap<>(networks);
        if (decision == Decision.UNDECIDED) {
            changed.remove(network);
        } else {
            changed.put(network, decision);
        }
        return new Rules(
                target,
                layerThresholds,
                changed,
                networkThresholds,
                protectedLayers,
                minimumWidth,
                widthMultiple,
                minimumStability);
    }

    /** With a network's own threshold for its key neurons; null takes it away. */
    public Rules withNetworkThreshold(NetworkId network, Float threshold) {
        Map<NetworkId, Float> changed = new TreeMap<>(networkThresholds);
        if (threshold == null) {
            changed.remove(network);
        } else {
            changed.put(network, threshold);
        }
        return new Rules(
                target,
                layerThresholds,
                networks,
                changed,
                protectedLayers,
                minimumWidth,
                widthMultiple,
                minimumStability);
    }

    /** With the model's threshold in every layer and the usual one for the key neurons of every network. */
    public Rules withoutOwnThresholds() {
        return new Rules(
                target, Map.of(), networks, Map.of(), protectedLayers, minimumWidth, widthMultiple, minimumStability);
    }

    /** Without decisions on networks and thresholds of theirs: what of the rules a score that knows no networks can follow. */
    public Rules withoutNetworks() {
        return new Rules(target, layerThresholds, Map.of(), Map.of(), protectedLayers, minimumWidth, widthMultiple, 0);
    }

    /** With other thresholds of single layers. */
    public Rules withLayerThresholds(Map<Integer, Float> thresholds) {
        return new Rules(
                target,
                thresholds,
                networks,
                networkThresholds,
                protectedLayers,
                minimumWidth,
                widthMultiple,
                minimumStability);
    }

    public Rules withMinimumWidth(int width) {
        return new Rules(
                target,
                layerThresholds,
                networks,
                networkThresholds,
                protectedLayers,
                width,
                widthMultiple,
                minimumStability);
    }

    public Rules withWidthMultiple(int multiple) {
        return new Rules(
                target,
                layerThresholds,
                networks,
                networkThresholds,
                protectedLayers,
                minimumWidth,
                multiple,
                minimumStability);
    }

    /** With a bound for the stability of the networks that count; 0 takes it away. */
    public Rules withMinimumStability(float iq) {
        return new Rules(
                target, layerThresholds, networks, networkThresholds, protectedLayers, minimumWidth, widthMultiple, iq);
    }
}
