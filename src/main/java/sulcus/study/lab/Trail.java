package sulcus.study.lab;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import sulcus.decompose.layout.Courses;
import sulcus.prune.NetworkId;
import sulcus.study.Selectivity;
import sulcus.study.Study;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * One network followed through a study: through the groups of texts, by key neurons and maps, for these are the same neurons;
 * through the layers, by time courses on the same tokens, for there the neurons are others; and through the kinds of text, where
 * its recurrence was measured.
 *
 * @param network that is followed
 * @param groups its best match in every other group, in the same layer
 * @param layers its best match in every other layer, in the same group
 * @param kinds in how many texts of each kind it is found again; empty where that was not measured
 */
public record Trail(NetworkId network, List<InGroup> groups, List<InLayer> layers, List<Recurrence.Count> kinds) {

    /**
     * In a group of texts.
     *
     * @param network whose map is most alike
     * @param r |r| of the maps
     * @param iou of the key neurons of the two
     * @param best the network with the most key neurons in common, and…
     * @param bestIou …how much that is; the same network and value where maps and key neurons agree
     */
    public record InGroup(NetworkId network, double r, double iou, NetworkId best, double bestIou) {}

    /**
     * In a layer.
     *
     * @param network whose time course is most alike
     * @param r |r| of the time courses
     * @param p how often the time course, shifted in time, finds as large an |r| among the layer's networks: (1 + as large) / (1 +
     *     all)
     * @param q p corrected for all layers (Benjamini and Hochberg 1995)
     */
    public record InLayer(NetworkId network, double r, double p, double q) {}

    /**
     * @param key |z| above which a neuron is a key neuron
     * @param nulls time shifts for p
     * @param seed of the shifts
     * @throws Refusal if there is no such network
     */
    public static Trail of(Study study, NetworkId id, float key, int nulls, long seed, Progress progress) {
        if (!(key > 0 && Float.isFinite(key)) || nulls < 1) {
            throw new Refusal(
                    "key threshold " + key + ", shifts " + nulls + ": give a |z| above 0, and 1 shift or more");
        }
        float[] map = study.map(id);
        List<InGroup> groups = new ArrayList<>();
        for (int group = 0; group < study.groups(); group++) {
            if (group != id.group() && study.components(id.layer(), group) > 0) {
                groups.add(inGroup(study, id.layer(), group, map, key));
            }
        }
        Recurrence known = Recurrence.of(study);
        return new Trail(
                id,
                groups,
                inLayers(study, id, nulls, seed, progress),
                known == null
                        ? List.of()
                        : known.counts().stream()
                                .filter(c -> c.network().equals(id))
                                .toList());
    }

    private static InGroup inGroup(Study study, int layer, int group, float[] map, float key) {
        int neurons = study.neurons(layer);
        BitSet keys = KeyNeurons.of(map, neurons, key);
        int components = study.components(layer, group);
        double[] r = new double[components];
        double[] iou = new double[components];
        study.maps(layer, group, (k, other) -> {
            r[k] = KeyNeurons.correlation(map, other);
            iou[k] = KeyNeurons.iou(keys, KeyNeurons.of(other, neurons, key));
        });
        int alike = largest(r);
        // where none has a key neuron in common, the map decides
        int common = iou[largest(iou)] > iou[alike] ? largest(iou) : alike;
        return new InGroup(
                new NetworkId(layer, group, alike),
                r[alike],
                iou[alike],
                new NetworkId(layer, group, common),
                iou[common]);
    }

    private static int largest(double[] values) {
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            largest = values[i] > values[largest] ? i : largest;
        }
        return largest;
    }

    private static List<InLayer> inLayers(Study study, NetworkId id, int nulls, long seed, Progress progress) {
        Courses own = study.courses(id.layer(), id.group()).pick(new int[] {id.network()});
        Courses shifted = shifted(own.rows()[0], nulls, seed);
        List<InLayer> found = new ArrayList<>();
        for (int layer = 0; layer < study.layers(); layer++) {
            progress.report("layer " + layer, layer / (double) study.layers());
            if (layer == id.layer() || study.components(layer, id.group()) == 0) {
                continue;
            }
            Courses courses = study.courses(layer, id.group());
            float[] r = own.likeness(courses)[0];
            int best = 0;
            for (int k = 1; k < r.length; k++) {
                best = r[k] > r[best] ? k : best;
            }
            int asLarge = 0;
            for (float[] chance : shifted.likeness(courses)) {
                float most = 0;
                for (float value : chance) {
                    most = Math.max(most, value);
                }
                asLarge += most >= r[best] ? 1 : 0;
            }
            found.add(new InLayer(new NetworkId(layer, id.group(), best), r[best], (1.0 + asLarge) / (1.0 + nulls), 1));
        }
        progress.report("followed", 1);
        double[] q = Selectivity.falseDiscovery(
                found.stream().mapToDouble(InLayer::p).toArray());
        for (int i = 0; i < q.length; i++) {
            InLayer one = found.get(i);
            found.set(i, new InLayer(one.network, one.r, one.p, q[i]));
        }
        return List.copyOf(found);
    }

    /** Turned round by offsets that are drawn evenly. */
    private static Courses shifted(float[] course, int nulls, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[nulls][];
        for (int i = 0; i < nulls; i++) {
            int offset = random.nextInt(course.length);
            rows[i] = Arrays.copyOf(Arrays.copyOfRange(course, offset, course.length), course.length);
            System.arraycopy(course, 0, rows[i], course.length - offset, offset);
        }
        return new Courses(rows);
    }
}
