package sulcus.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.QuadCurve2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A glass brain: the slices one behind the other, turned, with the lit neurons as points and functional connections as arcs;
 * beside it the largest |z| seen from the side, from the top and from the front.
 */
public final class StackPainter implements Figure {
    /** Thin lines that differ less from the ground in lightness are hard to see. */
    private static final double UNSEEN = 0.3;

    private final MosaicData data;
    private final StackPoints points;
    private final StackPanels panels;
    private final StackArcs arcs;
    private final Turn turn;
    private final Marks marks;
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

        public static final double LEAST_ZOOM = 0.4;
        public static final double MOST_ZOOM = 8;

        /** Turned by some degrees more, never beyond looking straight up or down. */
        public Turn by(double yawDegrees, double pitchDegrees) {
            return new Turn(yaw + yawDegrees, Math.clamp(pitch + pitchDegrees, -90, 90), zoom);
        }

        public Turn zoomedBy(double factor) {
            return new Turn(yaw, pitch, Math.clamp(zoom * factor, LEAST_ZOOM, MOST_ZOOM));
        }

        /** Whether a stack can be seen so. */
        public boolean possible() {
            return Double.isFinite(yaw) && Math.abs(pitch) <= 90 && zoom >= LEAST_ZOOM && zoom <= MOST_ZOOM;
        }
    }

    /** A neuron, both 0-based. */
    public record Place(int layer, int neuron) {}

    /**
     * What is pointed at.
     *
     * @param layer whose contour stands out; −1 for none
     * @param hovered null for none
     * @param locked null for none
     */
    public record Marks(int layer, Place hovered, Place locked) {
        public static final Marks NONE = new Marks(-1, null, null);
    }

    public StackPainter(MosaicData data, StackArcs arcs, Turn turn, Theme theme) {
        this.data = data;
        this.arcs = arcs;
        this.turn = turn;
        this.theme = theme;
        points = StackPoints.of(data);
        panels = new StackPanels(data, points);
        marks = Marks.NONE;
        text = theme.text();
    }

    private StackPainter(StackPainter of, StackArcs arcs, Turn turn, Marks marks) {
        data = of.data;
        points = of.points;
        panels = of.panels;
        theme = of.theme;
        text = of.text;
        this.arcs = arcs;
        this.turn = turn;
        this.marks = marks;
    }

    /** The same neurons seen otherwise; what does not depend on that is kept. */
    public StackPainter seen(StackArcs otherArcs, Turn otherTurn, Marks otherMarks) {
        return new StackPainter(this, otherArcs, otherTurn, otherMarks);
    }

    /** The room of the turning stack. */
    public Rectangle2D stack(double width, double height) {
        return new Rectangle2D.Double(
                0, text * 4.6, Math.max(20, width * 0.66 - text), Math.max(20, height - text * 5.6));
    }

    private StackLabels labels() {
        return new StackLabels(data.layers(), marks.layer(), text);
    }

    private StackProjection projection(double width, double height) {
        return new StackProjection(stack(width, height), turn, data.layers());
    }

    /** The lit neuron at a place, of those that lie near it the nearest to the eye; null for none. */
    public Place neuronAt(double atX, double atY, double width, double height) {
        StackProjection p = projection(width, height);
        double reach = Math.max(text * 0.3, p.scale() * data.layout().grid().size() * 0.75);
        Place found = null;
        double nearest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < points.count(); i++) {
            double w = p.w(points.layer()[i]);
            double u = points.u()[i];
            double v = points.v()[i];
            double away = Math.hypot(p.x(u, w) - atX, p.y(u, v, w) - atY);
            // depth counts most, as what is near is drawn over what is far
            double rank = p.depth(0, 0, w) * 1000 + away / reach;
            if (away <= reach && rank < nearest) {
                nearest = rank;
                found = new Place(points.layer()[i], points.neuron()[i]);
            }
        }
        return found;
    }

    /** The layer whose number stands at a place; −1 for none. */
    public int layerAt(double atX, double atY, double width, double height) {
        return labels().at(projection(width, height), atX, atY);
    }

    /** The neurons that a stack draws as points, layer after layer. */
    public static List<Place> places(MosaicData data) {
        StackPoints points = StackPoints.of(data);
        return IntStream.range(0, points.count())
                .mapToObj(i -> new Place(points.layer()[i], points.neuron()[i]))
                .toList();
    }

    /** How many neurons are drawn as points. */
    public int points() {
        return points.count();
    }

    @Override
    public void paint(Graphics2D g, double width, double height, double pixelsPerUnit) {
        paintStill(g, width, height, pixelsPerUnit);
        paintStack(g, width, height, new StackBrush.Shapes(this));
    }

    /** What does not turn: background, title, projections, keys to the colours. */
    void paintStill(Graphics2D g, double width, double height, double pixelsPerUnit) {
        Text.smooth(g);
        g.setColor(theme.background());
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        title(g, width);
        double left = width * 0.68;
        panels.paint(
                g,
                new Rectangle2D.Double(left, text * 1.2, width - left - text * 7.4, height - text * 2.4),
                theme,
                pixelsPerUnit);
        keys(g, width, height, pixelsPerUnit);
    }

    /** Whether what does not turn looks the same. */
    boolean stillAs(StackPainter other) {
        return other != null && panels == other.panels && theme == other.theme && arcs.equals(other.arcs);
    }

    /** What turns, from back to front. */
    void paintStack(Graphics2D g, double width, double height, StackBrush brush) {
        Text.smooth(g);
        Rectangle2D area = stack(width, height);
        StackProjection p = projection(width, height);
        Shape clip = g.getClip();
        g.clip(area);
        boolean firstIsNear = p.firstIsNear();
        for (int i = 0; i < data.layers(); i++) {
            int l = firstIsNear ? data.layers() - 1 - i : i;
            brush.slice(g, p, l);
            points(g, p, l, brush);
        }
        arcs(g, p, brush);
        ring(g, p, marks.hovered(), theme.ink());
        ring(g, p, marks.locked(), theme.accent());
        labels().paint(g, p, theme);
        g.setClip(clip);
    }

    static final int STYLES = 4;

    /** Slices of the same style, 0 … 3, look the same but for their place. */
    int style(int layer) {
        return (data.protectedLayers()[layer] ? 1 : 0) + (layer == marks.layer() ? 2 : 0);
    }

    void slice(Graphics2D g, StackProjection p, int layer) {
        Path2D outline = p.outline(layer);
        boolean locked = data.protectedLayers()[layer];
        boolean chosen = layer == marks.layer();
        Color line = locked ? theme.locked() : theme.outline();
        // many slices lie behind each other: each is the more transparent
        int veil = Math.clamp(260 / data.layers(), 6, 28);
        g.setColor(new Color(line.getRed(), line.getGreen(), line.getBlue(), chosen ? veil * 2 : veil));
        g.fill(outline);
        float dash = (float) (text * 0.36);
        float thick = (float) (text * (chosen ? 0.15 : locked ? 0.1 : 0.07));
        g.setColor(
                chosen
                        ? theme.ink()
                        : new Color(line.getRed(), line.getGreen(), line.getBlue(), data.layers() > 16 ? 110 : 170));
        g.setStroke(
                locked
                        ? new BasicStroke(
                                thick,
                                BasicStroke.CAP_BUTT,
                                BasicStroke.JOIN_ROUND,
                                10,
                                new float[] {dash, dash * 0.6f},
                                0)
                        : new BasicStroke(thick));
        g.draw(outline);
    }

    /** What is far away fades into the background. */
    private void points(Graphics2D g, StackProjection p, int layer, StackBrush brush) {
        double w = p.w(layer);
        double cell = p.scale() * data.layout().grid().size();
        // the more points, the smaller, or the near ones would hide all others
        double crowd = Math.clamp(Math.sqrt(4000.0 / Math.max(1, points.count())), 0.35, 1);
        double reach = StackProjection.LENGTH / 2 + 0.5;
        int ground = theme.background().getRGB();
        Object smooth = g.getRenderingHint(RenderingHints.KEY_ANTIALIASING);
        // squares of a few pixels need no smoothing
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_OFF);
        for (int i = points.start()[layer]; i < points.start()[layer + 1]; i++) {
            double u = points.u()[i];
            double v = points.v()[i];
            double far = Math.clamp((p.depth(u, v, w) / reach + 1) / 2, 0.0, 1.0);
            double share = points.share()[i];
            double r = Math.max(cell * (0.36 + 0.3 * share) * crowd, text * 0.06);
            // the weak recede too: on white their dark colours would stand out
            int faded = (int) (256 * Math.min(0.85, 0.45 * far + 0.4 * (1 - share)));
            int rgb = Theme.mix(points.colour()[i], ground, faded);
            brush.mark(g, p.x(u, w), p.y(u, v, w), r * p.narrow(), r * p.flat(), rgb);
        }
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, smooth);
    }

    private void arcs(Graphics2D g, StackProjection p, StackBrush brush) {
        int edge = Theme.mix(theme.background(), theme.ink(), 0.5);
        double ground = Oklab.of(theme.background().getRGB()).lightness();
        for (int i = arcs.arcs().size() - 1; i >= 0; i--) {
            StackArcs.Arc arc = arcs.arcs().get(i);
            double wa = p.w(arc.a().layer());
            double wb = p.w(arc.b().layer());
            double ax = p.x(arc.from()[0], wa);
            double ay = p.y(arc.from()[0], arc.from()[1], wa);
            double bx = p.x(arc.to()[0], wb);
            double by = p.y(arc.to()[0], arc.to()[1], wb);
            double lift = Math.hypot(bx - ax, by - ay) * 0.3;
            QuadCurve2D curve = new QuadCurve2D.Double(ax, ay, (ax + bx) / 2, (ay + by) / 2 - lift, bx, by);
            double thick = text * (0.07 + 0.15 * arc.likeness());
            int ink = ColourMap.LAGOON.argb(arc.likeness());
            if (Math.abs(Oklab.of(ink).lightness() - ground) < UNSEEN) {
                // an edge: pale arcs stay visible on white, dark ones on black
                brush.curve(g, curve, thick + text * 0.1, edge);
            }
            brush.curve(g, curve, thick, ink);
        }
    }

    private void ring(Graphics2D g, StackProjection p, Place place, Color colour) {
        if (place == null) {
            return;
        }
        int cell = data.layout().cells()[place.layer()][place.neuron()];
        double u = data.layout().grid().u(cell);
        double v = data.layout().grid().v(cell);
        double w = p.w(place.layer());
        double r = text * 0.55;
        Ellipse2D ring = new Ellipse2D.Double(p.x(u, w) - r, p.y(u, v, w) - r, 2 * r, 2 * r);
        g.setColor(theme.background());
        g.setStroke(new BasicStroke((float) (text * 0.34)));
        g.draw(ring);
        g.setColor(colour);
        g.setStroke(new BasicStroke((float) (text * 0.16)));
        g.draw(ring);
    }

    private void title(Graphics2D g, double width) {
        double room = width * 0.66 - text * 2.4;
        g.setColor(theme.ink());
        g.setFont(Typeface.SEMIBOLD.size(text * 1.2));
        String what = data.title().isEmpty() ? data.scale().label() : data.title();
        Text.left(g, what + " · " + data.layers() + " layers", text * 1.4, text * 2, room);
        g.setColor(theme.muted());
        g.setFont(Typeface.REGULAR.size(text));
        String many = Ticks.count(points.count());
        String words = (points.count() == StackPoints.MOST ? "the strongest " + many : many) + " lit neurons"
                + (data.families() == null ? "" : " in the colours of their families" + dimmed())
                + (arcs.arcs().isEmpty()
                        ? ""
                        : " · " + arcs.arcs().size() + " connections |r| ≥ " + Ticks.number(arcs.least(), 2))
                + " · numbers: layers";
        Text.left(g, words, text * 1.4, text * 3.7, room);
    }

    private String dimmed() {
        return data.palette().unstable().isEmpty() ? "" : ", dimmed: unstable";
    }

    private void keys(Graphics2D g, double width, double height, double pixelsPerUnit) {
        boolean both = !arcs.arcs().isEmpty();
        double x = width - text * 5.7;
        double tall = (height - text * (both ? 11 : 6)) * (both ? 0.5 : 0.7);
        Rectangle2D bar = new Rectangle2D.Double(x, text * 3.4, text * 0.9, Math.max(text * 4, tall));
        new ColourBar(data.scale(), data.threshold(), theme).paint(g, bar, pixelsPerUnit);
        if (both) {
            Rectangle2D below = new Rectangle2D.Double(x, bar.getMaxY() + text * 5.2, text * 0.9, bar.getHeight());
            new ColourBar(new ColourScale(ColourMap.LAGOON, 0, 1, false, "|r|"), -1, theme)
                    .paint(g, below, pixelsPerUnit);
        }
    }
}
