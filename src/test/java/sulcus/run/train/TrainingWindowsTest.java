package sulcus.run.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class TrainingWindowsTest {
    @Test
    void anEpochTakesEachStretchOnceAndEpochsCutElsewhere() {
        int[] tokens = new int[1000];
        Arrays.setAll(tokens, i -> i);
        TrainingWindows windows = new TrainingWindows(tokens, 32, 4);
        TreeSet<Integer> offsets = new TreeSet<>();
        for (int epoch = 0; epoch < 5; epoch++) {
            TreeSet<Integer> starts = new TreeSet<>();
            for (int i = 0; i < windows.perEpoch(); i++) {
                int[] window = windows.window((long) epoch * windows.perEpoch() + i);
                for (int t = 0; t < 32; t++) {
                    assertThat(window[t]).isEqualTo(window[0] + t);
                }
                starts.add(window[0]);
            }
            assertThat(starts).hasSize(30);
            assertThat(starts.last() - starts.first()).isEqualTo(29 * 32);
            offsets.add(starts.first());
        }
        assertThat(offsets).hasSizeGreaterThan(2);
    }

    @Test
    void aWindowsNumberAloneDecidesIt() {
        int[] tokens = new int[300];
        Arrays.setAll(tokens, i -> 7 * i);
        TrainingWindows inOrder = new TrainingWindows(tokens, 16, 1);
        int[][] all = new int[60][];
        for (int i = 0; i < all.length; i++) {
            all[i] = inOrder.window(i);
        }
        TrainingWindows backwards = new TrainingWindows(tokens, 16, 1);
        for (int i = all.length - 1; i >= 0; i--) {
            assertThat(backwards.window(i)).containsExactly(all[i]);
        }
        assertThat(new TrainingWindows(tokens, 300, 1).window(5)).containsExactly(tokens);
    }
}
