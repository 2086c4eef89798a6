package sulcus.figure;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.util.Locale;
import java.util.stream.Collectors;
import sulcus.prune.score.Score;
import sulcus.study.Overlap;

/** Intersection over union of what methods preserve, as a matrix with its numbers. */
public final class OverlapPainter implements Figure {
    private final Overlap data;
    private final Theme theme;
    private final double text;

    public OverlapPainter(Overlap data, Theme theme) {
        this.data = data;
        this.theme = theme;
        text = theme.text();
    }

    /** Over the matrix. */
    public static String title(Overlap data) {
        return String.format(
                Locale.ROOT, "Overlap of preserved sets, %.1f %% of neurons removed", 100 * data.neurons());
    }

    @Override
    public void paint(Graphics2D g, double width, double height, double pixelsPerUnit) {
        Text.smooth(g);
        g.setColor(theme.background());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        g.setColor(theme.ink());
        g.setFont(Typeface.SEMIBOLD.size(text * 1.2));
        Text.left(g, title(data), text * 1.4, text * 1.8, width - text * 3);
        g.setFont(Typeface.REGULAR.size(text));
        g.setColor(theme.muted());
        Text.left(
                g,
                String.format(
                        Locale.ROOT,
                        "intersection over union in the layers that are not protected; two sets of that size drawn at random: %.2f",
                        data.chance()),
                text * 1.4,
                text * 3.3,
                width - text * 3);
        if (!data.missing().isEmpty()) {
            Text.left(
                    g,
                    "not in this study: "
                            + data.missing().stream().map(Score::title).collect(Collectors.joining(", ")),
                    text * 1.4,
                    text * 4.7,
                    width - text * 3);
        }
        matrix(g, width, height);
    }

    private void matrix(Graphics2D g, double width, double height) {
        int n = data.methods().size();
        double names = data.methods().stream()
                        .mapToDouble(m -> Text.width(g, m.title()))
                        .max()
                        .orElse(0)
                + text * 2;
        double top = text * 6.2;
        double slanted = names * 0.45 + text;
        double cellHeight = Math.max(text * 1.5, Math.min(text * 2.6, (height - top - slanted - text) / n));
        double cellWidth = Math.max(text * 3, Math.min(text * 5.5, (width - names - names * 0.7 - text * 2) / n));
        for (int a = 0; a < n; a++) {
            double y = top + slanted + a * cellHeight;
            g.setColor(theme.ink());
            Text.right(g, data.methods().get(a).title(), names, y + cellHeight / 2 + text * 0.36);
            AffineTransform upright = g.getTransform();
            double x = names + text * 0.8 + (a + 0.4) * cellWidth;
            g.rotate(-Math.PI / 7, x, top + slanted - text * 0.5);
            Text.left(g, data.methods().get(a).title(), x, top + slanted - text * 0.5, names * 2);
            g.setTransform(upright);
            for (int b = 0; b < n; b++) {
                cell(
                        g,
                        data.iou()[a][b],
                        a == b,
                        new Rectangle2D.Double(
                                names + text * 0.8 + b * cellWidth, y, cellWidth * 0.96, cellHeight * 0.92));
            }
        }
    }

    private void cell(Graphics2D g, double iou, boolean same, Rectangle2D at) {
        ColourScale scale = new ColourScale(ColourMap.LAGOON, 0, 1, false, "IoU");
        // below what chance gives nothing is told apart: the colours are spent above it
        double share = data.chance() < 1 ? Math.max(0, (iou - data.chance()) / (1 - data.chance())) : 0;
        Color colour = same ? theme.faint() : new Color(scale.argb((float) share));
        g.setColor(colour);
        g.fill(at);
        double light = 0.299 * colour.getRed() + 0.587 * colour.getGreen() + 0.114 * colour.getBlue();
        g.setColor(same ? theme.muted() : light > 140 ? Color.BLACK : Color.WHITE);
        Text.centred(g, String.format(Locale.ROOT, "%.2f", iou), at.getCenterX(), at.getCenterY() + text * 0.36);
    }
}
