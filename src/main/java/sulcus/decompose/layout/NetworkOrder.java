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
 * @param tree the dendrogram
 * @param akin [layer][network]: the networks of other layers that are most like it, most alike first
 */
record NetworkOrder(double[][] position, NetworkTree tree, Kin[][][] akin) {
    /** A network of another layer and the |correlation| with it. */
    record Kin(int layer, int network, float alike) {}

    /** With more networks, only those of evenly spread layers are clustered; the rest stand beside their nearest. */
    private static final int MOST_CLUSTERED = 6144;

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
                    new double[layers.size()][0],
                    new NetworkTree(new int[layers.size()][0], 0, new int[0], new int[0], new float[0], new int[0]),
                    new Kin[layers.size()][0][]);
        }
        int[] clustered = clustered(layerOf, count);
        float[][] chosen = pick(courses, clustered);
        float[][] alike = Correlations.absolute(courses, chosen, tokens);
        Kin[][][] akin = kin(alike, clustered, layerOf, start);

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
        }
        Dendrogram tree = Dendrogram.average(distances(alike, clustered));
        int[] leaves = tree.leafOrder((a, b) -> dot(chosen[a], chosen[b]));
        int[][] leaf = new int[layers.size()][];
        for (int l = 0; l < leaf.length; l++) {
            leaf[l] = Arrays.copyOfRange(nearest, start[l], start[l + 1]);
        }
        return new NetworkOrder(
                positions(leaf, start, weight, leaves),
                new NetworkTree(leaf, tree.leaves(), tree.left(), tree.right(), tree.height(), leaves),
                akin);
    }

    private static double[][] positions(int[][] leaf, int[] start, double[] weight, int[] leaves) {
        List<List<int[]>> besides = new ArrayList<>();
        for (int j = 0; j < leaves.length; j++) {
            besides.add(new ArrayList<>());
        }
        double[][] position = new double[leaf.length][];
        for (int l = 0; l < leaf.length; l++) {
            position[l] = new double[leaf[l].length];
            for (int k = 0; k < leaf[l].length; k++) {
                besides.get(leaf[l][k]).add(new int[] {l, k});
            }
        }
        double total = Arrays.stream(weight).sum();
        double before = 0;
        for (int at : leaves) {
            for (int[] network : besides.get(at)) {
                double own = weight[start[network[0]] + network[1]];
                position[network[0]][network[1]] = (before + own / 2) / total;
                before += own;
            }
        }
        return position;
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
                // equal courses may be alike by a rounding more than 1
                row[j] = Math.max(0, 1 - row[j]);
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
