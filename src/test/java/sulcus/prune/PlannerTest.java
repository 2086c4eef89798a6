package sulcus.prune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import sulcus.task.Refusal;

class PlannerTest {
    private static final int LAYERS = 10;
    private static final int NEURONS = 200;

    private static float[][] scores(long seed, int layers, int neurons) {
        Random random = new Random(seed);
        float[][] scores = new float[layers][neurons];
        for (float[] layer : scores) {
            for (int j = 0; j < layer.length; j++) {
                layer[j] = (float) Math.abs(random.nextGaussian() * 1.5 + 3);
            }
        }
        return scores;
    }

    private static Footprint footprint(int layers, int neurons) {
        int[] widths = new int[layers];
        Arrays.fill(widths, neurons);
        int[] each = new int[layers];
        Arrays.setAll(each, l -> 3 * 64 + l % 3); // as if some layers had biases
        int[] bias = new int[layers];
        Arrays.fill(bias, 64);
        return new Footprint(widths, each, bias, 1_000_000, 2);
    }

    private static Planner planner(long seed) {
        return new Planner(scores(seed, LAYERS, NEURONS), footprint(LAYERS, NEURONS), null);
    }

    private static Rules rules(Target target) {
        return Rules.defaults(LAYERS).withTarget(target);
    }

    @Test
    void aThresholdPreservesWhatLiesAboveItAndProtectedLayers() {
        float[][] scores = scores(1, LAYERS, NEURONS);
        Plan plan = planner(1).plan(rules(new Target.Threshold(3.2f)));
        for (int l = 0; l < LAYERS; l++) {
            boolean whole = l < 3 || l >= LAYERS - 2;
            for (int j = 0; j < NEURONS; j++) {
                assertThat(plan.preserved()[l].get(j))
                        .as("layer %d neuron %d", l, j)
                        .isEqualTo(whole || scores[l][j] > 3.2f);
            }
        }
        assertThat(plan.threshold()).isEqualTo(3.2f);
    }

    @Test
    void aScoreEqualToTheThresholdIsNotAboveIt() {
        float[][] scores = {{1, 2, 2, 3}};
        Rules rules = new Rules(new Target.Threshold(2), Map.of(), Map.of(), Set.of(), 1, 1);
        Plan plan = Planner.plan(scores, footprint(1, 4), null, rules);
        assertThat(plan.preserved()[0]).isEqualTo(BitSet.valueOf(new long[] {0b1000}));
    }

    @Test
    void ratiosOfNeuronsAreReachedToWithinOneAndTheirThresholdGivesTheSamePlan() {
        Planner planner = planner(2);
        for (double ratio : new double[] {0, 0.001, 0.1, 0.2345, 0.3, 0.4}) {
            Plan plan = planner.plan(rules(new Target.Neurons(ratio)));
            int removed = LAYERS * NEURONS - Arrays.stream(plan.kept()).sum();
            assertThat((double) removed).isCloseTo(ratio * LAYERS * NEURONS, within(0.5));
            Plan again = planner.plan(rules(new Target.Threshold(plan.threshold())));
            assertThat(again.preserved()).isEqualTo(plan.preserved());
        }
    }

    @Test
    void ratiosOfParametersAreReachedToWithinOneNeuron() {
        Planner planner = planner(3);
        Footprint footprint = footprint(LAYERS, NEURONS);
        for (double ratio : new double[] {0, 0.01, 0.05, 0.1337}) {
            Plan plan = planner.plan(rules(new Target.Parameters(ratio)));
            double removed = footprint.parametersRemoved(plan.kept()) * footprint.parameters();
            assertThat(removed).isCloseTo(ratio * footprint.parameters(), within(194.0));
            Plan again = planner.plan(rules(new Target.Threshold(plan.threshold())));
            assertThat(again.preserved()).isEqualTo(plan.preserved());
        }
    }

    @Test
    void largerRatiosOnlyRemoveMore() {
        Planner planner = planner(4);
        BitSet[] before = planner.plan(rules(new Target.Neurons(0))).preserved();
        for (double ratio = 0.02; ratio < 0.4; ratio += 0.02) {
            BitSet[] after = planner.plan(rules(new Target.Neurons(ratio))).preserved();
            for (int l = 0; l < LAYERS; l++) {
                BitSet added = (BitSet) after[l].clone();
                added.andNot(before[l]);
                assertThat(added.isEmpty()).isTrue();
            }
            before = after;
        }
    }

