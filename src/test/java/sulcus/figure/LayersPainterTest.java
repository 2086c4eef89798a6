package sulcus.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class LayersPainterTest {
    private static final int WIDTH = 800;
    private static final int HEIGHT = 400;

    private final LayersData data = new LayersData(
            "kept",
            "max |z|",
            new int[] {100, 25, 50, 0},
            new int[] {100, 100, 100, 100},
            new float[] {3, 3, 4, 3},
            3,
            new boolean[] {true, false, false, false});

    private BufferedImage drawn() {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        new LayersPainter(data, -1, Theme.PAPER).paint(g, WIDTH, HEIGHT, 1);
        g.dispose();
        return image;
    }

    /** Pixels of a colour in the quarter of the picture in which a layer's bar stands. */
    private static int count(BufferedImage image, int layer, int rgb) {
        int count = 0;
        double left = 5.2 * 7;
        double step = (WIDTH - 6.8 * 7) / 4;
        for (int x = (int) (left + layer * step); x < left + (layer + 1) * step; x++) {
            for (int y = 45; y < HEIGHT; y++) {
                count += (image.getRGB(x, y) & 0xffffff) == rgb ? 1 : 0;
            }
        }
        return count;
    }

    @Test
    void barsAreAsHighAsTheShareThatIsKept() {
        BufferedImage image = drawn();
        int kept = 0x2f98e6;
        int quarter = count(image, 1, kept);
        assertThat(quarter).isPositive();
        assertThat(count(image, 2, kept) / (double) quarter).isBetween(1.95, 2.05);
        assertThat(count(image, 3, kept)).isZero();
        assertThat(count(image, 0, kept))
                .as("a protected layer has the colour of its lock")
                .isZero();
        assertThat(count(image, 0, Theme.PAPER.lockedFill().getRGB() & 0xffffff))
                .isGreaterThan(3 * quarter);
    }

    @Test
    void aBarIsFoundWhereItStands() {
        LayersPainter painter = new LayersPainter(data, -1, Theme.PAPER);
        for (int l = 0; l < 4; l++) {
            double x = 5.2 * 7 + (l + 0.5) * (WIDTH - 6.8 * 7) / 4;
            assertThat(painter.layerAt(x, 200, WIDTH, HEIGHT)).isEqualTo(l);
        }
        assertThat(painter.layerAt(5, 200, WIDTH, HEIGHT)).isEqualTo(-1);
    }
}
