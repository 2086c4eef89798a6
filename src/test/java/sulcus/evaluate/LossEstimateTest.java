package sulcus.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
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
        List<Point> measured = List.of(new Point(0.01, 0.01), new Point(1, 2), new Point(1, 2), new Point(1, 2));
        double there = LossEstimate.added(measured, 1);
        assertThat(there).isBetween(1.6, 2.0);
        assertThat(LossEstimate.added(measured, 0.01) / 0.01).isBetween(1.0, 1.35);
        assertThat(LossEstimate.added(measured, 0.1) / 0.1).isBetween(1.0, there);
    }

    @Test
    void oneFactorForAllIsFoundFromManyPoints() {
        List<Point> half = java.util.stream.IntStream.range(1, 60)
                .mapToObj(i -> new Point(i * 0.01, i * 0.005))
                .toList();
        assertThat(LossEstimate.added(half, 0.3)).isCloseTo(0.15, within(0.005));
        assertThat(LossEstimate.added(half, 30)).as("far from all").isCloseTo(15, within(1.0));
    }

    @Test
    void cutsThatAddNothingOrNoNumberAreLeftOut() {
        List<Point> odd = List.of(new Point(0.2, -0.01), new Point(0, 0.3), new Point(0.2, Double.NaN));
        assertThat(LossEstimate.added(odd, 0.2)).isCloseTo(0.2, within(1e-12));
    }
}
