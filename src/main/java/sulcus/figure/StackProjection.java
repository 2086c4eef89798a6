package sulcus.figure;

import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import sulcus.decompose.layout.SliceOutline;

/**
 * Orthographic view of a stack of slices. Its own axes are those of a slice, u to the right and v down, and w from the first
 * layer to the last; all in half heights of a slice, the origin in the middle. Turned first about the upright axis (yaw), then
 * about the axis to the right (pitch).
 */
final class StackProjection {
    /** From the first slice to the last. */
    static final double LENGTH = 2.4;

    private static final double[][] CONTOUR = SliceOutline.polygon(72);

    private final int layers;
    private final double cosYaw;
    private final double sinYaw;
    private final double cosPitch;
    private final double sinPitch;
    private final double scale;
    private final double middleX;
    private final double middleY;

    /** @param area that the stack fits into at zoom 1, whatever the yaw */
    StackProjection(Rectangle2D area, StackPainter.Turn turn, int layers) {
        this.layers = layers;
        cosYaw = Math.cos(Math.toRadians(turn.yaw()));
        sinYaw = Math.sin(Math.toRadians(turn.yaw()));
        cosPitch = Math.cos(Math.toRadians(turn.pitch()));
        sinPitch = Math.sin(Math.toRadians(turn.pitch()));
        double reach = Math.hypot(LENGTH / 2, SliceOutline.HALF_WIDTH) + 0.12;
        // upwards a pitch of about half a right angle fits; looking straight down takes less zoom
        scale = Math.min(area.getWidth() / (2 * reach), area.getHeight() / (2 * Math.hypot(1, 1))) * turn.zoom();
        middleX = area.getCenterX();
        middleY = area.getCenterY();
    }

    /** Units of the figure to half a slice's height. */
    double scale() {
        return scale;
    }

    double w(int layer) {
        return layers == 1 ? 0 : (layer / (layers - 1.0) - 0.5) * LENGTH;
    }

    double x(double u, double w) {
        return middleX + scale * (u * cosYaw + w * sinYaw);
    }

    double y(double u, double v, double w) {
        return middleY + scale * (v * cosPitch - (w * cosYaw - u * sinYaw) * sinPitch);
    }

    /** How wide what lies on a slice looks, but never so narrow that it vanishes. */
    double narrow() {
        return Math.max(0.35, Math.abs(cosYaw));
    }

    /** How high what lies on a slice looks, likewise. */
    double flat() {
        return Math.max(0.35, Math.abs(cosPitch));
    }

    /** Larger is farther away. */
    double depth(double u, double v, double w) {
        return v * sinPitch + (w * cosYaw - u * sinYaw) * cosPitch;
    }

    /** Whether the first layer is nearer than the last, so that the last is to be drawn first. */
    boolean firstIsNear() {
        return depth(0, 0, w(0)) <= depth(0, 0, w(layers - 1));
    }

    /** The contour of a layer's slice. */
    Path2D outline(int layer) {
        Path2D path = new Path2D.Double(Path2D.WIND_NON_ZERO, CONTOUR.length + 2);
        double w = w(layer);
        for (double[] corner : CONTOUR) {
            double x = x(corner[0], w);
            double y = y(corner[0], corner[1], w);
            if (path.getCurrentPoint() == null) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        path.closePath();
        return path;
    }
}
