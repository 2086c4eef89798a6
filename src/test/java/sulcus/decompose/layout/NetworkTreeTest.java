package sulcus.decompose.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
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
