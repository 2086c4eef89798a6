package sulcus.study;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import sulcus.model.Description;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.prune.Rules;
import sulcus.run.Gates;
import sulcus.task.Refusal;

/**
 * What is done to a model's neurons, all together. Factors that meet in a neuron are multiplied, shifts are added.
 *
 * @param factor [layer][neuron] of the down projection's input; a null row leaves the layer as it is
 * @param shift [layer][neuron] added to it; a null row adds nothing
 * @param touched neurons of each layer to which something is done
 */
public record Interventions(float[][] factor, float[][] shift, BitSet[] touched) {
    /**
     * Finds the neurons.
     *
     * @throws Refusal if a study is of another model, or a layer or a neuron is not there
     */
    public static Interventions of(Description model, List<Intervention> all) {
        int layers = model.layers();
        Interventions made = new Interventions(new float[layers][], new float[layers][], new BitSet[layers]);
        Arrays.setAll(made.touched, layer -> new BitSet());
        BitSet[] retained = new BitSet[layers];
        Map<Path, Study> open = new HashMap<>();
        try {
            for (Intervention one : all) {
                made.add(model, one, retained, open);
            }
        } finally {
            open.values().forEach(Study::close);
        }
        for (int layer = 0; layer < layers; layer++) {
            if (retained[layer] != null) {
                BitSet others = new BitSet();
                others.set(0, model.neurons()[layer]);
                others.andNot(retained[layer]);
                made.multiply(model, layer, others, 0);
            }
        }
        return made;
    }

    private void add(Description model, Intervention one, BitSet[] retained, Map<Path, Study> open) {
        int layer = layer(one.target());
        if (layer < 0 || layer >= model.layers()) {
            throw new Refusal("intervention: layer " + layer + " is not there; the model has layers 0 to "
                    + (model.layers() - 1));
        }
        BitSet neurons = neurons(model, one.target(), open);
        switch (one.kind()) {
            case SILENCE -> multiply(model, layer, neurons, 0);
            case SCALE -> multiply(model, layer, neurons, one.amount());
            case RETAIN -> {
                if (retained[layer] == null) {
                    retained[layer] = new BitSet();
                }
                retained[layer].or(neurons);
            }
            case SHIFT -> {
                if (shift[layer] == null) {
                    shift[layer] = new float[model.neurons()[layer]];
                }
                neurons.stream().forEach(j -> shift[layer][j] += one.amount());
                touched[layer].or(neurons);
            }
        }
    }

    private static int layer(Intervention.Target target) {
        return switch (target) {
            case Intervention.Target.Network network -> network.network().layer();
            case Intervention.Target.Neurons neurons -> neurons.layer();
        };
    }

    private static BitSet neurons(Description model, Intervention.Target target, Map<Path, Study> open) {
        BitSet set = new BitSet();
        switch (target) {
            case Intervention.Target.Network of -> {
                Study study = open.computeIfAbsent(of.study(), Study::open);
                ofSameModel(of.study(), study, model, of.network().layer());
                float threshold = of.keyThreshold() != null
                        ? of.keyThreshold()
                        : study.rules().networkThresholds().getOrDefault(of.network(), Rules.KEY_NEURON);
                for (int j : study.keyNeurons(of.network(), threshold)) {
                    set.set(j);
                }
            }
            case Intervention.Target.Neurons of -> {
                int width = model.neurons()[of.layer()];
                if (of.neurons() == null) {
                    set.set(0, width);
                } else {
                    for (int j : of.neurons()) {
                        if (j < 0 || j >= width) {
                            throw new Refusal("intervention: neuron " + j + " of layer " + of.layer()
                                    + " is not there; it has neurons 0 to " + (width - 1));
                        }
                        set.set(j);
                    }
                }
            }
        }
        return set;
    }

    private static void ofSameModel(Path path, Study study, Description model, int layer) {
        int[] widths = model.neurons();
        if (study.layers() != widths.length || study.neurons(layer) != widths[layer]) {
            throw new Refusal(path + ": is a study of a model of " + study.layers() + " layers"
                    + (layer < study.layers() ? " with " + study.neurons(layer) + " neurons in layer " + layer : "")
                    + "; this model has " + widths.length + " layers and " + widths[layer] + " neurons there");
        }
    }

    private void multiply(Description model, int layer, BitSet neurons, float by) {
        if (factor[layer] == null) {
            factor[layer] = new float[model.neurons()[layer]];
            Arrays.fill(factor[layer], 1);
        }
        neurons.stream().forEach(j -> factor[layer][j] *= by);
        touched[layer].or(neurons);
    }

    /** Neurons to which something is done, in all layers. */
    public int count() {
        return Arrays.stream(touched).mapToInt(BitSet::cardinality).sum();
    }

    /**
     * The gates that do it. A shift of h is a shift of the down projection's output by its columns: Σ_j shift_j · down_:j.
     *
     * @param model whose weights are read, of those layers alone that have shifts
     */
    public Gates gates(Model model) {
        Description d = model.description();
        float[][] bias = new float[d.layers()][];
        for (int layer = 0; layer < d.layers(); layer++) {
            if (shift[layer] != null) {
                bias[layer] =
                        product(model.weights().read(WeightId.weight(Slot.DOWN, layer)), shift[layer], d.hiddenSize());
            }
        }
        return new Gates(factor, bias);
    }

    private static float[] product(float[] matrix, float[] vector, int rows) {
        float[] result = new float[rows];
        for (int i = 0; i < rows; i++) {
            double sum = 0;
            for (int j = 0; j < vector.length; j++) {
                sum += (double) matrix[i * vector.length + j] * vector[j];
            }
            result[i] = (float) sum;
        }
        return result;
    }

    /**
     * A control of equal size: in each layer the same is done to as many neurons drawn at random, of those to which nothing is
     * done where there are enough of them, else of all.
     */
    public Interventions control(long seed) {
        Random random = new Random(seed);
        int layers = factor.length;
        Interventions other = new Interventions(new float[layers][], new float[layers][], new BitSet[layers]);
        for (int layer = 0; layer < layers; layer++) {
            other.touched[layer] = new BitSet();
            int count = touched[layer].cardinality();
            if (count == 0) {
                continue;
            }
            int width = factor[layer] != null ? factor[layer].length : shift[layer].length;
            int[] drawn = drawn(random, width, count > width - count ? new BitSet() : touched[layer], count);
            if (factor[layer] != null) {
                other.factor[layer] = new float[width];
                Arrays.fill(other.factor[layer], 1);
            }
            if (shift[layer] != null) {
                other.shift[layer] = new float[width];
            }
            int[] from = touched[layer].stream().toArray();
            for (int i = 0; i < count; i++) {
                if (factor[layer] != null) {
                    other.factor[layer][drawn[i]] = factor[layer][from[i]];
                }
                if (shift[layer] != null) {
                    other.shift[layer][drawn[i]] = shift[layer][from[i]];
                }
                other.touched[layer].set(drawn[i]);
            }
        }
        return other;
    }

    /** {@code count} different numbers below {@code width}, none of them in {@code without}: Fisher and Yates' shuffle, broken off. */
    private static int[] drawn(Random random, int width, BitSet without, int count) {
        int[] all = java.util.stream.IntStream.range(0, width)
                .filter(j -> !without.get(j))
                .toArray();
        for (int i = 0; i < count; i++) {
            int j = i + random.nextInt(all.length - i);
            int swap = all[i];
            all[i] = all[j];
            all[j] = swap;
        }
        return Arrays.copyOf(all, count);
    }
}
