package sulcus.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class MosaicRasterTest {
    private final MosaicData data = MosaicSample.of(5, 400, 3.5f);

    private record Drawn(MosaicGeometry geometry, MosaicRaster raster, int[] pixels) {}

    private static Drawn draw(MosaicData data, double width, double height, float... thresholds) {
        MosaicGeometry geometry = new MosaicGeometry(data, 11, width, height, 1);
        MosaicRaster raster = new MosaicRaster(data, geometry, Theme.DARK);
        int[] pixels = new int[raster.width() * raster.height()];
        raster.recolour(pixels, thresholds);
        return new Drawn(geometry, raster, pixels);
    }

    private static float[] all(int layers, float threshold) {
        float[] thresholds = new float[layers];
        Arrays.fill(thresholds, threshold);
        return thresholds;
    }

    @Test
    void preciselyTheNeuronsAboveTheThresholdAreLit() {
        for (float threshold : new float[] {0.5f, 2.5f, 3.5f, 5f, 1e9f}) {
            Drawn drawn = draw(data, 1200, 500, all(5, threshold));
            BitSet[] lit = lit(drawn);
            for (int l = 0; l < 5; l++) {
                assertThat(lit[l].cardinality()).isEqualTo(MosaicSample.lit(data.values()[l], threshold));
            }
        }
    }

    @Test
    void aNeuronEqualToTheThresholdIsNotLit() {
        float value = data.values()[1][7];
        assertThat(lit(draw(data, 1200, 500, all(5, value)))[1].get(7)).isFalse();
        assertThat(lit(draw(data, 1200, 500, all(5, Math.nextDown(value))))[1].get(7))
                .isTrue();
    }

    @Test
    void everyNeuronIsSeenWhenCellsAreLargerThanAPixel() {
        Drawn drawn = draw(data, 1200, 500, all(5, 3));
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
    void aPixelShowsTheNeuronWhoseCellLiesThere() {
        Drawn drawn = draw(data, 1200, 500, all(5, 3));
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
        Drawn drawn = draw(wide, 190, 90, all(3, 5));
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
    void oneLayerCanBeRecolouredAlone() {
        Drawn drawn = draw(data, 1200, 500, all(5, 3.5f));
        drawn.raster.recolour(drawn.pixels, 2, 5);
        float[] thresholds = all(5, 3.5f);
        thresholds[2] = 5;
        assertThat(drawn.pixels).isEqualTo(draw(data, 1200, 500, thresholds).pixels);
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
