package sulcus.evaluate;

import java.util.List;

/**
 * The loss that a cut adds, before it is measured, from what the same cut of each layer alone adds. The layers' losses are
 * summed, and the sum is multiplied by a factor for what they do to each other. The factor's logarithm is a local line over
 * the logarithm of the sum, through cuts that were measured, drawn to 0 where there are few (ridge regression).
 */
public final class LossEstimate {
    /** Below this sum, in nats, a factor is noise. */
    private static final double LEAST = 1e-4;

    /** How far a measured cut counts: the deviation of a Gaussian over the logarithm of the sum. */
    private static final double NEAR = 0.5;

    /** Penalty on height and slope of the line, against one measured cut with the same sum. */
    private static final double RIDGE = 0.3;

    /** Weight of a cut that removes the same share of every layer, against one that was chosen. */
    private static final double TOGETHER = 0.3;

    private LossEstimate() {}

    /**
     * A cut that was measured.
     *
     * @param alone sum over the layers of the loss that each adds alone, nats a token: {@link sulcus.prune.LossCurves#sum}
     * @param added by the whole cut, nats a token
     * @param weight how much it says of other cuts, 0 … 1
     */
    public record Point(double alone, double added, double weight) {
        /** A cut that somebody chose. */
        public static Point chosen(double alone, double added) {
            return new Point(alone, added, 1);
        }

        /** A cut that was measured with the sensitivity, the same share of every layer. */
        public static Point together(double alone, double added) {
            return new Point(alone, added, TOGETHER);
        }
    }

    /**
     * Nats a token that a cut adds.
     *
     * @param measured cuts with the same compensation, in any order
     * @param alone as for {@link Point}
     */
    public static double added(List<Point> measured, double alone) {
        if (alone <= 0) {
            return 0;
        }
        double at = Math.log(Math.max(alone, LEAST));
        double weights = RIDGE;
        double x = 0;
        double xx = RIDGE;
        double y = 0;
        double xy = 0;
        for (Point point : measured) {
            if (point.alone() >= LEAST && point.added() >= LEAST && Double.isFinite(point.added())) {
                double away = Math.log(point.alone()) - at;
                double weight = point.weight() * Math.exp(-away * away / (2 * NEAR * NEAR));
                double factor = Math.log(point.added() / point.alone());
                weights += weight;
                x += weight * away;
                xx += weight * away * away;
                y += weight * factor;
                xy += weight * away * factor;
            }
        }
        return alone * Math.exp((y * xx - x * xy) / (weights * xx - x * x));
    }
}
