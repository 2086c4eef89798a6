package sulcus.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import sulcus.study.lab.Fingerprint.Fate;

/**
 * ρ of all pairs of networks as a matrix, what became of each of its rows beside it, and of all networks, layer by layer; below
 * them, where a network is chosen, its time course over that of its partner.
 */
public final class FingerprintPainter implements Figure {
    private static final Color SURVIVED = new Color(0x2f9e6e);
    private static final Color CHANGED = new Color(0xe0a326);
    private static final Color GONE = new Color(0xc8453b);

    private final FingerprintData data;
    private final Theme theme;

    public FingerprintPainter(FingerprintData data, Theme theme) {
        this.data = data;
        this.theme = theme;
    }

    /** Height of what stands above the courses. */
    private double above(double height) {
        return data.pair() == null ? height : height - Math.max(theme.text() * 8, height * 0.26);
    }

    private Rectangle2D matrix(double width, double all) {
        double text = theme.text();
        double height = above(all);
        double side = Math.max(16, Math.min(height - text * 8.6, width * 0.5 - text * 10));
        return new Rectangle2D.Double(text * 4.4, text * 4.8, side, side);
    }

    private Rectangle2D bars(double width, double all) {
        double text = theme.text();
        double height = above(all);
        double left = width * 0.5 + text * 4;
        double top = text * 4.8;
        return new Rectangle2D.Double(
                left, top, Math.max(20, width - left - text * 2), Math.max(16, height - top - text * 5));
    }

    /** The layer whose bar lies at a place, −1 outside. */
    public int layerAt(double x, double y, double width, double height) {
        Rectangle2D bars = bars(width, height);
        int row = (int) Math.floor((y - bars.getY()) / bars.getHeight() * data.layers().length);
        boolean inside =
                row >= 0 && row < data.layers().length && x >= bars.getX() - theme.text() * 3 && x <= bars.getMaxX();
        return inside ? data.layers()[row] : -1;
    }

    /** The row of the matrix at a place, −1 outside. */
    public int rowAt(double x, double y, double width, double height) {
        Rectangle2D m = matrix(width, height);
        boolean inside = m.contains(x, y) && !data.ours().isEmpty();
        return inside ? (int) ((y - m.getY()) / m.getHeight() * data.ours().size()) : -1;
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
        Rectangle2D m = matrix(width, height);
        if (data.ours().isEmpty() || data.theirs().isEmpty()) {
            g.setColor(theme.muted());
            Text.left(g, "no networks with key neurons", m.getX(), m.getCenterY(), m.getWidth());
        } else {
            cells(g, m, pixelsPerUnit);
        }
        layers(g, bars(width, height));
        if (data.pair() != null) {
            pair(g, width, height);
        }
    }

