package sulcus.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import sulcus.study.NetworkProfile;

/**
 * A page on one network: its slice, its time course with the line above which it counts as active, its power spectrum, the
 * tokens it answers to, its key neurons, and the networks most like it.
 */
public final class NetworkPainter implements Figure {
    private final NetworkData data;
    private final int token;
    private final Theme theme;
    private final double text;

    /** @param token that is marked on the time course; −1 for none */
    public NetworkPainter(NetworkData data, int token, Theme theme) {
        this.data = data;
        this.token = token;
        this.theme = theme;
        text = theme.text();
    }

    private double margin() {
        return text * 1.4;
    }

    private Rectangle2D slice(double width, double height) {
        double h = (height - text * 6) * 0.56;
        return new Rectangle2D.Double(margin(), text * 3.6, Math.min(width * 0.36, h * 0.86), h);
    }

    /** Where the time course is drawn: first token at its left edge. */
    public Rectangle2D course(double width, double height) {
        Rectangle2D s = slice(width, height);
        double left = s.getMaxX() + text * 8;
        return new Rectangle2D.Double(
                left, s.getY() + text * 1.2, Math.max(20, width - left - margin()), Math.max(10, s.getHeight() * 0.42));
    }

    private Rectangle2D spectrum(double width, double height) {
        Rectangle2D c = course(width, height);
        Rectangle2D s = slice(width, height);
        double top = c.getMaxY() + text * 5;
        return new Rectangle2D.Double(c.getX(), top, c.getWidth(), Math.max(10, s.getMaxY() - text * 1.4 - top));
    }

    /** The token at a place on the time course; −1 outside. */
    public int tokenAt(double x, double y, double width, double height) {
        Rectangle2D c = course(width, height);
        int t = (int) Math.floor((x - c.getX()) / c.getWidth() * data.profile().course().length);
        return c.contains(x, y) && t >= 0 && t < data.profile().course().length ? t : -1;
    }

    @Override
    public void paint(Graphics2D g, double width, double height, double pixelsPerUnit) {
        Text.smooth(g);
        g.setColor(theme.background());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        g.setColor(theme.ink());
        g.setFont(Typeface.SEMIBOLD.size(text * 1.35));
        Text.left(g, data.title(), margin(), text * 2.2, width - 2 * margin());
        Rectangle2D s = slice(width, height);
        SlicePainter.paint(g, data.slice(), s, pixelsPerUnit, theme);
        new ColourBar(data.slice().scale(), data.keyNeurons(), theme)
                .paint(
                        g,
                        new Rectangle2D.Double(
                                s.getMaxX() + text * 0.6, s.getY() + text * 2, text * 0.8, s.getHeight() - text * 3.4),
                        pixelsPerUnit);
        timeCourse(g, course(width, height));
        power(g, spectrum(width, height));
        lists(g, s.getMaxY() + text * 3.6, width, height);
    }

    private void frame(Graphics2D g, Rectangle2D plot, String title, String below) {
        g.setFont(Typeface.SEMIBOLD.size(text));
        g.setColor(theme.ink());
        Text.left(g, title, plot.getX(), plot.getY() - text * 0.7, plot.getWidth());
        g.setFont(Typeface.REGULAR.size(text));
        g.setColor(theme.muted());
        Text.centred(g, Text.fitting(g, below, plot.getWidth()), plot.getCenterX(), plot.getMaxY() + text * 2.7);
        g.setStroke(new BasicStroke((float) (text * 0.08)));
        g.draw(new Line2D.Double(plot.getX(), plot.getMaxY(), plot.getMaxX(), plot.getMaxY()));
    }

    private void ticks(Graphics2D g, Rectangle2D plot, Ticks ticks, double low, double high, boolean upright) {
        for (double value : ticks.values()) {
            double share = (value - low) / (high - low);
            g.setColor(theme.muted());
            if (upright) {
                double y = plot.getMaxY() - share * plot.getHeight();
                Text.right(g, ticks.label(value), plot.getX() - text * 0.5, y + text * 0.36);
                g.setColor(theme.faint());
                g.draw(new Line2D.Double(plot.getX(), y, plot.getMaxX(), y));
            } else {
                double x = plot.getX() + share * plot.getWidth();
                g.draw(new Line2D.Double(x, plot.getMaxY(), x, plot.getMaxY() + text * 0.3));
                Text.centred(g, ticks.label(value), x, plot.getMaxY() + text * 1.4);
            }
        }
    }

