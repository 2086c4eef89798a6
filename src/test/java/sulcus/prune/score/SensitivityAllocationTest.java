package sulcus.prune.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sulcus.prune.Footprint;
import sulcus.prune.LossCurves;
import sulcus.prune.Plan;
import sulcus.prune.Planner;
import sulcus.prune.Rules;
import sulcus.prune.Target;

class SensitivityAllocationTest {
    private static final int NEURONS = 1000;
    private static final double[] SHARES = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9};
    private static final double[] WEIGHTS = {1, 2, 4};

    /** f(s) = w s²: the least sum has w s the same in all layers. */
    private static LossCurves parabolas() {
        double[][] added = new double[WEIGHTS.length][SHARES.length];
        for (int l = 0; l < added.length; l++) {
            for (int i = 0; i < SHARES.length; i++) {
                added[l][i] = WEIGHTS[l] * SHARES[i] * SHARES[i];
            }
        }
        return new LossCurves(SHARES, added);
    }

    private static float[][] scores() {
        Random random = new Random(2);
        float[][] scores = new float[WEIGHTS.length][NEURONS];
        for (float[] layer : scores) {
            for (int j = 0; j < NEURONS; j++) {
                layer[j] = random.nextFloat();
            }
        }
        return scores;
    }

    private static Plan plan(double exponent, double ratio) {
        return planned(parabolas(), exponent, ratio);
    }

    private static Plan planned(LossCurves curves, double exponent, double ratio) {
        int[] neurons = new int[WEIGHTS.length];
        Arrays.fill(neurons, NEURONS);
        Footprint footprint = new Footprint(neurons, new int[] {30, 30, 30}, new int[3], 1_000_000, 4);
        Rules rules = Rules.defaults(3)
                .withProtectedLayers(Set.of())
                .withMinimumWidth(1)
                .withTarget(new Target.Neurons(ratio));
        return new Planner(new SensitivityAllocation(curves, exponent).apply(scores()), footprint, null).plan(rules);
    }

    @Test
    void withExponentOneTheLossRisesAlikeInAllLayers() {
        int[] kept = plan(1, 0.35).kept();
        // w s alike and s₀ + s₁ + s₂ = 1.05: s = 0.6, 0.3, 0.15
        double[] expected = {0.6, 0.3, 0.15};
        for (int l = 0; l < 3; l++) {
            assertThat(1 - kept[l] / (double) NEURONS).as("layer " + l).isCloseTo(expected[l], within(0.004));
        }
    }

    @Test
    void withExponentZeroAllLayersLoseTheSameShare() {
        for (int kept : plan(0, 0.35).kept()) {
            assertThat(kept).isBetween(649, 651);
        }
    }

    @Test
    void betweenThemLiesBetween() {
        int[] half = plan(0.5, 0.35).kept();
        assertThat(half[0]).isBetween(plan(1, 0.35).kept()[0] + 20, 630);
        assertThat(half[2]).isBetween(670, plan(1, 0.35).kept()[2] - 20);
    }

    @Test
    void noOtherAllocationOfTheSameRatioAddsLess() {
        LossCurves curves = parabolas();
        double least = curves.sum(plan(1, 0.4).kept(), new int[] {NEURONS, NEURONS, NEURONS});
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            double a = random.nextDouble();
            double b = random.nextDouble();
            double c = 1.2 - a - b;
            if (c >= 0 && c <= 1) {
                assertThat(curves.sum(new double[] {a, b, c})).isGreaterThan(least - 0.003);
            }
        }
    }

    @Test
    void theLowestScoresOfALayerGoFirst() {
        lowestFirst(plan(0.7, 0.5));
    }

    @Test
    void andAlsoWhereTheyCostTheSame() {
        // curves that flatten: their slopes do not rise
        LossCurves flat = new LossCurves(
                new double[] {0.2, 0.5, 0.9}, new double[][] {{0.1, 0.2, 0.3}, {0.2, 0.2, 0.2}, {0, 0, 0}});
        lowestFirst(planned(flat, 1, 0.5));
    }

    private static void lowestFirst(Plan plan) {
        float[][] scores = scores();
        for (int l = 0; l < 3; l++) {
            float[] row = scores[l];
            var preserved = plan.preserved()[l];
            double highestGone = 0;
            double lowestKept = 1;
            for (int j = 0; j < NEURONS; j++) {
                if (preserved.get(j)) {
                    lowestKept = Math.min(lowestKept, row[j]);
                } else {
                    highestGone = Math.max(highestGone, row[j]);
                }
            }
            assertThat(highestGone).isLessThan(lowestKept);
        }
    }

    @Test
    void aLayerThatWasNotMeasuredGoesLast() {
        LossCurves curves = new LossCurves(new double[] {0.5}, new double[][] {{0.1}, null, {0.2}});
        float[][] costs = new SensitivityAllocation(curves, 0.5).apply(scores());
        float highest = Math.max(highest(costs[0]), highest(costs[2]));
        for (float cost : costs[1]) {
            assertThat(cost).isGreaterThan(highest).isFinite();
        }
    }

    private static float highest(float[] row) {
        float highest = 0;
        for (float value : row) {
            highest = Math.max(highest, value);
        }
        return highest;
    }
}
