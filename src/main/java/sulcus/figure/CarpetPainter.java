package sulcus.figure;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import sulcus.decompose.layout.Families;
import sulcus.prune.NetworkId;

/** A carpet: rows over tokens, a strip with the colours of the model-wide families at the left, the colour bar at the right. */
public final class CarpetPainter implements Figure {
    private final CarpetData data;
    private final Families families;
    private final NetworkId network;
    private final int token;
    private final Theme theme;
    private final double text;

    /**
     * @param network whose rows are marked; null for none
     * @param token that is marked; −1 for none
     */
    public CarpetPainter(CarpetData data, Families families, NetworkId network, int token, Theme theme) {
        this.data = data;
        this.families = families;
        this.network = network;
        this.token = token;
        this.theme = theme;
        text = theme.text();
    }

    /** Where the values are drawn. */
    public Rectangle2D plot(double width, double height) {
        return new Rectangle2D.Double(
                text * 7, text * 4, Math.max(20, width - text * 16.5), Math.max(20, height - text * 8));
    }

    /** The row at a place, −1 outside. */
    public int rowAt(double y, double width, double height) {
        Rectangle2D p = plot(width, height);
        int row = (int) Math.floor((y - p.getY()) / p.getHeight() * data.rows());
        return row < 0 || row >= data.rows() ? -1 : row;
    }

    /** The token at a place, −1 outside. */
    public int tokenAt(double x, double width, double height) {
        Rectangle2D p = plot(width, height);
        int t = (int) Math.floor((x - p.getX()) / p.getWidth() * data.tokens());
        return t < 0 || t >= data.tokens() ? -1 : t;
    }

    @Override
    public void paint(Graphics2D g, double width, double height, double pixelsPerUnit) {
        Text.smooth(g);
        g.setColor(theme.background());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        Rectangle2D p = plot(width, height);
        g.setColor(theme.ink());
        g.setFont(Typeface.SEMIBOLD.size(text * 1.2));
        Text.left(g, data.title(), p.getX(), text * 2.4, p.getWidth());
        if (data.rows() == 0 || data.tokens() == 0) {
            return;
        }
        cells(g, p, pixelsPerUnit);
        strip(g, p);
        axes(g, p);
        marks(g, p);
        Rectangle2D bar =
                new Rectangle2D.Double(p.getMaxX() + text * 4, p.getY() + text * 2, text * 0.9, p.getHeight() * 0.6);
        new ColourBar(data.scale(), -1, theme).paint(g, bar, pixelsPerUnit);
    }

    private void cells(Graphics2D g, Rectangle2D p, double pixelsPerUnit) {
        int w = Math.max(1, (int) Math.round(p.getWidth() * pixelsPerUnit));
        int h = Math.max(1, (int) Math.round(p.getHeight() * pixelsPerUnit));
        BufferedImage image = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
        float[] line = new float[w];
        for (int y = 0; y < h; y++) {
            shrink(y, h, line);
            for (int x = 0; x < w; x++) {
                image.setRGB(x, y, colour(line[x]));
            }
        }
        AffineTransform place = AffineTransform.getTranslateInstance(p.getX(), p.getY());
        place.scale(p.getWidth() / w, p.getHeight() / h);
        g.drawImage(image, place, null);
    }

    /** Weak values fade into the ground, so that the strong ones stand out in either look. */
    private int colour(float value) {
        double share = Math.min(1, Math.abs(value) / data.scale().maximum());
        return Theme.mix(theme.gap(), new java.awt.Color(data.scale().argb(value)), Math.min(1, share * 2.2));
    }

