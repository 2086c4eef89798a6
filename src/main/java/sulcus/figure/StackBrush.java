package sulcus.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.QuadCurve2D;
import java.awt.geom.Rectangle2D;

/** What slices, points and arcs are drawn with. */
interface StackBrush {
    void slice(Graphics2D g, StackProjection p, int layer);

    /**
     * An opaque point, as a rectangle.
     *
     * @param rx half its width
     * @param ry half its height
     */
    void mark(Graphics2D g, double x, double y, double rx, double ry, int rgb);

    void curve(Graphics2D g, QuadCurve2D curve, double thickness, int rgb);

    /** As shapes: right on any Graphics2D. */
    final class Shapes implements StackBrush {
        private final StackPainter painter;
        private final Rectangle2D.Double mark = new Rectangle2D.Double();

        Shapes(StackPainter painter) {
            this.painter = painter;
        }

        @Override
        public void slice(Graphics2D g, StackProjection p, int layer) {
            painter.slice(g, p, layer);
        }

        @Override
        public void mark(Graphics2D g, double x, double y, double rx, double ry, int rgb) {
            g.setColor(new Color(rgb));
            mark.setRect(x - rx, y - ry, 2 * rx, 2 * ry);
            g.fill(mark);
        }

        @Override
        public void curve(Graphics2D g, QuadCurve2D curve, double thickness, int rgb) {
            g.setColor(new Color(rgb));
            g.setStroke(new BasicStroke((float) thickness, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
            g.draw(curve);
        }
    }
}
