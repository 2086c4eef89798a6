package sulcus.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import sulcus.decompose.layout.SliceGrid;
import sulcus.decompose.layout.SliceOutline;

/**
 * A glass brain: the slices one behind the other, turned, with the lit neurons as points and functional connections as arcs;
 * beside it the largest |z| seen from the side, from the top and from the front.
 */
public final class StackPainter implements Figure {
    private static final double[][] CONTOUR = SliceOutline.polygon(72);
    /** Length of the stack in half heights of a slice. */
    private static final double DEPTH = 3.2;

    private final MosaicData data;
    private final StackPoints points;
    private final StackArcs arcs;
    private final Turn turn;
    private final Theme theme;
    private final double text;

    /**
     * How the stack is seen.
     *
     * @param yaw degrees about the upright axis; 0 looks at the first slice from the front
     * @param pitch degrees about the axis to the right
     * @param zoom 1 fits
     */
    public record Turn(double yaw, double pitch, double zoom) {
        public static final Turn START = new Turn(58, 16, 1);
    }

    public StackPainter(MosaicData data, StackArcs arcs, Turn turn, Theme theme) {
        this(data, StackPoints.of(data), arcs, turn, theme);
    }

    private StackPainter(MosaicData data, StackPoints points, StackArcs arcs, Turn turn, Theme theme) {
        this.data = data;
        this.points = points;
        this.arcs = arcs;
        this.turn = turn;
        this.theme = theme;
        text = theme.text();
    }

    /** The same stack seen otherwise; what does not depend on the turn is kept. */
    public StackPainter turned(Turn other) {
        return new StackPainter(data, points, arcs, other, theme);
    }

    /** The room of the turning stack. */
    public Rectangle2D stack(double width, double height) {
        return new Rectangle2D.Double(0, text * 3, width * 0.64, Math.max(20, height - text * 4));
    }

    /** From u, v and layer to the figure. */
    private final class Projection {
        private final double cosYaw = Math.cos(Math.toRadians(turn.yaw()));
        private final double sinYaw = Math.sin(Math.toRadians(turn.yaw()));
        private final double cosPitch = Math.cos(Math.toRadians(turn.pitch()));
        private final double sinPitch = Math.sin(Math.toRadians(turn.pitch()));
        private final double scale;
        private final double middleX;
        private final double middleY;

        Projection(Rectangle2D area) {
            // the farthest corner from the middle must fit, whatever the turn
            double reach = Math.hypot(DEPTH / 2, SliceOutline.HALF_WIDTH) + 0.12;
            scale = Math.min(area.getWidth() / (2 * reach), area.getHeight() / (2 * Math.hypot(1, 0.55))) * turn.zoom();
            middleX = area.getCenterX();
            middleY = area.getCenterY();
        }

        double w(int layer) {
            return data.layers() == 1 ? 0 : (layer / (data.layers() - 1.0) - 0.5) * DEPTH;
        }

        double x(double u, double w) {
            return middleX + scale * (u * cosYaw + w * sinYaw);
        }

        double y(double u, double v, double w) {
            return middleY + scale * (v * cosPitch - (w * cosYaw - u * sinYaw) * sinPitch);
        }

        /** Larger is farther away. */
        double depth(double u, double v, double w) {
            return v * sinPitch + (w * cosYaw - u * sinYaw) * cosPitch;
        }
    }

    /**
     * The lit neuron at a place.
     *
     * @return layer and neuron; null for none
     */
    public int[] neuronAt(double atX, double atY, double width, double height) {
        Projection p = new Projection(stack(width, height));
        int[] found = null;
        double least = text * 0.6;
        for (int i = 0; i < points.count(); i++) {
            double w = p.w(points.layer()[i]);
            double away = Math.hypot(p.x(points.u()[i], w) - atX, p.y(points.u()[i], points.v()[i], w) - atY);
            if (away <= least) {
                least = away;
                found = new int[] {points.layer()[i], points.neuron()[i]};
            }
        }
        return found;
    }

    /** How many points are drawn. */
    public int points() {
        return points.count();
    }

    @Override
    public void paint(Graphics2D g, double width, double height, double pixelsPerUnit) {
        Text.smooth(g);
        g.setColor(theme.background());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        Rectangle2D area = stack(width, height);
        Projection p = new Projection(area);
        var clip = g.getClip();
        g.clip(area);
        boolean firstIsNear = p.depth(0, 0, p.w(0)) <= p.depth(0, 0, p.w(data.layers() - 1));
        int[] byLayer = new int[data.layers() + 1];
        int[] order = orderByLayer(byLayer);
        for (int i = 0; i < data.layers(); i++) {
            int l = firstIsNear ? data.layers() - 1 - i : i;
            slice(g, p, l);
            for (int at = byLayer[l]; at < byLayer[l + 1]; at++) {
                point(g, p, order[at]);
            }
        }
        arcs(g, p);
        g.setClip(clip);
        labels(g, p);
        title(g, width);
        projections(g, width, height, pixelsPerUnit);
    }