    private void timeCourse(Graphics2D g, Rectangle2D plot) {
        float[] course = data.profile().course();
        double low = -1;
        double high = data.active() + 1;
        int actives = 0;
        for (float value : course) {
            low = Math.min(low, value);
            high = Math.max(high, value);
            actives += value > data.active() ? 1 : 0;
        }
        frame(
                g,
                plot,
                String.format(
                        Locale.ROOT,
                        "Time course, standard deviations · active at %d of %d tokens",
                        actives,
                        course.length),
                "calibration token");
        ticks(g, plot, Ticks.of(low, high, Math.max(2, (int) (plot.getHeight() / (2.6 * text)))), low, high, true);
        ticks(g, plot, Ticks.of(0, course.length, 6), 0, Math.max(1, course.length), false);
        g.setColor(theme.faint());
        for (int offset : data.profile().offsets()) {
            double x = plot.getX() + offset / (double) Math.max(1, course.length) * plot.getWidth();
            g.draw(new Line2D.Double(x, plot.getMaxY() - text * 0.4, x, plot.getMaxY()));
        }
        g.setColor(new Color(0x2f98e6));
        int columns = (int) Math.max(1, Math.min(course.length, plot.getWidth() * 2));
        if (columns == course.length) {
            g.setStroke(new BasicStroke((float) (text * 0.07), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            g.draw(line(course, plot, low, high));
        } else {
            g.fill(band(course, columns, plot, low, high));
        }
        double y = plot.getMaxY() - (data.active() - low) / (high - low) * plot.getHeight();
        g.setColor(theme.accent());
        float dash = (float) (text * 0.4);
        g.setStroke(new BasicStroke(
                (float) (text * 0.09), BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {dash, dash}, 0));
        g.draw(new Line2D.Double(plot.getX(), y, plot.getMaxX(), y));
        if (token >= 0 && token < course.length) {
            double x = plot.getX() + (token + 0.5) / course.length * plot.getWidth();
            g.setStroke(new BasicStroke((float) (text * 0.1)));
            g.draw(new Line2D.Double(x, plot.getY(), x, plot.getMaxY()));
        }
    }

    private static double y(float value, Rectangle2D plot, double low, double high) {
        return plot.getMaxY() - (value - low) / (high - low) * plot.getHeight();
    }

    private static Path2D line(float[] course, Rectangle2D plot, double low, double high) {
        Path2D line = new Path2D.Double();
        for (int t = 0; t < course.length; t++) {
            double x = plot.getX() + (t + 0.5) / course.length * plot.getWidth();
            if (t == 0) {
                line.moveTo(x, y(course[t], plot, low, high));
            } else {
                line.lineTo(x, y(course[t], plot, low, high));
            }
        }
        return line;
    }

    /**
     * Of many tokens at one place all from the smallest to the largest is filled, never one picked by chance. A line with
     * thousands of steep turns would look the same and take ten times as long.
     */
    private Path2D band(float[] course, int columns, Rectangle2D plot, double low, double high) {
        double half = text * 0.035;
        double[] most = new double[columns];
        double[] least = new double[columns];
        for (int c = 0; c < columns; c++) {
            int from = (int) ((long) c * course.length / columns);
            int to = (int) ((long) (c + 1) * course.length / columns);
            // from the token before on, so that neighbouring columns meet
            float smallest = course[Math.max(0, from - 1)];
            float largest = smallest;
            for (int t = from; t < to; t++) {
                smallest = Math.min(smallest, course[t]);
                largest = Math.max(largest, course[t]);
            }
            most[c] = y(largest, plot, low, high) - half;
            least[c] = y(smallest, plot, low, high) + half;
        }
        double step = plot.getWidth() / columns;
        Path2D band = new Path2D.Double();
        band.moveTo(plot.getX(), most[0]);
        for (int c = 0; c < columns; c++) {
            band.lineTo(plot.getX() + c * step, most[c]);
            band.lineTo(plot.getX() + (c + 1) * step, most[c]);
        }
        for (int c = columns - 1; c >= 0; c--) {
            band.lineTo(plot.getX() + (c + 1) * step, least[c]);
            band.lineTo(plot.getX() + c * step, least[c]);
        }
        band.closePath();
        return band;
    }

    private void power(Graphics2D g, Rectangle2D plot) {
        double[] spectrum = data.profile().spectrum();
        frame(g, plot, "Power spectrum, share of power", "cycles a token");
        double most = 1e-9;
        for (double value : spectrum) {
            most = Math.max(most, value);
        }
        ticks(g, plot, Ticks.of(0, most, Math.max(2, (int) (plot.getHeight() / (2.6 * text)))), 0, most, true);
        ticks(g, plot, Ticks.of(0, 0.5, 6), 0, 0.5, false);
        Path2D line = new Path2D.Double();
        for (int k = 0; k < spectrum.length; k++) {
            double x = plot.getX() + k / (double) (spectrum.length - 1) * plot.getWidth();
            double y = plot.getMaxY() - spectrum[k] / most * plot.getHeight();
            if (k == 0) {
                line.moveTo(x, y);
            } else {
                line.lineTo(x, y);
            }
        }
        g.setColor(new Color(0xf2600f));
        g.setStroke(new BasicStroke((float) (text * 0.11), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(line);
    }

    private void lists(Graphics2D g, double top, double width, double height) {
        NetworkProfile p = data.profile();
        int rows = (int) Math.max(0, (height - top - text * 2.2) / (text * 1.55));
        double gap = text * 2.4;
        double column = (width - 2 * margin() - 2 * gap) / 3;
        list(
                g,
                "Top tokens, mean course",
                p.topTokens().stream()
                        .limit(rows)
                        .map(t -> new Bar(TextPainter.visible(t.text()) + "  ×" + t.count(), t.mean()))
                        .toList(),
                margin(),
                top,
                column);
        list(
                g,
                "Key neurons, z",
                data.neurons(rows).stream()
                        .map(n -> new Bar(Integer.toString(n.number()), n.z()))
                        .toList(),
                margin() + column + gap,
                top,
                column);
        list(
                g,
                "Most alike, |r| of time courses",
                p.alike().stream()
                        .limit(rows)
                        .map(a -> new Bar((data.unstable().contains(a.id()) ? "~" : "") + a.id(), a.likeness()))
                        .toList(),
                margin() + 2 * (column + gap),
                top,
                column);
    }

    private record Bar(String name, double value) {}

    private void list(Graphics2D g, String title, List<Bar> bars, double x, double top, double width) {
        g.setFont(Typeface.SEMIBOLD.size(text));
        g.setColor(theme.ink());
        Text.left(g, title, x, top, width);
        g.setFont(Typeface.REGULAR.size(text));
        double most = bars.stream().mapToDouble(b -> Math.abs(b.value())).max().orElse(1);
        double name = width * 0.42;
        double number = text * 3.2;
        for (int i = 0; i < bars.size(); i++) {
            double y = top + (i + 1) * text * 1.55;
            g.setColor(theme.ink());
            Text.left(g, bars.get(i).name(), x, y, name - text * 0.5);
            double share = most > 0 ? Math.abs(bars.get(i).value()) / most : 0;
            g.setColor(bars.get(i).value() < 0 ? new Color(0x2f98e6) : new Color(0xf2600f));
            g.fill(new Rectangle2D.Double(
                    x + name, y - text * 0.72, Math.max(0.5, share * (width - name - number)), text * 0.8));
            g.setColor(theme.muted());
            Text.right(g, Ticks.number(bars.get(i).value(), 2), x + width, y);
        }
        if (bars.isEmpty()) {
            g.setColor(theme.muted());
            Text.left(g, "none", x, top + text * 1.55, width);
        }
    }
}
