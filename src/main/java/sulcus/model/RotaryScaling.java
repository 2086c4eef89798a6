package sulcus.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sulcus.model.Configuration.Limits;
import sulcus.model.Description.Position;
import sulcus.model.Description.Position.Rotary;

/**
 * The frequencies of rotary embeddings under the scalings of transformers' {@code modeling_rope_utils.py}: default, linear,
 * dynamic (NTK; equal to default up to the longest sequence, beyond which no sequence goes here), llama3 and yarn. Reads
 * both spellings: {@code rope_theta} with {@code rope_scaling}, and {@code rope_parameters}.
 */
final class RotaryScaling {
    private static final Set<String> KNOWN = Set.of("default", "linear", "dynamic", "llama3", "yarn");

    private RotaryScaling() {}

    /**
     * @param headSize dimensions of a head
     * @param share share of them that turns, where the configuration does not say
     * @param theta base, where the configuration does not say
     */
    static Rotary rotary(Configuration config, int headSize, double share, double theta, int maximumPositions) {
        Configuration scaling = config.object("rope_scaling") != null
                ? config.object("rope_scaling")
                : config.object("rope_parameters");
        double outer = config.positive("rope_theta", theta);
        double outerShare = config.positive("partial_rotary_factor", share);
        if (scaling == null) {
            int dimensions = dimensions(config, headSize, outerShare);
            return new Rotary(turning(dimensions), plain(dimensions, outer), 1);
        }
        if (scaling.values().values().stream().anyMatch(Map.class::isInstance)) {
            throw config.refusal("rope_parameters", "differ by kind of layer, which this family's do not");
        }
        String type = scaling.text("rope_type", scaling.text("type", "default"));
        if (!KNOWN.contains(type)) {
            throw scaling.refusal(
                    "rope_type", type + " is not known; known are default, linear, dynamic, llama3, yarn");
        }
        double base = scaling.positive("rope_theta", outer);
        int dimensions = dimensions(config, headSize, scaling.positive("partial_rotary_factor", outerShare));
        double[] frequencies = plain(dimensions, base);
        return switch (type) {
            case "linear" -> {
                double factor = factor(scaling);
                for (int i = 0; i < frequencies.length; i++) {
                    frequencies[i] /= factor;
                }
                yield new Rotary(turning(dimensions), frequencies, 1);
            }
            case "llama3" ->
                new Rotary(
                        turning(dimensions),
                        llama3(scaling, frequencies, original(config, scaling, maximumPositions)),
                        1);
            case "yarn" -> yarn(config, scaling, dimensions, base, frequencies, maximumPositions);
            default -> new Rotary(turning(dimensions), frequencies, 1);
        };
    }

    /**
     * Rotary embeddings of one kind in layers that see everything and of another in those that slide. Reads both spellings:
     * {@code rope_parameters} by kind, and {@code rope_theta} with {@code rope_scaling}, which then are those of the layers that
     * see everything.
     *
     * @param window of each layer; 0 where it sees everything
     * @param theta base of layers that see everything, where the configuration does not say
     * @param slidingTheta base of the others, where the configuration does not say
     */
    static Position byWindow(
            Configuration config, int headSize, int[] window, int maximumPositions, double theta, double slidingTheta) {
        Configuration parameters = config.object("rope_parameters");
        boolean byKind = parameters != null && parameters.has("full_attention");
        Map<String, Object> full = new HashMap<>();
        Map<String, Object> sliding = new HashMap<>();
        for (Map<String, Object> kind : List.of(full, sliding)) {
            kind.put("rope_scaling", byKind ? null : config.values().get("rope_scaling"));
            kind.put("rope_parameters", byKind ? null : config.values().get("rope_parameters"));
        }
        if (byKind) {
            full.put("rope_parameters", parameters.values().get("full_attention"));
            sliding.put("rope_parameters", parameters.values().get("sliding_attention"));
        } else {
            sliding.put("rope_scaling", null);
            sliding.put("rope_parameters", null);
            sliding.put("rope_theta", slidingTheta);
        }
        int[] kinds = new int[window.length];
        Arrays.setAll(kinds, layer -> window[layer] == 0 ? 0 : 1);
        return new Position.ByLayer(
                List.of(
                        rotary(config.with(full), headSize, 1, theta, maximumPositions),
                        rotary(config.with(sliding), headSize, 1, slidingTheta, maximumPositions)),
                kinds);
    }

