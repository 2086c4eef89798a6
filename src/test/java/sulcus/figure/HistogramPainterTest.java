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
    private final HistogramData data = HistogramData.of("", values, 3, ColourScale.of(values, "max |z|"), false);

    @Test
    void everyValueIsInABin() {
        assertThat(Arrays.stream(data.counts()).sum()).isEqualTo(2000);
        assertThat(data.total()).isEqualTo(2000);
        assertThat(data.above()).isEqualTo(MosaicSample.lit(values[0], 3) + MosaicSample.lit(values[1], 3));
        float most = 0;
        for (float[] layer : values) {
            for (float value : layer) {
                most = Math.max(most, value);
            }
        }
        assertThat(data.end()).isBetween((double) most, most + data.width() * 1.01);
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
        for (boolean logarithmic : new boolean[] {false, true}) {
            HistogramPainter painter = new HistogramPainter(
                    HistogramData.of("", values, 3, ColourScale.of(values, "max |z|"), logarithmic), Theme.DARK);
            BufferedImage image = new BufferedImage(420, 260, BufferedImage.TYPE_INT_RGB);
            Graphics2D g = image.createGraphics();
            painter.paint(g, 420, 260, 1);
            g.dispose();
            int y = (int) painter.plotArea(420, 260).getMaxY() - 3;
            int left = image.getRGB((int) (painter.x(3 - 0.3, 420, 260)), y);
            int right = image.getRGB((int) (painter.x(3 + 0.3, 420, 260)), y);
            int line = image.getRGB(
                    (int) painter.x(3, 420, 260),
                    (int) painter.plotArea(420, 260).getY() + 2);
            assertThat(saturation(left)).isLessThan(0.35f);
            assertThat(saturation(right)).isGreaterThan(0.7f);
            assertThat(line & 255).isGreaterThan(100);
        }
    }

    @Test
    void manyEqualOrNoValuesMakeAHistogramToo() {
        HistogramData zeros = HistogramData.of("", new float[][] {new float[10]}, 1, data.scale(), false);
        assertThat(zeros.counts()).containsExactly(10);
        HistogramData none = HistogramData.of("", new float[0][], 1, data.scale(), true);
        assertThat(none.total()).isZero();
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
