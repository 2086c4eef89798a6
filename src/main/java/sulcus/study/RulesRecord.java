package sulcus.study;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import sulcus.prune.Decision;
import sulcus.prune.NetworkId;
import sulcus.prune.Rules;
import sulcus.prune.Target;
import sulcus.task.Refusal;

/**
 * {@link Rules} as they are written in study.json and the history.
 *
 * @param target "threshold", "neurons" or "parameters"
 * @param value of the target: a threshold (a float32), or a share of 1
 * @param layerThresholds by layer
 * @param networks decisions by network, in lower case
 * @param networkThresholds by network
 * @param minimumStability Iq below which networks are left out; 0 for none
 */
public record RulesRecord(
        String target,
        double value,
        Map<Integer, Double> layerThresholds,
        Map<String, String> networks,
        Map<String, Double> networkThresholds,
        List<Integer> protectedLayers,
        int minimumWidth,
        int widthMultiple,
        double minimumStability) {

    public static RulesRecord of(Rules rules) {
        Map<Integer, Double> layers = new TreeMap<>();
        rules.layerThresholds().forEach((layer, threshold) -> layers.put(layer, (double) threshold));
        Map<String, String> networks = new TreeMap<>();
        rules.networks()
                .forEach((id, decision) ->
                        networks.put(id.toString(), decision.name().toLowerCase(java.util.Locale.ROOT)));
        Map<String, Double> networkThresholds = new TreeMap<>();
        rules.networkThresholds().forEach((id, threshold) -> networkThresholds.put(id.toString(), (double) threshold));
        String target = switch (rules.target()) {
            case Target.Threshold t -> "threshold";
            case Target.Neurons n -> "neurons";
            case Target.Parameters p -> "parameters";
        };
        double value = switch (rules.target()) {
            case Target.Threshold(float threshold) -> threshold;
            case Target.Neurons(double ratio) -> ratio;
            case Target.Parameters(double ratio) -> ratio;
        };
        return new RulesRecord(
                target,
                value,
                layers,
                networks,
                networkThresholds,
                List.copyOf(new TreeSet<>(rules.protectedLayers())),
                rules.minimumWidth(),
                rules.widthMultiple(),
                Double.parseDouble(Float.toString(rules.minimumStability())));
    }

    /**
     * @throws Refusal if a word or number in it makes no sense
     */
    public Rules rules() {
        Target read = switch (target) {
            case "threshold" -> new Target.Threshold((float) value);
            case "neurons" -> new Target.Neurons(value);
            case "parameters" -> new Target.Parameters(value);
            default -> throw new Refusal("rules: target \"" + target + "\" is unknown");
        };
        Map<Integer, Float> layers = new TreeMap<>();
        layerThresholds.forEach((layer, threshold) -> layers.put(layer, threshold.floatValue()));
        Map<NetworkId, Decision> decisions = new TreeMap<>();
        networks.forEach((id, word) -> decisions.put(NetworkId.parse(id), decision(word)));
        Map<NetworkId, Float> thresholds = new TreeMap<>();
        networkThresholds.forEach((id, threshold) -> thresholds.put(NetworkId.parse(id), threshold.floatValue()));
        Set<Integer> locked = Collections.unmodifiableSet(new TreeSet<>(protectedLayers));
        return new Rules(
                read, layers, decisions, thresholds, locked, minimumWidth, widthMultiple, (float) minimumStability);
    }

    private static Decision decision(String word) {
        for (Decision known : Decision.values()) {
            if (known.name().toLowerCase(java.util.Locale.ROOT).equals(word)) {
                return known;
            }
        }
        throw new Refusal("rules: decision \"" + word + "\" is unknown; preserve, drop and undecided are known");
    }
}
