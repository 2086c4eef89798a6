package sulcus.workbench.preserve;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sulcus.prune.NetworkId;
import sulcus.prune.Rules;

class OwnThresholdsTest {
    private final Rules none = Rules.defaults(6);

    @Test
    void areCounted() {
        Rules layer = none.withLayerThreshold(3, 2f);
        Rules both = layer.withLayerThreshold(4, 2f).withNetworkThreshold(new NetworkId(1, 0, 2), 4f);
        assertThat(OwnThresholds.words(none)).isEmpty();
        assertThat(OwnThresholds.words(layer)).isEqualTo("1 layer has a threshold of its own");
        assertThat(OwnThresholds.words(both)).isEqualTo("2 layers and 1 network have thresholds of their own");
        assertThat(OwnThresholds.words(both.withoutOwnThresholds())).isEmpty();
    }
}
