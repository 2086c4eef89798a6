package sulcus.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;
import sulcus.prune.Decision;
import sulcus.prune.NetworkId;
import sulcus.prune.Rules;
import sulcus.prune.Target;
import sulcus.prune.score.Score;
import sulcus.prune.score.Scores;
import sulcus.study.Study;
import sulcus.task.Refusal;

/** The options that say what is preserved; they are laid over rules that are there already. */
final class RuleOptions {
    @Option(
            names = "--layer",
            paramLabel = "L=T",
            converter = {Values.LayerNumber.class, Values.Own.class},
            description = "threshold T for layer L alone (may be given several times); none gives it back")
    private Map<Integer, Values.OwnThreshold> layers = new LinkedHashMap<>();

    @Option(
            names = "--network",
            paramLabel = "ID=preserve|drop",
            converter = {Values.Network.class, Values.Decided.class},
            description =
                    "preserve or drop network ID, layer.network (12.7) or layer.group.network; undecided takes a decision"
                            + " back")
    private Map<NetworkId, Decision> networks = new LinkedHashMap<>();

    @Option(
            names = "--network-threshold",
            paramLabel = "ID=T",
            converter = {Values.Network.class, Values.Own.class},
            description =
                    "|z| above which a neuron is a key neuron of network ID and stays when that is preserved (default 3);"
                            + " none gives it back")
    private Map<NetworkId, Values.OwnThreshold> networkThresholds = new LinkedHashMap<>();

    @Option(
            names = "--protect",
            paramLabel = "LAYERS",
            converter = Values.Layers.class,
            description = "layers kept whole, such as 0-2,28-29, or none (default: the first 3 and the last 2)")
    private Values.LayerSet protect;

    @Option(names = "--minimum-width", paramLabel = "N", description = "neurons that stay in every layer (default 32)")
    private Integer minimumWidth;

    @Option(
            names = "--width-multiple",
            paramLabel = "N",
            description = "round kept widths up to a multiple of N (default 1)")
    private Integer widthMultiple;

    @Option(
            names = "--minimum-stability",
            paramLabel = "IQ",
            description =
                    "leave networks with a lower stability index out of the scores, such as 0.8 (default 0: none);"
                            + " those that are preserved stay")
    private Float minimumStability;

    @Option(names = "--defaults", description = "begin with the default rules instead of those stored in the study")
    boolean defaults;

    /** How far to prune: exactly one of them. */
    static final class Cut {
        @Option(names = "--value", paramLabel = "T", description = "preserve neurons with max |z| above T")
        Float value;

        @Option(
                names = "--neurons",
                paramLabel = "R",
                description = "remove this share of all MLP neurons, such as 0.3")
        Double neurons;

        @Option(
                names = "--parameters",
                paramLabel = "R",
                description = "remove this share of all parameters, such as 0.2")
        Double parameters;

        @Option(
                names = "--preserved",
                paramLabel = "FILE:NAME",
                description =
                        "preserve a set made elsewhere: array NAME (layers × neurons, 1 stays, 0 goes) of FILE.safetensors")
        String preserved;

        /** @throws Refusal for a ratio that leaves everything or nothing */
        Target target() {
            if (value != null) {
                return new Target.Threshold(value);
            }
            return neurons != null
                    ? new Target.Neurons(ratio("--neurons", neurons))
                    : new Target.Parameters(ratio("--parameters", parameters));
        }

        private static double ratio(String option, double ratio) {
            if (!(ratio > 0 && ratio < 1)) {
                throw new Refusal(option + " " + ratio + ": a ratio lies between 0 and 1, both excluded"
                        + (ratio == 0 ? " (0 removes nothing)" : ratio == 1 ? " (1 leaves nothing)" : "")
                        + "; give one such as 0.3");
            }
            return ratio;
        }
    }

    /**
     * The rules for a score with what was given on the command line laid over them. Those stored in a study are the networks': a
     * rival takes the protected layers from them.
     */
    Rules over(Score score, Study study, Target target) {
        Rules first = Rules.defaults(study.layers());
        if (!defaults) {
            first = score == Scores.NETWORKS
                    ? study.rules()
                    : first.withProtectedLayers(study.rules().protectedLayers());
        }
        return over(first, target);
    }

    /** Whether something was said that only networks can answer. */
    boolean namesNetworks() {
        return !networks.isEmpty() || !networkThresholds.isEmpty() || minimumStability != null;
    }

    /** The rules with what was given on the command line laid over them. */
    Rules over(Rules stored, Target target) {
        Rules rules = stored.withTarget(target);
        if (protect != null) {
            rules = rules.withProtectedLayers(protect.numbers());
        }
        if (minimumWidth != null) {
            rules = rules.withMinimumWidth(minimumWidth);
        }
        if (widthMultiple != null) {
            rules = rules.withWidthMultiple(widthMultiple);
        }
        if (minimumStability != null) {
            rules = rules.withMinimumStability(minimumStability);
        }
        for (Map.Entry<Integer, Values.OwnThreshold> layer : layers.entrySet()) {
            rules = rules.withLayerThreshold(layer.getKey(), layer.getValue().value());
        }
        for (Map.Entry<NetworkId, Decision> network : networks.entrySet()) {
            rules = rules.withNetwork(network.getKey(), network.getValue());
        }
        for (Map.Entry<NetworkId, Values.OwnThreshold> network : networkThresholds.entrySet()) {
            rules = rules.withNetworkThreshold(
                    network.getKey(), network.getValue().value());
        }
        return rules;
    }

    /** @throws Refusal for a multiple below 1 */
    int widthMultiple() {
        if (widthMultiple != null && widthMultiple < 1) {
            throw new Refusal(
                    "--width-multiple " + widthMultiple + ": a width is a multiple of 1 or more; give one such as 32");
        }
        return widthMultiple == null ? 1 : widthMultiple;
    }
}
