package sulcus.figure;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import sulcus.decompose.LayerNetworks;
import sulcus.decompose.layout.Courses;
import sulcus.decompose.layout.NetworkTree;
import sulcus.prune.NetworkId;
import sulcus.prune.Rules;
import sulcus.study.Study;
import sulcus.study.lab.KeyNeurons;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * How alike networks are, in the order of a dendrogram.
 *
 * @param title over the matrix
 * @param measure of the values, 0 … 1: "|r| of time courses" or "IoU of key neurons"
 * @param networks in the order of the rows
 * @param tree over them; its leaf i is network {@code place[i]} of the order
 * @param place [leaf]: the row
 * @param values [bin][bin]: the largest likeness of the networks in the two bins
 * @param perBin networks in a bin; 1 in all but large models
 * @param stability Iq of each row's network where the rows are components of several starts; null where they are networks
 */
public record ConnectivityData(
        String title,
        String measure,
        List<NetworkId> networks,
        NetworkTree tree,
        int[] place,
        float[][] values,
        int perBin,
        float[] stability) {
    /** No screen and no page shows more rows. */
    private static final int MOST_BINS = 1024;

    /** Two things that can be alike. */
    public enum Measure {
        /** Absolute correlation of time courses. */
        CORRELATION("|r| of time courses"),
        /** Key neurons (|z| above 3) that both have, over those that one has: recurrence across groups of texts. */
        KEY_NEURONS("IoU of key neurons");

        private final String label;

        Measure(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    /** The networks of all layers, of the first group. */
    public static ConnectivityData ofModel(Study study, Progress progress) {
        NetworkTree tree = study.tree(progress.part(0, 0.3));
        List<List<NetworkId>> besides = new ArrayList<>();
        for (int i = 0; i < tree.leaves(); i++) {
            besides.add(new ArrayList<>());
        }
        Courses[] layers = new Courses[study.layers()];
        for (int l = 0; l < layers.length; l++) {
            progress.report("time courses of layer " + l, 0.3 + 0.2 * l / layers.length);
            layers[l] = study.courses(l, 0);
            for (int k = 0; k < layers[l].rows().length; k++) {
                besides.get(tree.leaf()[l][k]).add(new NetworkId(l, 0, k));
            }
        }
        List<NetworkId> ordered = new ArrayList<>();
        int[] place = new int[tree.leaves()];
        for (int leaf : tree.order()) {
            place[leaf] = ordered.size();
            ordered.addAll(besides.get(leaf));
        }
        float[][] rows = new float[ordered.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = layers[ordered.get(i).layer()].rows()[ordered.get(i).network()];
        }
        return new ConnectivityData(
                "Networks of all layers",
                Measure.CORRELATION.label(),
                List.copyOf(ordered),
                tree,
                place,
                binned(new Courses(rows), progress.part(0.5, 1)),
                perBin(rows.length),
                null);
    }

    /** A block of rows at a time, so that a model with ten thousand networks needs no matrix of a hundred million values. */
    private static float[][] binned(Courses courses, Progress progress) {
        int n = courses.rows().length;
        int per = perBin(n);
        int bins = (n + per - 1) / per;
        float[][] largest = new float[bins][bins];
        for (int from = 0; from < n; from += 256) {
            progress.report("correlations", from / (double) n);
            int[] chosen = new int[Math.min(256, n - from)];
            for (int i = 0; i < chosen.length; i++) {
                chosen[i] = from + i;
            }
            float[][] block = courses.pick(chosen).likeness(courses);
            for (int i = 0; i < chosen.length; i++) {
                float[] row = largest[(from + i) / per];
                for (int j = 0; j < n; j++) {
                    row[j / per] = Math.max(row[j / per], block[i][j]);
                }
            }
        }
        return largest;
    }

    private static int perBin(int networks) {
        return Math.max(1, (networks + MOST_BINS - 1) / MOST_BINS);
    }

    /** The networks of one layer: by their time courses those of the first group, by their key neurons those of all groups. */
    public static ConnectivityData ofLayer(Study study, int layer, Measure measure, Progress progress) {
        List<NetworkId> ids = new ArrayList<>();
        for (int g = 0; g < (measure == Measure.CORRELATION ? 1 : study.groups()); g++) {
            for (int k = 0; k < study.components(layer, g); k++) {
                ids.add(new NetworkId(layer, g, k));
            }
        }
        float[][] alike;
        if (measure == Measure.CORRELATION) {
            Courses courses = study.courses(layer, 0);
            alike = courses.likeness(courses);
        } else {
            alike = overlap(study, ids, progress);
        }
        return ordered("Networks of layer " + layer, measure.label(), ids, alike, null);
    }

    /**
     * The components of all starts of the ICA, each named by the network that its cluster became: ICASSO's map of similarities.
     *
     * @throws sulcus.task.Refusal where there was one start, or the study is of before its starts were kept
     */
    public static ConnectivityData ofStarts(Study study, int layer, int group) {
        LayerNetworks.Starts starts = study.starts(layer, group);
        if (starts == null) {
            throw new Refusal(study.folder() + ": layer " + layer
                    + ": its starts are not there; decompose with --restarts 10 to see how they agree");
        }
        int k = study.components(layer, group);
        int count = starts.networks().length;
        float[] of = study.stability(layer, group);
        List<NetworkId> ids = new ArrayList<>();
        float[] stability = new float[count];
        for (int i = 0; i < count; i++) {
            ids.add(new NetworkId(layer, group, starts.networks()[i]));
            stability[i] = of[starts.networks()[i]];
        }
        float[][] alike = new float[count][count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j <= i; j++) {
                float sum = 0;
                for (int a = 0; a < k; a++) {
                    sum += starts.rows()[i * k + a] * starts.rows()[j * k + a];
                }
                alike[i][j] = alike[j][i] = Math.min(1, Math.abs(sum));
            }
        }
        return ordered(
                "Starts of layer " + layer + ": " + count / k + " × " + k + " components",
                "|r| of maps",
                ids,
                alike,
                stability);
    }

    /** In the order of the dendrogram. */
    private static ConnectivityData ordered(
            String title, String measure, List<NetworkId> ids, float[][] alike, float[] stability) {
        NetworkTree tree = NetworkTree.ofLikeness(alike);
        float[] inOrder = stability == null ? null : new float[stability.length];
        List<NetworkId> ordered = new ArrayList<>();
        int[] place = new int[ids.size()];
        for (int leaf : tree.order()) {
            place[leaf] = ordered.size();
            if (inOrder != null) {
                inOrder[ordered.size()] = stability[leaf];
            }
            ordered.add(ids.get(leaf));
        }
        float[][] values = new float[ids.size()][ids.size()];
        for (int i = 0; i < values.length; i++) {
            for (int j = 0; j < values.length; j++) {
                values[place[i]][place[j]] = alike[i][j];
            }
        }
        return new ConnectivityData(title, measure, List.copyOf(ordered), tree, place, values, 1, inOrder);
    }

    private static float[][] overlap(Study study, List<NetworkId> ids, Progress progress) {
        BitSet[] keys = new BitSet[ids.size()];
        for (int i = 0; i < keys.length; i++) {
            progress.report("key neurons", i / (double) keys.length);
            keys[i] = KeyNeurons.of(
                    study.map(ids.get(i)), study.neurons(ids.get(i).layer()), Rules.KEY_NEURON);
        }
        float[][] alike = new float[keys.length][keys.length];
        for (int i = 0; i < keys.length; i++) {
            for (int j = 0; j < keys.length; j++) {
                alike[i][j] = i == j ? 1 : KeyNeurons.iou(keys[i], keys[j]);
            }
        }
        return alike;
    }

    /** How many rows from {@link #row} on belong to a network: its components stand together where rows are components. */
    public int rows(NetworkId id) {
        int from = row(id);
        int end = from;
        while (end >= 0 && end < networks.size() && networks.get(end).equals(id)) {
            end++;
        }
        return end - from;
    }

    /** First row of a network, −1 if it is not here. */
    public int row(NetworkId id) {
        return id == null ? -1 : networks.indexOf(id);
    }

    /** How alike two rows are, at least as their bins know. */
    public float value(int a, int b) {
        return values[a / perBin][b / perBin];
    }
}
