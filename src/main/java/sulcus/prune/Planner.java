package sulcus.prune;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import sulcus.model.Description;
import sulcus.task.Refusal;

/**
 * From scores and rules to a plan. Everything is sorted once; after that a threshold or a ratio costs a binary search and
 * the writing of the bits, so that a window may ask at every movement of the mouse. Thread-safe.
 *
 * <p>Ratios are solved exactly: the removable neurons of all layers stand in one order (score, then layer, then index), and
 * the cut is put where the removed share is nearest to the one wanted, which with a width multiple of 1 is within half a
 * neuron. The plan's threshold is then one that gives the same plan again, unless neurons of equal score stand on both
 * sides of the cut: no threshold can tell them apart, and the plan's threshold removes the others of that score too.
 */
public final class Planner {
    private final float[][] scores;
    private final Footprint footprint;
    private final NetworkMaps maps;
    private volatile Prepared prepared;

    /** What the preparation depends on: all rules but the target. */
    private record Key(
            Map<Integer, Float> layerThresholds,
            Map<NetworkId, Decision> networks,
            Map<NetworkId, Float> networkThresholds,
            Set<Integer> protectedLayers,
            int minimumWidth,
            int widthMultiple,
            float minimumStability) {
        static Key of(Rules r) {
            return new Key(
                    r.layerThresholds(),
                    r.networks(),
                    r.networkThresholds(),
                    r.protectedLayers(),
                    r.minimumWidth(),
                    r.widthMultiple(),
                    r.minimumStability());
        }
    }

    private record Prepared(Key key, Order order) {}

    /**
     * @param scores one row a layer, one score a neuron; a null row is a layer that was not decomposed and is kept whole
     * @param maps null where no rules about single networks will come
     * @throws Refusal if scores do not fit the model or are not numbers
     */
    public Planner(float[][] scores, Footprint footprint, NetworkMaps maps) {
        int[] neurons = footprint.neurons();
        if (scores.length != neurons.length) {
            throw new Refusal("scores: of " + scores.length + " layers, but the model has " + neurons.length
                    + "; take scores of this model");
        }
        for (int layer = 0; layer < scores.length; layer++) {
            if (scores[layer] == null) {
                continue;
            }
            if (scores[layer].length != neurons[layer]) {
                throw new Refusal("scores: layer " + layer + ": " + scores[layer].length
                        + " of them, but the layer has " + neurons[layer] + " neurons; take scores of this model");
            }
            for (int j = 0; j < scores[layer].length; j++) {
                if (Float.isNaN(scores[layer][j])) {
                    throw new Refusal("scores: layer " + layer + ": neuron " + j
                            + ": not a number; decompose again, and check the model's weights");
                }
            }
        }
        this.scores = scores;
        this.footprint = footprint;
        this.maps = maps;
    }

    /** One plan without keeping the preparation. */
    public static Plan plan(float[][] scores, Footprint footprint, NetworkMaps maps, Rules rules) {
        return new Planner(scores, footprint, maps).plan(rules);
    }

    /** One plan where only neurons count (no ratio of parameters). */
    public static Plan plan(float[][] scores, Description description, NetworkMaps maps, Rules rules) {
        int[] neurons = description.neurons();
        int[] perNeuron = new int[neurons.length];
        Arrays.fill(perNeuron, description.hiddenSize() * (description.gated() ? 3 : 2));
        if (rules.target() instanceof Target.Parameters) {
            throw new IllegalArgumentException("a ratio of parameters needs the model's footprint");
        }
        return plan(scores, new Footprint(neurons, perNeuron, new int[neurons.length], 0, 0), maps, rules);
    }

    public Footprint footprint() {
        return footprint;
    }

    /**
     * The plan for these rules.
     *
     * @throws Refusal if a ratio cannot be reached, a threshold is not a number, or the rules name layers or networks that
     *     are not there
     */
    public Plan plan(Rules rules) {
        Order order = order(rules);
        int cut = cut(order, rules.target());
        float threshold = rules.target() instanceof Target.Threshold given ? given.value() : order.thresholdAt(cut);
        return new Plan(threshold, footprint.neurons(), order.preserved(cut));
    }

    /** Kept neurons of each layer for these rules: {@link #plan} without the sets. */
    public int[] kept(Rules rules) {
        Order order = order(rules);
        return order.kept(cut(order, rules.target()));
    }

    /** The largest share of neurons and of parameters that these rules let be removed. */
    public Largest largest(Rules rules) {
        Order order = order(rules);
        int[] kept = order.kept(order.candidates());
        return new Largest(footprint.neuronsRemoved(kept), footprint.parametersRemoved(kept));
    }

    /**
     * @param neurons share of all MLP neurons
     * @param parameters share of all parameters
     */
    public record Largest(double neurons, double parameters) {}

