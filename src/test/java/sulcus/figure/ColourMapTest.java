package sulcus.figure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ColourMapTest {
    @ParameterizedTest
    @EnumSource(ColourMap.class)
    void lightnessGrowsEvenlyWithTheMagnitudeOfEitherSign(ColourMap map) {
        for (int sign : new int[] {1, -1}) {
            double first = Oklab.of(map.argb(sign * 1e-6f)).lightness();
            double last = Oklab.of(map.argb(sign)).lightness();
            double before = first - 1e-3;
            for (int i = 0; i <= 64; i++) {
                double lightness =
                        Oklab.of(map.argb(sign * Math.max(1e-6f, i / 64f))).lightness();
                assertThat(lightness).isGreaterThan(before - 2e-3);
                assertThat(lightness)
                        .isBetween(first + (last - first) * i / 64 - 0.03, first + (last - first) * i / 64 + 0.03);
                before = lightness;
            }
        }
    }

    @Test
    void coldAndHotAreBlueAndRed() {
        int hot = ColourMap.COLD_HOT.argb(0.4f);
        int cold = ColourMap.COLD_HOT.argb(-0.4f);
        assertThat(hot >> 16 & 255).isGreaterThan((hot & 255) + 100);
        assertThat(cold & 255).isGreaterThan((cold >> 16 & 255) + 100);
    }

    @Test
    void aColourDoesNotDependOnTheThreshold() {
        ColourScale scale = new ColourScale(ColourMap.COLD_HOT, 2, 8, true, "z");
        assertThat(scale.argb(9)).isEqualTo(scale.argb(8));
        assertThat(scale.argb(1)).isEqualTo(scale.argb(2));
        assertThat(scale.argb(-5)).isEqualTo(ColourMap.COLD_HOT.argb(-0.5f));
    }

    @Test
    void valuesStandOnTheColourBarWhereItReadsThem() {
        var bar = new java.awt.geom.Rectangle2D.Double(10, 20, 12, 300);
        for (boolean signed : new boolean[] {false, true}) {
            ColourBar key = new ColourBar(new ColourScale(ColourMap.COLD_HOT, 1, 9, signed, "z"), 3, Theme.DARK);
            for (double value : new double[] {0, 1.5, 3, 9}) {
                assertThat(key.value(bar, key.y(bar, value)))
                        .isCloseTo(value, org.assertj.core.data.Offset.offset(1e-9));
            }
        }
    }

    @Test
    void ranksGoFromTheLeastToTheLargestMagnitude() {
        float[][] ranks = MosaicData.ranks(new float[][] {{0.5f, -3, Float.NaN, 1}});
        assertThat(ranks[0]).containsExactly(1 / 3f, 1, 0, 2 / 3f);
    }
}
