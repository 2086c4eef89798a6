package sulcus.workbench.preserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import sulcus.evaluate.LossEstimate;
import sulcus.prune.Compensation;
import sulcus.workbench.preserve.Estimate.Point;

class EstimateTest {
    private static final List<Point> MEASURED = List.of(
            new Point(Compensation.NONE, 0.4, 1.5, 40),
            new Point(Compensation.NONE, 0.2, 0.9, 20),
            new Point(Compensation.BIAS, 0.2, 0.6, 12));

    private static double at(double removed, Compensation compensation) {
        return Estimate.of(MEASURED, 10, compensation, removed);
    }

    @Test
    void liesOnTheMeasuredPointsAndBetweenThemOnTheLogarithm() {
        assertThat(at(0, Compensation.NONE)).isCloseTo(10, within(1e-9));
        assertThat(at(0.2, Compensation.NONE)).isCloseTo(20, within(1e-9));
        assertThat(at(0.3, Compensation.NONE)).isCloseTo(Math.sqrt(20 * 40), within(1e-9));
    }

    @Test
    void goesOnStraightBeyondTheLast() {
        assertThat(at(0.6, Compensation.NONE)).isCloseTo(80, within(1e-9));
        assertThat(at(0.4, Compensation.BIAS)).isCloseTo(14.4, within(1e-9));
    }

    @Test
    void knowsNothingOfWhatWasNeverMeasured() {
        assertThat(at(0.1, Compensation.LEAST_SQUARES)).isNaN();
    }

    @Test
    void goesByTheLayersWhereTheirLossesAreKnown() {
        List<LossEstimate.Point> together = List.of(LossEstimate.Point.together(0.5, 0.5));
        assertThat(Estimate.of(List.of(), together, 10, Compensation.NONE, 0.5))
                .isCloseTo(10 * Math.exp(0.5), within(1e-9));
        assertThat(Estimate.of(MEASURED, together, 10, Compensation.NONE, 1.5))
                .as("a measured cut draws the estimate towards it")
                .isBetween(20.0, 10 * Math.exp(1.5));
        assertThat(Estimate.of(MEASURED, together, 10, Compensation.BIAS, 0.6))
                .as("a compensation has factors of its own")
                .isBetween(12.0, 10 * Math.exp(0.6));
        assertThat(Estimate.of(MEASURED, together, 10, Compensation.LEAST_SQUARES, 0.6))
                .isNaN();
        assertThat(Estimate.of(MEASURED, together, 10, Compensation.NONE, 0)).isEqualTo(10);
    }
}
