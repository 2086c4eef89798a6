package sulcus.figure;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/** A matrix as coloured cells; of those that fall on one pixel the value that is largest by amount is shown. */
final class Cells {
    private Cells() {}

    /** @param values row after row from the top, of one length */
    static void paint(Graphics2D g, Rectangle2D where, float[][] values, ColourScale scale, double pixelsPerUnit) {
        int width = Math.max(1, (int) Math.round(where.getWidth() * pixelsPerUnit));
        int height = Math.max(1, (int) Math.round(where.getHeight() * pixelsPerUnit));
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        float[] largest = new float[width];
        int rows = values.length;
        for (int y = 0; y < height; y++) {
            int from = (int) ((long) y * rows / height);
            int to = Math.max(from + 1, (int) ((long) (y + 1) * rows / height));
            Arrays.fill(largest, 0);
            for (int row = from; row < to; row++) {
                shrink(values[row], largest);
            }
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, scale.argb(largest[x]));
            }
        }
        AffineTransform place = AffineTransform.getTranslateInstance(where.getX(), where.getY());
        place.scale(where.getWidth() / width, where.getHeight() / height);
        g.drawImage(image, place, null);
    }

    private static void shrink(float[] values, float[] largest) {
        int n = values.length;
        int width = largest.length;
        for (int x = 0; x < width; x++) {
            int from = (int) ((long) x * n / width);
            int to = Math.max(from + 1, (int) ((long) (x + 1) * n / width));
            for (int i = from; i < to; i++) {
                if (Math.abs(values[i]) > Math.abs(largest[x])) {
                    largest[x] = values[i];
                }
            }
        }
    }
}
