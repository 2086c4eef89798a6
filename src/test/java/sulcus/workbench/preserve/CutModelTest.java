package sulcus.workbench.preserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sulcus.prune.Compensating;
import sulcus.prune.Compensation;
import sulcus.prune.Decision;
import sulcus.prune.NetworkId;
import sulcus.prune.score.Score;
import sulcus.prune.score.Scores;
import sulcus.workbench.SyntheticStudy;
import sulcus.workbench.command.Undo;
import sulcus.workbench.study.Subject;

class CutModelTest {
    private final Undo undo = new Undo();
    private final CutModel cut = new CutModel(undo);
    private final Subject subject = SyntheticStudy.subject();

    @BeforeEach
    void open() {
        cut.open(subject);
    }

    private long above(float threshold) {
        long kept = SyntheticStudy.NEURONS;
        for (int l = 1; l < SyntheticStudy.LAYERS; l++) {
            for (float score : subject.scores()[l]) {
                kept += score > threshold ? 1 : 0;
            }
        }
        return kept;
    }

    @Test
    void opensWithTheStudysRules() {
        assertThat(cut.outcome().threshold()).isEqualTo(2f);
        assertThat(cut.outcome().neuronsKept()).isEqualTo(above(2));
        assertThat(undo.undoNameProperty().get()).isEmpty();
    }

    @Test
    void allFacesFollowTheThreshold() {
        cut.setThreshold(3.5f);
        assertThat(cut.outcome().neuronsKept()).isEqualTo(above(3.5f));
        long removed = cut.outcome().neurons() - above(3.5f);
        assertThat(cut.outcome().neuronsRemoved()).isEqualTo(removed / 1200.0, within(1e-12));
        assertThat(cut.outcome().parametersRemoved()).isEqualTo(removed * 32 / 100_000.0, within(1e-12));
        assertThat(cut.outcome().pruned().parameters()).isEqualTo(100_000 - removed * 32);
    }

    @Test
    void aShareOfNeuronsSetsTheThreshold() {
        cut.setNeuronsRemoved(0.5);
        assertThat(cut.outcome().neuronsRemoved()).isEqualTo(0.5, within(0.5 / 1200));
        assertThat(above(cut.outcome().threshold())).isEqualTo(cut.outcome().neuronsKept());
    }

    @Test
    void aShareOfParametersSetsTheThreshold() {
        cut.setParametersRemoved(0.2);
        assertThat(cut.outcome().parametersRemoved()).isEqualTo(0.2, within(32.0 / 100_000));
    }

    @Test
    void aPercentileSetsTheThresholdAndReadsBack() {
        cut.setPercentile(0.4);
        assertThat(cut.percentile(cut.outcome().threshold())).isEqualTo(0.4, within(1e-3));
    }

    @Test
    void anImpossibleShareIsAProblemAndChangesNothing() {
        Cut before = cut.cut();
        cut.setNeuronsRemoved(0.99);
        assertThat(cut.problemProperty().get()).contains("cannot be removed");
        assertThat(cut.cut()).isEqualTo(before);
        cut.setNeuronsRemoved(0.3);
        assertThat(cut.problemProperty().get()).isEmpty();
    }

    @Test
    void aDragIsOneStep() {
        cut.begin("threshold");
        for (float t = 2; t < 4; t += 0.1f) {
            cut.setThreshold(t);
        }
        cut.setThreshold(4);
        cut.end();
        assertThat(undo.undoNameProperty().get()).isEqualTo("threshold");
        undo.undo();
        assertThat(cut.outcome().threshold()).isEqualTo(2f);
        assertThat(undo.undoNameProperty().get()).isEmpty();
        undo.redo();
        assertThat(cut.outcome().threshold()).isEqualTo(4f);
    }

    @Test
    void aDragThatEndsWhereItBeganIsNoStep() {
        cut.begin("threshold");
        cut.setThreshold(3);
        cut.setThreshold(2);
        cut.end();
        assertThat(undo.undoNameProperty().get()).isEmpty();
    }

    @Test
    void restsOnlyBetweenSteps() {
        List<Float> rested = new ArrayList<>();
        cut.restingProperty()
                .addListener((o, was, is) -> rested.add(cut.outcome().threshold()));
        cut.begin("threshold");
        cut.setThreshold(3);
        cut.setThreshold(5);
        cut.end();
        undo.undo();
        assertThat(rested).containsExactly(5f, 2f);
    }

