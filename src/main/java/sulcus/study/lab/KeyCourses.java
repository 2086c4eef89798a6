package sulcus.study.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import sulcus.decompose.Signals;
import sulcus.model.Model;
import sulcus.prune.NetworkId;
import sulcus.run.Device;
import sulcus.run.LayerSignals;
import sulcus.run.Sweep;
import sulcus.study.Study;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * Time courses of a study's networks in any model that has their key neurons, or some: v(t) = Σ sign(z_s) · x_s(t) / |S| over the
 * key signals S = {s : |z_s| > threshold} that the model has. x is z-scored over the tokens as the decomposition does it
 * (contributions are centred and weighted by the norm of down's column).
 *
 * <p>The mean over key neurons is that of arXiv 2502.20408 and 2601.22692. The study's own time course, X·s / M over all
 * signals, is not taken: what is left of it when the key neurons are gone is thousands of small z, which look like a network that
 * survived. Signs and z-scores, which those papers lack, keep neurons of opposite sign from cancelling and one large neuron from
 * speaking for all.
 */
final class KeyCourses implements Sweep.Visitor {
    /** A signal whose standard deviation is smaller counts as constant, as in the decomposition. */
    private static final double LEAST_DEVIATION = 1e-6;

    /**
     * A network and what is left of it.
     *
     * @param keyNeurons by the study
     * @param left how many of them the model has
     * @param course [token]; null if none is left
     */
    record Course(NetworkId network, int keyNeurons, int left, float[] course) {}

    private final Study study;
    private final int[][] kept;
    private final float key;
    private final Signals kind;
    private final Progress progress;
    private final List<List<Course>> layers = new ArrayList<>();

    private KeyCourses(Study study, int[][] kept, float key, Progress progress) {
        this.study = study;
        this.kept = kept;
        this.key = key;
        this.kind = study.document().settings().settings().signals();
        this.progress = progress;
    }

    /**
     * Of the networks of the study's first group of texts that have key neurons.
     *
     * @param kept [layer]: numbers of the neurons that the model still has, in its order; null rows, and null, for all
     * @param texts token ids; x is z-scored over all of them
     * @return [layer]: networks in order
     */
    static List<List<Course>> of(
            Study study, int[][] kept, Model model, List<int[]> texts, float key, Device device, Progress progress) {
        int[] neurons = model.description().neurons();
        if (neurons.length != study.layers()) {
            throw new Refusal(model.source() + ": has " + neurons.length + " layers, the study of its networks "
                    + study.layers() + "; decompose the model and give that study");
        }
        for (int layer = 0; layer < neurons.length; layer++) {
            int needed = kept == null || kept[layer] == null ? study.neurons(layer) : kept[layer].length;
            if (neurons[layer] < needed) {
                throw new Refusal(model.source() + ": layer " + layer + " has " + neurons[layer] + " neurons, not "
                        + needed + "; it is not the model that its manifest tells of");
            }
        }
        KeyCourses courses = new KeyCourses(study, kept, key, progress);
        Sweep.walk(model, List.of(texts), device, neurons.length - 1, courses, progress);
        return courses.layers;
    }

    @Override
    public Sweep.Wanted wanted(int layer) {
        boolean both = kind == Signals.ACTIVATION_UP;
        return study.components(layer, 0) == 0 ? Sweep.Wanted.NOTHING : new Sweep.Wanted(both, both, !both);
    }

    @Override
    public void visit(LayerSignals signals) {
        int layer = signals.layer();
        while (layers.size() <= layer) {
            layers.add(List.of());
        }
        int[] place = place(layer);
        int components = study.components(layer, 0);
        Course[] found = new Course[components];
        float[][] maps = new float[components][];
        study.maps(layer, 0, (k, map) -> maps[k] = map.clone());
        IntStream.range(0, components).parallel().forEach(k -> {
            progress.check();
            found[k] = course(new NetworkId(layer, 0, k), maps[k], place, signals);
        });
        layers.set(layer, Arrays.stream(found).filter(c -> c.keyNeurons > 0).toList());
    }

    @Override
    public Sweep.Change finish(int layer) {
        while (layers.size() <= layer) {
            layers.add(List.of());
        }
        return null;
    }

    /** [neuron of the study]: where the model has it, −1 where it is gone. */
    private int[] place(int layer) {
        int[] place = new int[study.neurons(layer)];
        if (kept == null || kept[layer] == null) {
            Arrays.setAll(place, j -> j);
            return place;
        }
        Arrays.fill(place, -1);
        for (int i = 0; i < kept[layer].length; i++) {
            place[kept[layer][i]] = i;
        }
        return place;
    }

    private Course course(NetworkId id, float[] map, int[] place, LayerSignals signals) {
        float[][] parts = kind == Signals.ACTIVATION_UP
                ? new float[][] {signals.activation(), signals.up()}
                : new float[][] {signals.product()};
        int neurons = place.length;
        BitSet keys = new BitSet(neurons);
        BitSet left = new BitSet(neurons);
        double[] sum = new double[signals.tokens()];
        int count = 0;
        for (int s = 0; s < map.length; s++) {
            int j = s % neurons;
            if (Math.abs(map[s]) > key) {
                keys.set(j);
                if (place[j] >= 0) {
                    left.set(j);
                    add(sum, parts[s / neurons], place[j], Math.signum(map[s]), signals);
                    count++;
                }
            }
        }
        float[] course = count == 0 ? null : new float[sum.length];
        for (int t = 0; course != null && t < course.length; t++) {
            course[t] = (float) (sum[t] / count);
        }
        return new Course(id, keys.cardinality(), left.cardinality(), course);
    }

    private void add(double[] sum, float[] values, int neuron, double sign, LayerSignals signals) {
        int n = signals.neurons();
        int tokens = sum.length;
        double mean = 0;
        for (int t = 0; t < tokens; t++) {
            mean += values[t * n + neuron];
        }
        mean /= tokens;
        double squares = 0;
        for (int t = 0; t < tokens; t++) {
            double difference = values[t * n + neuron] - mean;
            squares += difference * difference;
        }
        double deviation = Math.sqrt(squares / Math.max(1, tokens - 1));
        double factor = kind == Signals.CONTRIBUTION
                ? Math.abs(signals.downNorms()[neuron])
                : deviation < LEAST_DEVIATION ? 0 : 1 / deviation;
        if (!Double.isFinite(deviation)) {
            throw new Refusal("layer " + signals.layer() + ": neuron " + neuron
                    + ": its signal is not a finite number; the model's weights are damaged or overflow");
        }
        for (int t = 0; t < tokens; t++) {
            sum[t] += sign * (values[t * n + neuron] - mean) * factor;
        }
    }
}
