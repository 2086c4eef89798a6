package sulcus.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class HistogramPainterTest {
    private final float[][] values = values();
    private final HistogramData data =
            HistogramData.of("", values, ColourScale.of(values, "max |z|")).at(3, 1500, 2000, new boolean[2]);

    @Test
    void everyValueIsInABinAndTheLastHoldsWhatLiesBeyond() {
        assertThat(Arrays.stream(data.counts(false)).sum()).isEqualTo(2000);
        assertThat(data.total()).isEqualTo(2000);
        assertThat(data.end())
                .isBetween((double) data.scale().maximum(), data.scale().maximum() + data.width() * 1.01);
        int beyond = MosaicSample.lit(values[0], (float) (data.end() - data.width()))
                + MosaicSample.lit(values[1], (float) (data.end() - data.width()));
        assertThat(beyond).isPositive();
        assertThat(data.counts(false)[data.bins() - 1]).isEqualTo(beyond);
        assertThat(data.beyond()).isTrue();
        HistogramData within = HistogramData.of("", new float[][] {{1, 2, 3}}, data.scale());
        assertThat(within.beyond()).isFalse();
        assertThat(within.end()).isGreaterThan(3);
    }

    @Test
    void protectedLayersAreCountedApartAndLieAtTheFoot() {
        HistogramData apart = data.at(3, 1500, 2000, new boolean[] {true, false});
        assertThat(Arrays.stream(apart.counts(true)).sum()).isEqualTo(1000);
        assertThat(Arrays.stream(apart.counts(false)).sum()).isEqualTo(1000);
        HistogramPainter painter = new HistogramPainter(apart, Theme.DARK);
        int y = (int) painter.plotArea(420, 260).getMaxY() - 3;
        int foot = paint(painter).getRGB((int) painter.x(2.55, 420, 260), y);
        assertThat(foot & 0xffffff).isEqualTo(Theme.DARK.lockedFill().getRGB() & 0xffffff);
    }

    @Test
    void aPlaceOnTheAxisAndItsValueAreInverse() {
        HistogramPainter painter = new HistogramPainter(data, Theme.DARK);
        for (double value = 0; value <= data.end(); value += 0.37) {
            double x = painter.x(value, 420, 260);
            assertThat(painter.value(x, 420, 260)).isCloseTo(value, Offset.offset(1e-9));
        }
        assertThat(painter.value(-50, 420, 260)).isZero();
        assertThat(painter.value(9000, 420, 260)).isEqualTo(data.end());
    }

    @Test
    void barsAreGreyUpToTheThresholdAndColouredBeyondAndStandWhereTheMappingSays() {
        HistogramPainter painter = new HistogramPainter(data, Theme.DARK);
        BufferedImage image = paint(painter);
        int y = (int) painter.plotArea(420, 260).getMaxY() - 3;
        int left = image.getRGB((int) (painter.x(3 - 0.3, 420, 260)), y);
        int right = image.getRGB((int) (painter.x(3 + 0.3, 420, 260)), y);
        int line = image.getRGB(
                (int) painter.x(3, 420, 260), (int) painter.plotArea(420, 260).getY() + 2);
        assertThat(saturation(left)).isLessThan(0.35f);
        assertThat(saturation(right)).isGreaterThan(0.7f);
        assertThat(line & 255).isGreaterThan(100);
    }

    private static BufferedImage paint(HistogramPainter painter) {
        BufferedImage image = new BufferedImage(420, 260, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        painter.paint(g, 420, 260, 1);
        g.dispose();
        return image;
    }

    @Test
    void manyEqualOrNoValuesMakeAHistogramToo() {
        HistogramData zeros = HistogramData.of("", new float[][] {new float[10]}, data.scale());
        assertThat(zeros.counts(false)).containsExactly(10);
        HistogramData none = HistogramData.of("", new float[0][], data.scale());
        assertThat(none.total()).isZero();
        assertThat(paint(new HistogramPainter(none, Theme.DARK)).getRGB(1, 1))
                .isEqualTo(Theme.DARK.background().getRGB());
        HistogramData partly = HistogramData.of("", new float[][] {null, {1, 2}}, data.scale());
        assertThat(partly.total()).isEqualTo(2);
    }

    private static float saturation(int rgb) {
        return Color.RGBtoHSB(rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255, null)[1];
    }

    private static float[][] values() {
        Random random = new Random(8);
        float[][] values = new float[2][1000];
        for (float[] layer : values) {
            for (int j = 0; j < layer.length; j++) {
                layer[j] = (float) (2 + Math.abs(random.nextGaussian()) * 1.4);
            }
        }
        return values;
    }
}
