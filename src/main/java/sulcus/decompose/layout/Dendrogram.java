package sulcus.decompose.layout;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Average-linkage clustering by the nearest-neighbour chain (F. Murtagh, Computational Statistics Quarterly 1, 1984):
 * n² time on a full matrix of n² floats.
 *
 * @param leaves n
 * @param left child of each merge; below n a leaf, else merge number + n
 * @param right child of each merge
 * @param height distance at which each merge took place
 */
record Dendrogram(int leaves, int[] left, int[] right, float[] height) {

    /** @param distances symmetric, n × n; overwritten */
    static Dendrogram average(float[][] distances) {
        int n = distances.length;
        int merges = Math.max(0, n - 1);
        int[] left = new int[merges];
        int[] right = new int[merges];
        float[] height = new float[merges];
        int[] node = new int[n];
        int[] size = new int[n];
        int[] alive = new int[n];
        for (int i = 0; i < n; i++) {
            node[i] = i;
            size[i] = 1;
            alive[i] = i;
        }
        int[] chain = new int[n];
        int length = 0;
        int living = n;
        for (int merge = 0; merge < merges; merge++) {
            if (length == 0) {
                chain[length++] = alive[0];
            }
            while (true) {
                int top = chain[length - 1];
                int before = length > 1 ? chain[length - 2] : -1;
                // a tie goes to the element before, so that the chain ends
                int nearest = before;
                float least = before < 0 ? Float.POSITIVE_INFINITY : distances[top][before];
                float[] row = distances[top];
                for (int i = 0; i < living; i++) {
                    int other = alive[i];
                    if (other != top && (row[other] < least || nearest < 0)) {
                        least = row[other];
                        nearest = other;
                    }
                }
                if (nearest == before) {
                    break;
                }
                chain[length++] = nearest;
            }
            int b = chain[--length];
            int a = chain[--length];
            left[merge] = Math.min(node[a], node[b]);
            right[merge] = Math.max(node[a], node[b]);
            height[merge] = distances[a][b];
            living = remove(alive, living, b);
            float shareA = size[a] / (float) (size[a] + size[b]);
            for (int i = 0; i < living; i++) {
                int other = alive[i];
                float d = shareA * distances[a][other] + (1 - shareA) * distances[b][other];
                distances[a][other] = d;
                distances[other][a] = d;
            }
            size[a] += size[b];
            node[a] = n + merge;
        }
        return new Dendrogram(n, left, right, height);
    }

    private static int remove(int[] alive, int living, int gone) {
        int at = Arrays.binarySearch(alive, 0, living, gone);
        System.arraycopy(alive, at + 1, alive, at, living - at - 1);
        return living - 1;
    }

    /** How alike two leaves are. */
    interface Likeness {
        float of(int a, int b);
    }

    /**
     * The leaves from left to right; each branch is turned so that the two leaves which meet at a merge are as alike as
     * one turn of each can make them.
     */
    int[] leafOrder(Likeness likeness) {
        if (leaves == 1) {
            return new int[] {0};
        }
        int nodes = leaves + left.length;
        int[] first = new int[nodes];
        int[] last = new int[nodes];
        boolean[] turnLeft = new boolean[left.length];
        boolean[] turnRight = new boolean[left.length];
        for (int i = 0; i < leaves; i++) {
            first[i] = i;
            last[i] = i;
        }
        for (int merge = 0; merge < left.length; merge++) {
            int a = left[merge];
            int b = right[merge];
            int best = 0;
            float most = Float.NEGATIVE_INFINITY;
            for (int turn = 0; turn < 4; turn++) {
                int inner = (turn & 1) == 0 ? last[a] : first[a];
                int outer = (turn & 2) == 0 ? first[b] : last[b];
                float alike = likeness.of(inner, outer);
                if (alike > most) {
                    most = alike;
                    best = turn;
                }
            }
            turnLeft[merge] = (best & 1) != 0;
            turnRight[merge] = (best & 2) != 0;
            first[leaves + merge] = turnLeft[merge] ? last[a] : first[a];
            last[leaves + merge] = turnRight[merge] ? first[b] : last[b];
        }
        int[] order = new int[leaves];
        int count = 0;
        // depth can reach n: a stack of nodes, the sign bit says that the branch is turned
        Deque<Integer> open = new ArrayDeque<>();
        open.push(nodes - 1);
        while (!open.isEmpty()) {
            int coded = open.pop();
            boolean turned = coded < 0;
            int at = turned ? ~coded : coded;
            if (at < leaves) {
                order[count++] = at;
                continue;
            }
            int merge = at - leaves;
            int l = turnLeft[merge] != turned ? ~left[merge] : left[merge];
            int r = turnRight[merge] != turned ? ~right[merge] : right[merge];
            open.push(turned ? l : r);
            open.push(turned ? r : l);
        }
        return order;
    }
}
