package sulcus.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import sulcus.task.Progress;
import sulcus.task.Refusal;

class SelectivityTest {
    /** scipy.stats.mannwhitneyu(a, b, method="asymptotic") gives these. */
    @Test
    void theRankSumTestIsSciPys() {
        assertThat(Selectivity.mannWhitney(new double[] {5.1, 6.2, 7.3, 4.9}, new double[] {1, 2.5, 5, 4, 3.2}))
                .isCloseTo(0.03733641592066288, within(1e-10));
        assertThat(Selectivity.mannWhitney(new double[] {1, 2, 2, 3, 3}, new double[] {0, 1, 1, 2}))
                .isCloseTo(0.09783166898477647, within(1e-10));
    }

    @Test
    void effectsAreInPooledDeviations() {
        assertThat(Selectivity.effect(new double[] {2, 4}, new double[] {-1, 1}))
                .isCloseTo(3 / Math.sqrt(2), within(1e-12));
        assertThat(Selectivity.effect(new double[] {1, 1}, new double[] {1, 1})).isZero();
    }

    /** By hand: 0.01·4/1, 0.02·4/2, 0.03·4/3 and 0.2·4/4, none above the next. */
    @Test
    void falseDiscoveriesAreBenjaminiAndHochbergs() {
        assertThat(Selectivity.falseDiscovery(new double[] {0.2, 0.01, 0.03, 0.02}))
                .usingComparatorWithPrecision(1e-12)
                .containsExactly(0.2, 0.04, 0.04, 0.04);
    }

    @Test
    void networksOfTheSampleAnswerToItsKindsOfText() {
        try (Study study = Study.open(Path.of("sample-data", "study"))) {
            List<Selectivity> all = Selectivity.of(study, 0, "kind", Progress.NONE);
            assertThat(all).hasSize(6 * 24 * 7);
            Selectivity most = all.stream()
                    .max(Comparator.comparingDouble(s -> Math.abs(s.effect())))
                    .orElseThrow();
            assertThat(Math.abs(most.effect())).isGreaterThan(5);
            assertThat(most.q()).isLessThan(1e-4);
            assertThatThrownBy(() -> Selectivity.of(study, 0, "colour", Progress.NONE))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("no label \"colour\"");
        }
    }
}
