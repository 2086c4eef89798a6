package sulcus.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import sulcus.prune.Decision;
import sulcus.prune.Footprint;
import sulcus.prune.NetworkId;
import sulcus.prune.NetworkMaps;
import sulcus.prune.Plan;
import sulcus.prune.Planner;
import sulcus.prune.Rules;
import sulcus.prune.Target;

class MosaicRasterTest {
    private final MosaicData data = MosaicSample.of(5, 400, 3.5f);

    private record Drawn(MosaicGeometry geometry, MosaicRaster raster, int[] pixels) {}

    private static Drawn draw(MosaicData data, double width, double height, float... thresholds) {
        return drawn(MosaicSample.at(data, thresholds), width, height);
    }

    private static Drawn drawn(MosaicData data, double width, double height) {
        MosaicGeometry geometry = new MosaicGeometry(data, 11, width, height, 1);
        MosaicRaster raster = new MosaicRaster(data, geometry, Theme.DARK);
        int[] pixels = new int[raster.width() * raster.height()];
        raster.recolour(pixels, data);
        return new Drawn(geometry, raster, pixels);
    }

    @Test
    void preciselyTheNeuronsAboveTheThresholdAreLit() {
        for (float threshold : new float[] {0.5f, 2.5f, 3.5f, 5f, 1e9f}) {
            Drawn drawn = draw(data, 1200, 500, threshold);
            BitSet[] lit = lit(drawn);
            for (int l = 0; l < 5; l++) {
                assertThat(lit[l].cardinality()).isEqualTo(MosaicSample.lit(data.values()[l], threshold));
            }
        }
    }

    @Test
    void aNeuronEqualToTheThresholdIsNotLit() {
        float value = data.values()[1][7];
        assertThat(lit(draw(data, 1200, 500, value))[1].get(7)).isFalse();
        assertThat(lit(draw(data, 1200, 500, Math.nextDown(value)))[1].get(7)).isTrue();
    }

    @Test
    void everyNeuronIsSeenWhenCellsAreLargerThanAPixel() {
        Drawn drawn = draw(data, 1200, 500, 3);
        assertThat(drawn.geometry.cell()).isGreaterThan(2);
        BitSet[] seen = {new BitSet(), new BitSet(), new BitSet(), new BitSet(), new BitSet()};
        int wrong = 0;
        for (int y = 0; y < drawn.raster.height(); y++) {
            for (int x = 0; x < drawn.raster.width(); x++) {
                int neuron = drawn.raster.neuronAt(x, y);
                if (neuron >= 0) {
                    seen[drawn.raster.layerAt(x, y)].set(neuron);
                    wrong += drawn.pixels[y * drawn.raster.width() + x] >>> 24 == 255 ? 0 : 1;
                } else {
                    wrong += drawn.pixels[y * drawn.raster.width() + x] == 0 ? 0 : 1;
                }
            }
        }
        assertThat(wrong).isZero();
        for (BitSet layer : seen) {
            assertThat(layer.cardinality()).isEqualTo(400);
        }
    }

    @Test
    void layersTakenFromAnEarlierRasterLookAsIfMadeAnew() {
        float[][] rows = data.values();
        float[] zeros = new float[400];
        float[] other = rows[3].clone();
        other[5] = -6;
        int[][] order = new int[5][];
        Arrays.setAll(order, l -> IntStream.range(0, 400).toArray());
        int[][] turned = order.clone();
        turned[2] = IntStream.range(0, 400).map(j -> 399 - j).toArray();
        Preserved kept = new Preserved(new int[] {50, 50, 50, 50, 50}, order, true);
        ColourScale wide = new ColourScale(ColourMap.COLD_HOT, 0, 20, true, "z");
        List<MosaicData> shown = List.of(
                data,
                changed(data, rows, data.scale(), kept),
                changed(data, rows, data.scale(), new Preserved(kept.kept(), turned, true)),
                changed(data, rows, data.scale(), new Preserved(kept.kept(), turned, false)),
                changed(data, new float[][] {zeros, rows[1], zeros, zeros, zeros}, wide, kept),
                changed(data, new float[][] {zeros, zeros, zeros, other, zeros}, data.scale(), kept),
                changed(data, rows, wide, kept));
        for (int height : new int[] {500, 60}) {
            MosaicGeometry geometry = new MosaicGeometry(data, 11, 2.4 * height, height, 1);
            assertThat(geometry.cell() < 1).isEqualTo(height == 60);
            MosaicRaster before = null;
            for (MosaicData now : shown) {
                MosaicRaster fresh = new MosaicRaster(now, geometry, Theme.DARK);
                before = new MosaicRaster(now, geometry, Theme.DARK, before);
                assertThat(pixels(before, now)).isEqualTo(pixels(fresh, now));
            }
        }
    }

    private static MosaicData changed(MosaicData d, float[][] values, ColourScale scale, Preserved preserved) {
        return new MosaicData(
                d.title(),
                d.caption(),
                d.layout(),
                values,
                d.anatomy(),
                null,
                scale,
                d.thresholds(),
                d.threshold(),
                d.protectedLayers(),
                preserved);
    }

