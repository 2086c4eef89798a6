package sulcus.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class SensitivityPainterTest {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 400;
    private static final int FEW = 0x2f98e6;

    private static SensitivityData data(double... added) {
        double[][] rows = new double[added.length][];
        for (int l = 0; l < added.length; l++) {
            rows[l] = Double.isNaN(added[l]) ? null : new double[] {added[l]};
        }
        return new SensitivityData(
                "title",
                new double[] {0.5},
                rows,
                new double[added.length][0],
                new String[added.length][0],
                new boolean[added.length]);
    }

    private static BufferedImage drawn(SensitivityData data) {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        new SensitivityPainter(data, -1, Theme.PAPER).paint(g, WIDTH, HEIGHT, 1);
        g.dispose();
        return image;
    }

    /** Row of the uppermost pixel of the line in the middle of a layer's column; −1 for none. */
    private static int top(BufferedImage image, int layer, int layers) {
        double left = 6.2 * 7;
        int x = (int) (left + (layer + 0.5) * (WIDTH - 7.8 * 7) / layers);
        for (int y = 45; y < HEIGHT; y++) {
            if ((image.getRGB(x, y) & 0xffffff) == FEW) {
                return y;
            }
        }
        return -1;
    }

    @Test
    void equalFactorsAreEqualHeights() {
        BufferedImage image = drawn(data(1, 0.1, 0.01, 0.1));
        int first = top(image, 1, 4) - top(image, 0, 4);
        int second = top(image, 2, 4) - top(image, 1, 4);
        assertThat(first).isGreaterThan(50).isBetween(second - 2, second + 2);
        assertThat(top(image, 3, 4)).isBetween(top(image, 1, 4) - 1, top(image, 1, 4) + 1);
    }

    @Test
    void aLayerThatWasNotMeasuredLeavesAGap() {
        BufferedImage image = drawn(data(1, Double.NaN, 0.5));
        assertThat(top(image, 1, 3)).isEqualTo(-1);
        assertThat(top(image, 0, 3)).isPositive();
    }

    @Test
    void aLossThatFallsStandsOnTheLowerEdge() {
        // the hollow mark leaves only its rim: the line beside it is looked at
        BufferedImage image = drawn(data(1, -0.2, -0.3, -0.4, 1));
        int edge = (int) (6.2 * 7 + 2 * (WIDTH - 7.8 * 7) / 5);
        int pixel = image.getRGB(edge, HEIGHT - 31);
        assertThat(pixel & 0xff).as("blue").isGreaterThan(0xd0);
        assertThat(pixel >> 16 & 0xff).as("red").isLessThan(0x90);
        assertThat(top(image, 0, 5)).isLessThan(100);
    }

    @Test
    void aColumnIsFoundWhereItStands() {
        SensitivityPainter painter = new SensitivityPainter(data(1, 0.1, 0.2), -1, Theme.PAPER);
        for (int l = 0; l < 3; l++) {
            double x = 6.2 * 7 + (l + 0.5) * (WIDTH - 7.8 * 7) / 3;
            assertThat(painter.layerAt(x, 200, WIDTH, HEIGHT)).isEqualTo(l);
        }
        assertThat(painter.layerAt(5, 200, WIDTH, HEIGHT)).isEqualTo(-1);
    }
}