    @Test
    void aLayersOwnThresholdHoldsUntilItIsGivenBack() {
        cut.setLayerThreshold(3, 100f);
        assertThat(cut.outcome().kept()[3]).as("the minimum width").isEqualTo(8);
        assertThat(cut.thresholdOf(3)).isEqualTo(100f);
        cut.setThreshold(2.5f);
        assertThat(cut.outcome().kept()[3]).isEqualTo(8);
        cut.setLayerThreshold(3, null);
        assertThat(cut.thresholdOf(3)).isEqualTo(2.5f);
        undo.undo();
        assertThat(cut.thresholdOf(3)).isEqualTo(100f);
        assertThat(undo.redoNameProperty().get()).isEqualTo("threshold of layer 3");
    }

    @Test
    void locksKeepWholeLayers() {
        cut.setProtected(2, true);
        assertThat(cut.outcome().kept()[2]).isEqualTo(SyntheticStudy.NEURONS);
        assertThat(cut.thresholdOf(2)).isNaN();
        cut.setProtected(2, false);
        assertThat(cut.outcome().kept()[2]).isLessThan(SyntheticStudy.NEURONS);
        assertThat(undo.undoNameProperty().get()).isEqualTo("unlock of layer 2");
    }

    @Test
    void decisionsOnNetworksCount() {
        cut.setThreshold(5);
        int before = cut.outcome().kept()[1];
        cut.setNetwork(new NetworkId(1, 0, 2), Decision.PRESERVE);
        assertThat(cut.outcome().kept()[1]).isGreaterThan(before);
        cut.setNetwork(new NetworkId(1, 0, 2), Decision.UNDECIDED);
        assertThat(cut.outcome().kept()[1]).isEqualTo(before);
    }

    @Test
    void thePlanFollowsAPreservedNetworksThreshold() {
        NetworkId id = new NetworkId(1, 0, 2);
        cut.setThreshold(5);
        cut.setNetwork(id, Decision.PRESERVE);
        int usual = cut.outcome().kept()[1];
        cut.setNetworkThreshold(id, 1.5f);
        int wider = cut.outcome().kept()[1];
        assertThat(wider).isGreaterThan(usual);
        float[] map = subject.networks().map(id);
        for (int j = 0; j < map.length; j++) {
            assertThat(cut.outcome().plan().preserved()[1].get(j))
                    .isEqualTo(Math.abs(map[j]) > 1.5f || subject.scores()[1][j] > 5);
        }
        assertThat(undo.undoNameProperty().get()).isEqualTo("threshold of network 1.2");
        undo.undo();
        assertThat(cut.outcome().kept()[1]).isEqualTo(usual);
        undo.redo();
        assertThat(cut.outcome().kept()[1]).isEqualTo(wider);
        cut.setNetworkThreshold(id, -1f);
        assertThat(cut.cut().rules().networkThresholds()).containsEntry(id, 0f);
    }

    @Test
    void allThresholdsOfTheirOwnAreGivenBackInOneStep() {
        cut.setLayerThreshold(3, 4f);
        cut.setNetworkThreshold(new NetworkId(1, 0, 2), 4f);
        cut.giveBackThresholds();
        assertThat(cut.cut().rules()).isEqualTo(subject.rules());
        assertThat(undo.undoNameProperty().get()).isEqualTo("reset of all own thresholds");
        undo.undo();
        assertThat(cut.cut().rules().layerThresholds()).containsOnlyKeys(3);
        assertThat(cut.cut().rules().networkThresholds()).containsOnlyKeys(new NetworkId(1, 0, 2));
    }

    @Test
    void theCompensationIsAStepToo() {
        cut.setCompensation(Compensation.BIAS);
        assertThat(cut.cut().compensation()).isEqualTo(Compensation.BIAS);
        assertThat(undo.undoNameProperty().get()).isEqualTo("compensation");
        undo.undo();
        assertThat(cut.cut().compensation()).isEqualTo(Compensation.NONE);
    }

