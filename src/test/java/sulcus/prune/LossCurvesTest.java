package sulcus.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LossCurvesTest {
    private static final double[] SHARES = {0.25, 0.5, 0.75};

    private static LossCurves curves(double... added) {
        return new LossCurves(SHARES, new double[][] {added, null});
    }

    @Test
    void passesThroughWhatWasMeasuredAndStartsAtNothing() {
        LossCurves curves = curves(0.1, 0.3, 1);
        assertThat(curves.added(0, 0)).isZero();
        assertThat(curves.added(0, 0.25)).isCloseTo(0.1, within(1e-12));
        assertThat(curves.added(0, 0.5)).isCloseTo(0.3, within(1e-12));
        assertThat(curves.added(0, 0.75)).isCloseTo(1, within(1e-12));
    }

    @Test
    void aPowerOfTheShareIsFollowedEverywhere() {
        LossCurves curves = curves(0.0625, 0.25, 0.5625);
        for (double share = 0.02; share < 1; share += 0.02) {
            assertThat(curves.added(0, share)).isCloseTo(share * share, within(1e-12));
        }
    }

    @Test
    void neverFalls() {
        LossCurves[] all = {
            curves(0.1, 0.05, 0.2),
            curves(-0.1, -0.05, 0.2),
            curves(-0.02, 0.03, 0.01),
            curves(0, 0, 0),
            curves(3, 2, 1)
        };
        for (LossCurves curves : all) {
            double before = 0;
            for (double share = 0; share <= 1; share += 0.01) {
                double now = curves.added(0, share);
                assertThat(now).isGreaterThanOrEqualTo(before - 1e-12).isFinite();
                before = now;
            }
        }
        assertThat(curves(0.1, 0.05, 0.2).added(0, 0.3)).as("the mean of both").isCloseTo(0.075, within(1e-12));
        assertThat(curves(-0.1, -0.05, 0.2).added(0, 0.5)).isZero();
    }

    @Test
    void layersAddUpAndOneThatWasNotMeasuredCostsNothing() {
        LossCurves curves = new LossCurves(SHARES, new double[][] {{0.1, 0.3, 1}, null, {0.2, 0.4, 2}});
        assertThat(curves.sum(new double[] {0.5, 0.9, 0.25})).isCloseTo(0.5, within(1e-12));
        assertThat(curves.sum(new int[] {2, 1, 9}, new int[] {4, 10, 12})).isCloseTo(0.5, within(1e-12));
        assertThat(curves.measured(1)).isFalse();
    }
}
