package sulcus.workbench.preserve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sulcus.prune.Compensation;
import sulcus.prune.Decision;
import sulcus.prune.NetworkId;
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
    void closedHasNoCut() {
        cut.close();
        cut.setThreshold(3);
        assertThat(cut.cut()).isNull();
        assertThat(cut.outcome()).isNull();
    }
}
