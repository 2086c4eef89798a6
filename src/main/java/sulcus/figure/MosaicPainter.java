package sulcus.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Arc2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/**
 * Draws a mosaic: one brain-shaped slice a layer, grey anatomy, colours above the threshold, a label under each slice and
 * the colour bar. A window that shows the cells itself (see {@link MosaicRaster}) calls {@link #paintFrame}, lays the cells
 * over it, and over these {@link #paintLocks} and {@link #paintLabels}.
 */
public final class MosaicPainter implements Figure {
    private static final int HATCH_ALPHA = 120;

    private final MosaicData data;
    private final Theme theme;
    private final Zoom zoom;

    public MosaicPainter(MosaicData data, Theme theme) {
        this(data, theme, Zoom.WHOLE);
    }

    /** @param zoom the part of the sheet that is seen */
    public MosaicPainter(MosaicData data, Theme theme, Zoom zoom) {
        this.data = data;
        this.theme = theme;
        this.zoom = zoom;
    }

    public MosaicGeometry geometry(double width, double height, double pixelsPerUnit) {
        return new MosaicGeometry(data, zoom, theme.text(), width, height, pixelsPerUnit);
    }

    @Override
    public void paint(Graphics2D g, double width, double height, double pixelsPerUnit) {
        MosaicGeometry geometry = geometry(width, height, pixelsPerUnit);
        paintFrame(g, geometry);
        MosaicRaster raster = new MosaicRaster(data, geometry, theme);
        BufferedImage cells = new BufferedImage(raster.width(), raster.height(), BufferedImage.TYPE_INT_ARGB_PRE);
        raster.recolour(((DataBufferInt) cells.getRaster().getDataBuffer()).getData(), data);
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        g.drawImage(cells, AffineTransform.getScaleInstance(1 / pixelsPerUnit, 1 / pixelsPerUnit), null);
        paintLocks(g, geometry);
        paintLabels(g, geometry);
    }

