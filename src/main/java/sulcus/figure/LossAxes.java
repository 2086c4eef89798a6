package sulcus.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.List;

/** The ground of a plot of a number against losses or perplexities: title, frame, lines at round values, names of kinds below the title. */
final class LossAxes {
    private static final Color[] COLOURS = {
        new Color(0xf2600f),
        new Color(0x2f98e6),
        new Color(0x2fa884),
        new Color(0xb060d8),
        new Color(0xd6a100),
        new Color(0xe0568f),
        new Color(0x5a6472),
        new Color(0x8c5a3c)
    };

    private final Theme theme;
    private final double text;
    private final Rectangle2D frame;
    private final double low;
    private final double high;

    LossAxes(Theme theme, double width, double height, double low, double high) {
        this.theme = theme;
        text = theme.text();
        double top = text * 6;
        frame = new Rectangle2D.Double(
                text * 6, top, Math.max(20, width - text * 8), Math.max(20, height - top - text * 4));
        double slack = Math.max((high - low) * 0.06, 1e-6);
        this.low = low - (low < 0 ? slack : 0);
        this.high = high + slack;
    }

    Rectangle2D frame() {
        return frame;
    }

    double y(double value) {
        return frame.getMaxY() - (value - low) / (high - low) * frame.getHeight();
    }

    /** Colour of a kind of text by its place. */
    static Color colour(int kind) {
        return COLOURS[kind % COLOURS.length];
    }

    void ground(Graphics2D g, String title, double width, double height, String up, String across) {
        Text.smooth(g);
        g.setColor(theme.background());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        g.setColor(theme.ink());
        g.setFont(Typeface.SEMIBOLD.size(text * 1.2));
        Text.left(g, title, text * 1.4, text * 2, width - text * 3);
        g.setFont(Typeface.REGULAR.size(text));
        g.setStroke(new BasicStroke((float) (text * 0.07)));
        Ticks ticks = Ticks.of(low, high, Math.max(2, (int) (frame.getHeight() / (2.6 * text))));
        for (double value : ticks.values()) {
            g.setColor(theme.faint());
            g.draw(new Line2D.Double(frame.getX(), y(value), frame.getMaxX(), y(value)));
            g.setColor(theme.muted());
            Text.right(g, ticks.label(value), frame.getX() - text * 0.5, y(value) + text * 0.36);
        }
        g.setColor(theme.muted());
        double zero = Math.clamp(y(0), frame.getY(), frame.getMaxY());
        g.draw(new Line2D.Double(frame.getX(), zero, frame.getMaxX(), zero));
        Text.centred(g, across, frame.getCenterX(), frame.getMaxY() + text * 3);
        AffineTransform before = g.getTransform();
        g.rotate(-Math.PI / 2, text * 1.6, frame.getCenterY());
        Text.centred(g, up, text * 1.6, frame.getCenterY());
        g.setTransform(before);
    }

    /** A swatch and a name for each, in one line; what has no room is left out. */
    void key(Graphics2D g, List<String> names) {
        double x = frame.getX();
        double y = text * 4.2;
        g.setFont(Typeface.REGULAR.size(text));
        for (int i = 0; i < names.size(); i++) {
            double room = text * 2.6 + Text.width(g, names.get(i));
            if (x + room > frame.getMaxX() + text) {
                return;
            }
            g.setColor(colour(i));
            g.fill(new Rectangle2D.Double(x, y - text * 0.7, text * 0.8, text * 0.8));
            g.setColor(theme.muted());
            g.drawString(names.get(i), (float) (x + text * 1.2), (float) y);
            x += room;
        }
    }
}
