package sulcus.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import sulcus.decompose.layout.Families;
import sulcus.prune.NetworkId;
import sulcus.study.StudyDocument.NetworkNote;

class FamilyColoursTest {
    private static final int[][] FAMILIES = {{0, 1, -1}, {0, 1, 2}, {0, 2, 1}};
    private static final Color ORANGE = new Color(0xe69f00);
    private static final Color BLUE = new Color(0x0072b2);

    private static NetworkId id(int layer, int network) {
        return new NetworkId(layer, 0, network);
    }

    @Test
    void aNetworksColourIsItsFamilysAndTheOthersKeepTheirs() {
        FamilyColours plain = FamilyColours.of(FAMILIES);
        FamilyColours given = FamilyColours.of(FAMILIES, Map.of(id(1, 1), ORANGE));
        assertThat(given.colour(1)).isEqualTo(ORANGE);
        assertThat(given.colour(0)).isEqualTo(plain.colour(0));
        assertThat(given.colour(2)).isEqualTo(plain.colour(2));
        assertThat(given.strong()).contains(1);
    }

    @Test
    void theMostFrequentColourWinsAndOfEqualOnesThatOfTheFirstNetwork() {
        Map<NetworkId, Color> chosen = new TreeMap<>(Map.of(id(0, 0), ORANGE, id(1, 0), BLUE));
        assertThat(FamilyColours.of(FAMILIES, chosen).colour(0)).isEqualTo(ORANGE);
        chosen.put(id(2, 0), BLUE);
        assertThat(FamilyColours.of(FAMILIES, chosen).colour(0)).isEqualTo(BLUE);
    }

    @Test
    void networksWithoutAFamilyColourNone() {
        FamilyColours plain = FamilyColours.of(FAMILIES);
        FamilyColours given =
                FamilyColours.of(FAMILIES, Map.of(id(0, 2), ORANGE, new NetworkId(0, 1, 0), ORANGE, id(9, 0), ORANGE));
        for (int family = 0; family < plain.count(); family++) {
            assertThat(given.colour(family)).isEqualTo(plain.colour(family));
        }
    }

    @Test
    void unstableNetworksHaveLessOfTheirFamilysHue() {
        FamilyColours plain = FamilyColours.of(FAMILIES);
        FamilyColours fading = plain.fading(Set.of(id(0, 1), id(0, 2)));
        Families families = new Families(0.5f, FAMILIES, 3);
        assertThat(fading.code(families, id(0, 0))).isZero();
        assertThat(fading.code(families, id(0, 1))).isEqualTo(-3);
        assertThat(fading.code(families, id(0, 2))).as("of no family").isEqualTo(-1);
        assertThat(plain.code(families, id(0, 1))).isEqualTo(1);
        assertThat(fading.colour(1)).isEqualTo(plain.colour(1));
        assertThat(saturation(fading.colour(-3))).isLessThan(saturation(plain.colour(1)) / 2);
    }

    private static float saturation(Color c) {
        return Color.RGBtoHSB(c.getRed(), c.getGreen(), c.getBlue(), null)[1];
    }

    @Test
    void whatIsNoColourInAStudyIsNotTaken() {
        assertThat(FamilyColours.chosen(Map.of(
                        "1.0", new NetworkNote("", "#e69f00", ""),
                        "1.1", new NetworkNote("a label", "", ""),
                        "1.2", new NetworkNote("", "red", ""))))
                .containsExactly(Map.entry(id(1, 0), ORANGE));
    }
}
