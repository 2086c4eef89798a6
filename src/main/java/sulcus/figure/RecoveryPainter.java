package sulcus.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import sulcus.study.RecoveryPoint;

/** The losses of a training by its steps: that of the training text dashed, that of the validation text with its lowest point ringed. */
public final class RecoveryPainter implements Figure {
    private static final Color VALIDATION = new Color(0xf2600f);
    private static final Color TRAINING = new Color(0x2f98e6);

    private final String title;
    private final List<RecoveryPoint> points;
    private final int steps;
    private final Theme theme;
    private final double text;
    private final double low;
    private final double high;

    /**
     * @param points the curve so far; may be empty
     * @param steps that were asked for
     */
    public RecoveryPainter(String title, List<RecoveryPoint> points, int steps, Theme theme) {
        this.title = title;
        this.points = List.copyOf(points);
        this.steps = Math.max(1, steps);
        this.theme = theme;
        text = theme.text();
        double[] losses = points.stream()
                .flatMapToDouble(p -> p.trainingLoss() == null
                        ? DoubleStream.of(p.validationLoss())
                        : DoubleStream.of(p.validationLoss(), p.trainingLoss()))
                .toArray();
        double least = DoubleStream.of(losses).min().orElse(0);
        double most = DoubleStream.of(losses).max().orElse(1);
        double slack = Math.max((most - least) * 0.12, most * 0.01);
        low = Math.max(0, least - slack);
        high = most + slack;
    }

    private Rectangle2D plot(double width, double height) {
        double top = text * 5;
        return new Rectangle2D.Double(
                text * 6, top, Math.max(20, width - text * 8), Math.max(20, height - top - text * 4));
    }

    private double x(int step, Rectangle2D plot) {
        return plot.getX() + Math.min(1, step / (double) steps) * plot.getWidth();
    }

    private double y(double loss, Rectangle2D plot) {
        return plot.getMaxY() - (loss - low) / (high - low) * plot.getHeight();
    }

    @Override
    public void paint(Graphics2D g, double width, double height, double pixelsPerUnit) {
        Text.smooth(g);
        g.setColor(theme.background());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        g.setColor(theme.ink());
        g.setFont(Typeface.SEMIBOLD.size(text * 1.2));
        Text.left(g, title, text * 1.4, text * 2, width - text * 3);
        Rectangle2D plot = plot(width, height);
        axes(g, plot);
        line(g, plot, RecoveryPoint::trainingLoss, TRAINING, true);
        line(g, plot, RecoveryPoint::validationLoss, VALIDATION, false);
        best(g, plot);
        legend(g, plot);
    }

    private void axes(Graphics2D g, Rectangle2D plot) {
        g.setFont(Typeface.REGULAR.size(text));
        g.setStroke(new BasicStroke((float) (text * 0.07)));
        for (double step : Ticks.of(0, steps, Math.max(2, (int) (plot.getWidth() / (6 * text))))
                .values()) {
            double x = x((int) step, plot);
            g.setColor(theme.muted());
            g.draw(new Line2D.Double(x, plot.getMaxY(), x, plot.getMaxY() + text * 0.35));
            Text.centred(g, Ticks.count(step), x, plot.getMaxY() + text * 1.5);
        }
        Ticks up = Ticks.of(low, high, Math.max(2, (int) (plot.getHeight() / (2.6 * text))));
        for (double loss : up.values()) {
            g.setColor(theme.faint());
            g.draw(new Line2D.Double(plot.getX(), y(loss, plot), plot.getMaxX(), y(loss, plot)));
            g.setColor(theme.muted());
            Text.right(g, up.label(loss), plot.getX() - text * 0.5, y(loss, plot) + text * 0.36);
        }
        g.draw(new Line2D.Double(plot.getX(), plot.getMaxY(), plot.getMaxX(), plot.getMaxY()));
        Text.centred(g, "steps", plot.getCenterX(), plot.getMaxY() + text * 3);
        AffineTransform before = g.getTransform();
        g.rotate(-Math.PI / 2, text * 1.6, plot.getCenterY());
        Text.centred(g, "loss, nats a token", text * 1.6, plot.getCenterY());
        g.setTransform(before);
    }

    private void line(
            Graphics2D g, Rectangle2D plot, Function<RecoveryPoint, Double> loss, Color colour, boolean dashed) {
        List<RecoveryPoint> known =
                points.stream().filter(p -> loss.apply(p) != null).toList();
        Path2D line = new Path2D.Double();
        for (RecoveryPoint p : known) {
            double x = x(p.step(), plot);
            double y = y(loss.apply(p), plot);
            if (p == known.getFirst()) {
                line.moveTo(x, y);
            } else {
                line.lineTo(x, y);
            }
        }
        g.setColor(colour);
        if (!known.isEmpty()) {
            g.setStroke(stroke(dashed));
            g.draw(line);
        }
        for (RecoveryPoint p : known) {
            mark(g, x(p.step(), plot), y(loss.apply(p), plot), dashed);
        }
    }

    private BasicStroke stroke(boolean dashed) {
        float unit = (float) (text * 0.14);
        return new BasicStroke(
                unit,
                BasicStroke.CAP_BUTT,
                BasicStroke.JOIN_ROUND,
                10,
                dashed ? new float[] {6 * unit, 3 * unit} : null,
                0);
    }

    private void mark(Graphics2D g, double x, double y, boolean square) {
        double r = text * 0.3;
        g.fill(
                square
                        ? new Rectangle2D.Double(x - r, y - r, 2 * r, 2 * r)
                        : new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r));
    }

    private void best(Graphics2D g, Rectangle2D plot) {
        points.stream()
                .min(java.util.Comparator.comparingDouble(RecoveryPoint::validationLoss))
                .ifPresent(p -> {
                    double r = text * 0.7;
                    double x = x(p.step(), plot);
                    double y = y(p.validationLoss(), plot);
                    g.setColor(theme.ink());
                    g.setStroke(new BasicStroke((float) (text * 0.12)));
                    g.draw(new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r));
                });
    }

    private void legend(Graphics2D g, Rectangle2D plot) {
        double x = plot.getX();
        double y = plot.getY() - text * 1.2;
        for (boolean dashed : new boolean[] {false, true}) {
            g.setColor(dashed ? TRAINING : VALIDATION);
            g.setStroke(stroke(dashed));
            g.draw(new Line2D.Double(x, y, x + text * 2.4, y));
            mark(g, x + text * 1.2, y, dashed);
            g.setColor(theme.muted());
            String words = dashed ? "training" : "validation, the best ringed";
            Text.left(g, words, x + text * 3, y + text * 0.36, plot.getWidth());
            x += text * 5 + Text.width(g, words);
        }
    }

    /** As a table. */
    public List<List<String>> numbers() {
        return Stream.concat(
                        Stream.of(List.of("step", "tokens", "training loss", "validation loss", "learning rate")),
                        points.stream()
                                .map(p -> List.of(
                                        Integer.toString(p.step()),
                                        Long.toString(p.tokens()),
                                        p.trainingLoss() == null ? "" : Double.toString(p.trainingLoss()),
                                        Double.toString(p.validationLoss()),
                                        Double.toString(p.learningRate()))))
                .toList();
    }
}
