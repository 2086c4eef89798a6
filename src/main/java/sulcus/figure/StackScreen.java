package sulcus.figure;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.QuadCurve2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/**
 * The picture of a {@link StackPainter} for a screen on which it turns, frame after frame. What does not turn is drawn once,
 * and slices are stamped: without perspective all of them have one shape and differ in their place only. A stamp stands on
 * whole pixels, which is all that differs from the picture in a file. Not thread-safe.
 */
public final class StackScreen {
    private BufferedImage still;
    private BufferedImage frame;
    private StackPainter stillOf;

    /** The painter's picture. */
    public Figure of(StackPainter painter) {
        return (g, width, height, pixelsPerUnit) -> {
            drawStill(painter, width, height, pixelsPerUnit);
            int[] pixels = pixels(frame);
            System.arraycopy(pixels(still), 0, pixels, 0, pixels.length);
            Rectangle2D room = painter.stack(width, height);
            PixelWindow window = new PixelWindow(
                    pixels,
                    frame.getWidth(),
                    Math.max(0, (int) Math.ceil(room.getX() * pixelsPerUnit)),
                    Math.max(0, (int) Math.ceil(room.getY() * pixelsPerUnit)),
                    Math.min(frame.getWidth(), (int) (room.getMaxX() * pixelsPerUnit)),
                    Math.min(frame.getHeight(), (int) (room.getMaxY() * pixelsPerUnit)));
            Graphics2D turning = frame.createGraphics();
            turning.scale(pixelsPerUnit, pixelsPerUnit);
            painter.paintStack(turning, width, height, new Pixels(painter, window, pixelsPerUnit));
            turning.dispose();
            g.drawImage(frame, AffineTransform.getScaleInstance(1 / pixelsPerUnit, 1 / pixelsPerUnit), null);
        };
    }

    private void drawStill(StackPainter painter, double width, double height, double pixelsPerUnit) {
        int w = Math.max(1, (int) Math.round(width * pixelsPerUnit));
        int h = Math.max(1, (int) Math.round(height * pixelsPerUnit));
        boolean fits = still != null && still.getWidth() == w && still.getHeight() == h;
        if (!fits) {
            still = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
            frame = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
        }
        if (!fits || !painter.stillAs(stillOf)) {
            Graphics2D g = still.createGraphics();
            g.scale(pixelsPerUnit, pixelsPerUnit);
            painter.paintStill(g, width, height, pixelsPerUnit);
            g.dispose();
            stillOf = painter;
        }
    }

    static int[] pixels(BufferedImage image) {
        return ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    }

    /** Writes slices and points as pixels, which takes a tenth of the time. */
    private static final class Pixels implements StackBrush {
        private final StackPainter painter;
        private final PixelWindow into;
        private final double pixelsPerUnit;
        private final StackStamp[] stamps = new StackStamp[StackPainter.STYLES];

        Pixels(StackPainter painter, PixelWindow into, double pixelsPerUnit) {
            this.painter = painter;
            this.into = into;
            this.pixelsPerUnit = pixelsPerUnit;
        }

        @Override
        public void slice(Graphics2D g, StackProjection p, int layer) {
            int style = painter.style(layer);
            if (stamps[style] == null) {
                stamps[style] = StackStamp.of(painter, p, layer, pixelsPerUnit);
            }
            stamps[style].draw(into, p, layer, pixelsPerUnit);
        }

        /** Like a shape without smoothing: the pixels whose middles lie inside. */
        @Override
        public void mark(Graphics2D g, double x, double y, double rx, double ry, int rgb) {
            int left = Math.max(into.left(), (int) Math.ceil((x - rx) * pixelsPerUnit - 0.5));
            int top = Math.max(into.top(), (int) Math.ceil((y - ry) * pixelsPerUnit - 0.5));
            int right = Math.min(into.right(), (int) Math.ceil((x + rx) * pixelsPerUnit - 0.5));
            int bottom = Math.min(into.bottom(), (int) Math.ceil((y + ry) * pixelsPerUnit - 0.5));
            for (int row = top; row < bottom; row++) {
                for (int column = left; column < right; column++) {
                    into.pixels()[row * into.width() + column] = rgb;
                }
            }
        }

        /** Smoothed by how far the middle of a pixel lies from the line. */
        @Override
        public void curve(Graphics2D g, QuadCurve2D c, double thickness, int rgb) {
            double chord = Math.hypot(c.getX2() - c.getX1(), c.getY2() - c.getY1()) * pixelsPerUnit;
            int steps = Math.clamp((long) (chord / 6), 4, 96);
            double x = c.getX1() * pixelsPerUnit;
            double y = c.getY1() * pixelsPerUnit;
            for (int i = 1; i <= steps; i++) {
                double t = i / (double) steps;
                double a = (1 - t) * (1 - t);
                double b = 2 * t * (1 - t);
                double nextX = (a * c.getX1() + b * c.getCtrlX() + t * t * c.getX2()) * pixelsPerUnit;
                double nextY = (a * c.getY1() + b * c.getCtrlY() + t * t * c.getY2()) * pixelsPerUnit;
                into.line(x, y, nextX, nextY, thickness * pixelsPerUnit / 2, rgb);
                x = nextX;
                y = nextY;
            }
        }
    }
}
