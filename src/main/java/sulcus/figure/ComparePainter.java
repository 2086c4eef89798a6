package sulcus.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.stream.Stream;
import sulcus.prune.Compensation;
import sulcus.study.Tried;

/**
 * Perplexity against parameters removed for every setting tried, one colour and one shape for each compensation, the dense
 * model as a line, the present setting as a diamond; below, two settings side by side with what they differ in.
 */
public final class ComparePainter implements Figure {
    private static final Color[] SERIES = {
        new Color(0xf2600f), new Color(0x2f98e6), new Color(0x37a58c), new Color(0xa24fc4)
    };

    private final CompareData data;
    private final Theme theme;
    private final double text;

    public ComparePainter(CompareData data, Theme theme) {
        this.data = data;
        this.theme = theme;
        text = theme.text();
    }

    /** Where points are drawn: 0 % removed at its left edge. */
    public Rectangle2D plot(double width, double height) {
        double top = text * 5;
        double h = (data.mapA() == null ? height : height * 0.5) - top - text * 4;
        return new Rectangle2D.Double(text * 5.5, top, Math.max(20, width - text * 17), Math.max(20, h));
    }

    private double highest() {
        double most = Math.max(0.1, data.now() == null ? 0 : data.now().parametersRemoved());
        for (Tried t : data.tried()) {
            most = Math.max(most, t.parametersRemoved());
        }
        return Math.min(1, most * 1.12);
    }

    private double[] range() {
        double[] all = Stream.concat(
                        data.tried().stream().map(Tried::perplexity),
                        Stream.of(
                                data.dense(),
                                data.now() == null ? Double.NaN : data.now().perplexity()))
                .mapToDouble(p -> p)
                .filter(p -> Double.isFinite(p) && p > 0)
                .toArray();
        if (all.length == 0) {
            return new double[] {1, 10};
        }
        double low = java.util.Arrays.stream(all).min().orElse(1);
        double high = java.util.Arrays.stream(all).max().orElse(10);
        double slack = Math.max(Math.log(high / low) * 0.12, 0.02);
        return new double[] {low * Math.exp(-slack), high * Math.exp(slack)};
    }

    private double x(Tried t, Rectangle2D plot) {
        return plot.getX() + t.parametersRemoved() / highest() * plot.getWidth();
    }

    private double y(double perplexity, Rectangle2D plot, double[] range) {
        double share = Math.log(perplexity / range[0]) / Math.log(range[1] / range[0]);
        return plot.getMaxY() - Math.clamp(share, 0.0, 1.0) * plot.getHeight();
    }

    /** The setting whose point is nearest to a place, within a finger's width; −1 for none. */
    public int settingAt(double atX, double atY, double width, double height) {
        Rectangle2D plot = plot(width, height);
        double[] range = range();
        int best = -1;
        double least = text * 1.2;
        for (int i = 0; i < data.tried().size(); i++) {
            Tried t = data.tried().get(i);
            double away = Math.hypot(x(t, plot) - atX, y(t.perplexity(), plot, range) - atY);
            if (away < least) {
                least = away;
                best = i;
            }
        }
        return best;
    }

    @Override
    public void paint(Graphics2D g, double width, double height, double pixelsPerUnit) {
        Text.smooth(g);
        g.setColor(theme.background());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        g.setColor(theme.ink());
        g.setFont(Typeface.SEMIBOLD.size(text * 1.35));
        Text.left(g, data.title(), text * 1.4, text * 2.2, width - text * 3);
        g.setColor(theme.muted());
        g.setFont(Typeface.REGULAR.size(text));
        Text.left(g, data.note(), text * 1.4, text * 3.7, width - text * 3);
        Rectangle2D plot = plot(width, height);
        double[] range = range();
        axes(g, plot, range);
        dense(g, plot, range);
        for (Compensation c : Compensation.values()) {
            series(g, plot, range, c);
        }
        now(g, plot, range);
        legend(g, plot);
        if (data.mapA() != null) {
            maps(g, plot.getMaxY() + text * 4.4, width, height, pixelsPerUnit);
        }
    }

