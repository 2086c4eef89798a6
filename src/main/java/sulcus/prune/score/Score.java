package sulcus.prune.score;

import sulcus.prune.Compensation;

/** A way to say what each MLP neuron is worth. The window and the command line list {@link Scores#ALL}. */
public interface Score extends Defined {
    /**
     * What is said of a score.
     *
     * @param label as on the command line and in files
     * @param title for people
     * @param source who defined it, and where
     * @param allocation how its authors share the cut among the layers
     * @param usual what its authors do for the output that is lost
     * @param looksAtText whether it looks at calibration text; else the weights or a seed are enough
     */
    record Definition(
            String label,
            String title,
            String source,
            Allocation allocation,
            Compensation usual,
            boolean looksAtText) {}

    /** What a high score says, in a line. */
    default String meaning() {
        return source();
    }

    /** What thresholds lie on once the cut is shared among the layers, as an axis is called. */
    default String axis() {
        return allocation().axis(title());
    }

    /** Whether it needs a decomposition into networks. */
    default boolean needsNetworks() {
        return false;
    }

    /** Whether it looks at the covariance of h, for which the text is walked. */
    default boolean needsCovariance() {
        return looksAtText() && !needsNetworks();
    }

    /**
     * One score a neuron; the lowest go first. Only the order within a layer and, where the allocation compares layers, the
     * values count.
     */
    float[] of(Evidence layer);
}