    @Test
    void anotherMethodRemovesAsManyNeuronsByItsOwnOrder() {
        Score wanda = Scores.parse("wanda");
        double share = cut.outcome().neuronsRemoved();
        var own = cut.outcome().plan();
        cut.setMethod(SyntheticStudy.rival(subject, wanda));
        assertThat(cut.cut().method()).isSameAs(wanda);
        assertThat(cut.outcome().neuronsRemoved()).isCloseTo(share, within(1e-9));
        assertThat(cut.outcome().plan().preserved()).isNotEqualTo(own.preserved());
        assertThat(undo.undoNameProperty().get()).isEqualTo("method Wanda-sp");
        int[] kept = cut.outcome().kept();
        assertThat(kept[0]).as("protected").isEqualTo(SyntheticStudy.NEURONS);
        for (int l = 2; l < kept.length; l++) {
            assertThat(kept[l]).as("every layer loses the same share").isCloseTo(kept[1], within(1));
        }
        undo.undo();
        assertThat(cut.cut().rules()).isEqualTo(subject.rules());
        assertThat(cut.outcome().plan().preserved()).isEqualTo(own.preserved());
    }

    @Test
    void aMethodComesBackAsItWasLeft() {
        cut.setLayerThreshold(3, 2.5f);
        Cut before = cut.cut();
        cut.setMethod(SyntheticStudy.rival(subject, Scores.parse("flap")));
        assertThat(cut.cut().rules().layerThresholds())
                .as("thresholds on another scale")
                .isEmpty();
        cut.setMethod(Scores.NETWORKS);
        assertThat(cut.cut()).isEqualTo(before);
        cut.setMethod(Scores.parse("flap"));
        cut.setNeuronsRemoved(0.5);
        cut.setMethod(Scores.NETWORKS);
        assertThat(cut.outcome().neuronsRemoved()).isEqualTo(0.5, within(0.5 / 1200));
        assertThat(cut.cut().rules().layerThresholds()).containsEntry(3, 2.5f);
    }

    @Test
    void decisionsOnNetworksRestWhileARivalDecides() {
        NetworkId id = new NetworkId(1, 0, 2);
        cut.setNetwork(id, Decision.PRESERVE);
        cut.setMethod(SyntheticStudy.rival(subject, Scores.parse("wanda")));
        cut.setNeuronsRemoved(0.4);
        var plan = cut.outcome().plan();
        assertThat(cut.cut().rules().networks()).containsEntry(id, Decision.PRESERVE);
        assertThat(cut.cut().applied().networks()).isEmpty();
        assertThat(MethodPane.resting(cut.cut().rules()))
                .isEqualTo("1 decision on a network rests: this method knows no networks");
        cut.setNetwork(id, Decision.DROP);
        assertThat(cut.outcome().plan().preserved()).isEqualTo(plan.preserved());
    }

    @Test
    void thresholdsReachBelowZeroWhereScoresDo() {
        cut.setMethod(SyntheticStudy.rival(subject, Scores.parse("flap")));
        float least = cut.rankingProperty().get().least();
        assertThat(least).isNegative();
        cut.setThreshold(-0.5f);
        assertThat(cut.outcome().threshold()).isEqualTo(-0.5f);
        cut.setThreshold(-100);
        assertThat(cut.outcome().threshold()).isEqualTo(least);
        assertThat(cut.outcome().neuronsRemoved()).isZero();
        cut.setPercentile(0.3);
        assertThat(cut.percentile(cut.outcome().threshold())).isEqualTo(0.3, within(1e-3));
        assertThat(cut.rankingProperty().get().histogram().start()).isEqualTo(least);
    }

    @Test
    void theFeedbacksShareIsAStepWithinItsRange() {
        cut.setFeedback(0.75);
        assertThat(cut.cut().compensating()).isEqualTo(new Compensating(Compensation.FEEDBACK, 0.75, false));
        assertThat(undo.undoNameProperty().get()).isEqualTo("α of the feedback");
        cut.setFeedback(1.5);
        assertThat(cut.problemProperty().get()).contains("at most 1");
        assertThat(cut.cut().compensating().feedback()).isEqualTo(0.75);
    }

    @Test
    void closedHasNoCut() {
        cut.close();
        cut.setThreshold(3);
        assertThat(cut.cut()).isNull();
        assertThat(cut.outcome()).isNull();
    }
}
