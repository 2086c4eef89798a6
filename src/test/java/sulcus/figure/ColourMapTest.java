package sulcus.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ColourMapTest {
    /** Colours of the published tables between the stops that are stored: every 15th from the 7th. */
    private static final int[] VIRIDIS_BETWEEN = {
        0x460b5e, 0x482071, 0x46337f, 0x404588, 0x39558c, 0x32658e, 0x2c738e, 0x26828e, 0x21908d, 0x1f9e89, 0x25ac82,
        0x38b977, 0x54c568, 0x75d054, 0x9bd93c, 0xc2df23, 0xeae51a
    };

    private static final int[] CIVIDIS_BETWEEN = {
        0x002859, 0x003171, 0x233c6e, 0x36466c, 0x46516c, 0x555b6d, 0x62656f, 0x6f7073, 0x7c7b78, 0x8a8678, 0x989277,
        0xa79d73, 0xb7a96e, 0xc6b667, 0xd6c35d, 0xe7d150, 0xf8df3c
    };

    @ParameterizedTest
    @EnumSource(ColourMap.class)
    void lightnessChangesEvenlyWithTheMagnitudeOfEitherSign(ColourMap map) {
        for (int sign : new int[] {1, -1}) {
            double first = Oklab.of(map.argb(sign * 1e-6f)).lightness();
            double last = Oklab.of(map.argb(sign)).lightness();
            double before = first;
            for (int i = 0; i <= 64; i++) {
                double lightness =
                        Oklab.of(map.argb(sign * Math.max(1e-6f, i / 64f))).lightness();
                assertThat((lightness - before) * Math.signum(last - first))
                        .as("step " + i)
                        .isGreaterThan(-3e-3);
                assertThat(lightness).isCloseTo(first + (last - first) * i / 64, offset(0.035));
                before = lightness;
            }
            assertThat(Math.abs(last - first)).as("in a grey print").isGreaterThan(0.35);
        }
    }

    @Test
    void whatIsStoredOfPublishedMapsGivesTheRest() {
        between(ColourMap.VIRIDIS, VIRIDIS_BETWEEN, 0.01);
        between(ColourMap.CIVIDIS, CIVIDIS_BETWEEN, 0.015);
    }

    /** 0.02 in Oklab is about what is just noticed. */
    private static void between(ColourMap map, int[] published, double most) {
        for (int i = 0; i < published.length; i++) {
            int colour = 7 + 15 * i;
            assertThat(distance(Oklab.of(map.argb(colour / 255f)), Oklab.of(published[i])))
                    .as(map + " colour " + colour)
                    .isLessThan(most);
        }
    }

    /** Deuteranopia in linear RGB: G. M. Machado et al., IEEE TVCG 15(6), 2009, doi.org/10.1109/TVCG.2009.113, severity 1. */
    private static Oklab withoutGreen(int argb) {
        double[] rgb = new double[3];
        for (int i = 0; i < 3; i++) {
            double c = (argb >> (16 - 8 * i) & 255) / 255.0;
            rgb[i] = c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
        }
        double[][] sees = {
            {0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}
        };
        int seen = 0;
        for (double[] row : sees) {
            double c = Math.clamp(row[0] * rgb[0] + row[1] * rgb[1] + row[2] * rgb[2], 0.0, 1.0);
            double coded = c <= 0.0031308 ? 12.92 * c : 1.055 * Math.pow(c, 1 / 2.4) - 0.055;
            seen = seen << 8 | (int) Math.round(255 * coded);
        }
        return Oklab.of(seen);
    }

    private static double distance(Oklab a, Oklab b) {
        return Math.hypot(a.lightness() - b.lightness(), Math.hypot(a.a() - b.a(), a.b() - b.b()));
    }

    @ParameterizedTest
    @EnumSource(ColourMap.class)
    void valuesAreToldApartWithoutGreenReceptors(ColourMap map) {
        for (int i = 0; i < 8; i++) {
            Oklab here = withoutGreen(map.argb(i / 8f));
            Oklab next = withoutGreen(map.argb((i + 1) / 8f));
            // 0.02 is about what is just noticed
            assertThat(distance(here, next)).as(map + " at " + i + "/8").isGreaterThan(0.03);
        }
        if (map.diverging()) {
            for (int i = 3; i <= 8; i++) {
                assertThat(distance(withoutGreen(map.argb(i / 8f)), withoutGreen(map.argb(-i / 8f))))
                        .as(map + " signs at " + i + "/8")
                        .isGreaterThan(0.06);
            }
        }
    }

    @Test
    void aSequentialMapRunsOnceFromTheLeastToTheLargestOfSignedValues() {
        ColourScale scale = new ColourScale(ColourMap.VIRIDIS, 1, 8, true, "z");
        assertThat(scale.argb(-8)).isEqualTo(ColourMap.VIRIDIS.argb(0));
        assertThat(scale.argb(0)).isEqualTo(ColourMap.VIRIDIS.argb(0.5f));
        assertThat(scale.argb(8)).isEqualTo(ColourMap.VIRIDIS.argb(1));
    }

    @Test
    void anAsymmetricRangeEndsWhereTheValuesDoAndKeepsWhatAColourMeans() {
        float[][] values = {{-1.2f, 0, 3, 6.1f, 2}};
        ColourScale symmetric = ColourScale.of(values, "z");
        ColourScale bare = symmetric.in(new Colours(ColourMap.COLD_HOT, false, false, false, false));
        assertThat(symmetric.minimum()).isEqualTo(-symmetric.maximum());
        assertThat(bare.minimum()).isEqualTo(-1.5f);
        assertThat(bare.maximum()).isEqualTo(symmetric.maximum());
        for (float value : values[0]) {
            assertThat(bare.argb(value)).isEqualTo(symmetric.argb(value));
        }
    }

    @Test
    void oneScaleForAllNetworksGivesAValueTheSameColourInEachOfThem() {
        Colours across = new Colours(ColourMap.VIRIDIS, true, false, false, true);
        ColourScale all = ColourScale.of(new float[][] {{2, 5, 9}, {1, 3, 7}}, "max |z|");
        ColourScale one = all.signed("z").in(across);
        assertThat(one.signed()).isTrue();
        assertThat(one.maximum()).isEqualTo(all.maximum());
        assertThat(one.in(Colours.START).argb(5)).isEqualTo(all.argb(5));
    }

    @Test
    void smallMagnitudesShowWhatLiesUnderThem() {
        ColourScale scale = new ColourScale(ColourMap.COLD_HOT, 0, 8, true, "z")
                .in(new Colours(ColourMap.COLD_HOT, true, true, false, false));
        int under = 0xff404040;
        assertThat(scale.over(0, under)).isEqualTo(under);
        assertThat(scale.over(8, under)).isEqualTo(scale.argb(8));
        assertThat(distance(Oklab.of(scale.over(2, under)), Oklab.of(under)))
                .isLessThan(distance(Oklab.of(scale.argb(2)), Oklab.of(under)));
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
