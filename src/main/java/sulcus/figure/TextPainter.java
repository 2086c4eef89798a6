package sulcus.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import sulcus.study.NetworkProfile;

/**
 * Calibration text, each token on the colour of a network's time course: a page of it, from a token on. Colour starts at the
 * line above which the network counts as active; an active token is underlined as well.
 */
public final class TextPainter implements Figure {
    private static final Graphics2D METRICS = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();

    private final NetworkProfile profile;
    private final float active;
    private final int from;
    private final int marked;
    private final Theme theme;
    private final ColourScale scale;

    /** Where a token stands. */
    private record Placed(int token, Rectangle2D box, double baseline) {}

    /**
     * @param active standard deviations from which a token is coloured
     * @param from first token of the page
     * @param marked a token with a frame; −1 for none
     */
    public TextPainter(NetworkProfile profile, float active, int from, int marked, Theme theme) {
        this.profile = profile;
        this.active = active;
        this.from = from;
        this.marked = marked;
        this.theme = theme;
        float most = active + 1;
        for (float value : profile.course()) {
            most = Math.max(most, value);
        }
        scale = new ColourScale(ColourMap.COLD_HOT, active, most, false, "z");
    }

    /** What blanks and line ends look like, so that no token is invisible. */
    public static String visible(String token) {
        StringBuilder shown = new StringBuilder();
        token.codePoints().forEach(c -> {
            switch (c) {
                case '\n' -> shown.append('¶');
                case '\t' -> shown.append('→');
                default -> shown.appendCodePoint(Character.isISOControl(c) ? '·' : c);
            }
        });
        return shown.toString().isBlank() ? shown.toString().replace(' ', '·') : shown.toString();
    }

    private double size() {
        return theme.text() * 1.15;
    }

    private Rectangle2D area(double width, double height) {
        double m = theme.text() * 1.4;
        return new Rectangle2D.Double(
                m, m, Math.max(20, width - 2 * m - theme.text() * 6), Math.max(20, height - 2 * m));
    }

    private List<Placed> place(double width, double height) {
        Rectangle2D area = area(width, height);
        METRICS.setFont(Typeface.REGULAR.size(size()));
        Text.smooth(METRICS);
        double line = size() * 1.75;
        double x = area.getX() + size() * 2.6;
        double y = area.getY() + size();
        List<Placed> placed = new ArrayList<>();
        int text = textOf(from);
        for (int t = from; t < Math.min(profile.course().length, profile.tokens().length); t++) {
            if (textOf(t) != text) {
                text = textOf(t);
                x = area.getX() + size() * 2.6;
                y += line * 1.4;
            }
            double w = Text.width(METRICS, visible(profile.tokens()[t]));
            if (x + w > area.getMaxX() && x > area.getX() + size() * 2.6) {
                x = area.getX() + size() * 2.6;
                y += line;
            }
            if (y > area.getMaxY()) {
                break;
            }
            placed.add(new Placed(t, new Rectangle2D.Double(x, y - size() * 1.02, w, size() * 1.4), y));
            x += w;
            if (profile.tokens()[t].endsWith("\n")) {
                x = area.getX() + size() * 2.6;
                y += line;
            }
        }
        return placed;
    }

    private int textOf(int token) {
        int[] offsets = profile.offsets();
        int text = 0;
        while (text + 2 < offsets.length && offsets[text + 1] <= token) {
            text++;
        }
        return text;
    }

    /** One beyond the last token of the page. */
    public int end(double width, double height) {
        List<Placed> placed = place(width, height);
        return placed.isEmpty() ? from + 1 : placed.getLast().token() + 1;
    }

    /** The token at a place, −1 for none. */
    public int tokenAt(double x, double y, double width, double height) {
        for (Placed p : place(width, height)) {
            if (p.box().contains(x, y)) {
                return p.token();
            }
        }
        return -1;
    }

    @Override
    public void paint(Graphics2D g, double width, double height, double pixelsPerUnit) {
        Text.smooth(g);
        g.setColor(theme.background());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        g.setFont(Typeface.REGULAR.size(size()));
        int text = -1;
        for (Placed p : place(width, height)) {
            if (textOf(p.token()) != text) {
                text = textOf(p.token());
                g.setColor(theme.muted());
                g.setFont(Typeface.REGULAR.size(theme.text()));
                Text.right(g, Integer.toString(text), area(width, height).getX() + size() * 1.8, p.baseline());
                g.setFont(Typeface.REGULAR.size(size()));
            }
            token(g, p);
        }
        Rectangle2D bar = new Rectangle2D.Double(
                width - theme.text() * 6,
                theme.text() * 4,
                theme.text() * 0.9,
                Math.min(height * 0.5, theme.text() * 24));
        new ColourBar(scale, active, theme).paint(g, bar, pixelsPerUnit);
    }

    private void token(Graphics2D g, Placed p) {
        float value = profile.course()[p.token()];
        Color ink = theme.ink();
        if (value > active) {
            Color back = new Color(scale.argb(value));
            g.setColor(back);
            g.fill(p.box());
            ink = luminance(back) > 0.35 ? Color.BLACK : Color.WHITE;
        }
        g.setColor(ink);
        g.drawString(visible(profile.tokens()[p.token()]), (float) p.box().getX(), (float) p.baseline());
        if (value > active) {
            // colour is never the only mark
            g.fill(new Rectangle2D.Double(
                    p.box().getX(), p.baseline() + size() * 0.14, p.box().getWidth(), size() * 0.07));
        }
        if (p.token() == marked) {
            g.setColor(theme.accent());
            g.draw(p.box());
        }
    }

    /** Relative luminance (WCAG 2.1), by which black or white is easier to read on it. */
    private static double luminance(Color c) {
        return 0.2126 * linear(c.getRed()) + 0.7152 * linear(c.getGreen()) + 0.0722 * linear(c.getBlue());
    }

    private static double linear(int channel) {
        double c = channel / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
}
