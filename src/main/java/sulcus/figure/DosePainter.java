package sulcus.figure;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import sulcus.study.lab.DoseResponse.Point;
import sulcus.study.lab.Lesion.Effect;

/** Added loss on each kind of text over a dose: a line a kind, dashed what as many random neurons add. */
public final class DosePainter implements Figure {
    private final String title;
    private final List<Point> points;
    private final Theme theme;

    /** @param points at least one, of the same kinds of text */
    public DosePainter(String title, List<Point> points, Theme theme) {
        this.title = title;
        this.points =
                points.stream().sorted(Comparator.comparingDouble(Point::dose)).toList();
        this.theme = theme;
    }

    @Override
    public void paint(Graphics2D g, double width, double height, double pixelsPerUnit) {
        double[] all = points.stream()
                .flatMap(p -> p.kinds().stream())
                .flatMapToDouble(e -> DoubleStream.of(e.added(), e.addedAtRandom()))
                .filter(Double::isFinite)
                .toArray();
        double low = Math.min(0, DoubleStream.of(all).min().orElse(0));
        LossAxes axes = new LossAxes(
                theme, width, height, low, DoubleStream.of(all).max().orElse(1));
        String across = points.getFirst().of().equals("gain") ? "gain" : "networks";
        axes.ground(
                g, title, width, height, "added loss, nats a token", across + "; dashed: as many neurons at random");
        double text = theme.text();
        Rectangle2D frame = axes.frame();
        double first = points.getFirst().dose();
        double last = Math.max(first + 1e-9, points.getLast().dose());
        double room = frame.getWidth() - text * 2;
        g.setStroke(new BasicStroke((float) (text * 0.07)));
        double free = Double.NEGATIVE_INFINITY;
        for (Point p : points) {
            double x = frame.getX() + text + (p.dose() - first) / (last - first) * room;
            g.setColor(theme.muted());
            g.draw(new Line2D.Double(x, frame.getMaxY(), x, frame.getMaxY() + text * 0.35));
            String words = p.dose() == Math.rint(p.dose()) ? Ticks.count(p.dose()) : Ticks.number(p.dose(), 2);
            g.setFont(Typeface.REGULAR.size(text));
            if (x - Text.width(g, words) / 2 > free) {
                Text.centred(g, words, x, frame.getMaxY() + text * 1.5);
                free = x + Text.width(g, words) / 2 + text * 0.5;
            }
        }
        List<Effect> kinds = points.getFirst().kinds();
        for (int i = 0; i < kinds.size(); i++) {
            int kind = i;
            g.setColor(LossAxes.colour(i));
            line(g, axes, first, last, room, p -> p.kinds().get(kind).addedAtRandom(), true);
            line(g, axes, first, last, room, p -> p.kinds().get(kind).added(), false);
        }
        axes.key(g, kinds.stream().map(Effect::kind).toList());
    }

    private void line(
            Graphics2D g,
            LossAxes axes,
            double first,
            double last,
            double room,
            ToDoubleFunction<Point> value,
            boolean dashed) {
        double text = theme.text();
        float unit = (float) (text * 0.14);
        float[] dashes = dashed ? new float[] {4 * unit, 3 * unit} : null;
        g.setStroke(new BasicStroke(
                dashed ? unit * 0.7f : unit, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dashes, 0));
        Path2D path = new Path2D.Double();
        boolean begun = false;
        for (Point p : points) {
            double v = value.applyAsDouble(p);
            if (!Double.isFinite(v)) {
                continue;
            }
            double x = axes.frame().getX() + text + (p.dose() - first) / (last - first) * room;
            double y = axes.y(v);
            if (begun) {
                path.lineTo(x, y);
            } else {
                path.moveTo(x, y);
                begun = true;
            }
            if (!dashed) {
                g.fill(new Ellipse2D.Double(x - text * 0.25, y - text * 0.25, text * 0.5, text * 0.5));
            }
        }
        g.draw(path);
    }
}