    /** Dimensions in the exponents; where they are odd, transformers turns one more. */
    private static int dimensions(Configuration config, int headSize, double share) {
        int dimensions = (int) (headSize * share);
        if (dimensions < 1 || turning(dimensions) > headSize) {
            throw config.refusal(
                    share == 1 ? "head_dim" : "partial_rotary_factor",
                    dimensions + " of " + headSize + " dimensions of a head cannot turn in pairs");
        }
        return dimensions;
    }

    private static int turning(int dimensions) {
        return Math.ceilDiv(dimensions, 2) * 2;
    }

    /** θ^(−2i/dimensions). */
    private static double[] plain(int dimensions, double theta) {
        double[] frequencies = new double[turning(dimensions) / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = 1 / Math.pow(theta, 2.0 * i / dimensions);
        }
        return frequencies;
    }

    private static double factor(Configuration scaling) {
        if (!scaling.has("factor")) {
            throw scaling.refusal("factor", "is missing");
        }
        return scaling.positive("factor", 1);
    }

    private static int original(Configuration config, Configuration scaling, int maximumPositions) {
        // a value outside wins over the one inside, as in transformers
        int inside = scaling.number("original_max_position_embeddings", maximumPositions, 1, Limits.POSITIONS);
        return config.number("original_max_position_embeddings", inside, 1, Limits.POSITIONS);
    }

    /** Long waves are stretched by the factor, short ones kept, those between blended (Llama 3.1). */
    private static double[] llama3(Configuration scaling, double[] plain, int original) {
        double factor = factor(scaling);
        double low = scaling.positive("low_freq_factor", 1);
        double high = scaling.positive("high_freq_factor", 4);
        if (!(high > low)) {
            throw scaling.refusal("high_freq_factor", "is not above low_freq_factor");
        }
        return llama3(plain, factor, low, high, original);
    }

    static double[] llama3(double[] plain, double factor, double low, double high, double original) {
        double[] frequencies = new double[plain.length];
        for (int i = 0; i < plain.length; i++) {
            double wave = 2 * Math.PI / plain[i];
            if (wave < original / high) {
                frequencies[i] = plain[i];
            } else if (wave > original / low) {
                frequencies[i] = plain[i] / factor;
            } else {
                double smooth = (original / wave - low) / (high - low);
                frequencies[i] = (1 - smooth) * plain[i] / factor + smooth * plain[i];
            }
        }
        return frequencies;
    }

    /** arXiv 2309.00071: a ramp over the dimensions from plain to stretched, and a factor of the magnitude. */
    private static Rotary yarn(
            Configuration config,
            Configuration scaling,
            int dimensions,
            double base,
            double[] plain,
            int maximumPositions) {
        int original = original(config, scaling, maximumPositions);
        double factor = scaling.has("factor") ? factor(scaling) : (double) maximumPositions / original;
        double mscale = scaling.real("mscale", 0);
        double mscaleAll = scaling.real("mscale_all_dim", 0);
        double inferred = mscale != 0 && mscaleAll != 0
                ? magnitude(factor, mscale) / magnitude(factor, mscaleAll)
                : magnitude(factor, 1);
        double magnitude = scaling.positive("attention_factor", inferred);
        double fast = scaling.real("beta_fast", 0);
        double slow = scaling.real("beta_slow", 0);
        double low = whereItTurns(fast == 0 ? 32 : fast, dimensions, base, original);
        double high = whereItTurns(slow == 0 ? 1 : slow, dimensions, base, original);
        if (scaling.truth("truncate", true)) {
            low = Math.floor(low);
            high = Math.ceil(high);
        }
        low = Math.max(low, 0);
        high = Math.min(high, dimensions - 1);
        double span = high == low ? 0.001 : high - low;
        double[] frequencies = new double[plain.length];
        for (int i = 0; i < plain.length; i++) {
            double stretched = Math.clamp((i - low) / span, 0, 1);
            frequencies[i] = plain[i] / factor * stretched + plain[i] * (1 - stretched);
            if (!Double.isFinite(frequencies[i])) {
                throw scaling.refusal("factor", "gives frequencies that are no numbers");
            }
        }
        return new Rotary(turning(dimensions), frequencies, magnitude);
    }

    private static double magnitude(double scale, double mscale) {
        return scale <= 1 ? 1 : 0.1 * mscale * Math.log(scale) + 1;
    }

    /** The dimension whose wave turns so many times within the original length. */
    private static double whereItTurns(double rotations, int dimensions, double base, int original) {
        return dimensions * Math.log(original / (rotations * 2 * Math.PI)) / (2 * Math.log(base));
    }
}
