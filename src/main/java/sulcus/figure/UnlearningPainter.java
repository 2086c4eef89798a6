package sulcus.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import sulcus.study.lab.Unlearn.Step;

/**
 * The trajectory of an unlearning: what is added to the loss of what is to be forgotten against what is added to that of what is to
 * be kept, a point a step, and the same of neurons drawn at random. The further the first runs above the second, the better what is
 * forgotten can be told from what is kept.
 */
public final class UnlearningPainter implements Figure {
    private static final Color SELECTIVE = LossAxes.colour(0);

    private final String title;
    private final List<Step> steps;
    private final Theme theme;

    /** @param steps at least the first, the untouched model */
    public UnlearningPainter(String title, List<Step> steps, Theme theme) {
        this.title = title;
        this.steps = List.copyOf(steps);
        this.theme = theme;
    }

    /**
     * How well the two can be told apart: (added loss of what is forgotten − that of what is kept), less the same of random neurons,
     * mean over the steps; nats a token. NaN without steps or without random neurons.
     */
    public static double separability(List<Step> steps) {
        return steps.stream()
                .skip(1)
                .mapToDouble(s -> forget(steps, s)
                        - retain(steps, s)
                        - s.random().stream()
                                .mapToDouble(r -> r.get(s.forget())
                                        - steps.getFirst().loss().get(s.forget())
                                        - s.retained(r)
                                        + steps.getFirst().retained())
                                .average()
                                .orElse(Double.NaN))
                .average()
                .orElse(Double.NaN);
    }

    private static double forget(List<Step> steps, Step s) {
        return s.loss().get(s.forget()) - steps.getFirst().loss().get(s.forget());
    }

    private static double retain(List<Step> steps, Step s) {
        return s.retained() - steps.getFirst().retained();
    }

    @Override
    public void paint(Graphics2D g, double width, double height, double pixelsPerUnit) {
        double text = theme.text();
        int draws = steps.getFirst().random().size();
        double most = 0.05;
        double high = 0.05;
        double low = 0;
        double least = 0;
        for (Step s : steps) {
            high = Math.max(high, forget(steps, s));
            low = Math.min(low, forget(steps, s));
            most = Math.max(most, retain(steps, s));
            least = Math.min(least, retain(steps, s));
            for (int d = 0; d < draws; d++) {
                high = Math.max(high, randomForget(s, d));
                low = Math.min(low, randomForget(s, d));
                most = Math.max(most, randomRetain(s, d));
                least = Math.min(least, randomRetain(s, d));
            }
        }
        LossAxes axes = new LossAxes(theme, width, height, low, high);
        double apart = separability(steps);
        axes.ground(
                g,
                title + (Double.isNaN(apart) ? "" : String.format(Locale.ROOT, " · %.2f nats apart", apart)),
                width,
                height,
                "added loss of " + steps.getFirst().forget(),
                "added loss of what is kept, nats a token");
        Rectangle2D frame = axes.frame();
        Across across = new Across(frame, least, most * 1.05);
        ticks(g, across, text);
        Line2D equal = new Line2D.Double(
                across.x(least),
                axes.y(least),
                across.x(Math.min(most * 1.05, high)),
                axes.y(Math.min(most * 1.05, high)));
        g.setColor(theme.faint());
        g.setStroke(new BasicStroke((float) (text * 0.07)));
        g.draw(equal);
        for (int d = 0; d < draws; d++) {
            int draw = d;
            path(g, axes, across, s -> randomRetain(s, draw), s -> randomForget(s, draw), theme.removed(), true);
        }
        path(g, axes, across, s -> retain(steps, s), s -> forget(steps, s), SELECTIVE, false);
        numbers(g, axes, across);
        key(g, frame, draws);
    }

    private double randomForget(Step s, int draw) {
        return s.random().get(draw).get(s.forget()) - steps.getFirst().loss().get(s.forget());
    }

    private double randomRetain(Step s, int draw) {
        return s.retained(s.random().get(draw)) - steps.getFirst().retained();
    }

    /** The horizontal axis. */
    private record Across(Rectangle2D frame, double low, double high) {
        double x(double value) {
            return frame.getX() + (value - low) / Math.max(1e-9, high - low) * frame.getWidth();
        }
    }

    private void ticks(Graphics2D g, Across across, double text) {
        g.setFont(Typeface.REGULAR.size(text));
        Ticks ticks = Ticks.of(across.low, across.high, Math.max(2, (int) (across.frame.getWidth() / (6 * text))));
        for (double value : ticks.values()) {
            double x = across.x(value);
            g.setColor(theme.muted());
            g.draw(new Line2D.Double(x, across.frame.getMaxY(), x, across.frame.getMaxY() + text * 0.35));
            Text.centred(g, ticks.label(value), x, across.frame.getMaxY() + text * 1.5);
        }
    }

    private void path(
            Graphics2D g,
            LossAxes axes,
            Across across,
            ToDoubleFunction<Step> x,
            ToDoubleFunction<Step> y,
            Color colour,
            boolean dashed) {
        double text = theme.text();
        float unit = (float) (text * 0.14);
        g.setColor(colour);
        g.setStroke(new BasicStroke(
                unit,
                BasicStroke.CAP_BUTT,
                BasicStroke.JOIN_ROUND,
                10,
                dashed ? new float[] {4 * unit, 3 * unit} : null,
                0));
        Path2D path = new Path2D.Double();
        for (int i = 0; i < steps.size(); i++) {
            double px = across.x(x.applyAsDouble(steps.get(i)));
            double py = axes.y(y.applyAsDouble(steps.get(i)));
            if (i == 0) {
                path.moveTo(px, py);
            } else {
                path.lineTo(px, py);
            }
            double r = text * (dashed ? 0.18 : 0.28);
            g.fill(new Ellipse2D.Double(px - r, py - r, 2 * r, 2 * r));
        }
        g.draw(path);
    }

    /** Numbers of the steps, those that have room. */
    private void numbers(Graphics2D g, LossAxes axes, Across across) {
        double text = theme.text();
        g.setFont(Typeface.REGULAR.size(text * 0.9));
        g.setColor(theme.ink());
        double lastX = Double.NEGATIVE_INFINITY;
        double lastY = 0;
        for (Step s : steps) {
            double x = across.x(retain(steps, s));
            double y = axes.y(forget(steps, s));
            if (Math.hypot(x - lastX, y - lastY) > text * 1.4) {
                g.drawString(Integer.toString(s.step()), (float) (x + text * 0.5), (float) (y - text * 0.3));
                lastX = x;
                lastY = y;
            }
        }
    }

    private void key(Graphics2D g, Rectangle2D frame, int draws) {
        double text = theme.text();
        String[] words = {"selective, numbered by step", "as many in each layer at random", "both lose alike"};
        Color[] colours = {SELECTIVE, theme.removed(), theme.faint()};
        double x = frame.getX();
        g.setFont(Typeface.REGULAR.size(text));
        for (int i = 0; i < words.length; i++) {
            if (i == 1 && draws == 0) {
                continue;
            }
            g.setColor(colours[i]);
            g.fill(new Rectangle2D.Double(x, text * 3.75, text * 1.2, text * 0.25));
            g.setColor(theme.muted());
            g.drawString(words[i], (float) (x + text * 1.6), (float) (text * 4.2));
            x += text * 3 + Text.width(g, words[i]);
        }
    }
}
