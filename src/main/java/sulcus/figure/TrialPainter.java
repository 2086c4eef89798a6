package sulcus.figure;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Locale;
import sulcus.study.lab.Trial;

/** Probabilities of the next token, three bars a token: untouched, with interventions, and with as many random neurons. */
public record TrialPainter(Trial trial, Theme theme) implements Figure {
    private static final String[] WAYS = {"untouched", "with", "at random"};

    @Override
    public void paint(Graphics2D g, double width, double height, double pixelsPerUnit) {
        Text.smooth(g);
        double text = theme.text();
        g.setColor(theme.background());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        g.setColor(theme.ink());
        g.setFont(Typeface.SEMIBOLD.size(text * 1.2));
        Text.left(g, "Next token", text * 1.4, text * 2, width - text * 3);
        g.setFont(Typeface.REGULAR.size(text));
        key(g, text);
        double top = text * 5.2;
        int rows = trial.tokens().size();
        double step = Math.min(text * 3.2, (height - top - text) / Math.max(1, rows));
        double left = text * 9;
        double room = Math.max(10, width - left - text * 9);
        Trial.Side[] sides = {trial.untouched(), trial.with(), trial.random()};
        for (int i = 0; i < rows; i++) {
            double y = top + i * step;
            g.setColor(theme.ink());
            String name = Text.fitting(g, TextPainter.visible(trial.tokens().get(i)), left - text * 2);
            Text.right(g, name, left - text * 0.6, y + step * 0.55);
            for (int w = 0; w < sides.length; w++) {
                double share = sides[w].probabilities()[i];
                double bar = step * 0.25;
                g.setColor(colour(w));
                double at = y + step * 0.06 + w * bar * 1.08;
                g.fill(new Rectangle2D.Double(left, at, Math.max(0.5, share * room), bar));
            }
            if (step > text * 1.2) {
                double longest = 0;
                for (Trial.Side side : sides) {
                    longest = Math.max(longest, side.probabilities()[i]);
                }
                g.setColor(theme.muted());
                String words = String.format(
                        Locale.ROOT,
                        "%.1f → %.1f %%",
                        100 * sides[0].probabilities()[i],
                        100 * sides[1].probabilities()[i]);
                double x = Math.min(left + longest * room + text * 0.6, width - Text.width(g, words) - text * 0.6);
                g.drawString(words, (float) x, (float) (y + step * 0.55));
            }
        }
    }

    private java.awt.Color colour(int way) {
        return way == 0 ? LossAxes.colour(1) : way == 1 ? LossAxes.colour(0) : theme.removed();
    }

    private void key(Graphics2D g, double text) {
        double x = text * 1.4;
        for (int w = 0; w < WAYS.length; w++) {
            g.setColor(colour(w));
            g.fill(new Rectangle2D.Double(x, text * 3.2, text * 0.8, text * 0.8));
            g.setColor(theme.muted());
            g.drawString(WAYS[w], (float) (x + text * 1.2), (float) (text * 3.9));
            x += text * 2.6 + Text.width(g, WAYS[w]);
        }
    }
}
