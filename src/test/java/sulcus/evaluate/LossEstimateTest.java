package sulcus.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sulcus.evaluate.LossEstimate.Point;

class LossEstimateTest {
    @Test
    void layersAddUpUntilSomethingElseIsMeasured() {
        assertThat(LossEstimate.added(List.of(), 0.7)).isCloseTo(0.7, within(1e-12));
        assertThat(LossEstimate.added(List.of(), 0)).isZero();
    }

    @Test
    void whatWasMeasuredNearbyCountsMost() {
        List<Point> measured =
                List.of(Point.chosen(0.01, 0.01), Point.chosen(1, 2), Point.chosen(1, 2), Point.chosen(1, 2));
        assertThat(LossEstimate.added(measured, 1)).isBetween(1.7, 2.0);
        assertThat(LossEstimate.added(measured, 0.01)).isCloseTo(0.01, within(1e-4));
        assertThat(LossEstimate.added(measured, 0.5) / 0.5).isBetween(1.2, 1.9);
        assertThat(LossEstimate.added(measured, 50)).as("far from all").isCloseTo(50, within(0.1));
    }

    @Test
    void aFactorThatGrowsWithTheSumIsFollowed() {
        List<Point> growing = IntStream.range(1, 200)
                .mapToObj(i -> Point.chosen(i * 0.01, Math.pow(i * 0.01, 1.5)))
                .toList();
        for (double alone : new double[] {0.3, 0.8, 1.9}) {
            assertThat(LossEstimate.added(growing, alone)).isCloseTo(Math.pow(alone, 1.5), within(0.03));
        }
    }

    @Test
    void aCutOfAllLayersAlikeSaysLess() {
        double chosen = LossEstimate.added(List.of(Point.chosen(1, 2)), 1);
        double together = LossEstimate.added(List.of(Point.together(1, 2)), 1);
        assertThat(together).isGreaterThan(1.2).isLessThan(chosen - 0.1);
    }

    @Test
    void cutsThatAddNothingOrNoNumberAreLeftOut() {
        List<Point> odd = List.of(Point.chosen(0.2, -0.01), Point.chosen(0, 0.3), Point.chosen(0.2, Double.NaN));
        assertThat(LossEstimate.added(odd, 0.2)).isCloseTo(0.2, within(1e-12));
    }
}