    /**
     * The scores that count under these rules: without the share of dropped networks. Rows are shared with the planner's
     * scores where nothing was dropped; do not change them.
     */
    public float[][] effectiveScores(Rules rules) {
        return order(rules).scores();
    }

    /**
     * Where each neuron stands among those of its layer in the order in which they go: of a layer that loses r neurons under
     * these rules, precisely those with a standing below r are removed. A null row is a layer that is kept whole. The rows
     * are the same objects as long as nothing but the target changes; do not change them.
     */
    public int[][] standing(Rules rules) {
        return order(rules).standing();
    }

    private Order order(Rules rules) {
        Prepared p = prepared;
        Key key = Key.of(rules);
        if (p == null || !p.key.equals(key)) {
            p = new Prepared(key, prepare(rules));
            prepared = p;
        }
        return p.order;
    }

    private Order prepare(Rules rules) {
        int layers = scores.length;
        for (int layer : rules.protectedLayers()) {
            check(layer, layers, "protected layer " + layer);
        }
        for (int layer : rules.layerThresholds().keySet()) {
            check(layer, layers, "threshold of layer " + layer);
        }
        NetworkRules networks = new NetworkRules(scores, maps, rules);
        Order.Layer[] prepared = new Order.Layer[layers];
        float[][] effective = new float[layers][];
        IntStream.range(0, layers).parallel().forEach(layer -> {
            effective[layer] = networks.scores(layer);
            prepared[layer] = prepare(rules, networks, effective[layer], layer);
        });
        return new Order(effective, prepared);
    }

    private Order.Layer prepare(Rules rules, NetworkRules networks, float[] effective, int layer) {
        return effective == null || rules.protectedLayers().contains(layer)
                ? Order.Layer.whole(footprint.neurons()[layer])
                : Order.Layer.of(
                        effective,
                        networks.keyNeurons(layer),
                        rules.layerThresholds().get(layer),
                        rules.minimumWidth(),
                        rules.widthMultiple());
    }

    private static void check(int layer, int layers, String what) {
        if (layer < 0 || layer >= layers) {
            throw new Refusal(what + ": the model has layers 0 to " + (layers - 1) + "; name one of them");
        }
    }

    private int cut(Order order, Target target) {
        Objects.requireNonNull(target, "target");
        return switch (target) {
            case Target.Threshold(float value) -> {
                if (Float.isNaN(value)) {
                    throw new Refusal("threshold: not a number; give a number such as 3.5");
                }
                yield order.cutAt(value);
            }
            case Target.Neurons(double ratio) -> solve(order, ratio, "neurons", false);
            case Target.Parameters(double ratio) -> solve(order, ratio, "parameters", true);
        };
    }

    /** The cut with the removed amount nearest to the one wanted; the amount never falls as the cut moves up. */
    private int solve(Order order, double ratio, String what, boolean parameters) {
        if (Double.isNaN(ratio) || ratio < 0) {
            throw new Refusal("ratio of " + what + " " + ratio + ": give a share from 0 up to below 1, such as 0.3");
        }
        long all = parameters ? footprint.parameters() : footprint.allNeurons();
        double wanted = ratio * all;
        int low = 0;
        int high = order.candidates();
        long least = removed(order, low, parameters);
        long most = removed(order, high, parameters);
        double slack = parameters ? Arrays.stream(footprint.perNeuron()).max().orElse(1) : 1;
        if (wanted >= most + slack || ratio >= 1) {
            throw new Refusal(String.format(
                    java.util.Locale.ROOT,
                    "ratio of %s %s: cannot be removed under these rules; the largest possible is %.4f"
                            + " (protect fewer layers or lower the minimum width for more)",
                    what,
                    trim(ratio),
                    Math.floor(10_000.0 * most / Math.max(1, all)) / 10_000));
        }
        if (wanted <= least - slack && least > 0) {
            throw new Refusal(String.format(
                    java.util.Locale.ROOT,
                    "ratio of %s %s: the thresholds of single layers alone remove %.4f; raise the ratio or lower them",
                    what,
                    trim(ratio),
                    least / (double) all));
        }
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (removed(order, middle, parameters) >= wanted) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        if (low > 0 && wanted - removed(order, low - 1, parameters) < removed(order, low, parameters) - wanted) {
            low--;
        }
        return low;
    }

    private static String trim(double ratio) {
        return ratio == Math.rint(ratio) && Math.abs(ratio) < 1e9
                ? Long.toString((long) ratio)
                : Double.toString(ratio);
    }

    private long removed(Order order, int cut, boolean parameters) {
        long sum = 0;
        for (int layer = 0; layer < scores.length; layer++) {
            long count = order.removed(layer, cut);
            sum += parameters ? count * footprint.perNeuron()[layer] : count;
        }
        return sum;
    }

    static BitSet all(int width) {
        BitSet set = new BitSet(width);
        set.set(0, width);
        return set;
    }
}
