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
    private final FamilyColours palette;
    private final NetworkId network;
    private final int token;
    private final Theme theme;
    private final double text;
    private final ColourScale scale;
    private final Cells cells;

    /** The cells as drawn last: marks move over them more often than they change. */
    private static final class Cells {
        private BufferedImage image;
    }

    /**
     * @param palette colours of the families
     * @param network whose rows are marked; null for none
     * @param token that is marked; −1 for none
     */
    public CarpetPainter(
            CarpetData data, Families families, FamilyColours palette, NetworkId network, int token, Theme theme) {
        this(data, families, palette, network, token, theme, new Cells());
    }

    private CarpetPainter(
            CarpetData data,
            Families families,
            FamilyColours palette,
            NetworkId network,
            int token,
            Theme theme,
            Cells cells) {
        this.data = data;
        this.families = families;
        this.palette = palette;
        this.network = network;
        this.token = token;
        this.theme = theme;
        this.cells = cells;
        text = theme.text();
        scale = data.scale().on(theme.gap());
    }

    /** The same carpet with other marks. */
    public CarpetPainter marked(NetworkId otherNetwork, int otherToken) {
        return new CarpetPainter(data, families, palette, otherNetwork, otherToken, theme, cells);
    }

    /** Where the values are drawn. */
    public Rectangle2D plot(double width, double height) {
        return new Rectangle2D.Double(
                text * 8, text * 5.6, Math.max(20, width - text * 17.5), Math.max(20, height - text * 9.8));
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
        Text.left(g, data.title(), p.getX(), text * 2.1, width - p.getX() - text);
        g.setFont(Typeface.REGULAR.size(text));
        g.setColor(theme.muted());
        if (data.rows() == 0 || data.tokens() == 0) {
            Text.left(g, "nothing was decomposed here", p.getX(), text * 3.7, p.getWidth());
            return;
        }
        String words = data.caption() + (data.binned() ? " · where several share a place, the largest |z|" : "");
        Text.left(g, words, p.getX(), text * 3.7, width - p.getX() - text);
        cells(g, p, pixelsPerUnit);
        strip(g, p);
        rowAxis(g, p);
        tokenAxis(g, p);
        marks(g, p);
        Rectangle2D bar = new Rectangle2D.Double(
                p.getMaxX() + text * 4, p.getY() + text, text * 0.9, Math.max(text * 6, p.getHeight() * 0.6));
        new ColourBar(scale, -1, theme).paint(g, bar, pixelsPerUnit);
    }

    private void cells(Graphics2D g, Rectangle2D p, double pixelsPerUnit) {
        int w = Math.max(1, (int) Math.round(p.getWidth() * pixelsPerUnit));
        int h = Math.max(1, (int) Math.round(p.getHeight() * pixelsPerUnit));
        BufferedImage image = cells.image;
        if (image == null || image.getWidth() != w || image.getHeight() != h) {
            image = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
            float[] line = new float[w];
            int[] colours = new int[w];
            for (int y = 0; y < h; y++) {
                Shrink.line(data.values(), y, h, line);
                for (int x = 0; x < w; x++) {
                    colours[x] = scale.argb(line[x]);
                }
                image.setRGB(0, y, w, 1, colours, 0, w);
            }
            cells.image = image;
        }
        AffineTransform place = AffineTransform.getTranslateInstance(p.getX(), p.getY());
        place.scale(p.getWidth() / w, p.getHeight() / h);
        g.drawImage(image, place, null);
    }

    private void strip(Graphics2D g, Rectangle2D p) {
        double step = p.getHeight() / data.rows();
        int i = 0;
        while (i < data.rows()) {
            int end = i + 1;
            while (end < data.rows() && data.owner()[end].equals(data.owner()[i])) {
                end++;
            }
            NetworkId id = data.owner()[i];
            int code = palette.code(families, id);
            if (code != -1) {
                g.setColor(palette.colour(code));
                g.fill(new Rectangle2D.Double(
                        p.getX() - text * 1.2, p.getY() + i * step, text * 0.9, (end - i) * step));
            }
            i = end;
        }
    }

    private void rowAxis(Graphics2D g, Rectangle2D p) {
        g.setFont(Typeface.REGULAR.size(text));
        g.setStroke(new BasicStroke((float) (text * 0.07)));
        g.setColor(theme.muted());
        double last = Double.NEGATIVE_INFINITY;
        for (CarpetData.Mark mark : data.marks()) {
            double y = p.getY() + mark.row() / (double) data.rows() * p.getHeight();
            g.draw(new Line2D.Double(p.getX() - text * 1.7, y, p.getX() - text * 1.3, y));
            if (y - last >= text * 1.3) {
                Text.right(g, mark.name(), p.getX() - text * 2, y + text * 0.9);
                last = y;
            }
        }
        AffineTransform before = g.getTransform();
        double x = text * 1.5;
        g.setColor(theme.ink());
        g.rotate(-Math.PI / 2, x, p.getCenterY());
        Text.centred(
                g,
                data.rowWords() + " (colour: family" + (palette.unstable().isEmpty() ? ")" : "; dimmed: unstable)"),
                x,
                p.getCenterY());
        g.setTransform(before);
    }

    private void tokenAxis(Graphics2D g, Rectangle2D p) {
        g.setColor(theme.muted());
        // marks of texts would run into one another
        if (p.getWidth() / Math.max(1, data.textStarts().length) > text * 0.2) {
            for (int start : data.textStarts()) {
                double x = p.getX() + start / (double) data.tokens() * p.getWidth();
                g.draw(new Line2D.Double(x, p.getMaxY() + text * 0.15, x, p.getMaxY() + text * 0.5));
            }
        }
        Ticks ticks = Ticks.of(0, data.tokens(), Math.max(2, (int) (p.getWidth() / (7 * text))));
        for (double value : ticks.values()) {
            double x = p.getX() + value / data.tokens() * p.getWidth();
            g.draw(new Line2D.Double(x, p.getMaxY() + text * 0.65, x, p.getMaxY() + text));
            Text.centred(g, Ticks.count(value), x, p.getMaxY() + text * 2.1);
        }
        g.setColor(theme.ink());
        Text.centred(g, "calibration token (fine marks: a text begins)", p.getCenterX(), p.getMaxY() + text * 3.5);
    }

    private void marks(Graphics2D g, Rectangle2D p) {
        g.setColor(theme.accent());
        g.setStroke(new BasicStroke((float) (text * 0.12)));
        g.setFont(Typeface.SEMIBOLD.size(text));
        int[] own = network == null ? null : data.rowsOf(network);
        if (own != null) {
            double step = p.getHeight() / data.rows();
            double y = p.getY() + own[0] * step;
            double h = Math.max(text * 0.25, (own[1] - own[0] + 1) * step);
            g.draw(new Rectangle2D.Double(p.getX(), y, p.getWidth(), h));
            String name = palette.named(network);
            g.drawString(name, (float) (p.getMaxX() + text * 0.3), (float) (y + h / 2 + text * 0.36));
        }
        if (token >= 0 && token < data.tokens()) {
            double x = p.getX() + (token + 0.5) / data.tokens() * p.getWidth();
            g.draw(new Line2D.Double(x, p.getY() - text * 0.3, x, p.getMaxY()));
            Text.centred(g, Ticks.count(token), x, p.getY() - text * 0.5);
        }
    }
}