    /** The picture, and after it the neuron at each of its pixels. */
    private static int[] pixels(MosaicRaster raster, MosaicData data) {
        int count = raster.width() * raster.height();
        int[] pixels = new int[2 * count];
        raster.recolour(pixels, data);
        for (int i = 0; i < count; i++) {
            pixels[count + i] = raster.neuronAt(i % raster.width(), i / raster.width());
        }
        return pixels;
    }

    @Test
    void aPixelShowsTheNeuronWhoseCellLiesThere() {
        Drawn drawn = draw(data, 1200, 500, 3);
        int width = data.layout().grid().width();
        for (int l = 0; l < 5; l++) {
            for (int j = 0; j < 400; j++) {
                int cell = data.layout().cells()[l][j];
                int x = drawn.geometry.centreX(l) + drawn.geometry.pixelX(cell % width);
                int y = drawn.geometry.centreY(l) + drawn.geometry.pixelY(cell / width);
                assertThat(drawn.raster.neuronAt(x, y)).isEqualTo(j);
                assertThat(drawn.raster.layerAt(x, y)).isEqualTo(l);
                assertThat(drawn.geometry.layerAt(x, y)).isEqualTo(l);
            }
        }
    }

    @Test
    void whenShrunkEachPixelShowsTheLargestMagnitudeOfItsBin() {
        MosaicData wide = MosaicSample.of(3, 4000, 5);
        Drawn drawn = draw(wide, 190, 90, 5);
        assertThat(drawn.geometry.cell()).isLessThan(1);
        int gridWidth = wide.layout().grid().width();
        for (int l = 0; l < 3; l++) {
            for (int j = 0; j < 4000; j++) {
                int cell = wide.layout().cells()[l][j];
                int x = drawn.geometry.centreX(l) + drawn.geometry.pixelX(cell % gridWidth);
                int y = drawn.geometry.centreY(l) + drawn.geometry.pixelY(cell / gridWidth);
                int shown = drawn.raster.neuronAt(x, y);
                assertThat(shown).isNotNegative();
                assertThat(wide.values()[l][shown]).isGreaterThanOrEqualTo(wide.values()[l][j]);
                boolean lit = wide.values()[l][shown] > 5;
                int expected = wide.scale().argb(wide.values()[l][shown]);
                assertThat(drawn.pixels[y * drawn.raster.width() + x] == expected)
                        .isEqualTo(lit);
            }
        }
    }

    @Test
    void aLayerMayHaveItsOwnThreshold() {
        BitSet[] lit = lit(draw(data, 1200, 500, 3.5f, 3.5f, 5, 3.5f, 3.5f));
        for (int l = 0; l < 5; l++) {
            assertThat(lit[l].cardinality()).isEqualTo(MosaicSample.lit(data.values()[l], l == 2 ? 5 : 3.5f));
        }
    }

    /** Layer 0 is protected; in layer 1 neurons without regard to their value stay, others go. */
    private MosaicData planned(MosaicData of, Rules rules) {
        Planner planner = new Planner(of.values(), footprint(of), networks(of));
        Preserved preserved = Preserved.of(planner, rules, planner.plan(rules));
        boolean[] locked = new boolean[of.layers()];
        locked[0] = true;
        float threshold = planner.plan(rules).threshold();
        float[] all = new float[of.layers()];
        Arrays.fill(all, threshold);
        return MosaicSample.with(of, all, threshold, locked, preserved);
    }

    private static Footprint footprint(MosaicData of) {
        int[] neurons = new int[of.layers()];
        int[] each = new int[of.layers()];
        Arrays.setAll(neurons, l -> of.values()[l].length);
        Arrays.fill(each, 10);
        return new Footprint(neurons, each, new int[of.layers()], 1_000_000, 2);
    }

    /** Two networks a layer: one holds the scores of even neurons, the other those of odd ones. */
    private static NetworkMaps networks(MosaicData of) {
        return new NetworkMaps() {
            @Override
            public int components(int layer, int group) {
                return 2;
            }

            @Override
            public float[] map(NetworkId id) {
                float[] map = of.values()[id.layer()].clone();
                for (int j = 0; j < map.length; j++) {
                    map[j] = j % 2 == id.network() ? map[j] : map[j] / 4;
                }
                return map;
            }
        };
    }

    private static Rules rules(float threshold) {
        return Rules.defaults(5).withTarget(new Target.Threshold(threshold)).withProtectedLayers(Set.of(0));
    }

