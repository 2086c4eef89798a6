package sulcus.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MagnitudesTest {
    @Test
    void everyRankIsThatOfTheSortedValues() {
        Random random = new Random(2);
        float[][] values = new float[3][];
        values[0] = new float[200];
        values[2] = new float[] {0f, -0f, Float.NaN, Float.NEGATIVE_INFINITY, Float.MIN_VALUE, -Float.MAX_VALUE, 1, -1};
        for (int i = 0; i < 200; i++) {
            values[0][i] = (float) random.nextGaussian() * (i % 3 == 0 ? 1e-3f : 4);
        }
        float[] sorted = new float[208];
        System.arraycopy(values[0], 0, sorted, 0, 200);
        System.arraycopy(values[2], 0, sorted, 200, 8);
        for (int i = 0; i < sorted.length; i++) {
            sorted[i] = Float.isFinite(sorted[i]) ? Math.abs(sorted[i]) : 0;
        }
        Arrays.sort(sorted);
        Magnitudes magnitudes = new Magnitudes(values);
        assertThat(magnitudes.count()).isEqualTo(208);
        for (int rank = 0; rank < 208; rank++) {
            assertThat(magnitudes.at(rank)).isEqualTo(sorted[rank]);
        }
    }

    @Test
    void nothingHasNoCount() {
        assertThat(new Magnitudes(new float[][] {null, {}}).count()).isZero();
    }
}
