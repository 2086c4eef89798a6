package sulcus.workbench.theme;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

/** The program's sign: a slice of a brain, cleft by its fissure, with a sulcus on one side and a lit network on the other. */
public final class WindowIcon {
    private static final int[] SIZES = {16, 24, 32, 48, 64, 128, 256};
    /** Below this many pixels the fine lines would only blur. */
    private static final int DETAILED = 32;

    private WindowIcon() {}

    /** In all sizes that window systems ask for. */
    public static List<Image> images() {
        return IntStream.of(SIZES).mapToObj(WindowIcon::image).toList();
    }

    private static Image image(int size) {
        BufferedImage drawn = draw(size);
        WritableImage image = new WritableImage(size, size);
        int[] pixels = drawn.getRGB(0, 0, size, size, null, 0, size);
        image.getPixelWriter().setPixels(0, 0, size, size, PixelFormat.getIntArgbInstance(), pixels, 0, size);
        return image;
    }

    /** @param size pixels of each side */
    static BufferedImage draw(int size) {
        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        // drawn on a field of 100 × 100
        g.scale(size / 100.0, size / 100.0);
        g.setColor(new Color(0x14171f));
        g.fill(new RoundRectangle2D.Double(0, 0, 100, 100, 24, 24));
        Ellipse2D brain = new Ellipse2D.Double(17, 8, 66, 84);
        g.setColor(new Color(0x5d6472));
        g.fill(brain);
        g.clip(brain);
        g.setColor(new Color(0xb81e0c));
        g.fill(new Ellipse2D.Double(53, 42, 40, 40));
        g.setColor(new Color(0xff7a1a));
        g.fill(new Ellipse2D.Double(59, 48, 26, 26));
        g.setColor(new Color(0xffe08a));
        g.fill(new Ellipse2D.Double(66, 55, 12, 12));
        g.setColor(new Color(0x14171f));
        g.setStroke(new BasicStroke(size < DETAILED ? 9 : 5, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(fissure());
        if (size >= DETAILED) {
            g.draw(sulcus());
        }
        g.dispose();
        return image;
    }

    private static Path2D fissure() {
        Path2D line = new Path2D.Double();
        line.moveTo(50, 0);
        line.lineTo(50, 100);
        return line;
    }

    private static Path2D sulcus() {
        Path2D line = new Path2D.Double();
        line.moveTo(14, 36);
        line.curveTo(26, 32, 30, 42, 24, 50);
        line.curveTo(19, 57, 28, 64, 36, 58);
        line.moveTo(86, 30);
        line.curveTo(76, 26, 70, 30, 68, 36);
        line.moveTo(30, 14);
        line.curveTo(34, 20, 34, 26, 40, 28);
        return line;
    }
}