    @Test
    void tiedScoresStillReachTheRatio() {
        float[][] scores = new float[2][100];
        for (float[] layer : scores) {
            Arrays.fill(layer, 3f);
        }
        Rules rules = new Rules(new Target.Neurons(0.25), Map.of(), Map.of(), Set.of(), 1, 1);
        Plan plan = Planner.plan(scores, footprint(2, 100), null, rules);
        assertThat(Arrays.stream(plan.kept()).sum()).isEqualTo(150);
        assertThat(plan.threshold()).isEqualTo(3f);
    }

    @Test
    void aTieBesideTheCutIsNoTrouble() {
        float[][] scores = {{1, 1, 2, 2, 2, 5, 6, 7, 8, 9}};
        Rules rules = new Rules(new Target.Neurons(0.5), Map.of(), Map.of(), Set.of(), 1, 1);
        Footprint footprint = footprint(1, 10);
        Plan plan = Planner.plan(scores, footprint, null, rules);
        assertThat(plan.kept()).containsExactly(5);
        assertThat(Planner.plan(scores, footprint, null, rules.withTarget(new Target.Threshold(plan.threshold())))
                        .preserved())
                .isEqualTo(plan.preserved());
    }

    @Test
    void everyLayerKeepsItsMinimumWidthAndTheBestOfIt() {
        Planner planner = planner(5);
        Plan plan = planner.plan(rules(new Target.Threshold(Float.POSITIVE_INFINITY)));
        assertThat(plan.kept()).containsExactly(200, 200, 200, 32, 32, 32, 32, 32, 200, 200);
        float[] layer = scores(5, LAYERS, NEURONS)[4];
        float[] sorted = layer.clone();
        Arrays.sort(sorted);
        plan.preserved()[4].stream().forEach(j -> assertThat(layer[j]).isGreaterThanOrEqualTo(sorted[168]));
        assertThat(planner(5)
                        .plan(rules(new Target.Threshold(99)).withMinimumWidth(500))
                        .kept())
                .containsOnly(200);
    }

    @Test
    void widthsAreRoundedUp() {
        Planner planner = planner(6);
        Rules rules = rules(new Target.Threshold(3.2f)).withWidthMultiple(48);
        int[] exact = planner.kept(rules.withWidthMultiple(1));
        int[] rounded = planner.kept(rules);
        for (int l = 0; l < LAYERS; l++) {
            assertThat(rounded[l]).isEqualTo(Math.min(200, (exact[l] + 47) / 48 * 48));
        }
        Plan ratio = planner.plan(rules.withTarget(new Target.Neurons(0.25)));
        assertThat(Arrays.stream(ratio.kept()).allMatch(k -> k == 200 || k % 48 == 0))
                .isTrue();
        assertThat(footprint(LAYERS, NEURONS).neuronsRemoved(ratio.kept())).isCloseTo(0.25, within(24.0 / 2000));
        assertThat(planner.plan(rules.withTarget(new Target.Threshold(ratio.threshold())))
                        .preserved())
                .isEqualTo(ratio.preserved());
    }

