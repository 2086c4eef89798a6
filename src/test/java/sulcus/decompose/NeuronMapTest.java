package sulcus.decompose;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class NeuronMapTest {
    @Test
    void theExtentIsThatOfTheNeuronsStrongestSignals() {
        Random random = new Random(4);
        for (int round = 0; round < 200; round++) {
            int neurons = 1 + random.nextInt(20);
            float[] map = new float[neurons * (1 + random.nextInt(3))];
            for (int s = 0; s < map.length; s++) {
                // few values, so that some are equal, with both signs
                map[s] = random.nextInt(25) == 0 ? Float.NaN : random.nextInt(9) - 4;
            }
            float peak = 0;
            int keys = 0;
            for (float z : NeuronMap.of(map, neurons)) {
                peak = Math.abs(z) > Math.abs(peak) ? z : peak;
                keys += Math.abs(z) > 2 ? 1 : 0;
            }
            assertThat(NeuronMap.extent(map, neurons, 2)).isEqualTo(new NeuronMap.Extent(peak, keys));
        }
    }

    @Test
    void ofSeveralSignalsTheLargestByAmountCountsWithItsSign() {
        assertThat(NeuronMap.of(new float[] {1, -2, 0, -3, 2, 0}, 3)).containsExactly(-3, -2, 0);
    }
}
