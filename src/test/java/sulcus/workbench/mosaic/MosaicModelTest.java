package sulcus.workbench.mosaic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sulcus.figure.MosaicData;
import sulcus.prune.Decision;
import sulcus.prune.NetworkId;
import sulcus.task.ByHand;
import sulcus.workbench.SyntheticStudy;
import sulcus.workbench.command.Undo;
import sulcus.workbench.families.FamilyModel;
import sulcus.workbench.preserve.CutModel;
import sulcus.workbench.study.Subject;
import sulcus.workbench.view.Selection;
import sulcus.workbench.view.Spot;

class MosaicModelTest {
    private final Undo undo = new Undo();
    private final CutModel cut = new CutModel(undo);
    private final ByHand lane = new ByHand();
    private final FamilyModel families = new FamilyModel(undo, (subject, height) -> {}, lane, lane, lane);
    private final MosaicModel model = new MosaicModel(cut, new Selection(), families, lane, lane, lane);
    private final Subject subject = SyntheticStudy.subject();

    @BeforeEach
    void open() {
        cut.open(subject);
        families.open(subject);
        model.open(subject);
    }

    @Test
    void showsTheScoresAtOnce() {
        assertThat(model.dataProperty().get().values()).isDeepEqualTo(subject.scores());
        assertThat(model.dataProperty().get().protectedLayers()[0]).isTrue();
        assertThat(model.selection().layerProperty().get())
                .as("the first layer that may be pruned")
                .isEqualTo(1);
    }

    @Test
    void followsTheCut() {
        cut.setThreshold(3);
        cut.setLayerThreshold(4, 1.5f);
        assertThat(model.dataProperty().get().threshold()).isEqualTo(3f);
        assertThat(model.dataProperty().get().thresholds()).containsExactly(3, 3, 3, 3, 1.5f, 3);
        assertThat(model.dataProperty().get().preserved().kept())
                .isEqualTo(cut.outcome().kept());
    }

    @Test
    void followsDecisionsOnNetworks() {
        NetworkId id = new NetworkId(2, 0, 3);
        int[] before = model.dataProperty().get().preserved().standing()[2];
        cut.setThreshold(4);
        assertThat(model.dataProperty().get().preserved().standing()[2])
                .as("a threshold moves nothing in the order")
                .isSameAs(before);
        cut.setNetwork(id, Decision.DROP);
        assertThat(model.dataProperty().get().preserved().standing()[2]).isNotEqualTo(before);
        assertThat(model.dataProperty().get().preserved().standing()[0])
                .as("protected")
                .isNull();
        assertThat(model.dataProperty().get().preserved().alone()).isTrue();
    }

    @Test
    void keyNeuronsOfAPreservedNetworkAreLitOnItsMap() {
        NetworkId id = new NetworkId(2, 0, 3);
        model.overlayProperty().set(new Overlay.Network(id));
        lane.all();
        cut.setThreshold(5);
        assertThat(model.dataProperty().get().thresholds()[2]).isEqualTo(5f);
        cut.setNetwork(id, Decision.PRESERVE);
        assertThat(model.dataProperty().get().thresholds()).containsExactly(5, 5, 3, 5, 5, 5);
        assertThat(model.dataProperty().get().preserved().alone()).isFalse();
    }

    @Test
    void aPreservedNetworksThresholdIsSeenAtOnce() {
        NetworkId id = new NetworkId(2, 0, 3);
        cut.setThreshold(5);
        cut.setNetwork(id, Decision.PRESERVE);
        int[] before = model.dataProperty().get().preserved().kept();
        cut.setNetworkThreshold(id, 1.5f);
        assertThat(model.dataProperty().get().preserved().kept()[2])
                .as("what max |z| lights")
                .isGreaterThan(before[2]);
        model.overlayProperty().set(new Overlay.Network(id));
        lane.all();
        assertThat(model.dataProperty().get().thresholds()).containsExactly(5, 5, 1.5f, 5, 5, 5);
        cut.setNetworkThreshold(id, null);
        assertThat(model.dataProperty().get().thresholds()[2]).isEqualTo(3f);
    }

    @Test
    void aChosenColourIsItsFamilysInTheMapOfNetworks() {
        model.overlayProperty().set(new Overlay.Winners());
        lane.all();
        NetworkId id = families.members(0).getFirst();
        MosaicData before = model.dataProperty().get();
        java.awt.Color orange = new java.awt.Color(0xe69f00);
        families.paint(id, orange);
        MosaicData now = model.dataProperty().get();
        assertThat(now.palette().colour(0)).isEqualTo(orange);
        assertThat(now.families()).isSameAs(before.families());
        families.paint(id, null);
        assertThat(model.dataProperty().get().palette().colour(0))
                .isEqualTo(before.palette().colour(0));
    }

    /** Of the networks of several starts those with an Iq under the bound are pale, and named so. */
    @Test
    void unstableNetworksArePaleInTheMapOfNetworks() {
        Subject several = SyntheticStudy.ofSeveralStarts(new float[] {1, 0.9f, 0.7f, 0.4f, 0.85f});
        cut.open(several);
        families.open(several);
        model.open(several);
        model.overlayProperty().set(new Overlay.Winners());
        lane.all();
        List<Integer> pale = List.of(2, 3);
        paleAre(pale);
        cut.setMinimumStability(0.5f);
        lane.all();
        paleAre(List.of(3));
        assertThat(several.named(new NetworkId(1, 0, 3), cut.cut().rules())).isEqualTo("~1.3");
        assertThat(several.named(new NetworkId(1, 0, 2), cut.cut().rules())).isEqualTo("1.2");
        cut.open(subject);
        families.open(subject);
        model.open(subject);
        assertThat(families.coloursProperty().getValue().unstable())
                .as("a study of one start knows of none")
                .isEmpty();
    }