    @Test
    void aLayersOwnThresholdStandsWhateverTheRatio() {
        Planner planner = planner(7);
        Rules rules = rules(new Target.Neurons(0.3)).withLayerThreshold(4, 5f);
        Plan plan = planner.plan(rules);
        float[] layer = scores(7, LAYERS, NEURONS)[4];
        for (int j = 0; j < NEURONS; j++) {
            if (layer[j] > 5) {
                assertThat(plan.preserved()[4].get(j)).isTrue();
            }
        }
        assertThat(plan.kept()[4]).isEqualTo(planner.kept(rules(new Target.Threshold(5f)))[4]);
        assertThat(footprint(LAYERS, NEURONS).neuronsRemoved(plan.kept())).isCloseTo(0.3, within(0.5 / 2000));
        assertThat(planner.kept(rules.withLayerThreshold(0, 9f))[0])
                .as("protection is stronger")
                .isEqualTo(200);
        assertThatThrownBy(() -> planner.plan(rules.withTarget(new Target.Neurons(0.01))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("thresholds of single layers alone remove");
    }

    @Test
    void whatCannotBeReachedIsRefusedWithTheLargestPossible() {
        Planner planner = planner(8);
        double largest = planner.largest(rules(new Target.Threshold(0))).neurons();
        assertThat(largest).isEqualTo(5 * 168 / 2000.0);
        for (double ratio : new double[] {0.43, 1, 1.5, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> planner.plan(rules(new Target.Neurons(ratio))))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("0.42");
        }
        assertThatThrownBy(() -> planner.plan(rules(new Target.Parameters(1))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("largest possible is 0.16");
        assertThatThrownBy(() -> planner.plan(rules(new Target.Neurons(-0.1)))).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> planner.plan(rules(new Target.Neurons(Double.NaN))))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> planner.plan(rules(new Target.Threshold(Float.NaN))))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> planner.plan(rules(new Target.Threshold(1)).withLayerThreshold(10, 1f)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("layers 0 to 9");
        assertThat(planner.plan(rules(new Target.Neurons(0.42))).kept()[4]).isEqualTo(32);
    }

    @Test
    void layersWithoutScoresAreKeptWholeAndWrongScoresRefused() {
        float[][] scores = scores(9, LAYERS, NEURONS);
        scores[5] = null;
        Planner planner = new Planner(scores, footprint(LAYERS, NEURONS), null);
        assertThat(planner.kept(rules(new Target.Threshold(99)))[5]).isEqualTo(200);
        scores[5] = new float[NEURONS];
        scores[5][7] = Float.NaN;
        assertThatThrownBy(() -> new Planner(scores, footprint(LAYERS, NEURONS), null))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("layer 5: neuron 7");
        assertThatThrownBy(() -> new Planner(new float[3][NEURONS], footprint(LAYERS, NEURONS), null))
                .isInstanceOf(Refusal.class);
    }

    /** Two groups of three networks over four neurons with two signals each in layer 0; nothing in layer 1. */
    private static final class Maps implements NetworkMaps {
        private final Map<NetworkId, float[]> maps = new HashMap<>();

        Maps() {
            maps.put(new NetworkId(0, 0, 0), new float[] {4, 0, 0, 0, 0, -1, 0, 0});
            maps.put(new NetworkId(0, 0, 1), new float[] {1, 2, 0, 0, 0, 0, -3.5f, 0});
            maps.put(new NetworkId(0, 1, 0), new float[] {0, 1, 0, 2, 0, 0, 3.25f, 0});
        }

        @Override
        public int groups() {
            return 2;
        }

        @Override
        public int components(int layer, int group) {
            return layer > 0 ? 0 : group == 0 ? 2 : 1;
        }

        @Override
        public float[] map(NetworkId id) {
            return maps.get(id);
        }

        @Override
        public float[] stability(int layer, int group) {
            return group == 0 ? new float[] {0.5f, 0.9f} : null;
        }
    }

    private static final float[][] SCORES = {{4.0001f, 2, 3.5f, 2}, {1, 2, 3, 4}};

    private static Plan networks(Rules rules) {
        return Planner.plan(SCORES, footprint(2, 4), new Maps(), rules);
    }

    @Test
    void droppedNetworksGiveNothingToTheScores() {
        Rules none = new Rules(new Target.Threshold(3), Map.of(), Map.of(), Set.of(), 1, 1);
        assertThat(networks(none).preserved()[0]).isEqualTo(BitSet.valueOf(new long[] {0b0101}));
        Rules one = none.withNetwork(new NetworkId(0, 0, 0), Decision.DROP);
        assertThat(networks(one).preserved()[0]).isEqualTo(BitSet.valueOf(new long[] {0b0100}));
        Planner planner = new Planner(SCORES, footprint(2, 4), new Maps());
        assertThat(planner.effectiveScores(one)[0]).containsExactly(1, 2, 3.5f, 2);
        assertThat(planner.effectiveScores(one.withNetwork(new NetworkId(0, 0, 1), Decision.DROP))[0])
                .containsExactly(0, 1, 3.25f, 2);
        assertThat(planner.effectiveScores(none)[0]).containsExactly(SCORES[0]);
    }

    @Test
    void unstableNetworksGiveNothingUnlessTheyArePreserved() {
        Rules rules = new Rules(new Target.Threshold(3), Map.of(), Map.of(), Set.of(), 1, 1);
        Planner planner = new Planner(SCORES, footprint(2, 4), new Maps());
        NetworkId unstable = new NetworkId(0, 0, 0);
        assertThat(planner.effectiveScores(rules.withMinimumStability(0.8f)))
                .isEqualTo(planner.effectiveScores(rules.withNetwork(unstable, Decision.DROP)));
        assertThat(planner.effectiveScores(rules.withMinimumStability(0.95f))[0])
                .as("a group of one start has no index, so its network counts")
                .containsExactly(0, 1, 3.25f, 2);
        assertThat(planner.effectiveScores(rules.withMinimumStability(0.8f).withNetwork(unstable, Decision.PRESERVE))[
                        0])
                .containsExactly(SCORES[0]);
        assertThat(planner.effectiveScores(rules.withMinimumStability(0.4f))[0]).containsExactly(SCORES[0]);
        assertThatThrownBy(() -> rules.withMinimumStability(1.5f))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("0.8");
    }

    @Test
    void keyNeuronsOfPreservedNetworksStay() {
        NetworkId id = new NetworkId(0, 0, 1);
        Rules rules = new Rules(new Target.Threshold(9), Map.of(), Map.of(), Set.of(), 1, 1)
                .withNetwork(id, Decision.PRESERVE);
        assertThat(networks(rules).preserved()[0]).isEqualTo(BitSet.valueOf(new long[] {0b0100}));
        assertThat(networks(rules.withNetworkThreshold(id, 1.5f)).preserved()[0])
                .isEqualTo(BitSet.valueOf(new long[] {0b0110}));
        assertThat(networks(rules.withTarget(new Target.Neurons(0.5)))
                        .preserved()[0]
                        .get(2))
                .isTrue();
        assertThat(rules.withNetwork(id, Decision.UNDECIDED).networks()).isEmpty();
    }

    @Test
    void networksThatAreNotThereAreRefused() {
        Rules rules = new Rules(new Target.Threshold(9), Map.of(), Map.of(), Set.of(), 1, 1);
        for (String id : new String[] {"0.2", "0.1.1", "0.2.0", "1.0", "7.0"}) {
            assertThatThrownBy(() -> networks(rules.withNetwork(NetworkId.parse(id), Decision.DROP)))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("network " + id);
        }
        assertThatThrownBy(() -> Planner.plan(
                        SCORES, footprint(2, 4), null, rules.withNetwork(new NetworkId(0, 0, 0), Decision.DROP)))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void networkNamesReadBack() {
        assertThat(NetworkId.parse("12.7")).isEqualTo(new NetworkId(12, 0, 7));
        assertThat(NetworkId.parse("12.1.7")).hasToString("12.1.7");
        assertThat(new NetworkId(12, 0, 7)).hasToString("12.7");
        for (String wrong : new String[] {"", "12", "1.2.3.4", "a.b", "1.-2", "1.", "99999999999.1"}) {
            assertThatThrownBy(() -> NetworkId.parse(wrong)).isInstanceOf(Refusal.class);
        }
    }

    @Test
    void smallModelsProtectProportionallyFewerLayers() {
        assertThat(Rules.protectedByDefault(30)).containsExactly(0, 1, 2, 28, 29);
        assertThat(Rules.protectedByDefault(10)).containsExactly(0, 1, 2, 8, 9);
        assertThat(Rules.protectedByDefault(6)).containsExactly(0, 5);
        assertThat(Rules.protectedByDefault(3)).isEmpty();
    }

    @Test
    void sizesCountRowsColumnsAndAddedBiases() {
        Footprint footprint = new Footprint(new int[] {10, 10}, new int[] {6, 7}, new int[] {4, 0}, 1000, 2);
        assertThat(footprint.size(new int[] {8, 9}, Compensation.NONE)).isEqualTo(new Size(1000 - 12 - 7, 2 * 981));
        assertThat(footprint.size(new int[] {8, 9}, Compensation.BIAS).parameters())
                .isEqualTo(985);
        assertThat(footprint.parametersRemoved(new int[] {8, 9})).isEqualTo(0.019);
        assertThat(footprint.size(new int[] {10, 10}, Compensation.BIAS).parameters())
                .isEqualTo(1000);
    }
}
