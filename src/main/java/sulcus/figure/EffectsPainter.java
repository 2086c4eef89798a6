package sulcus.figure;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import sulcus.study.lab.Lesion.Effect;

/** What interventions add to the loss on each kind of text: a bar each, beside it what as many random neurons add, with its deviation. */
public record EffectsPainter(String title, List<Effect> effects, Theme theme) implements Figure {
    public EffectsPainter {
        effects = List.copyOf(effects);
    }

    @Override
    public void paint(Graphics2D g, double width, double height, double pixelsPerUnit) {
        double low = Math.min(
                0, effects.stream().mapToDouble(EffectsPainter::least).min().orElse(0));
        double high = Math.max(
                0, effects.stream().mapToDouble(EffectsPainter::most).max().orElse(1));
        LossAxes axes = new LossAxes(theme, width, height, low, high);
        axes.ground(
                g, title, width, height, "added loss, nats a token", "kind of text; pale: as many neurons at random");
        double text = theme.text();
        Rectangle2D frame = axes.frame();
        double step = frame.getWidth() / Math.max(1, effects.size());
        double bar = Math.min(step * 0.32, text * 4);
        for (int i = 0; i < effects.size(); i++) {
            Effect e = effects.get(i);
            double middle = frame.getX() + (i + 0.5) * step;
            g.setColor(LossAxes.colour(i));
            g.fill(bar(axes, middle - bar, bar * 0.95, e.added()));
            if (!Double.isNaN(e.addedAtRandom())) {
                g.setColor(theme.removed());
                g.fill(bar(axes, middle + bar * 0.05, bar * 0.95, e.addedAtRandom()));
                if (!Double.isNaN(e.controlDeviation())) {
                    g.setColor(theme.ink());
                    g.setStroke(new BasicStroke((float) (text * 0.1)));
                    double x = middle + bar * 0.53;
                    g.draw(new Line2D.Double(
                            x,
                            axes.y(e.addedAtRandom() - e.controlDeviation()),
                            x,
                            axes.y(e.addedAtRandom() + e.controlDeviation())));
                }
            }
            g.setFont(Typeface.REGULAR.size(text));
            g.setColor(theme.ink());
            Text.centred(g, Ticks.number(e.added(), 2), middle - bar / 2, axes.y(Math.max(0, e.added())) - text * 0.4);
            g.setColor(theme.muted());
            if (step > Text.width(g, e.kind())) {
                Text.centred(g, e.kind(), middle, frame.getMaxY() + text * 1.5);
            }
        }
    }

    private static double least(Effect e) {
        return Double.isNaN(e.addedAtRandom()) ? e.added() : Math.min(e.added(), e.addedAtRandom());
    }

    private static double most(Effect e) {
        double random = e.addedAtRandom() + (Double.isNaN(e.controlDeviation()) ? 0 : e.controlDeviation());
        return Double.isNaN(random) ? e.added() : Math.max(e.added(), random);
    }

    private static Rectangle2D bar(LossAxes axes, double x, double width, double value) {
        double top = axes.y(Math.max(0, value));
        return new Rectangle2D.Double(x, top, width, Math.max(0.5, axes.y(Math.min(0, value)) - top));
    }
}
