package sulcus.figure;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import sulcus.prune.Compensation;
import sulcus.prune.score.Scores;
import sulcus.study.Comparison;

/**
 * How one curve of a comparison is told from the others, also without colour: each method has a shape (and a colour), each
 * compensation a kind of line, another calibration hollow marks, a setting tried by hand a small mark without a line.
 */
record CompareMark(int method, Compensation compensation, boolean hollow, boolean small) {
    private static final Color[] COLOURS = {
        new Color(0xf2600f),
        new Color(0x2f98e6),
        new Color(0x2fa884),
        new Color(0xb060d8),
        new Color(0xd6a100),
        new Color(0xe0568f),
        new Color(0x8a909c)
    };

    static CompareMark of(Comparison.Curve curve) {
        int method = 0;
        while (method < Scores.ALL.size() && !Scores.ALL.get(method).label().equals(curve.method())) {
            method++;
        }
        return new CompareMark(
                method, Compensation.parse(curve.compensate()), curve.variant() % 2 == 1, curve.byHand());
    }

    Color colour() {
        return COLOURS[method % COLOURS.length];
    }

    /** @param text size of type */
    BasicStroke line(double text) {
        float unit = (float) (text * 0.14);
        float[] dashes = switch (compensation) {
            case NONE -> null;
            case BIAS -> new float[] {7 * unit, 3 * unit};
            case LEAST_SQUARES -> new float[] {1.2f * unit, 2.4f * unit};
            case FEEDBACK -> new float[] {7 * unit, 2.4f * unit, 1.2f * unit, 2.4f * unit};
        };
        return new BasicStroke(unit, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dashes, 0);
    }

    void draw(Graphics2D g, double x, double y, double text, Color background) {
        double r = text * (small ? 0.28 : 0.42);
        Path2D shape = shape(x, y, r);
        boolean open = method % COLOURS.length == 6;
        g.setStroke(new BasicStroke((float) (text * 0.13)));
        if (!open) {
            g.setColor(hollow ? background : colour());
            g.fill(shape);
        }
        g.setColor(colour());
        g.draw(shape);
    }

    private Path2D shape(double x, double y, double r) {
        Path2D path = new Path2D.Double();
        switch (method % COLOURS.length) {
            case 0 -> path.append(new Ellipse2D.Double(x - r, y - r, 2 * r, 2 * r), false);
            case 1 -> path.append(new Rectangle2D.Double(x - r * 0.9, y - r * 0.9, 1.8 * r, 1.8 * r), false);
            case 2 -> corners(path, x, y, r * 1.2, 3, -90);
            case 3 -> corners(path, x, y, r * 1.2, 3, 90);
            case 4 -> corners(path, x, y, r * 1.15, 4, 0);
            case 5 -> star(path, x, y, r * 1.25);
            default -> {
                path.append(new Line2D.Double(x - r * 0.8, y - r * 0.8, x + r * 0.8, y + r * 0.8), false);
                path.append(new Line2D.Double(x - r * 0.8, y + r * 0.8, x + r * 0.8, y - r * 0.8), false);
            }
        }
        return path;
    }

    private static void corners(Path2D path, double x, double y, double r, int count, double first) {
        for (int i = 0; i < count; i++) {
            double angle = Math.toRadians(first + 360.0 * i / count);
            go(path, i, x + r * Math.cos(angle), y + r * Math.sin(angle));
        }
        path.closePath();
    }

    private static void star(Path2D path, double x, double y, double r) {
        for (int i = 0; i < 10; i++) {
            double angle = Math.toRadians(-90 + 36.0 * i);
            double far = i % 2 == 0 ? r : r * 0.45;
            go(path, i, x + far * Math.cos(angle), y + far * Math.sin(angle));
        }
        path.closePath();
    }

    private static void go(Path2D path, int i, double x, double y) {
        if (i == 0) {
            path.moveTo(x, y);
        } else {
            path.lineTo(x, y);
        }
    }
}
