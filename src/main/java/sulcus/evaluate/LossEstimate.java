package sulcus.evaluate;

import java.util.List;

/**
 * The loss that a cut adds, before it is measured, from what the same cut of each layer alone adds. The layers' losses are
 * summed, and the sum is multiplied by a factor for what they do to each other: factors of cuts that were measured, weighted
 * by how near their sums are on the logarithm, drawn to the mean of all of them, and that to 1.
 */
public final class LossEstimate {
    /** Below this sum, in nats, a factor is noise. */
    private static final double LEAST = 1e-4;

    /** Weight of the mean against one measured cut with the same sum, and of 1 against one that makes up the mean. */
    private static final double PRIOR = 1;

    private LossEstimate() {}

    /**
     * A cut that was measured.
     *
     * @param alone sum over the layers of the loss that each adds alone, nats a token: {@link sulcus.prune.LossCurves#sum}
     * @param added by the whole cut, nats a token
     */
    public record Point(double alone, double added) {}

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
        double all = 0;
        double near = 0;
        double weight = 0;
        int count = 0;
        for (Point point : measured) {
            if (point.alone() >= LEAST && point.added() >= LEAST && Double.isFinite(point.added())) {
                double factor = Math.log(point.added() / point.alone());
                double away = Math.log(point.alone()) - at;
                double kernel = Math.exp(-away * away / 2);
                all += factor;
                near += kernel * factor;
                weight += kernel;
                count++;
            }
        }
        double mean = all / (count + PRIOR);
        return alone * Math.exp((near + PRIOR * mean) / (weight + PRIOR));
    }
}
