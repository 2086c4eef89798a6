package sulcus.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.font.FontRenderContext;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** Kinds of text by networks: the colour says in how large a share of the texts a network is found, a dot that it is no chance. */
public final class RecurrencePainter implements Figure {
    private final RecurrenceData data;
    private final int chosen;
    private final Theme theme;

    /** @param chosen column to mark; −1 for none */
    public RecurrencePainter(RecurrenceData data, int chosen, Theme theme) {
        this.data = data;
        this.chosen = chosen;
        this.theme = theme;
    }

    /** Height over width at which the cells of a few kinds are not too high. */
    public double heightOverWidth() {
        return Math.min(0.6, 0.16 + 0.045 * data.kinds().size());
    }

    /** The column at a place, −1 outside. */
    public int columnAt(double x, double y, double width, double height) {
        Rectangle2D plot = plot(width, height);
        int column = (int)
                Math.floor((x - plot.getX()) / plot.getWidth() * data.networks().size());
        boolean inside = column >= 0 && column < data.networks().size() && y >= plot.getY() && y <= plot.getMaxY();
        return inside ? column : -1;
    }

    private Rectangle2D plot(double width, double height) {
        double text = theme.text();
        double names = 0;
        FontRenderContext context = new FontRenderContext(null, true, true);
        for (int kind = 0; kind < data.kinds().size(); kind++) {
            names = Math.max(
                    names,
                    Typeface.REGULAR
                            .size(text)
                            .getStringBounds(name(kind), context)
                            .getWidth());
        }
        double left = Math.min(width * 0.3, names) + text * 2;
        double top = text * 5.6;
        return new Rectangle2D.Double(
                left, top, Math.max(20, width - left - text * 7), Math.max(12, height - top - text * 3.8));
    }

    private String name(int kind) {
        return data.kinds().get(kind) + " (" + data.texts()[kind] + ")";
    }

    @Override
    public void paint(Graphics2D g, double width, double height, double pixelsPerUnit) {
        Text.smooth(g);
        double text = theme.text();
        g.setColor(theme.background());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        g.setColor(theme.ink());
        g.setFont(Typeface.SEMIBOLD.size(text * 1.2));
        Text.left(g, data.title(), text * 1.4, text * 2.2, width - text * 2.8);
        g.setFont(Typeface.REGULAR.size(text));
        g.setColor(theme.muted());
        Text.left(g, data.subtitle(), text * 1.4, text * 3.9, width - text * 2.8);
        Rectangle2D plot = plot(width, height);
        ColourScale scale = new ColourScale(ColourMap.LAGOON, 0, data.highest(), false, "share of texts");
        Cells.paint(g, plot, data.share(), scale, pixelsPerUnit);
        dots(g, plot);
        mark(g, plot);
        kinds(g, plot);
        columns(g, plot);
        Rectangle2D bar = new Rectangle2D.Double(
                plot.getMaxX() + text * 1.4,
                plot.getY() + text * 1.4,
                text * 0.9,
                Math.max(12, plot.getHeight() - text * 1.4));
        new ColourBar(scale, -1, theme).paint(g, bar, pixelsPerUnit);
    }

    private void dots(Graphics2D g, Rectangle2D plot) {
        double w = plot.getWidth() / data.networks().size();
        double h = plot.getHeight() / data.kinds().size();
        double r = Math.max(theme.text() * 0.16, Math.min(theme.text() * 0.3, Math.min(w, h) * 0.22));
        g.setStroke(new BasicStroke((float) (theme.text() * 0.08)));
        for (int kind = 0; kind < data.kinds().size(); kind++) {
            for (int n = 0; n < data.networks().size(); n++) {
                if (data.recurs()[kind][n]) {
                    Ellipse2D dot = new Ellipse2D.Double(
                            plot.getX() + (n + 0.5) * w - r, plot.getY() + (kind + 0.5) * h - r, 2 * r, 2 * r);
                    // white is seen on the dark end, its dark rim on the pale end
                    g.setColor(Color.WHITE);
                    g.fill(dot);
                    g.setColor(Color.BLACK);
                    g.draw(dot);
                }
            }
        }
    }

    private void mark(Graphics2D g, Rectangle2D plot) {
        if (chosen >= 0) {
            double w = plot.getWidth() / data.networks().size();
            double wide = Math.max(w, theme.text() * 0.3);
            // most of the matrix is dark in every look
            g.setColor(Color.WHITE);
            g.setStroke(new BasicStroke((float) (theme.text() * 0.1)));
            g.draw(new Rectangle2D.Double(
                    plot.getX() + (chosen + 0.5) * w - wide / 2, plot.getY(), wide, plot.getHeight()));
        }
    }

    private void kinds(Graphics2D g, Rectangle2D plot) {
        double text = theme.text();
        double h = plot.getHeight() / data.kinds().size();
        g.setFont(Typeface.REGULAR.size(text));
        g.setColor(theme.muted());
        double free = Double.NEGATIVE_INFINITY;
        for (int kind = 0; kind < data.kinds().size(); kind++) {
            double middle = plot.getY() + (kind + 0.5) * h;
            if (middle - text * 0.6 >= free) {
                String name = Text.fitting(g, name(kind), plot.getX() - text * 1.4);
                Text.right(g, name, plot.getX() - text * 0.6, middle + text * 0.36);
                free = middle + text * 0.6;
            }
        }
    }

    /** Names of the networks where there is room, else the layers; lines between layers. */
    private void columns(Graphics2D g, Rectangle2D plot) {
        double text = theme.text();
        int n = data.networks().size();
        double w = plot.getWidth() / n;
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            if (i == 0
                    || data.networks().get(i).layer()
                            != data.networks().get(i - 1).layer()) {
                starts.add(i);
            }
        }
        g.setStroke(new BasicStroke((float) (text * 0.08)));
        boolean named = w >= text * 2.6;
        double free = Double.NEGATIVE_INFINITY;
        for (int s = 0; s < starts.size(); s++) {
            int from = starts.get(s);
            int to = s + 1 < starts.size() ? starts.get(s + 1) : n;
            if (s > 0) {
                g.setColor(theme.background());
                double x = plot.getX() + from * w;
                g.draw(new Line2D.Double(x, plot.getY(), x, plot.getMaxY()));
            }
            String layer = Integer.toString(data.networks().get(from).layer());
            double middle = plot.getX() + (from + to) / 2.0 * w;
            g.setColor(theme.muted());
            if (!named && middle - Text.width(g, layer) / 2 >= free) {
                Text.centred(g, layer, middle, plot.getMaxY() + text * 1.4);
                free = middle + Text.width(g, layer) / 2 + text * 0.6;
            }
        }
        for (int i = 0; named && i < n; i++) {
            Text.centred(
                    g, data.networks().get(i).toString(), plot.getX() + (i + 0.5) * w, plot.getMaxY() + text * 1.4);
        }
        String words =
                named ? "network" : starts.size() == 1 ? "layer; its " + n + " networks" : "layer; " + n + " networks";
        Text.centred(g, words, plot.getCenterX(), plot.getMaxY() + text * 2.9);
    }
}