    private void shrink(int y, int h, float[] line) {
        int rows = data.values().length;
        int from = (int) ((long) y * rows / h);
        int to = Math.max(from + 1, (int) ((long) (y + 1) * rows / h));
        java.util.Arrays.fill(line, 0);
        for (int row = from; row < to; row++) {
            float[] values = data.values()[row];
            for (int x = 0; x < line.length; x++) {
                int a = (int) ((long) x * values.length / line.length);
                int b = Math.max(a + 1, (int) ((long) (x + 1) * values.length / line.length));
                for (int i = a; i < b; i++) {
                    line[x] = Math.abs(values[i]) > Math.abs(line[x]) ? values[i] : line[x];
                }
            }
        }
    }

    private void strip(Graphics2D g, Rectangle2D p) {
        FamilyColours palette = FamilyColours.of(families.of());
        double step = p.getHeight() / data.rows();
        int i = 0;
        while (i < data.rows()) {
            int end = i + 1;
            while (end < data.rows() && data.owner()[end].equals(data.owner()[i])) {
                end++;
            }
            NetworkId id = data.owner()[i];
            int family = id.group() == 0 ? families.of(id.layer(), id.network()) : -1;
            if (family >= 0) {
                g.setColor(palette.colour(family));
                g.fill(new Rectangle2D.Double(
                        p.getX() - text * 1.2, p.getY() + i * step, text * 0.9, (end - i) * step));
            }
            i = end;
        }
    }

    private void axes(Graphics2D g, Rectangle2D p) {
        g.setFont(Typeface.REGULAR.size(text));
        g.setStroke(new BasicStroke((float) (text * 0.07)));
        double last = Double.NEGATIVE_INFINITY;
        for (CarpetData.Mark mark : data.marks()) {
            double y = p.getY() + mark.row() / (double) data.rows() * p.getHeight();
            g.setColor(theme.muted());
            g.draw(new Line2D.Double(p.getX() - text * 1.7, y, p.getX() - text * 1.3, y));
            if (y - last >= text * 1.3) {
                Text.right(g, mark.name(), p.getX() - text * 2, y + text * 0.9);
                last = y;
            }
        }
        Ticks ticks = Ticks.of(0, data.tokens(), Math.max(2, (int) (p.getWidth() / (7 * text))));
        for (double value : ticks.values()) {
            double x = p.getX() + value / data.tokens() * p.getWidth();
            g.draw(new Line2D.Double(x, p.getMaxY() + text * 0.6, x, p.getMaxY() + text));
            Text.centred(g, ticks.label(value), x, p.getMaxY() + text * 2.1);
        }
        g.setColor(theme.locked());
        for (int start : data.textStarts()) {
            double x = p.getX() + start / (double) data.tokens() * p.getWidth();
            g.draw(new Line2D.Double(x, p.getMaxY() + text * 0.1, x, p.getMaxY() + text * 0.5));
        }
        g.setColor(theme.muted());
        Text.centred(g, "calibration token (short marks: a text begins)", p.getCenterX(), p.getMaxY() + text * 3.4);
        AffineTransform before = g.getTransform();
        g.rotate(-Math.PI / 2, text * 1.6, p.getCenterY());
        Text.centred(g, data.rowWords(), text * 1.6, p.getCenterY());
        g.setTransform(before);
    }

    private void marks(Graphics2D g, Rectangle2D p) {
        g.setColor(theme.accent());
        g.setStroke(new BasicStroke((float) (text * 0.1)));
        int[] own = network == null ? null : data.rowsOf(network);
        if (own != null) {
            double step = p.getHeight() / data.rows();
            double y = p.getY() + own[0] * step;
            double h = Math.max(text * 0.25, (own[1] - own[0] + 1) * step);
            g.draw(new Rectangle2D.Double(p.getX(), y, p.getWidth(), h));
            g.setFont(Typeface.SEMIBOLD.size(text));
            g.drawString(network.toString(), (float) (p.getMaxX() + text * 0.3), (float) (y + h / 2 + text * 0.36));
        }
        if (token >= 0 && token < data.tokens()) {
            double x = p.getX() + (token + 0.5) / data.tokens() * p.getWidth();
            g.draw(new Line2D.Double(x, p.getY(), x, p.getMaxY()));
        }
    }
}
