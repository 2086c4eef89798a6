package sulcus.prune.score;

import sulcus.prune.Compensation;

/** A way to say what each MLP neuron is worth. The window and the command line list {@link Scores#ALL}. */
public interface Score {
    /** As on the command line and in files. */
    String label();

    /** For people. */
    String title();

    /** Who defined it, and where. */
    String source();

    /** How its authors share the cut among the layers. */
    Allocation allocation();

    /** What its authors do for the output that is lost. */
    Compensation usual();

    /** Whether it looks at calibration text; else the weights or a seed are enough. */
    boolean looksAtText();

    /** Whether it needs a decomposition into networks. */
    default boolean needsNetworks() {
        return false;
    }

    /**
     * One score a neuron; the lowest go first. Only the order within a layer and, where the allocation compares layers, the
     * values count.
     */
    float[] of(Evidence layer);
}
