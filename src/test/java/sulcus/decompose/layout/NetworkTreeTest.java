package sulcus.decompose.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NetworkTreeTest {
    private final PlantedNetworks planted = PlantedNetworks.of(6, 300, 12, 300, 5);
    private final NetworkTree tree = NetworkTree.of(planted.layers());

    @Test
    void theNaturalCutFindsThePlantedNetworksInEveryLayer() {
        Families families = tree.cut(tree.naturalCut());
        assertThat(families.count()).isEqualTo(12);
        for (int l = 0; l < 6; l++) {
            assertThat(families.of()[l]).isEqualTo(families.of()[0]).doesNotHaveDuplicates();
        }
    }

    @Test
    void theNaturalCutHasTheLargestReachOfAllHeights() {
        Random random = new Random(3);
        for (int round = 0; round < 60; round++) {
            NetworkTree any = any(random, 2 + random.nextInt(60));
            float[] heights = any.height().clone();
            Arrays.sort(heights);
            long most = -1;
            float best = 0;
            for (float height : heights) {
                long reach = reach(any.cut(height));
                if (reach > most) {
                    most = reach;
                    best = height;
                }
            }
            assertThat(any.naturalCut()).isEqualTo(best);
        }
    }

    /** Heights with ties and, as rounding may leave them, below those of a child; some leaves stand for several networks. */
    private static NetworkTree any(Random random, int leaves) {
        List<Integer> open = new ArrayList<>(IntStream.range(0, leaves).boxed().toList());
        int[] left = new int[leaves - 1];
        int[] right = new int[leaves - 1];
        float[] height = new float[leaves - 1];
        for (int merge = 0; merge < leaves - 1; merge++) {
            left[merge] = open.remove(random.nextInt(open.size()));
            right[merge] = open.remove(random.nextInt(open.size()));
            int step = Math.max(0, merge + random.nextInt(9) - 6) / 4; // whole steps, so that some heights are equal
            height[merge] = step / 10f;
            open.add(leaves + merge);
        }
        int[][] leaf = new int[4][];
        for (int layer = 0; layer < 4; layer++) {
            leaf[layer] = random.ints(leaves / 2, 0, leaves).toArray();
        }
        return new NetworkTree(
                leaf, leaves, left, right, height, IntStream.range(0, leaves).toArray());
    }

    private static long reach(Families families) {
        long sum = -families.count();
        for (int[] layer : families.of()) {
            sum += Arrays.stream(layer).filter(f -> f >= 0).distinct().count();
        }
        return sum;
    }

    @Test
    void familiesAreNumberedInTheOrderOfTheLeaves() {
        Families families = tree.cut(tree.naturalCut());
        int seen = 0;
        for (int leaf : tree.order()) {
            for (int l = 0; l < 6; l++) {
                for (int k = 0; k < 12; k++) {
                    if (tree.leaf()[l][k] == leaf) {
                        assertThat(families.of(l, k)).isLessThanOrEqualTo(seen);
                        seen = Math.max(seen, families.of(l, k) + 1);
                    }
                }
            }
        }
        assertThat(seen).isEqualTo(12);
    }

    @Test
    void belowAllMergesNobodyHasAFamilyAndAboveThemAllIsOne() {
        assertThat(tree.cut(-1).count()).isZero();
        assertThat(Arrays.stream(tree.cut(-1).of()).flatMapToInt(Arrays::stream))
                .containsOnly(-1);
        assertThat(tree.cut(2).count()).isEqualTo(1);
        assertThat(Arrays.stream(tree.cut(2).of()).flatMapToInt(Arrays::stream)).containsOnly(0);
    }

    @Test
    void whatIsNoTreeIsRefused() {
        int[] left = tree.left().clone();
        left[3] = left[0];
        assertThatThrownBy(() ->
                        new NetworkTree(tree.leaf(), tree.leaves(), left, tree.right(), tree.height(), tree.order()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNetworkOfAnotherGroupHasNone() {
        assertThat(tree.cut(2).of(0, 99)).isEqualTo(-1);
    }
}
