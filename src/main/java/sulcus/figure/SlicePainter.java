package sulcus.figure;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import sulcus.decompose.layout.SliceLayout;

/** One slice as part of a figure, without labels. */
final class SlicePainter {
    /** The geometry keeps room for labels in units of their size; here there are none. */
    private static final double NO_TEXT = 0.4;

    private SlicePainter() {}

    /** What a mosaic of one layer alone shows of a network. */
    static MosaicData of(
            SliceLayout layout, int layer, float[] z, float[] anatomy, float threshold, ColourScale scale) {
        return new MosaicData(
                "",
                "",
                new SliceLayout(layout.grid(), new int[][] {layout.cells()[layer]}, layout.families()),
                new float[][] {z},
                MosaicData.ranks(new float[][] {anatomy == null ? new float[z.length] : anatomy}),
                null,
                scale,
                new float[] {threshold},
                threshold,
                new boolean[1],
                null);
    }

    static void paint(Graphics2D g, MosaicData one, Rectangle2D area, double pixelsPerUnit, Theme theme) {
        MosaicGeometry geometry = new MosaicGeometry(one, NO_TEXT, area.getWidth(), area.getHeight(), pixelsPerUnit);
        MosaicRaster raster = new MosaicRaster(one, geometry, theme);
        BufferedImage cells = new BufferedImage(raster.width(), raster.height(), BufferedImage.TYPE_INT_ARGB_PRE);
        raster.recolour(((DataBufferInt) cells.getRaster().getDataBuffer()).getData(), one);
        AffineTransform before = g.getTransform();
        g.translate(area.getX(), area.getY());
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_NEAREST_NEIGHBOR);
        g.drawImage(cells, AffineTransform.getScaleInstance(1 / pixelsPerUnit, 1 / pixelsPerUnit), null);
        g.setColor(theme.outline());
        g.setStroke(new BasicStroke((float) (theme.text() * 0.085)));
        g.draw(geometry.outline(0));
        g.setTransform(before);
    }
}