    private void axes(Graphics2D g, Rectangle2D plot, double[] range) {
        g.setFont(Typeface.REGULAR.size(text));
        g.setStroke(new BasicStroke((float) (text * 0.07)));
        double high = highest() * 100;
        Ticks across = Ticks.of(0, high, Math.max(2, (int) (plot.getWidth() / (5 * text))));
        for (double value : across.values()) {
            double x = plot.getX() + value / high * plot.getWidth();
            g.setColor(theme.muted());
            g.draw(new Line2D.Double(x, plot.getMaxY(), x, plot.getMaxY() + text * 0.35));
            Text.centred(g, across.label(value), x, plot.getMaxY() + text * 1.5);
        }
        Ticks up = Ticks.of(range[0], range[1], Math.max(2, (int) (plot.getHeight() / (2.4 * text))));
        double last = Double.POSITIVE_INFINITY;
        for (double value : up.values()) {
            double y = y(value, plot, range);
            g.setColor(theme.faint());
            g.draw(new Line2D.Double(plot.getX(), y, plot.getMaxX(), y));
            if (last - y > text * 1.5) {
                g.setColor(theme.muted());
                Text.right(g, up.label(value), plot.getX() - text * 0.5, y + text * 0.36);
                last = y;
            }
        }
        g.setColor(theme.muted());
        g.draw(new Line2D.Double(plot.getX(), plot.getMaxY(), plot.getMaxX(), plot.getMaxY()));
        Text.centred(g, "parameters removed, %", plot.getCenterX(), plot.getMaxY() + text * 3);
        AffineTransform before = g.getTransform();
        g.rotate(-Math.PI / 2, text * 1.6, plot.getCenterY());
        Text.centred(g, "perplexity", text * 1.6, plot.getCenterY());
        g.setTransform(before);
    }

    private void dense(Graphics2D g, Rectangle2D plot, double[] range) {
        if (Double.isFinite(data.dense())) {
            double y = y(data.dense(), plot, range);
            g.setColor(theme.ink());
            float dash = (float) (text * 0.5);
            g.setStroke(new BasicStroke(
                    (float) (text * 0.09),
                    BasicStroke.CAP_BUTT,
                    BasicStroke.JOIN_MITER,
                    10,
                    new float[] {dash, dash},
                    0));
            g.draw(new Line2D.Double(plot.getX(), y, plot.getMaxX(), y));
            g.drawString(
                    "dense " + Ticks.number(data.dense(), data.dense() < 10 ? 3 : 2),
                    (float) (plot.getMaxX() + text * 0.6),
                    (float) (y + text * 0.36));
        }
    }