    @Test
    void litIsPreciselyWhatThePlanKeepsWhateverWasDecidedOnNetworks() {
        Rules rules = rules(5).withNetwork(new NetworkId(1, 0, 0), Decision.DROP)
                .withNetwork(new NetworkId(2, 0, 1), Decision.PRESERVE)
                .withLayerThreshold(3, 4f)
                .withWidthMultiple(48);
        MosaicData decided = planned(data, rules);
        Plan plan = new Planner(data.values(), footprint(data), networks(data)).plan(rules);
        Drawn drawn = drawn(decided, 1200, 500);
        BitSet[] lit = lit(drawn);
        for (int l = 1; l < 5; l++) {
            assertThat(lit[l]).as("layer %d", l).isEqualTo(plan.preserved()[l]);
        }
        assertThat(lit[0].cardinality())
                .as("a layer kept whole shows its threshold")
                .isEqualTo(MosaicSample.lit(data.values()[0], 5));
        assertThat(lit[1]).as("a dropped network").isNotEqualTo(lit(draw(data, 1200, 500, 5))[1]);
        assertThat(lit[2].cardinality()).as("a preserved network").isGreaterThan(MosaicSample.lit(data.values()[2], 5));
    }

    @Test
    void noKeptNeuronVanishesInAShrunkSlice() {
        MosaicData wide = MosaicSample.of(5, 4000, 5);
        Rules rules = rules(6).withNetwork(new NetworkId(1, 0, 0), Decision.DROP)
                .withNetwork(new NetworkId(2, 0, 1), Decision.PRESERVE);
        MosaicData decided = planned(wide, rules);
        Plan plan = new Planner(wide.values(), footprint(wide), networks(wide)).plan(rules);
        Drawn drawn = drawn(decided, 190, 90);
        assertThat(drawn.geometry.cell()).isLessThan(1);
        int gridWidth = wide.layout().grid().width();
        for (int l = 1; l < 5; l++) {
            for (int j = plan.preserved()[l].nextSetBit(0); j >= 0; j = plan.preserved()[l].nextSetBit(j + 1)) {
                int cell = wide.layout().cells()[l][j];
                int x = drawn.geometry.centreX(l) + drawn.geometry.pixelX(cell % gridWidth);
                int y = drawn.geometry.centreY(l) + drawn.geometry.pixelY(cell / gridWidth);
                int shown = drawn.raster.neuronAt(x, y);
                assertThat(plan.preserved()[l].get(shown)).isTrue();
                assertThat(drawn.pixels[y * drawn.raster.width() + x])
                        .isEqualTo(wide.scale().argb(wide.values()[l][shown]));
            }
        }
    }

    @Test
    void onTheMapOfOneNetworkANeuronMustBeKeptAndLieAboveTheThreshold() {
        Rules rules = rules(4);
        MosaicData scores = planned(data, rules);
        Preserved p = scores.preserved();
        MosaicData map = MosaicSample.with(
                data, scores.thresholds(), 5, scores.protectedLayers(), new Preserved(p.kept(), p.standing(), false));
        float[] five = new float[5];
        Arrays.fill(five, 5);
        MosaicData above = MosaicSample.with(map, five, 5, scores.protectedLayers(), map.preserved());
        assertThat(lit(drawn(above, 1200, 500))[1].cardinality()).isEqualTo(MosaicSample.lit(data.values()[1], 5));
        float[] two = new float[5];
        Arrays.fill(two, 2);
        MosaicData below = MosaicSample.with(map, two, 2, scores.protectedLayers(), map.preserved());
        assertThat(lit(drawn(below, 1200, 500))[1].cardinality()).isEqualTo(MosaicSample.lit(data.values()[1], 4));
    }

    @Test
    void slicesAndBarStayInsideTheFigureAndApart() {
        for (double[] size : new double[][] {{1440, 900}, {500, 1200}, {2000, 300}, {320, 240}}) {
            MosaicGeometry g = new MosaicGeometry(data, 11, size[0], size[1], 1);
            for (int l = 0; l < 5; l++) {
                var box = g.outline(l).getBounds2D();
                assertThat(box.getMinX()).isGreaterThanOrEqualTo(0);
                assertThat(box.getMinY()).isGreaterThanOrEqualTo(0);
                assertThat(box.getMaxX()).isLessThan(g.bar().getMinX());
                assertThat(box.getMaxY()).isLessThan(size[1]);
                for (int other = 0; other < l; other++) {
                    assertThat(box.intersects(g.outline(other).getBounds2D())).isFalse();
                }
            }
            assertThat(g.bar().getMaxX()).isLessThan(size[0]);
        }
    }

    private static BitSet[] lit(Drawn drawn) {
        BitSet[] lit = {new BitSet(), new BitSet(), new BitSet(), new BitSet(), new BitSet()};
        for (int y = 0; y < drawn.raster.height(); y++) {
            for (int x = 0; x < drawn.raster.width(); x++) {
                int neuron = drawn.raster.neuronAt(x, y);
                int argb = drawn.pixels[y * drawn.raster.width() + x];
                // the anatomy is grey, the overlay is not
                if (neuron >= 0 && Math.abs((argb >> 16 & 255) - (argb & 255)) > 24) {
                    lit[drawn.raster.layerAt(x, y)].set(neuron);
                }
            }
        }
        return lit;
    }
}
