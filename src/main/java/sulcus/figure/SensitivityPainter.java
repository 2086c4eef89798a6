package sulcus.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/**
 * One line a share over the layers, nats on a logarithmic scale; networks as small points over their layer. What lies below
 * the scale, or below zero, stands hollow on its lower edge.
 */
public final class SensitivityPainter implements Figure {
    private static final Color FEW = new Color(0x2f98e6);
    private static final Color MANY = new Color(0xf2600f);

    /** Decades that are shown at most: less is noise of a few thousand tokens. */
    private static final double DECADES = 4;

    private final SensitivityData data;
    private final int chosen;
    private final Theme theme;
    private final double text;
    private final double low;
    private final double high;

    /** @param chosen a layer to mark; −1 for none */
    public SensitivityPainter(SensitivityData data, int chosen, Theme theme) {
        this.data = data;
        this.chosen = chosen;
        this.theme = theme;
        text = theme.text();
        high = data.highest() * 1.25;
        low = Math.pow(10, Math.floor(Math.log10(data.highest()) + 1e-9) + 1 - DECADES);
    }

    private Rectangle2D plot(double width, double height) {
        double top = text * 6.2;
        return new Rectangle2D.Double(
                text * 6.2, top, Math.max(20, width - text * 7.8), Math.max(20, height - top - text * 4.4));
    }

    private double x(double layer, Rectangle2D plot) {
        return plot.getX() + (layer + 0.5) / data.layers() * plot.getWidth();
    }

    private double y(double nats, Rectangle2D plot) {
        double share = nats <= low ? 0 : Math.log(nats / low) / Math.log(high / low);
        return plot.getMaxY() - Math.min(1, share) * plot.getHeight();
    }

    /** The layer whose column lies at a place, −1 outside. */
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
        Text.left(g, data.title(), text * 1.4, text * 2.2, width - text * 2.8);
        g.setFont(Typeface.REGULAR.size(text));
        columns(g, plot);
        axes(g, plot);
        networks(g, plot);
        for (int share = 0; share < data.shares().length; share++) {
            line(g, plot, share);
        }
        key(g, plot);
    }

    private void columns(Graphics2D g, Rectangle2D plot) {
        double step = plot.getWidth() / data.layers();
        for (int l = 0; l < data.layers(); l++) {
            Rectangle2D column = new Rectangle2D.Double(plot.getX() + l * step, plot.getY(), step, plot.getHeight());
            if (data.wholeLayers()[l]) {
                g.setColor(new Color(Theme.mix(theme.background(), theme.locked(), 0.16)));
                g.fill(column);
            }
            if (l == chosen) {
                g.setColor(theme.faint());
                g.fill(column);
            }
        }
    }

    private void axes(Graphics2D g, Rectangle2D plot) {
        g.setStroke(new BasicStroke((float) (text * 0.07)));
        for (int power = (int) Math.round(Math.log10(low)); Math.pow(10, power) <= high; power++) {
            double y = y(Math.pow(10, power), plot);
            g.setColor(theme.faint());
            g.draw(new Line2D.Double(plot.getX(), y, plot.getMaxX(), y));
            g.setColor(theme.muted());
            String label = Ticks.number(Math.pow(10, power), Math.max(0, -power));
            boolean least = power == Math.round(Math.log10(low));
            Text.right(g, least ? "≤ " + label : label, plot.getX() - text * 0.5, y + text * 0.36);
        }
        int every = (int) Math.ceil(Text.width(g, "000") / (plot.getWidth() / data.layers()));
        for (int l = 0; l < data.layers(); l += every) {
            Text.centred(g, Integer.toString(l), x(l, plot), plot.getMaxY() + text * 1.4);
        }
        Text.centred(g, "layer", plot.getCenterX(), plot.getMaxY() + text * 3.2);
        var before = g.getTransform();
        g.rotate(-Math.PI / 2, text * 1.4, plot.getCenterY());
        Text.centred(g, "loss added, nats a token", text * 1.4, plot.getCenterY());
        g.setTransform(before);
    }

    private void networks(Graphics2D g, Rectangle2D plot) {
        g.setColor(theme.outline());
        g.setStroke(new BasicStroke((float) (text * 0.07)));
        for (int l = 0; l < data.layers(); l++) {
            double[] row = data.networks()[l];
            for (int k = 0; k < row.length; k++) {
                mark(g, x(l + ((k + 0.5) / row.length - 0.5) * 0.7, plot), row[k], plot, text * 0.14);
            }
        }
    }

    private void line(Graphics2D g, Rectangle2D plot, int share) {
        Color colour = colour(share);
        Path2D path = new Path2D.Double();
        boolean drawing = false;
        for (int l = 0; l < data.layers(); l++) {
            if (data.added()[l] == null) {
                drawing = false;
                continue;
            }
            double y = y(data.added()[l][share], plot);
            if (drawing) {
                path.lineTo(x(l, plot), y);
            } else {
                path.moveTo(x(l, plot), y);
            }
            drawing = true;
        }
        g.setColor(colour);
        g.setStroke(new BasicStroke((float) (text * 0.14), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(path);
        for (int l = 0; l < data.layers(); l++) {
            if (data.added()[l] != null) {
                g.setColor(colour);
                mark(g, x(l, plot), data.added()[l][share], plot, text * 0.28);
            }
        }
    }

    /** Solid, or hollow below the scale, in the colour in force. */
    private void mark(Graphics2D g, double x, double nats, Rectangle2D plot, double r) {
        Ellipse2D mark = new Ellipse2D.Double(x - r, y(nats, plot) - r, 2 * r, 2 * r);
        Color colour = g.getColor();
        if (nats <= low) {
            g.setColor(theme.background());
            g.fill(mark);
            g.setColor(colour);
            g.draw(mark);
        } else {
            g.fill(mark);
        }
    }

    private Color colour(int share) {
        int last = data.shares().length - 1;
        return new Color(Theme.mix(FEW, MANY, last == 0 ? 0 : share / (double) last));
    }

    private void key(Graphics2D g, Rectangle2D plot) {
        double x = plot.getX();
        double y = text * 4.1;
        g.setStroke(new BasicStroke((float) (text * 0.14)));
        for (int share = 0; share < data.shares().length; share++) {
            g.setColor(colour(share));
            g.draw(new Line2D.Double(x, y - text * 0.35, x + text * 1.4, y - text * 0.35));
            x = words(g, share(data.shares()[share]) + " removed", x + text * 1.8, y);
        }
        if (data.hasNetworks()) {
            g.setColor(theme.outline());
            double r = text * 0.14;
            g.fill(new Ellipse2D.Double(x - r, y - text * 0.35 - r, 2 * r, 2 * r));
            x = words(g, "one network silent", x + text * 0.6, y);
        }
        g.setColor(new Color(Theme.mix(theme.background(), theme.locked(), 0.16)));
        g.fill(new Rectangle2D.Double(x, y - text * 0.75, text * 0.9, text * 0.9));
        words(g, "protected", x + text * 1.3, y);
    }

    private double words(Graphics2D g, String words, double x, double y) {
        g.setColor(theme.muted());
        g.drawString(words, (float) x, (float) y);
        return x + Text.width(g, words) + text * 1.6;
    }

    /** As "25 %" or "12.5 %". */
    public static String share(double share) {
        double percent = share * 100;
        return Ticks.number(percent, Math.abs(percent - Math.rint(percent)) < 1e-9 ? 0 : 1) + " %";
    }
}
