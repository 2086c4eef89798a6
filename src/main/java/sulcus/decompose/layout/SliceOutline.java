package sulcus.decompose.layout;

import java.util.Arrays;

/**
 * The contour into which every layer is drawn: an axial slice of a brain seen from above, front up, made by formula. It
 * is star-shaped about the origin; u runs to the right, v down, the contour spans v = −1 … 1.
 *
 * <p>Angles are tabulated with {@link StrictMath}, so that every machine gets the same cells.
 */
public final class SliceOutline {
    /** Largest |u| of the contour. */
    public static final double HALF_WIDTH = 0.80;

    private static final int STEPS = 4096;
    /** How far and how wide the fissure between the hemispheres cuts in at the front and at the back. */
    private static final double NOTCH_DEPTH = 0.045;

    private static final double NOTCH_WIDTH = 0.085;
    private static final double[] RADIUS = radii();

    /** Nearer to the origin than the nearest point of the contour, and farther than the farthest. */
    private static final double SURELY_INSIDE = Arrays.stream(RADIUS).min().orElseThrow() * (1 - 1e-9);

    private static final double SURELY_OUTSIDE = Arrays.stream(RADIUS).max().orElseThrow() * (1 + 1e-9);

    private SliceOutline() {}

    /** Distance of the contour from the origin in the direction of (u, v). */
    public static double radius(double u, double v) {
        double turn = StrictMath.atan2(v, u) / (2 * Math.PI) * STEPS;
        if (turn < 0) {
            turn += STEPS;
        }
        int low = (int) turn;
        double part = turn - low;
        return RADIUS[low % STEPS] * (1 - part) + RADIUS[(low + 1) % STEPS] * part;
    }

    /** 0 at the origin, 1 on the contour, above 1 outside. */
    public static double gauge(double u, double v) {
        double r = Math.sqrt(u * u + v * v);
        return r == 0 ? 0 : r / radius(u, v);
    }

    /** Whether the gauge is at most 1; without the angle where the distance alone tells. */
    static boolean encloses(double u, double v) {
        double r = Math.sqrt(u * u + v * v);
        return r < SURELY_INSIDE || r < SURELY_OUTSIDE && gauge(u, v) <= 1;
    }

    /**
     * The contour as a closed polygon, clockwise from the right.
     *
     * @param points how many corners
     * @return points × 2: u, v
     */
    public static double[][] polygon(int points) {
        double[][] polygon = new double[points][];
        for (int i = 0; i < points; i++) {
            double angle = 2 * Math.PI * i / points;
            double u = StrictMath.cos(angle);
            double v = StrictMath.sin(angle);
            double r = radius(u, v);
            polygon[i] = new double[] {u * r, v * r};
        }
        return polygon;
    }

    private static double[] radii() {
        double[] radii = new double[STEPS];
        for (int i = 0; i < STEPS; i++) {
            double angle = 2 * Math.PI * i / STEPS;
            double u = StrictMath.cos(angle);
            double v = StrictMath.sin(angle);
            double inside = 0;
            double outside = 1.2;
            for (int halving = 0; halving < 50; halving++) {
                double middle = (inside + outside) / 2;
                if (contains(u * middle, v * middle)) {
                    inside = middle;
                } else {
                    outside = middle;
                }
            }
            radii[i] = inside;
        }
        return radii;
    }

    private static boolean contains(double u, double v) {
        double notch = 1 - NOTCH_DEPTH * StrictMath.exp(-(u / NOTCH_WIDTH) * (u / NOTCH_WIDTH));
        double height = Math.abs(v) / notch;
        if (height >= 1) {
            return false;
        }
        // a superellipse, a little wider at the back than at the front
        double width = StrictMath.pow(1 - StrictMath.pow(height, 2.25), 1 / 2.05) * (1 + 0.075 * v - 0.05 * v * v);
        return Math.abs(u) < HALF_WIDTH * width;
    }
}