    private void paleAre(List<Integer> pale) {
        MosaicData now = model.dataProperty().get();
        int[] network = subject.networks().belonging(4).network();
        int[] of = subject.layout().families()[4];
        int[] expected = new int[network.length];
        java.util.Arrays.setAll(expected, j -> pale.contains(network[j]) ? -2 - of[network[j]] : of[network[j]]);
        assertThat(now.families()[4]).isEqualTo(expected);
    }

    @Test
    void eachSignalIsReadOut() {
        ReadOut readOut = new ReadOut(
                new Spot(12, 803),
                new NetworkId(12, 1, 7),
                false,
                2,
                "z",
                4.31f,
                List.of(new ReadOut.Signal("activation", 4.31f), new ReadOut.Signal("up", -1.5f)),
                true,
                false);
        assertThat(readOut.words())
                .isEqualTo(
                        "layer 12  ·  neuron 803  ·  network ~12.1.7  ·  group 1  ·  z = 4.31 (activation 4.31, up −1.50)"
                                + "  ·  kept");
        assertThat(readOut.tsv())
                .isEqualTo("layer\tneuron\tgroup\tnetwork\tz\tz of activation\tz of up\tkept\n"
                        + "12\t803\t1\t12.1.7\t4.31\t4.31\t-1.5\tyes\n");
    }

    @Test
    void aNetworkLightsItsLayerOnly() {
        model.overlayProperty().set(new Overlay.Network(new NetworkId(2, 0, 3)));
        assertThat(model.dataProperty().get().values())
                .as("the old one until the maps are read")
                .isDeepEqualTo(subject.scores());
        lane.all();
        float[][] values = model.dataProperty().get().values();
        assertThat(values[2]).isEqualTo(subject.networks().map(new NetworkId(2, 0, 3)));
        assertThat(values[1]).containsOnly(0f);
        assertThat(model.dataProperty().get().scale().signed()).isTrue();
    }

    @Test
    void aFamilyLightsItsMembersInAllLayers() {
        NetworkId id = new NetworkId(2, 0, 3);
        model.overlayProperty().set(new Overlay.Family(id));
        lane.all();
        int family = subject.layout().families()[2][3];
        for (int l = 0; l < SyntheticStudy.LAYERS; l++) {
            boolean member =
                    java.util.Arrays.stream(subject.layout().families()[l]).anyMatch(f -> f == family);
            float[] values = model.dataProperty().get().values()[l];
            assertThat(member).isEqualTo(values[0] != 0);
        }
    }

    @Test
    void winnersHaveTheFamilyOfTheirStrongestNetwork() {
        model.overlayProperty().set(new Overlay.Winners());
        lane.all();
        int[] network = subject.networks().belonging(5).network();
        for (int j = 0; j < network.length; j++) {
            assertThat(model.dataProperty().get().families()[5][j])
                    .isEqualTo(subject.layout().families()[5][network[j]]);
        }
    }

    @Test
    void theNewestOverlayWins() {
        model.overlayProperty().set(new Overlay.Winners());
        model.overlayProperty().set(new Overlay.Network(new NetworkId(1, 0, 0)));
        lane.all();
        assertThat(model.dataProperty().get().families()).isNull();
        assertThat(model.dataProperty().get().values()[1])
                .isEqualTo(subject.networks().map(new NetworkId(1, 0, 0)));
    }

    @Test
    void saysWhatLiesUnderTheCursor() {
        model.selection().hoveredProperty().set(new Spot(3, 17));
        lane.all();
        Subject.Belonging b = subject.networks().belonging(3);
        String z = String.format(java.util.Locale.ROOT, "%.2f", b.strongest(17)).replace('-', '−');
        boolean kept = cut.outcome().plan().preserved()[3].get(17);
        assertThat(model.readOutProperty().get())
                .isEqualTo("layer 3  ·  neuron 17  ·  network 3." + b.network()[17] + "  ·  z = " + z + "  ·  "
                        + (kept ? "kept" : "removed"));
        assertThat(model.selection().layerProperty().get()).isEqualTo(3);
        model.selection().hoveredProperty().set(null);
        assertThat(model.readOutProperty().get()).isEmpty();
    }

    @Test
    void aClickLocksTheReadOutAndAnotherFreesIt() {
        Spot spot = new Spot(3, 17);
        model.selection().click(spot);
        model.selection().hoveredProperty().set(new Spot(1, 2));
        assertThat(model.selection().spot()).isEqualTo(spot);
        model.selection().click(spot);
        assertThat(model.selection().lockedProperty().get()).isNull();
    }

    @Test
    void saysThatALayerIsProtected() {
        model.selection().hoveredProperty().set(new Spot(0, 5));
        lane.all();
        assertThat(model.readOutProperty().get()).endsWith("kept, layer protected");
    }
}
