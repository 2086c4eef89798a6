package sulcus.figure;

import java.awt.Graphics2D;
import java.awt.RenderingHints;

/** Setting of short texts in figures. */
final class Text {
    private Text() {}

    static void smooth(Graphics2D g) {
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    }

    static double width(Graphics2D g, String text) {
        return g.getFontMetrics().getStringBounds(text, g).getWidth();
    }

    static void left(Graphics2D g, String text, double x, double baseline, double room) {
        g.drawString(fitting(g, text, room), (float) x, (float) baseline);
    }

    static void centred(Graphics2D g, String text, double middle, double baseline) {
        g.drawString(text, (float) (middle - width(g, text) / 2), (float) baseline);
    }

    static void right(Graphics2D g, String text, double x, double baseline) {
        g.drawString(text, (float) (x - width(g, text)), (float) baseline);
    }

    /** The text, or as much of its beginning as there is room for, with an ellipsis. */
    static String fitting(Graphics2D g, String text, double room) {
        if (width(g, text) <= room) {
            return text;
        }
        int end = text.length();
        while (end > 0 && width(g, text.substring(0, end).stripTrailing() + "…") > room) {
            end = text.offsetByCodePoints(end, -1);
        }
        return end == 0 ? "" : text.substring(0, end).stripTrailing() + "…";
    }
}