    /** Points layer after layer, weakest first within one. */
    private int[] orderByLayer(int[] start) {
        for (int l : points.layer()) {
            start[l + 1]++;
        }
        for (int l = 0; l + 1 < start.length; l++) {
            start[l + 1] += start[l];
        }
        int[] next = start.clone();
        int[] order = new int[points.count()];
        for (int i = 0; i < order.length; i++) {
            order[next[points.layer()[i]]++] = i;
        }
        return order;
    }

    private Path2D outline(Projection p, int layer) {
        Path2D path = new Path2D.Double();
        double w = p.w(layer);
        for (int i = 0; i < CONTOUR.length; i++) {
            double x = p.x(CONTOUR[i][0], w);
            double y = p.y(CONTOUR[i][0], CONTOUR[i][1], w);
            if (i == 0) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        path.closePath();
        return path;
    }

    private void slice(Graphics2D g, Projection p, int layer) {
        Path2D outline = outline(p, layer);
        boolean locked = data.protectedLayers()[layer];
        Color line = locked ? theme.locked() : theme.outline();
        // many slices lie behind each other: each is the more transparent
        int veil = Math.clamp(260 / data.layers(), 6, 28);
        g.setColor(new Color(line.getRed(), line.getGreen(), line.getBlue(), veil));
        g.fill(outline);
        g.setColor(new Color(line.getRed(), line.getGreen(), line.getBlue(), data.layers() > 16 ? 110 : 170));
        float dash = (float) (text * 0.36);
        g.setStroke(
                locked
                        ? new BasicStroke(
                                (float) (text * 0.1),
                                BasicStroke.CAP_BUTT,
                                BasicStroke.JOIN_ROUND,
                                10,
                                new float[] {dash, dash * 0.6f},
                                0)
                        : new BasicStroke((float) (text * 0.07)));
        g.draw(outline);
    }

    private void point(Graphics2D g, Projection p, int i) {
        double w = p.w(points.layer()[i]);
        double u = points.u()[i];
        double v = points.v()[i];
        double far = Math.clamp((p.depth(u, v, w) + DEPTH / 2) / DEPTH, 0.0, 1.0);
        double share = data.scale().share(points.magnitude()[i]);
        // the more points, the smaller, or the near ones would hide all others
        double crowd = Math.clamp(Math.sqrt(4000.0 / points.count()), 0.35, 1);
        double r = Math.max(p.scale * data.layout().grid().size() * (0.34 + 0.4 * share) * crowd, text * 0.06);
        g.setColor(new Color(Theme.mix(new Color(points.colour()[i]), theme.background(), 0.45 * far)));
        g.fill(new Rectangle2D.Double(p.x(u, w) - r, p.y(u, v, w) - r, 2 * r, 2 * r));
    }

    private void arcs(Graphics2D g, Projection p) {
        for (int i = arcs.arcs().size() - 1; i >= 0; i--) {
            StackArcs.Arc arc = arcs.arcs().get(i);
            double wa = p.w(arc.a().layer());
            double wb = p.w(arc.b().layer());
            double ax = p.x(arc.from()[0], wa);
            double ay = p.y(arc.from()[0], arc.from()[1], wa);
            double bx = p.x(arc.to()[0], wb);
            double by = p.y(arc.to()[0], arc.to()[1], wb);
            double lift = Math.hypot(bx - ax, by - ay) * 0.3;
            Path2D path = new Path2D.Double();
            path.moveTo(ax, ay);
            path.quadTo((ax + bx) / 2, (ay + by) / 2 - lift, bx, by);
            Color ink = new Color(ColourMap.LAGOON.argb(arc.likeness()));
            g.setColor(new Color(ink.getRed(), ink.getGreen(), ink.getBlue(), 200));
            g.setStroke(new BasicStroke((float) (text * (0.06 + 0.14 * arc.likeness()))));
            g.draw(path);
        }
    }

    private void labels(Graphics2D g, Projection p) {
        g.setFont(Typeface.REGULAR.size(text));
        g.setColor(theme.muted());
        double last = Double.NEGATIVE_INFINITY;
        boolean leftwards = p.x(0, p.w(data.layers() - 1)) < p.x(0, p.w(0));
        for (int i = 0; i < data.layers(); i++) {
            int l = leftwards ? data.layers() - 1 - i : i;
            double x = p.x(0, p.w(l));
            double y = p.y(0, 1, p.w(l)) + text * 1.4;
            if (x - last >= text * 2.2) {
                Text.centred(g, Integer.toString(l), x, y);
                last = x;
            }
        }
    }

    private void title(Graphics2D g, double width) {
        g.setColor(theme.ink());
        g.setFont(Typeface.SEMIBOLD.size(text * 1.2));
        String words = data.scale().label() + " in " + data.layers() + " layers, " + points.count() + " lit neurons"
                + (points.count() == StackPoints.MOST ? " (the strongest)" : "")
                + (arcs.arcs().isEmpty() ? "" : ", " + arcs.arcs().size() + " connections");
        Text.left(g, words, text * 1.4, text * 2, width * 0.62);
    }

    /** Largest |z| along each of the three axes. */
    private void projections(Graphics2D g, double width, double height, double pixelsPerUnit) {
        SliceGrid grid = data.layout().grid();
        float[][] side = new float[grid.height()][data.layers()];
        float[][] top = new float[grid.width()][data.layers()];
        float[][] front = new float[grid.height()][grid.width()];
        for (int i = 0; i < points.count(); i++) {
            int l = points.layer()[i];
            int cell = data.layout().cells()[l][points.neuron()[i]];
            float value = data.values()[l][points.neuron()[i]];
            int x = cell % grid.width();
            int y = cell / grid.width();
            largest(side[y], l, value);
            largest(top[x], l, value);
            largest(front[y], x, value);
        }
        double left = width * 0.66;
        double room = width - left - text * 7;
        double h = (height - text * 10) / 3;
        panel(g, side, "side: layer by row", left, text * 3.4, room, h, pixelsPerUnit);
        panel(g, top, "top: layer by column", left, text * 3.4 + h + text * 2.4, room, h, pixelsPerUnit);
        double aspect = grid.width() / (double) grid.height();
        panel(
                g,
                front,
                "front: all layers",
                left,
                text * 3.4 + 2 * (h + text * 2.4),
                Math.min(room, h * aspect),
                h,
                pixelsPerUnit);
        Rectangle2D bar = new Rectangle2D.Double(width - text * 5.5, text * 6, text * 0.9, height * 0.5);
        new ColourBar(data.scale(), data.threshold(), theme).paint(g, bar, pixelsPerUnit);
    }

    private static void largest(float[] row, int at, float value) {
        row[at] = Math.abs(value) > Math.abs(row[at]) ? value : row[at];
    }

    private void panel(
            Graphics2D g,
            float[][] values,
            String name,
            double x,
            double y,
            double width,
            double height,
            double pixelsPerUnit) {
        g.setFont(Typeface.REGULAR.size(text));
        g.setColor(theme.muted());
        Text.left(g, name, x, y, width);
        double h = height - text * 0.8;
        int pw = Math.max(1, (int) Math.round(width * pixelsPerUnit));
        int ph = Math.max(1, (int) Math.round(h * pixelsPerUnit));
        BufferedImage image = new BufferedImage(pw, ph, BufferedImage.TYPE_INT_RGB);
        int ground = theme.anatomy(0.15f);
        for (int j = 0; j < ph; j++) {
            int a = (int) ((long) j * values.length / ph);
            int b = Math.max(a + 1, (int) ((long) (j + 1) * values.length / ph));
            for (int i = 0; i < pw; i++) {
                int columns = values[0].length;
                int c = (int) ((long) i * columns / pw);
                int d = Math.max(c + 1, (int) ((long) (i + 1) * columns / pw));
                float most = 0;
                for (int row = a; row < b; row++) {
                    for (int column = c; column < d; column++) {
                        most = Math.abs(values[row][column]) > Math.abs(most) ? values[row][column] : most;
                    }
                }
                image.setRGB(i, j, most == 0 ? ground : data.scale().argb(most));
            }
        }
        AffineTransform place = AffineTransform.getTranslateInstance(x, y + text * 0.5);
        place.scale(width / pw, h / ph);
        g.drawImage(image, place, null);
        g.setColor(theme.faint());
        g.setStroke(new BasicStroke((float) (text * 0.06)));
        g.draw(new Line2D.Double(x, y + text * 0.5 + h, x + width, y + text * 0.5 + h));
    }
}
