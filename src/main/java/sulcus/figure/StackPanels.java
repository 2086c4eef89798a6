package sulcus.figure;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.EnumMap;
import java.util.Map;
import sulcus.decompose.layout.SliceGrid;
import sulcus.decompose.layout.SliceOutline;

/** The largest |z| of a stack along each of its three axes. They do not turn with it, and so are drawn once for a size. */
final class StackPanels {
    private static final double[][] CONTOUR = SliceOutline.polygon(180);

    /** From where the stack is seen. */
    enum Side {
        SIDE("from the side, by layer"),
        TOP("from the top, by layer"),
        FRONT("from the front");

        private final String words;

        Side(String words) {
            this.words = words;
        }
    }

    private final Map<Side, float[][]> values = new EnumMap<>(Side.class);
    private final Map<Side, BufferedImage> drawn = new EnumMap<>(Side.class);
    private final int layers;
    private final ColourScale scale;
    private final double aspect;
    /** Share of the panel's width and height that half a slice takes. */
    private final double unitX;

    private final double unitY;
    private Theme drawnIn;

    StackPanels(MosaicData data, StackPoints points) {
        layers = data.layers();
        scale = data.scale();
        SliceGrid grid = data.layout().grid();
        aspect = grid.width() / (double) grid.height();
        unitX = 1 / (grid.width() * grid.size());
        unitY = 1 / (grid.height() * grid.size());
        float[][] side = new float[grid.height()][layers];
        float[][] top = new float[grid.width()][layers];
        float[][] front = new float[grid.height()][grid.width()];
        for (int i = 0; i < points.count(); i++) {
            int l = points.layer()[i];
            int cell = data.layout().cells()[l][points.neuron()[i]];
            float value = data.values()[l][points.neuron()[i]];
            largest(side[cell / grid.width()], l, value);
            largest(top[cell % grid.width()], l, value);
            largest(front[cell / grid.width()], cell % grid.width(), value);
        }
        values.put(Side.SIDE, side);
        values.put(Side.TOP, top);
        values.put(Side.FRONT, front);
    }

    private static void largest(float[] row, int at, float value) {
        row[at] = Math.abs(value) > Math.abs(row[at]) ? value : row[at];
    }

    /** [row][layer], [column][layer] or [row][column]: signed, 0 where nothing is lit. */
    float[][] values(Side from) {
        return values.get(from);
    }

    /** The three below each other. */
    void paint(Graphics2D g, Rectangle2D area, Theme theme, double pixelsPerUnit) {
        if (drawnIn != theme) {
            drawn.clear();
            drawnIn = theme;
        }
        double text = theme.text();
        double heading = text * 1.7;
        double foot = text * 1.7;
        double each = Math.max(text, (area.getHeight() - 3 * heading - 2 * foot - 2 * text) / 3);
        double y = area.getY();
        for (Side from : Side.values()) {
            g.setFont(Typeface.REGULAR.size(text));
            g.setColor(theme.muted());
            Text.left(g, from.words, area.getX(), y + text, area.getWidth());
            boolean front = from == Side.FRONT;
            double width = front ? Math.min(area.getWidth(), each * aspect) : area.getWidth();
            Rectangle2D panel = new Rectangle2D.Double(area.getX(), y + heading, width, front ? width / aspect : each);
            cells(g, from, panel, theme, pixelsPerUnit);
            if (front) {
                contour(g, panel, theme);
            } else {
                layerNumbers(g, panel, theme);
            }
            y += heading + each + foot + text;
        }
    }

    private void cells(Graphics2D g, Side from, Rectangle2D panel, Theme theme, double pixelsPerUnit) {
        int w = Math.max(1, (int) Math.round(panel.getWidth() * pixelsPerUnit));
        int h = Math.max(1, (int) Math.round(panel.getHeight() * pixelsPerUnit));
        BufferedImage image = drawn.get(from);
        if (image == null || image.getWidth() != w || image.getHeight() != h) {
            image = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
            float[][] cells = values.get(from);
            float[] line = new float[w];
            int ground = theme.anatomy(0.15f);
            for (int j = 0; j < h; j++) {
                Shrink.line(cells, j, h, line);
                for (int i = 0; i < w; i++) {
                    image.setRGB(i, j, line[i] == 0 ? ground : scale.over(line[i], ground));
                }
            }
            drawn.put(from, image);
        }
        AffineTransform place = AffineTransform.getTranslateInstance(panel.getX(), panel.getY());
        place.scale(panel.getWidth() / w, panel.getHeight() / h);
        g.drawImage(image, place, null);
    }

    private void contour(Graphics2D g, Rectangle2D panel, Theme theme) {
        Path2D ring = new Path2D.Double();
        for (double[] corner : CONTOUR) {
            double x = panel.getCenterX() + corner[0] * unitX * panel.getWidth();
            double y = panel.getCenterY() + corner[1] * unitY * panel.getHeight();
            if (ring.getCurrentPoint() == null) {
                ring.moveTo(x, y);
            } else {
                ring.lineTo(x, y);
            }
        }
        ring.closePath();
        Path2D outside = new Path2D.Double(Path2D.WIND_EVEN_ODD);
        double margin = panel.getWidth() * 0.02;
        outside.append(
                new Rectangle2D.Double(
                        panel.getX() - margin,
                        panel.getY() - margin,
                        panel.getWidth() + 2 * margin,
                        panel.getHeight() + 2 * margin),
                false);
        outside.append(ring, false);
        g.setColor(theme.background());
        g.fill(outside);
        g.setColor(theme.outline());
        g.setStroke(new BasicStroke((float) (theme.text() * 0.085)));
        g.draw(ring);
    }

    private void layerNumbers(Graphics2D g, Rectangle2D panel, Theme theme) {
        double text = theme.text();
        g.setColor(theme.muted());
        double step = panel.getWidth() / layers;
        double last = Double.NEGATIVE_INFINITY;
        for (int l = 0; l < layers; l++) {
            double x = panel.getX() + (l + 0.5) * step;
            if (x - last >= text * 2.4) {
                Text.centred(g, Integer.toString(l), x, panel.getMaxY() + text * 1.3);
                last = x;
            }
        }
    }
}