    private Shape mark(Compensation c, double x, double y, double r) {
        Path2D path = new Path2D.Double();
        switch (c) {
            case NONE -> path.append(new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r), false);
            case BIAS -> path.append(new Rectangle2D.Double(x - r, y - r, 2 * r, 2 * r), false);
            case LEAST_SQUARES -> {
                path.moveTo(x, y - r * 1.2);
                path.lineTo(x + r * 1.2, y + r);
                path.lineTo(x - r * 1.2, y + r);
                path.closePath();
            }
            case FEEDBACK -> {
                path.moveTo(x, y + r * 1.2);
                path.lineTo(x + r * 1.2, y - r);
                path.lineTo(x - r * 1.2, y - r);
                path.closePath();
            }
        }
        return path;
    }

    private void series(Graphics2D g, Rectangle2D plot, double[] range, Compensation c) {
        List<Tried> points = data.tried().stream()
                .filter(t -> t.compensating().kind() == c && Double.isFinite(t.perplexity()))
                .sorted(java.util.Comparator.comparingDouble(Tried::parametersRemoved))
                .toList();
        g.setColor(SERIES[c.ordinal()]);
        for (Tried t : points) {
            g.fill(mark(c, x(t, plot), y(t.perplexity(), plot, range), text * 0.38));
        }
        named(g, plot, range, data.a(), "A");
        named(g, plot, range, data.b(), "B");
    }

    private void named(Graphics2D g, Rectangle2D plot, double[] range, Tried t, String name) {
        if (t != null && Double.isFinite(t.perplexity())) {
            Color before = g.getColor();
            g.setColor(theme.ink());
            g.setFont(Typeface.SEMIBOLD.size(text));
            g.drawString(
                    name, (float) (x(t, plot) + text * 0.5), (float) (y(t.perplexity(), plot, range) - text * 0.5));
            g.setColor(before);
        }
    }

    private void now(Graphics2D g, Rectangle2D plot, double[] range) {
        if (data.now() == null) {
            return;
        }
        double x = x(data.now(), plot);
        g.setColor(theme.accent());
        g.setStroke(new BasicStroke((float) (text * 0.12)));
        if (Double.isFinite(data.now().perplexity())) {
            double y = y(data.now().perplexity(), plot, range);
            g.draw(diamond(x, y, text * 0.65));
        } else {
            g.draw(new Line2D.Double(x, plot.getY(), x, plot.getMaxY()));
        }
    }

    private static Path2D diamond(double x, double y, double r) {
        Path2D diamond = new Path2D.Double();
        diamond.moveTo(x, y - r);
        diamond.lineTo(x + r, y);
        diamond.lineTo(x, y + r);
        diamond.lineTo(x - r, y);
        diamond.closePath();
        return diamond;
    }

    private void legend(Graphics2D g, Rectangle2D plot) {
        double x = plot.getMaxX() + text * 1;
        double y = plot.getY() + text;
        g.setFont(Typeface.REGULAR.size(text));
        for (Compensation c : Compensation.values()) {
            g.setColor(SERIES[c.ordinal()]);
            g.fill(mark(c, x, y - text * 0.35, text * 0.38));
            g.setColor(theme.muted());
            g.drawString(c.label(), (float) (x + text), (float) y);
            y += text * 1.6;
        }
        g.setColor(theme.accent());
        g.setStroke(new BasicStroke((float) (text * 0.12)));
        g.draw(diamond(x, y - text * 0.35, text * 0.45));
        g.setColor(theme.muted());
        g.drawString("now", (float) (x + text), (float) y);
    }

    private void maps(Graphics2D g, double top, double width, double height, double pixelsPerUnit) {
        MosaicData[] maps = {data.mapA(), data.mapB(), data.difference()};
        double w = width / 3;
        for (int i = 0; i < 3; i++) {
            AffineTransform before = g.getTransform();
            g.translate(i * w, top);
            MosaicPainter painter = new MosaicPainter(plain(maps[i]), theme);
            double h = Math.max(20, height - top);
            painter.paint(g, w, h, pixelsPerUnit);
            if (maps[i] == data.difference()) {
                differenceKey(g, painter.geometry(w, h, pixelsPerUnit).bar(), w);
            }
            g.setTransform(before);
        }
    }

    /** In place of a scale: a difference has two values only. */
    private void differenceKey(Graphics2D g, Rectangle2D bar, double right) {
        g.setColor(theme.background());
        double left = bar.getX() - text * 1.2;
        g.fill(new Rectangle2D.Double(left, bar.getY() - text * 2.4, right - left, bar.getHeight() + text * 4.4));
        String[] words = {"only B", "only A", "alike"};
        ColourScale scale = data.difference().scale();
        int[] colours = {scale.argb(1), scale.argb(-1), theme.anatomy(0.4f)};
        g.setFont(Typeface.REGULAR.size(text));
        for (int i = 0; i < words.length; i++) {
            double y = bar.getY() + i * text * 1.8;
            g.setColor(new Color(colours[i]));
            g.fill(new Rectangle2D.Double(bar.getX() - text * 0.4, y, text, text));
            g.setColor(theme.muted());
            g.drawString(words[i], (float) (bar.getX() + text), (float) (y + text * 0.86));
        }
    }

    /** Without the caption, which has no room here. */
    private static MosaicData plain(MosaicData d) {
        return new MosaicData(
                d.title(),
                "",
                d.layout(),
                d.values(),
                d.anatomy(),
                d.families(),
                d.palette(),
                d.scale(),
                d.thresholds(),
                d.threshold(),
                d.protectedLayers(),
                d.preserved());
    }
}
