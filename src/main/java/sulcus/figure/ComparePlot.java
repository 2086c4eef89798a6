package sulcus.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import sulcus.study.Comparison.Curve;
import sulcus.study.Comparison.Point;
import sulcus.study.Tried;

/** The plot of a comparison in a frame: axes, curves with error bars, the Pareto front, the dense model, the present setting. */
final class ComparePlot {
    private final CompareData data;
    private final Theme theme;
    private final double text;
    private final Rectangle2D frame;
    private final double highest;
    private final double low;
    private final double high;

    ComparePlot(CompareData data, Theme theme, Rectangle2D frame) {
        this.data = data;
        this.theme = theme;
        this.frame = frame;
        text = theme.text();
        double most = shown().flatMap(c -> c.points().stream())
                .mapToDouble(data.sight().across())
                .max()
                .orElse(0);
        double here = data.now() == null ? 0 : data.sight().across(data.now());
        highest = Math.min(1, Math.max(0.05, Math.max(most, here)) * 1.08);
        double[] all = DoubleStream.concat(
                        shown().flatMap(c -> c.points().stream()).flatMapToDouble(ComparePlot::reach),
                        DoubleStream.of(
                                data.comparison().dense(),
                                data.now() == null ? Double.NaN : data.now().perplexity()))
                .filter(p -> Double.isFinite(p) && p > 0)
                .toArray();
        double least = DoubleStream.of(all).min().orElse(1);
        double largest = DoubleStream.of(all).max().orElse(10);
        if (data.sight().logarithmic()) {
            double slack = Math.max(Math.log(largest / least) * 0.08, 0.01);
            low = least * Math.exp(-slack);
            high = largest * Math.exp(slack);
        } else {
            double slack = Math.max((largest - least) * 0.08, largest * 0.01);
            low = Math.max(0, least - slack);
            high = largest + slack;
        }
    }

    private static DoubleStream reach(Point p) {
        return Double.isFinite(p.error())
                ? DoubleStream.of(
                        p.perplexity(),
                        Math.max(p.perplexity() * 0.5, p.perplexity() - p.error()),
                        p.perplexity() + p.error())
                : DoubleStream.of(p.perplexity());
    }

    private Stream<Curve> shown() {
        return data.comparison().curves().stream()
                .filter(c -> !data.sight().hidden().contains(c.name()));
    }

    double x(double removed) {
        return frame.getX() + Math.min(1, removed / highest) * frame.getWidth();
    }

    double x(Point p) {
        return x(data.sight().across().applyAsDouble(p));
    }

    double y(double perplexity) {
        double share = data.sight().logarithmic()
                ? Math.log(perplexity / low) / Math.log(high / low)
                : (perplexity - low) / (high - low);
        return frame.getMaxY() - Math.clamp(share, 0.0, 1.0) * frame.getHeight();
    }

    void paint(Graphics2D g) {
        axes(g);
        dense(g);
        front(g);
        List<Curve> curves = shown().toList();
        // what was tried by hand lies on top of the curves
        curves.stream().filter(c -> !c.byHand()).forEach(c -> curve(g, c));
        curves.stream().filter(Curve::byHand).forEach(c -> curve(g, c));
        if (data.maps() != null) {
            named(g, data.maps().a(), "A");
            named(g, data.maps().b(), "B");
        }
        now(g);
    }

    private void axes(Graphics2D g) {
        g.setFont(Typeface.REGULAR.size(text));
        g.setStroke(new BasicStroke((float) (text * 0.07)));
        Ticks across = Ticks.of(0, highest * 100, Math.max(2, (int) (frame.getWidth() / (5 * text))));
        for (double value : across.values()) {
            double x = x(value / 100);
            g.setColor(theme.muted());
            g.draw(new Line2D.Double(x, frame.getMaxY(), x, frame.getMaxY() + text * 0.35));
            Text.centred(g, across.label(value), x, frame.getMaxY() + text * 1.5);
        }
        double last = Double.POSITIVE_INFINITY;
        Ticks up = Ticks.of(low, high, Math.max(2, (int) (frame.getHeight() / (2.4 * text))));
        List<Double> marks = data.sight().logarithmic() && high / low > 8 ? decades() : up.values();
        for (double value : marks) {
            double y = y(value);
            g.setColor(theme.faint());
            g.draw(new Line2D.Double(frame.getX(), y, frame.getMaxX(), y));
            if (last - y > text * 1.5) {
                g.setColor(theme.muted());
                Text.right(
                        g,
                        marks == up.values()
                                ? up.label(value)
                                : Ticks.format(value < 1 ? 1 : 0).format(value),
                        frame.getX() - text * 0.5,
                        y + text * 0.36);
                last = y;
            }
        }
        g.setColor(theme.muted());
        g.draw(new Line2D.Double(frame.getX(), frame.getMaxY(), frame.getMaxX(), frame.getMaxY()));
        Text.centred(g, data.sight().what() + " removed, %", frame.getCenterX(), frame.getMaxY() + text * 3);
        AffineTransform before = g.getTransform();
        g.rotate(-Math.PI / 2, text * 1.6, frame.getCenterY());
        Text.centred(
                g,
                data.sight().logarithmic() ? "perplexity (logarithmic)" : "perplexity",
                text * 1.6,
                frame.getCenterY());
        g.setTransform(before);
    }