    /** What no threshold changes and what lies under the cells: background, title, caption, contours. */
    public void paintFrame(Graphics2D g, MosaicGeometry geometry) {
        Text.smooth(g);
        g.setColor(theme.background());
        g.fill(new Rectangle2D.Double(0, 0, geometry.width(), geometry.height()));
        double right = geometry.width() - geometry.margin();
        if (!data.title().isEmpty()) {
            g.setColor(theme.ink());
            g.setFont(Typeface.SEMIBOLD.size(theme.text() * 1.35));
            double room = right - geometry.leftEdge();
            Text.left(g, data.title(), geometry.leftEdge(), geometry.margin() + theme.text() * 1.2, room);
        }
        if (!data.caption().isEmpty()) {
            g.setColor(theme.muted());
            g.setFont(Typeface.REGULAR.size(theme.text()));
            double room = right - geometry.leftEdge();
            Text.left(g, data.caption(), geometry.leftEdge(), geometry.height() - geometry.margin() * 0.8, room);
        }
        float line = (float) (theme.text() * 0.085);
        Shape before = g.getClip();
        g.clip(geometry.view());
        for (int l = 0; l < data.layers(); l++) {
            boolean locked = data.protectedLayers()[l];
            g.setColor(theme.gap());
            g.fill(geometry.outline(l));
            g.setColor(locked ? theme.locked() : theme.outline());
            float dash = (float) (theme.text() * 0.36);
            g.setStroke(
                    locked
                            ? new BasicStroke(
                                    line * 1.35f,
                                    BasicStroke.CAP_BUTT,
                                    BasicStroke.JOIN_ROUND,
                                    10,
                                    new float[] {dash, dash * 0.6f},
                                    0)
                            : new BasicStroke(line, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
            g.draw(geometry.outline(l));
        }
        g.setClip(before);
    }

    /** What no threshold changes and what lies over the cells: the hatching of the protected layers. */
    public void paintLocks(Graphics2D g, MosaicGeometry geometry) {
        Text.smooth(g);
        for (int l = 0; l < data.layers(); l++) {
            if (data.protectedLayers()[l] && !geometry.seen(l).isEmpty()) {
                hatch(g, geometry.outline(l), geometry.seen(l));
            }
        }
    }

    /** What moves with the threshold besides the cells: labels of the slices and the colour bar. */
    public void paintLabels(Graphics2D g, MosaicGeometry geometry) {
        Text.smooth(g);
        Font regular = Typeface.REGULAR.size(theme.text());
        if (geometry.cell() >= 3.2 * theme.text() * geometry.pixelsPerUnit()) {
            new NeuronNumbers(data, geometry, theme).paint(g);
        }
        g.setFont(regular);
        int form = form(g, geometry);
        for (int l = 0; l < data.layers(); l++) {
            if (geometry.zoomed() && geometry.seen(l).isEmpty()) {
                continue;
            }
            boolean own = data.thresholds()[l] != data.threshold();
            String label = label(l, form);
            double lock = data.protectedLayers()[l] ? theme.text() * 0.95 : 0;
            double width = Text.width(g, label) + lock;
            double x = geometry.labelX(l) - width / 2;
            if (geometry.zoomed()) {
                double room = theme.text() * 0.6;
                x = Math.max(room, Math.min(x, geometry.view().getMaxX() - width - room));
            }
            double y = geometry.labelBaseline(l);
            if (geometry.zoomed()) {
                g.setColor(theme.background());
                double pad = theme.text() * 0.4;
                g.fill(new RoundRectangle2D.Double(
                        x - pad, y - theme.text() * 1.05, width + 2 * pad, theme.text() * 1.5, pad * 2, pad * 2));
            }
            if (lock > 0) {
                padlock(g, x, y);
            }
            g.setColor(own ? theme.accent() : theme.muted());
            g.setFont(own ? Typeface.SEMIBOLD.size(theme.text()) : regular);
            g.drawString(label, (float) (x + lock), (float) y);
            g.setFont(regular);
        }
        if (data.families() == null) {
            new ColourBar(data.scale(), data.threshold(), theme).paint(g, geometry.bar(), geometry.pixelsPerUnit());
        } else {
            familyBar(g, geometry.bar());
        }
    }

    /** The longest form of label for which all slices have room: 0 the longest. */
    private int form(Graphics2D g, MosaicGeometry geometry) {
        for (int form = 0; form < 3; form++) {
            double widest = 0;
            for (int l = 0; l < data.layers(); l++) {
                double lock = data.protectedLayers()[l] ? theme.text() * 0.95 : 0;
                widest = Math.max(widest, Text.width(g, label(l, form)) + lock);
            }
            if (widest <= geometry.labelWidth()) {
                return form;
            }
        }
        return 3;
    }

    private String label(int layer, int form) {
        String number = form < 2 ? "layer " + layer : Integer.toString(layer);
        String share = "";
        if (data.protectedLayers()[layer]) {
            share = form == 0 ? " · protected" : "";
        } else if (data.preserved() != null) {
            long percent = Math.round(100.0 * data.preserved().kept()[layer] / data.values()[layer].length);
            share = " · " + percent + (form == 0 ? " % kept" : " %");
        }
        return form == 3 ? number : number + share;
    }

    /** Colour is never the only mark: a protected slice is crossed by fine lines. */
    private void hatch(Graphics2D g, Shape outline, Rectangle2D seen) {
        Rectangle2D area = outline.getBounds2D();
        Shape before = g.getClip();
        g.clip(seen);
        g.clip(outline);
        Color locked = theme.locked();
        g.setColor(new Color(locked.getRed(), locked.getGreen(), locked.getBlue(), HATCH_ALPHA));
        g.setStroke(new BasicStroke((float) (theme.text() * 0.07)));
        double step = theme.text() * 0.75;
        // all in one path, no longer than the outline's box: each line by itself is smoothed over the whole box anew
        Path2D lines = new Path2D.Double();
        double leftmost = area.getX() - area.getHeight();
        // those that cross what is seen
        double first = Math.floor((seen.getX() - (area.getMaxY() - seen.getY()) - leftmost) / step) * step + leftmost;
        double last = Math.min(area.getMaxX(), seen.getMaxX() - (area.getMaxY() - seen.getMaxY()));
        for (double x = Math.max(leftmost, first); x < last; x += step) {
            double from = Math.max(x, area.getX());
            double to = Math.min(x + area.getHeight(), area.getMaxX());
            if (from < to) {
                lines.moveTo(from, area.getMaxY() - (from - x));
                lines.lineTo(to, area.getMaxY() - (to - x));
            }
        }
        g.draw(lines);
        g.setClip(before);
    }

    private void padlock(Graphics2D g, double x, double baseline) {
        double size = theme.text();
        g.setColor(theme.locked());
        g.fill(new RoundRectangle2D.Double(
                x, baseline - size * 0.44, size * 0.6, size * 0.46, size * 0.12, size * 0.12));
        g.setStroke(new BasicStroke((float) (size * 0.1)));
        g.draw(new Arc2D.Double(x + size * 0.12, baseline - size * 0.74, size * 0.36, size * 0.56, 0, 180, Arc2D.OPEN));
    }

    private void familyBar(Graphics2D g, Rectangle2D bar) {
        FamilyColours palette = data.palette();
        int rows = palette.strong().length + (palette.count() > palette.strong().length ? 1 : 0);
        double step = bar.getHeight() / Math.max(1, rows);
        g.setFont(Typeface.REGULAR.size(theme.text()));
        for (int i = 0; i < rows; i++) {
            boolean more = i == palette.strong().length;
            double y = bar.getY() + i * step;
            if (!more) {
                g.setColor(palette.colour(palette.strong()[i]));
                g.fill(new Rectangle2D.Double(
                        bar.getX(), y, bar.getWidth(), step - Math.min(step * 0.2, theme.text() * 0.25)));
            }
            if (step >= theme.text() * 1.1) {
                g.setColor(theme.muted());
                double baseline = y + step * 0.45 + theme.text() * 0.36;
                String words = more
                        ? "+ " + (palette.count() - palette.strong().length)
                        : Integer.toString(palette.strong()[i] + 1);
                double x = more ? bar.getX() : bar.getMaxX() + theme.text() * 0.6;
                g.drawString(words, (float) x, (float) baseline);
            }
        }
        g.setColor(theme.ink());
        Text.left(g, "family", bar.getX(), bar.getY() - theme.text() * 1.1, theme.text() * 6);
    }
}
