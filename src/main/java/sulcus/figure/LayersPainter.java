package sulcus.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;

/** One bar a layer: what is kept, solid, and above it what is removed, hatched. Protected layers have the colour of their lock. */
public final class LayersPainter implements Figure {
    private static final Color KEPT = new Color(0x2f98e6);

    private final LayersData data;
    private final int chosen;
    private final Theme theme;
    private final double text;

    /** @param chosen a layer to mark; −1 for none */
    public LayersPainter(LayersData data, int chosen, Theme theme) {
        this.data = data;
        this.chosen = chosen;
        this.theme = theme;
        text = theme.text();
    }

    private Rectangle2D plot(double width, double height) {
        double top = text * 6.6;
        return new Rectangle2D.Double(
                text * 5.2, top, Math.max(20, width - text * 6.8), Math.max(20, height - top - text * 4.4));
    }

    /** The layer whose bar stands at a place, −1 outside. */
    public int layerAt(double x, double y, double width, double height) {
        Rectangle2D plot = plot(width, height);
        int layer = (int) Math.floor((x - plot.getX()) / plot.getWidth() * data.layers());
        boolean inside =
                layer >= 0 && layer < data.layers() && y >= plot.getY() - text && y <= plot.getMaxY() + 2 * text;
        return inside ? layer : -1;
    }

    @Override
    public void paint(Graphics2D g, double width, double height, double pixelsPerUnit) {
        Text.smooth(g);
        g.setColor(theme.background());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        Rectangle2D plot = plot(width, height);
        g.setColor(theme.ink());
        g.setFont(Typeface.SEMIBOLD.size(text * 1.2));
        Text.left(g, data.title(), plot.getX() - text * 3.8, text * 2.2, plot.getWidth() + text * 3.8);
        g.setFont(Typeface.REGULAR.size(text));
        key(g, plot);
        axis(g, plot);
        double step = plot.getWidth() / data.layers();
        double bar = Math.max(0.5, Math.min(step * 0.78, text * 4));
        for (int l = 0; l < data.layers(); l++) {
            double x = plot.getX() + (l + 0.5) * step - bar / 2;
            double high = data.share(l) * plot.getHeight();
            if (l == chosen) {
                g.setColor(theme.faint());
                g.fill(new Rectangle2D.Double(
                        plot.getX() + l * step, plot.getY() - text * 1.6, step, plot.getHeight() + text * 3.4));
            }
            removed(g, new Rectangle2D.Double(x, plot.getY(), bar, plot.getHeight() - high));
            g.setColor(data.protectedLayers()[l] ? theme.lockedFill() : KEPT);
            g.fill(new Rectangle2D.Double(x, plot.getMaxY() - high, bar, high));
        }
        labels(g, plot, step);
    }

    private void removed(Graphics2D g, Rectangle2D area) {
        if (area.getHeight() < 0.2) {
            return;
        }
        g.setColor(theme.removed());
        g.setStroke(new BasicStroke((float) (text * 0.08)));
        Shape before = g.getClip();
        g.clip(area);
        for (double y = area.getY() - area.getWidth(); y < area.getMaxY(); y += text * 0.5) {
            g.draw(new Line2D.Double(area.getX(), y + area.getWidth(), area.getMaxX(), y));
        }
        g.setClip(before);
        g.draw(area);
    }

    private void key(Graphics2D g, Rectangle2D plot) {
        double x = plot.getX();
        double y = text * 4.1;
        String[] words = {"kept", "removed", "protected, kept whole"};
        for (int i = 0; i < words.length; i++) {
            Rectangle2D swatch = new Rectangle2D.Double(x, y - text * 0.75, text * 0.9, text * 0.9);
            if (i == 1) {
                removed(g, swatch);
            } else {
                g.setColor(i == 0 ? KEPT : theme.lockedFill());
                g.fill(swatch);
            }
            g.setColor(theme.muted());
            g.drawString(words[i], (float) (x + text * 1.3), (float) y);
            x += text * 3 + Text.width(g, words[i]);
        }
    }

    private void axis(Graphics2D g, Rectangle2D plot) {
        g.setStroke(new BasicStroke((float) (text * 0.07)));
        for (int percent = 0; percent <= 100; percent += 25) {
            double y = plot.getMaxY() - percent / 100.0 * plot.getHeight();
            g.setColor(theme.faint());
            g.draw(new Line2D.Double(plot.getX(), y, plot.getMaxX(), y));
            g.setColor(theme.muted());
            Text.right(g, percent + " %", plot.getX() - text * 0.5, y + text * 0.36);
        }
        var before = g.getTransform();
        g.rotate(-Math.PI / 2, text * 1.4, plot.getCenterY());
        Text.centred(g, "neurons of the layer", text * 1.4, plot.getCenterY());
        g.setTransform(before);
        Text.centred(g, "layer", plot.getCenterX(), plot.getMaxY() + text * 3.2);
    }

    /** Numbers of layers below, shares above; only those that have room. A layer with a threshold of its own is underlined. */
    private void labels(Graphics2D g, Rectangle2D plot, double step) {
        int every = (int) Math.ceil(Text.width(g, "000") / step);
        boolean shares = step >= Text.width(g, "100 %") * 1.05;
        for (int l = 0; l < data.layers(); l++) {
            double middle = plot.getX() + (l + 0.5) * step;
            boolean own = data.thresholds()[l] != data.threshold() && !data.protectedLayers()[l];
            g.setFont((own ? Typeface.SEMIBOLD : Typeface.REGULAR).size(text));
            g.setColor(own ? theme.accent() : theme.muted());
            if (l % every == 0) {
                Text.centred(g, Integer.toString(l), middle, plot.getMaxY() + text * 1.4);
            }
            if (own) {
                double half = Math.min(step * 0.4, text);
                g.draw(new Line2D.Double(
                        middle - half, plot.getMaxY() + text * 1.7, middle + half, plot.getMaxY() + text * 1.7));
            }
            if (shares) {
                g.setColor(theme.ink());
                Text.centred(g, Math.round(100 * data.share(l)) + " %", middle, plot.getY() - text * 0.5);
            }
        }
    }
}
