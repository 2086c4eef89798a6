package sulcus.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RollingWindowTest {
    /** The example in the documentation of the harness's {@code loglikelihood_rolling}. */
    @Test
    void windowsAreThoseOfTheHarness() {
        List<RollingWindow> windows = RollingWindow.of(IntStream.range(0, 10).toArray(), 99, 4);
        assertThat(windows).hasSize(3);
        assertThat(windows.get(0).ids()).containsExactly(99, 0, 1, 2);
        assertThat(windows.get(0).targets()).containsExactly(0, 1, 2, 3);
        assertThat(windows.get(1).ids()).containsExactly(3, 4, 5, 6);
        assertThat(windows.get(1).targets()).containsExactly(4, 5, 6, 7);
        assertThat(windows.get(2).ids()).containsExactly(5, 6, 7, 8);
        assertThat(windows.get(2).targets()).containsExactly(8, 9);
    }

    @Test
    void everyTokenIsPredictedOnceFromTheOneBeforeIt() {
        for (int length = 1; length < 9; length++) {
            for (int tokens = 0; tokens < 20; tokens++) {
                int next = 0;
                for (RollingWindow w :
                        RollingWindow.of(IntStream.range(0, tokens).toArray(), -1, length)) {
                    assertThat(w.ids().length).isLessThanOrEqualTo(length);
                    int offset = w.ids().length - w.targets().length;
                    for (int k = 0; k < w.targets().length; k++) {
                        assertThat(w.targets()[k]).isEqualTo(next);
                        assertThat(w.ids()[offset + k]).isEqualTo(next - 1);
                        next++;
                    }
                }
                assertThat(next).isEqualTo(tokens);
            }
        }
    }
}
