package sulcus.figure;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;

/**
 * The key to the colours: upright, grey where the threshold hides values, a mark at the threshold, from the same table as
 * the cells; below it which maps share them.
 *
 * @param threshold of the magnitude; below 0 for none, and for values that cannot lie beyond the bar
 */
public record ColourBar(ColourScale scale, float threshold, Theme theme) {

    /** The value at a height; the reverse of {@link #y}. */
    public double value(Rectangle2D bar, double y) {
        double share = (bar.getMaxY() - y) / bar.getHeight();
        return low() + share * (scale.maximum() - low());
    }

    /** Where a value stands, within the bar. */
    public double y(Rectangle2D bar, double value) {
        double share = (value - low()) / (scale.maximum() - low());
        return bar.getMaxY() - Math.clamp(share, 0.0, 1.0) * bar.getHeight();
    }

    private double low() {
        return scale.minimum();
    }

    /** Draws the bar, its ticks to the right, its label above. */
    public void paint(Graphics2D g, Rectangle2D bar, double pixelsPerUnit) {
        int pixels = Math.max(1, (int) Math.round(bar.getHeight() * pixelsPerUnit));
        // as many pixels as it is drawn with: readers that smooth what they stretch would blur its edges
        int across = Math.max(1, (int) Math.round(bar.getWidth() * pixelsPerUnit));
        BufferedImage image = new BufferedImage(across, pixels, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < pixels; i++) {
            float value = (float) (low() + (pixels - i - 0.5) / pixels * (scale.maximum() - low()));
            int colour = Math.abs(value) > threshold ? scale.over(value, theme.anatomy(0.4f)) : theme.anatomy(0.4f);
            for (int j = 0; j < across; j++) {
                image.setRGB(j, i, colour);
            }
        }
        AffineTransform stretch = AffineTransform.getTranslateInstance(bar.getX(), bar.getY());
        stretch.scale(bar.getWidth() / across, bar.getHeight() / pixels);
        g.drawImage(image, stretch, null);

        double text = theme.text();
        g.setFont(Typeface.REGULAR.size(text));
        g.setStroke(new BasicStroke((float) (text * 0.08)));
        Ticks ticks = Ticks.of(low(), scale.maximum(), Math.max(2, (int) (bar.getHeight() / (3 * text))));
        double x = bar.getMaxX();
        for (double value : ticks.values()) {
            double y = y(bar, value);
            boolean hidden = threshold >= 0
                    && (Math.abs(y - y(bar, threshold)) < text * 1.25
                            || scale.signed() && Math.abs(y - y(bar, -threshold)) < text * 1.25);
            g.setColor(theme.muted());
            g.draw(new Line2D.Double(x, y, x + text * 0.35, y));
            if (!hidden) {
                boolean last = threshold >= 0 && value >= scale.maximum() - 1e-6;
                g.drawString(
                        (last ? "≥ " : "") + ticks.label(value), (float) (x + text * 0.7), (float) (y + text * 0.36));
            }
        }
        if (threshold >= 0) {
            mark(g, bar, threshold);
        }
        if (threshold >= 0 && scale.signed()) {
            mark(g, bar, -threshold);
        }
        g.setColor(theme.ink());
        // a long name begins further to the left
        double beyond = Math.clamp(Text.width(g, scale.label()) - text * 5, 0, text * 3);
        Text.left(g, scale.label(), bar.getX() - beyond, bar.getY() - text * 1.1, text * 5 + beyond);
        if (!scale.scope().isEmpty()) {
            g.setColor(theme.muted());
            double left = Math.clamp(Text.width(g, scale.scope()) - text * 5, 0, text * 2);
            Text.left(g, scale.scope(), bar.getX() - left, bar.getMaxY() + text * 1.6, text * 6 + left);
        }
    }

    private void mark(Graphics2D g, Rectangle2D bar, double value) {
        if (value > scale.maximum() || value < low()) {
            return;
        }
        double text = theme.text();
        double y = y(bar, value);
        g.setColor(theme.accent());
        g.setStroke(new BasicStroke((float) (text * 0.16)));
        g.draw(new Line2D.Double(bar.getX() - text * 0.3, y, bar.getMaxX() + text * 0.45, y));
        g.setFont(Typeface.SEMIBOLD.size(text));
        g.drawString(Ticks.number(value, 2), (float) (bar.getMaxX() + text * 0.7), (float) (y + text * 0.36));
        g.setFont(Typeface.REGULAR.size(text));
    }
}
