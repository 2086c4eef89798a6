package sulcus.decompose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import sulcus.run.LayerSignals;
import sulcus.task.Progress;

/** Planted networks as scikit-learn finds them. */
class PlantedOracleTest {
    @Test
    void everyMapAgreesWithScikitLearns() {
        try (Oracle oracle = Oracle.open("oracle/ica/planted.safetensors")) {
            int[] shape = oracle.shape("signals");
            int k = oracle.shape("reference_maps")[0];
            LayerSignals layer = new LayerSignals(
                    0, 0, shape[0], shape[1], new int[] {shape[0]}, oracle.floats("signals"), null, null, null, null);
            Settings settings = new Settings(k, 1, 40, 200, 1024, Signals.ACTIVATION_UP, 1, 0);
            LayerNetworks networks = NetworkDecomposition.decompose(layer, settings, Progress.NONE);
            double[] matched =
                    Correlation.matched(networks.maps(), oracle.floats("reference_maps"), k, networks.signals());
            assertThat(Correlation.least(matched)).isGreaterThanOrEqualTo(0.999);
        }
    }
}