    private void pair(Graphics2D g, double width, double height) {
        FingerprintData.Pair pair = data.pair();
        double text = theme.text();
        double top = above(height) + text * 1.6;
        Rectangle2D plot = new Rectangle2D.Double(
                text * 4.4, top, Math.max(20, width - text * 6.4), Math.max(text * 2, height - top - text * 1.6));
        g.setFont(Typeface.REGULAR.size(text));
        double x = plot.getX();
        g.setColor(theme.muted());
        x += swatch(g, x, top - text * 0.6, LossAxes.colour(1), data.carried() ? "here" : pair.network());
        if (pair.theirs().length > 0) {
            x += swatch(g, x, top - text * 0.6, LossAxes.colour(0), "in the other model");
        }
        g.setColor(theme.muted());
        Text.left(g, pair.words(), x, top - text * 0.6, plot.getMaxX() - x);
        float low = 0;
        float high = 0;
        for (float[] course : new float[][] {pair.ours(), pair.theirs()}) {
            for (float value : course) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        double unit = plot.getHeight() / Math.max(1e-6, high - low);
        double zero = plot.getMaxY() + low * unit;
        g.setStroke(new BasicStroke((float) (text * 0.07)));
        g.draw(new Line2D.Double(plot.getX(), zero, plot.getMaxX(), zero));
        Text.right(g, "0", plot.getX() - text * 0.6, zero + text * 0.36);
        if (plot.getHeight() - (plot.getMaxY() - zero) > text * 1.4) {
            Text.right(g, Ticks.number(high, 1), plot.getX() - text * 0.6, plot.getY() + text * 0.36);
        }
        line(g, plot, pair.ours(), zero, unit, LossAxes.colour(1));
        line(g, plot, pair.theirs(), zero, unit, LossAxes.colour(0));
    }

    private double swatch(Graphics2D g, double x, double y, Color colour, String words) {
        double text = theme.text();
        g.setColor(colour);
        g.setStroke(new BasicStroke((float) (text * 0.16)));
        g.draw(new Line2D.Double(x, y - text * 0.35, x + text * 1.2, y - text * 0.35));
        g.setColor(theme.muted());
        g.drawString(words, (float) (x + text * 1.6), (float) y);
        return Text.width(g, words) + text * 3;
    }

    private void line(Graphics2D g, Rectangle2D plot, float[] course, double zero, double unit, Color colour) {
        if (course.length < 2) {
            return;
        }
        Path2D line = new Path2D.Double();
        for (int t = 0; t < course.length; t++) {
            double x = plot.getX() + t * plot.getWidth() / (course.length - 1);
            double y = zero - course[t] * unit;
            if (t == 0) {
                line.moveTo(x, y);
            } else {
                line.lineTo(x, y);
            }
        }
        g.setColor(colour);
        g.setStroke(new BasicStroke((float) (theme.text() * 0.1), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(line);
    }

    private void cells(Graphics2D g, Rectangle2D m, double pixelsPerUnit) {
        double text = theme.text();
        ColourScale scale = new ColourScale(ColourMap.COLD_HOT, 0, 1, true, "Spearman's ρ");
        Cells.paint(g, m, data.rho(), scale, pixelsPerUnit);
        double step = m.getHeight() / data.ours().size();
        for (int i = 0; i < data.ours().size(); i++) {
            g.setColor(colour(data.fates().get(i)));
            g.fill(new Rectangle2D.Double(m.getX() - text * 1.3, m.getY() + i * step, text * 0.9, step));
            if (data.pair() != null && data.ours().get(i).equals(data.pair().network())) {
                g.setColor(Color.WHITE);
                g.setStroke(new BasicStroke((float) (text * 0.1)));
                g.draw(new Rectangle2D.Double(m.getX(), m.getY() + i * step, m.getWidth(), step));
            }
        }
        g.setColor(theme.muted());
        String columns =
                data.carried() ? "the same in the other model" : "networks of the other model, matches on the diagonal";
        Text.centred(g, Text.fitting(g, columns, m.getWidth() + text * 6), m.getCenterX(), m.getMaxY() + text * 1.5);
        Text.left(g, "networks of " + data.where(), m.getX(), m.getY() - text * 0.7, m.getWidth());
        Rectangle2D bar = new Rectangle2D.Double(
                m.getMaxX() + text * 1.4, m.getY() + text * 2, text * 0.9, Math.max(20, m.getHeight() * 0.7));
        new ColourBar(scale, -1, theme).paint(g, bar, pixelsPerUnit);
    }

    private void layers(Graphics2D g, Rectangle2D bars) {
        double text = theme.text();
        int n = data.layers().length;
        double step = bars.getHeight() / Math.max(1, n);
        int most = 1;
        for (int[] counts : data.counts()) {
            int sum = 0;
            for (int count : counts) {
                sum += count;
            }
            most = Math.max(most, sum);
        }
        g.setFont(Typeface.REGULAR.size(text));
        double free = Double.NEGATIVE_INFINITY;
        for (int l = 0; l < n; l++) {
            double y = bars.getY() + l * step;
            double x = bars.getX();
            for (Fate fate : Fate.values()) {
                double w = data.counts()[l][fate.ordinal()] / (double) most * bars.getWidth();
                g.setColor(colour(fate));
                g.fill(new Rectangle2D.Double(x, y + step * 0.1, w, step * 0.8));
                x += w;
            }
            boolean shown = data.layers()[l] == data.layer();
            if (y + step / 2 - text * 0.6 >= free || shown) {
                g.setColor(shown ? theme.ink() : theme.muted());
                g.setFont((shown ? Typeface.SEMIBOLD : Typeface.REGULAR).size(text));
                Text.right(g, Integer.toString(data.layers()[l]), bars.getX() - text * 0.6, y + step / 2 + text * 0.36);
                free = y + step / 2 + text * 0.6;
            }
        }
        g.setFont(Typeface.REGULAR.size(text));
        g.setColor(theme.muted());
        Text.left(g, "layer; networks", bars.getX() - text * 2.4, bars.getY() - text * 0.7, bars.getWidth());
        axis(g, bars, most);
        key(g, bars);
    }

    private void axis(Graphics2D g, Rectangle2D bars, int most) {
        double text = theme.text();
        g.setStroke(new BasicStroke((float) (text * 0.08)));
        Ticks ticks = Ticks.of(0, most, Math.max(2, (int) (bars.getWidth() / (text * 5))));
        for (double value : ticks.values()) {
            if (value == Math.rint(value)) {
                double x = bars.getX() + value / most * bars.getWidth();
                g.draw(new Line2D.Double(x, bars.getMaxY() + text * 0.2, x, bars.getMaxY() + text * 0.5));
                Text.centred(g, Integer.toString((int) value), x, bars.getMaxY() + text * 1.5);
            }
        }
    }

    private void key(Graphics2D g, Rectangle2D bars) {
        double text = theme.text();
        double x = bars.getX();
        double y = bars.getMaxY() + text * 3.6;
        for (Fate fate : Fate.values()) {
            g.setColor(colour(fate));
            g.fill(new Rectangle2D.Double(x, y - text * 0.75, text * 0.9, text * 0.9));
            String words = switch (fate) {
                case SURVIVED -> "survived, ρ ≥ " + Ticks.number(data.threshold(), 2);
                case CHANGED -> "changed";
                case GONE -> "gone";
            };
            g.setColor(theme.muted());
            g.drawString(words, (float) (x + text * 1.3), (float) y);
            x += Text.width(g, words) + text * 2.9;
        }
    }

    private static Color colour(Fate fate) {
        return switch (fate) {
            case SURVIVED -> SURVIVED;
            case CHANGED -> CHANGED;
            case GONE -> GONE;
        };
    }
}
