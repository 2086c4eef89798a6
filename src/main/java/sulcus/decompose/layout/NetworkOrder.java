package sulcus.decompose.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One order of all networks of all layers by what they do: the leaves of a single average-linkage dendrogram over
 * 1 − |correlation| of time courses. Networks with the same function stand next to each other, whatever their layer.
 *
 * @param position [layer][network]: 0 … 1, the share of the model's neurons that belongs to networks before it and to the
 *     first half of its own
 * @param family [layer][network]: branch of the dendrogram, 0 … {@link #families} − 1 in the order of the leaves
 * @param families how many branches
 * @param akin [layer][network]: the networks of other layers that are most like it, most alike first
 */
record NetworkOrder(double[][] position, int[][] family, int families, Kin[][][] akin) {
    /** A network of another layer and the |correlation| with it. */
    record Kin(int layer, int network, float alike) {}

    /** With more networks, only those of evenly spread layers are clustered; the rest stand beside their nearest. */
    private static final int MOST_CLUSTERED = 6144;

    private static final int FAMILIES = 12;
    private static final int KIN = 8;

    static NetworkOrder of(List<LayerMembers> layers) {
        int[] start = new int[layers.size() + 1];
        for (int l = 0; l < layers.size(); l++) {
            start[l + 1] = start[l] + layers.get(l).components();
        }
        int count = start[layers.size()];
        int tokens = layers.stream().mapToInt(LayerMembers::tokens).min().orElse(0);
        float[][] courses = new float[count][];
        int[] layerOf = new int[count];
        double[] weight = new double[count];
        for (int l = 0; l < layers.size(); l++) {
            LayerMembers layer = layers.get(l);
            for (int k = 0; k < layer.components(); k++) {
                int from = k * layer.tokens();
                courses[start[l] + k] = Arrays.copyOfRange(layer.courses(), from, from + tokens);
                layerOf[start[l] + k] = l;
            }
            // a layer that was not decomposed has neurons but no networks
            for (int j = 0; layer.components() > 0 && j < layer.neurons(); j++) {
                weight[start[l] + layer.network()[j]]++;
            }
        }
        if (count == 0) {
            return new NetworkOrder(
                    new double[layers.size()][0], new int[layers.size()][0], 0, new Kin[layers.size()][0][]);
        }
        int[] clustered = clustered(layerOf, count);
        float[][] chosen = pick(courses, clustered);
        float[][] alike = Correlations.absolute(courses, chosen, tokens);
        Kin[][][] akin = kin(alike, clustered, layerOf, start);

        double[] chosenWeight = new double[clustered.length];
        int[] nearest = new int[count];
        for (int i = 0; i < count; i++) {
            int best = Arrays.binarySearch(clustered, i);
            if (best < 0) {
                best = 0;
                for (int j = 1; j < clustered.length; j++) {
                    best = alike[i][j] > alike[i][best] ? j : best;
                }
            }
            nearest[i] = best;
            chosenWeight[best] += weight[i];
        }
        Dendrogram tree = Dendrogram.average(distances(alike, clustered));
        int[] leaves = tree.leafOrder((a, b) -> dot(chosen[a], chosen[b]));
        int[] families = tree.families(chosenWeight, FAMILIES);
        return assemble(layers.size(), start, layerOf, weight, nearest, leaves, families, akin);
    }

    private static NetworkOrder assemble(
            int layers,
            int[] start,
            int[] layerOf,
            double[] weight,
            int[] nearest,
            int[] leaves,
            int[] families,
            Kin[][][] akin) {
        List<List<Integer>> besides = new ArrayList<>();
        for (int j = 0; j < leaves.length; j++) {
            besides.add(new ArrayList<>());
        }
        for (int i = 0; i < nearest.length; i++) {
            besides.get(nearest[i]).add(i);
        }
        double total = Arrays.stream(weight).sum();
        double[][] position = new double[layers][];
        int[][] family = new int[layers][];
        for (int l = 0; l < layers; l++) {
            position[l] = new double[start[l + 1] - start[l]];
            family[l] = new int[start[l + 1] - start[l]];
        }
        int[] renumbered = new int[families.length];
        Arrays.fill(renumbered, -1);
        int seen = 0;
        double before = 0;
        for (int leaf : leaves) {
            if (renumbered[families[leaf]] < 0) {
                renumbered[families[leaf]] = seen++;
            }
            for (int i : besides.get(leaf)) {
                int l = layerOf[i];
                position[l][i - start[l]] = (before + weight[i] / 2) / total;
                family[l][i - start[l]] = renumbered[families[leaf]];
                before += weight[i];
            }
        }
        return new NetworkOrder(position, family, seen, akin);
    }

    private static int[] clustered(int[] layerOf, int count) {
        int layers = layerOf[count - 1] + 1;
        int step = 1;
        int[] chosen;
        do {
            int stride = step++;
            chosen = IntStream.range(0, count)
                    .filter(i -> layerOf[i] % stride == 0)
                    .toArray();
        } while (chosen.length > MOST_CLUSTERED && step <= layers);
        return chosen;
    }

    private static float[][] pick(float[][] rows, int[] chosen) {
        return Arrays.stream(chosen).mapToObj(i -> rows[i]).toArray(float[][]::new);
    }

    private static float[][] distances(float[][] alike, int[] clustered) {
        float[][] distances = new float[clustered.length][];
        for (int i = 0; i < clustered.length; i++) {
            float[] row = alike[clustered[i]];
            for (int j = 0; j < row.length; j++) {
                row[j] = 1 - row[j];
            }
            distances[i] = row;
        }
        // rounding of the blocks may differ in the last bit: one half decides
        for (int i = 0; i < distances.length; i++) {
            for (int j = 0; j < i; j++) {
                distances[j][i] = distances[i][j];
            }
        }
        return distances;
    }

    private static Kin[][][] kin(float[][] alike, int[] clustered, int[] layerOf, int[] start) {
        Kin[][][] akin = new Kin[start.length - 1][][];
        for (int l = 0; l + 1 < start.length; l++) {
            akin[l] = new Kin[start[l + 1] - start[l]][];
            for (int k = 0; k < akin[l].length; k++) {
                akin[l][k] = kinOf(alike[start[l] + k], l, clustered, layerOf, start);
            }
        }
        return akin;
    }

    private static Kin[] kinOf(float[] alike, int layer, int[] clustered, int[] layerOf, int[] start) {
        List<Kin> kin = new ArrayList<>();
        for (int j = 0; j < clustered.length; j++) {
            int other = layerOf[clustered[j]];
            if (other == layer || (kin.size() == KIN && alike[j] <= kin.get(KIN - 1).alike)) {
                continue;
            }
            int at = kin.size();
            while (at > 0 && kin.get(at - 1).alike < alike[j]) {
                at--;
            }
            kin.add(at, new Kin(other, clustered[j] - start[other], alike[j]));
            if (kin.size() > KIN) {
                kin.remove(KIN);
            }
        }
        return kin.toArray(Kin[]::new);
    }

    private static float dot(float[] a, float[] b) {
        float sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return Math.abs(sum);
    }
}