    /** 1, 2 and 5 of every power of ten within the range. */
    private List<Double> decades() {
        List<Double> marks = new java.util.ArrayList<>();
        for (double power = Math.pow(10, Math.floor(Math.log10(low))); power <= high; power *= 10) {
            for (double factor : new double[] {1, 2, 5}) {
                if (factor * power >= low && factor * power <= high) {
                    marks.add(factor * power);
                }
            }
        }
        return marks;
    }

    private void dense(Graphics2D g) {
        double dense = data.comparison().dense();
        if (Double.isFinite(dense)) {
            double y = y(dense);
            g.setColor(theme.ink());
            float dash = (float) (text * 0.5);
            g.setStroke(new BasicStroke(
                    (float) (text * 0.09),
                    BasicStroke.CAP_BUTT,
                    BasicStroke.JOIN_MITER,
                    10,
                    new float[] {dash, dash},
                    0));
            g.draw(new Line2D.Double(frame.getX(), y, frame.getMaxX(), y));
            g.setFont(Typeface.REGULAR.size(text));
            Text.left(
                    g,
                    "dense " + Ticks.number(dense, dense < 10 ? 3 : 2),
                    frame.getX() + text * 0.5,
                    y - text * 0.5,
                    frame.getWidth());
        }
    }

    /** The border of what can be had: down at each point that no other beats, and from there to the next. */
    private void front(Graphics2D g) {
        List<Point> front =
                data.comparison().front(data.sight().across(), data.sight().hidden());
        if (front.isEmpty()) {
            return;
        }
        Path2D stairs = new Path2D.Double();
        stairs.moveTo(frame.getX(), y(front.getFirst().perplexity()));
        for (Point p : front) {
            // beyond the point before only this one, and those that remove more, remain
            stairs.lineTo(stairs.getCurrentPoint().getX(), y(p.perplexity()));
            stairs.lineTo(x(p), y(p.perplexity()));
        }
        g.setColor(halo());
        g.setStroke(new BasicStroke((float) (text * 0.55), BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        g.draw(stairs);
    }

    /** The colour of the front: seen on both grounds, below every mark. */
    Color halo() {
        return new Color(Theme.mix(theme.background().getRGB(), theme.locked().getRGB(), 95));
    }

    private void curve(Graphics2D g, Curve curve) {
        CompareMark mark = CompareMark.of(curve);
        List<Point> points = curve.points().stream()
                .filter(p -> Double.isFinite(p.perplexity()))
                .toList();
        g.setColor(mark.colour());
        if (!curve.byHand() && points.size() > 1) {
            Path2D line = new Path2D.Double();
            line.moveTo(x(points.getFirst()), y(points.getFirst().perplexity()));
            points.forEach(p -> line.lineTo(x(p), y(p.perplexity())));
            g.setStroke(mark.line(text));
            g.draw(line);
        }
        g.setStroke(new BasicStroke((float) (text * 0.09)));
        for (Point p : points) {
            if (Double.isFinite(p.error()) && p.error() > 0) {
                double top = y(p.perplexity() + p.error());
                double bottom = y(Math.max(low, p.perplexity() - p.error()));
                double cap = text * 0.28;
                g.draw(new Line2D.Double(x(p), top, x(p), bottom));
                g.draw(new Line2D.Double(x(p) - cap, top, x(p) + cap, top));
                g.draw(new Line2D.Double(x(p) - cap, bottom, x(p) + cap, bottom));
            }
        }
        for (Point p : points) {
            mark.draw(g, x(p), y(p.perplexity()), text, theme.background());
        }
    }

    private void named(Graphics2D g, Tried t, String name) {
        if (Double.isFinite(t.perplexity())) {
            Font before = g.getFont();
            g.setColor(theme.ink());
            g.setFont(Typeface.SEMIBOLD.size(text));
            g.drawString(
                    name, (float) (x(data.sight().across(t)) + text * 0.6), (float) (y(t.perplexity()) - text * 0.6));
            g.setFont(before);
        }
    }

    private void now(Graphics2D g) {
        if (data.now() == null) {
            return;
        }
        double x = x(data.sight().across(data.now()));
        g.setColor(theme.accent());
        g.setStroke(new BasicStroke((float) (text * 0.09)));
        g.draw(new Line2D.Double(x, frame.getY(), x, frame.getMaxY()));
        Text.centred(g, "now", Math.max(x, frame.getX() + text), frame.getY() - text * 0.4);
        if (Double.isFinite(data.now().perplexity())) {
            double r = text * 0.75;
            g.setStroke(new BasicStroke((float) (text * 0.16)));
            g.draw(new Ellipse2D.Double(x - r, y(data.now().perplexity()) - r, 2 * r, 2 * r));
        }
    }
}
