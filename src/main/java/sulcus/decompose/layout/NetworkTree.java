package sulcus.decompose.layout;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The dendrogram over the networks of all layers: average linkage over 1 − |correlation| of their time courses. Cut at a
 * height, it falls into model-wide functional networks.
 *
 * @param leaf [layer][network]: the leaf a network is, or, in a model with too many networks to cluster all, beside which it
 *     stands
 * @param leaves how many leaves
 * @param left child of each merge: below {@code leaves} a leaf, else merge number + {@code leaves}; leaves − 1 values
 * @param right the other child of each merge
 * @param height at which each merge took place, not less than those of its children
 * @param order the leaves from left to right
 */
public record NetworkTree(int[][] leaf, int leaves, int[] left, int[] right, float[] height, int[] order) {

    /** Clusters all networks; {@link SliceLayout#arrange} does the same on its way. */
    public static NetworkTree of(List<LayerMembers> layers) {
        return NetworkOrder.of(layers).tree();
    }

    /**
     * Clusters whatever may be alike, as one layer.
     *
     * @param alike symmetric, 0 … 1, n × n
     */
    public static NetworkTree ofLikeness(float[][] alike) {
        int n = alike.length;
        float[][] distances = new float[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                distances[i][j] = Math.max(0, 1 - alike[Math.max(i, j)][Math.min(i, j)]);
            }
        }
        int[][] leaf = {IntStream.range(0, n).toArray()};
        if (n == 0) {
            return new NetworkTree(leaf, 0, new int[0], new int[0], new float[0], new int[0]);
        }
        Dendrogram tree = Dendrogram.average(distances);
        return new NetworkTree(
                leaf, n, tree.left(), tree.right(), tree.height(), tree.leafOrder((a, b) -> alike[a][b]));
    }

    /**
     * @throws IllegalArgumentException if it is no tree, as after a read from a damaged file
     */
    public NetworkTree {
        int merges = Math.max(0, leaves - 1);
        if (left.length != merges || right.length != merges || height.length != merges || order.length != leaves) {
            throw new IllegalArgumentException("its arrays have different lengths");
        }
        boolean[] child = new boolean[leaves + merges];
        for (int merge = 0; merge < merges; merge++) {
            for (int node : new int[] {left[merge], right[merge]}) {
                if (node < 0 || node >= leaves + merge || child[node]) {
                    throw new IllegalArgumentException("merge " + merge + " has a child that is none");
                }
                child[node] = true;
            }
            if (!(height[merge] >= 0)) {
                throw new IllegalArgumentException("merge " + merge + " has no height");
            }
        }
        boolean[] placed = new boolean[leaves];
        for (int l : order) {
            if (l < 0 || l >= leaves || placed[l]) {
                throw new IllegalArgumentException("leaf " + l + " is out of order");
            }
            placed[l] = true;
        }
        for (int[] layer : leaf) {
            for (int l : layer) {
                if (l < 0 || l >= leaves) {
                    throw new IllegalArgumentException("a network is at leaf " + l + ", which is none");
                }
            }
        }
    }

    /** The same tree over layers that are numbered otherwise, as where some have no networks. */
    public NetworkTree at(int[][] leafOfNetworks) {
        return new NetworkTree(leafOfNetworks, leaves, left, right, height, order);
    }

    /** The families below a height: all merges at or below it are made, the others are not. */
    public Families cut(float at) {
        int[] branch = new int[leaves + left.length];
        Arrays.fill(branch, -1);
        for (int merge = left.length - 1; merge >= 0; merge--) {
            int node = leaves + merge;
            if (branch[node] < 0 && height[merge] <= at) {
                branch[node] = node;
            }
            branch[left[merge]] = branch[node];
            branch[right[merge]] = branch[node];
        }
        int[] layerOf = new int[branch.length];
        boolean[] wide = new boolean[branch.length];
        Arrays.fill(layerOf, -1);
        for (int layer = 0; layer < leaf.length; layer++) {
            for (int l : leaf[layer]) {
                // a leaf may stand for several networks, as where not all of them were clustered
                int top = branch[l] < 0 ? l : branch[l];
                wide[top] |= layerOf[top] >= 0 && layerOf[top] != layer;
                layerOf[top] = layer;
            }
        }
        int[] number = new int[branch.length];
        Arrays.fill(number, -1);
        int count = 0;
        for (int l : order) {
            int top = branch[l] < 0 ? l : branch[l];
            if (wide[top] && number[top] < 0) {
                number[top] = count++;
            }
        }
        int[][] of = new int[leaf.length][];
        for (int layer = 0; layer < leaf.length; layer++) {
            of[layer] = Arrays.stream(leaf[layer])
                    .map(l -> number[branch[l] < 0 ? l : branch[l]])
                    .toArray();
        }
        return new Families(at, of, count);
    }

    /**
     * The height that joins most networks with networks of other layers and fewest with one of their own: it has the largest
     * sum over the families of the layers that each reaches beyond its first. Of equal heights the lowest.
     */
    public float naturalCut() {
        float[] sorted = height.clone();
        Arrays.sort(sorted);
        long[] reach = reach(sorted);
        long most = -1;
        float best = 0;
        // heights are many and the sum changes slowly: two hundred of them suffice to find the top
        for (int i = 0; i <= 200 && sorted.length > 0; i++) {
            int at = (int) ((sorted.length - 1) * (i / 200.0));
            if (reach[at] > most) {
                most = reach[at];
                best = sorted[at];
            }
        }
        return best;
    }

    /**
     * The sum over the families below each height of the layers that each reaches beyond its first.
     *
     * @param sorted the heights, ascending
     */
    private long[] reach(float[] sorted) {
        // a branch is made at the least height of its merge and those above it
        float[] made = height.clone();
        BitSet[] layersOf = new BitSet[leaves + left.length];
        for (int merge = left.length - 1; merge >= 0; merge--) {
            for (int child : new int[] {left[merge] - leaves, right[merge] - leaves}) {
                if (child >= 0) {
                    made[child] = Math.min(made[child], made[merge]);
                }
            }
        }
        for (int l = 0; l < leaves; l++) {
            layersOf[l] = new BitSet(leaf.length);
        }
        for (int layer = 0; layer < leaf.length; layer++) {
            for (int l : leaf[layer]) {
                layersOf[l].set(layer);
            }
        }
        long[] gain = new long[left.length];
        long first = 0;
        for (int l = 0; l < leaves; l++) {
            first += beyond(layersOf[l]);
        }
        for (int merge = 0; merge < left.length; merge++) {
            BitSet a = layersOf[left[merge]];
            BitSet b = layersOf[right[merge]];
            gain[merge] -= beyond(a) + beyond(b);
            a = (BitSet) a.clone();
            a.or(b);
            layersOf[leaves + merge] = a;
            gain[merge] += beyond(a);
        }
        long[] reach = new long[sorted.length];
        for (int merge = 0; merge < made.length; merge++) {
            reach[Arrays.binarySearch(sorted, made[merge])] += gain[merge];
        }
        long sum = first;
        for (int i = 0; i < reach.length; i++) {
            sum += reach[i];
            reach[i] = sum;
        }
        // equal heights are one cut
        for (int i = reach.length - 2; i >= 0; i--) {
            reach[i] = sorted[i] == sorted[i + 1] ? reach[i + 1] : reach[i];
        }
        return reach;
    }

    private static int beyond(BitSet layers) {
        return Math.max(0, layers.cardinality() - 1);
    }
}
