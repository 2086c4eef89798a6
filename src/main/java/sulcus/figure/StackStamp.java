package sulcus.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/**
 * One slice as pixels.
 *
 * @param pixels premultiplied ARGB
 * @param x of the left edge from the slice's middle, in pixels
 * @param y of the upper edge from the slice's middle
 * @param rows for each row: first column that is not empty, first and one beyond the last of the longest stretch of one
 *     colour, one beyond the last column that is not empty
 */
record StackStamp(int[] pixels, int width, int height, int x, int y, int[][] rows) {
    static StackStamp of(StackPainter painter, StackProjection p, int layer, double pixelsPerUnit) {
        Rectangle2D box = p.outline(layer).getBounds2D();
        int margin = (int) Math.ceil(4 * pixelsPerUnit);
        int x = (int) Math.floor(box.getX() * pixelsPerUnit) - margin;
        int y = (int) Math.floor(box.getY() * pixelsPerUnit) - margin;
        int w = (int) Math.ceil(box.getMaxX() * pixelsPerUnit) + margin - x;
        int h = (int) Math.ceil(box.getMaxY() * pixelsPerUnit) + margin - y;
        BufferedImage image = new BufferedImage(w, h, BufferedImage.TYPE_INT_ARGB_PRE);
        Graphics2D g = image.createGraphics();
        Text.smooth(g);
        g.translate(-x, -y);
        g.scale(pixelsPerUnit, pixelsPerUnit);
        painter.slice(g, p, layer);
        g.dispose();
        int[] pixels = StackScreen.pixels(image);
        int[][] rows = new int[h][];
        for (int row = 0; row < h; row++) {
            rows[row] = stretches(pixels, row * w, w);
        }
        return new StackStamp(
                pixels, w, h, x - middleX(p, layer, pixelsPerUnit), y - middleY(p, layer, pixelsPerUnit), rows);
    }

    private static int[] stretches(int[] pixels, int start, int width) {
        int from = 0;
        int to = width;
        while (from < to && pixels[start + from] == 0) {
            from++;
        }
        while (to > from && pixels[start + to - 1] == 0) {
            to--;
        }
        int best = from;
        int bestEnd = from;
        for (int i = from; i < to; ) {
            int end = i + 1;
            while (end < to && pixels[start + end] == pixels[start + i]) {
                end++;
            }
            if (end - i > bestEnd - best) {
                best = i;
                bestEnd = end;
            }
            i = end;
        }
        return new int[] {from, best, bestEnd, to};
    }

    private static int middleX(StackProjection p, int layer, double pixelsPerUnit) {
        return (int) Math.round(p.x(0, p.w(layer)) * pixelsPerUnit);
    }

    private static int middleY(StackProjection p, int layer, double pixelsPerUnit) {
        return (int) Math.round(p.y(0, 0, p.w(layer)) * pixelsPerUnit);
    }

    void draw(PixelWindow into, StackProjection p, int layer, double pixelsPerUnit) {
        int left = middleX(p, layer, pixelsPerUnit) + x;
        int top = middleY(p, layer, pixelsPerUnit) + y;
        for (int row = Math.max(0, into.top() - top); row < Math.min(height, into.bottom() - top); row++) {
            int start = into.left() - left;
            int end = into.right() - left;
            int[] at = rows[row].clone();
            for (int i = 0; i < at.length; i++) {
                at[i] = Math.clamp(at[i], start, Math.max(start, end));
            }
            int source = row * width;
            int target = (top + row) * into.width() + left;
            over(pixels, source + at[0], into.pixels(), target + at[0], at[1] - at[0]);
            if (at[2] > at[1]) {
                over(pixels[source + at[1]], into.pixels(), target + at[1], at[2] - at[1]);
            }
            over(pixels, source + at[2], into.pixels(), target + at[2], at[3] - at[2]);
        }
    }

    /** One colour over many pixels: most of a slice, and fast. */
    private static void over(int colour, int[] below, int to, int count) {
        int rest = 256 - (colour >>> 24);
        int rgb = colour & 0xffffff;
        for (int i = to; i < to + count; i++) {
            int d = below[i];
            below[i] = rgb + (((d & 0xff00ff) * rest >>> 8) & 0xff00ff) + (((d & 0xff00) * rest >>> 8) & 0xff00);
        }
    }

    /** Lays premultiplied pixels over opaque ones, two channels at a time. */
    private static void over(int[] above, int from, int[] below, int to, int count) {
        for (int i = 0; i < count; i++) {
            int s = above[from + i];
            int d = below[to + i];
            int rest = 256 - (s >>> 24);
            int redBlue = ((d & 0xff00ff) * rest >>> 8) & 0xff00ff;
            int green = ((d & 0xff00) * rest >>> 8) & 0xff00;
            below[to + i] = (s & 0xffffff) + redBlue + green;
        }
    }
}
