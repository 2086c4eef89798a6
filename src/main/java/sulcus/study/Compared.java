package sulcus.study;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sulcus.prune.Compensating;
import sulcus.prune.Compensation;
import sulcus.prune.score.HeadScores;
import sulcus.prune.score.Scores;

/**
 * One setting as it was measured: a line of {@code compare.jsonl}, and a row of the table that leaves.
 *
 * @param method label of the score; "dense" for the model as it was
 * @param allocation how the cut was shared among the layers
 * @param compensate label of the compensation
 * @param feedback α; 0 without
 * @param statistics "pruned" where each layer was compensated on the outputs of the pruned layers before it, "dense" where on
 *     those of the dense model; "pruned" without compensation
 * @param refit "attention" where the attention's output projections were fitted too, else empty
 * @param protectedLayers that stayed whole, ascending; null in rows of versions that did not note it
 * @param neurons share of all MLP neurons that was asked for, 0 … 1
 * @param heads share of all groups of attention heads that was asked for, 0 … 1
 * @param seed which calibration texts, and what is drawn
 * @param calibrationTexts texts that were asked for; 0 for those of the decomposition, {@link #WINDOWS} for windows of
 *     the whole text
 * @param calibrationTokens tokens of them
 * @param neuronsRemoved share of all MLP neurons that was removed
 * @param headsRemoved share of all groups of heads that was removed
 * @param parametersRemoved share of all parameters that was removed
 * @param perplexity on the text
 * @param standardError of the perplexity, see {@link sulcus.evaluate.Perplexity#standardError}; NaN for one window, and in rows
 *     of versions that did not know it
 * @param text that was predicted
 * @param textSha256 its hash
 * @param window tokens of one window
 * @param windows how many were run
 * @param tokens predicted
 * @param seconds what choosing, compensating and measuring took
 * @param mask SHA-256 of the preserved set, see {@link Masks}
 * @param time UTC, ISO 8601
 */
public record Compared(
        String method,
        String allocation,
        String compensate,
        double feedback,
        String statistics,
        String refit,
        List<Integer> protectedLayers,
        double neurons,
        double heads,
        long seed,
        int calibrationTexts,
        long calibrationTokens,
        double neuronsRemoved,
        double headsRemoved,
        double parametersRemoved,
        double perplexity,
        double standardError,
        String text,
        String textSha256,
        int window,
        int windows,
        long tokens,
        double seconds,
        String mask,
        String time) {
    public static final String DENSE = "dense";
    public static final int WINDOWS = -1;
    static final String PRUNED_STATISTICS = "pruned";
    private static final String DENSE_STATISTICS = "dense";
    private static final String ATTENTION = "attention";

    /** What lines of older versions lack, with what is taken for it. */
    static final Map<String, Object> LATER = Map.of(
            "standardError",
            Double.NaN,
            "statistics",
            PRUNED_STATISTICS,
            "refit",
            "",
            "protectedLayers",
            NullNode.getInstance(),
            "heads",
            0,
            "headsRemoved",
            0);

    static String statistics(Compensating how) {
        return how.kind() != Compensation.NONE && how.denseStatistics() ? DENSE_STATISTICS : PRUNED_STATISTICS;
    }

    static String refit(Compensating how) {
        return how.refitAttention() ? ATTENTION : "";
    }

    private String title() {
        return neurons == 0 && heads > 0
                ? HeadScores.parse(method).definition().title()
                : Scores.parse(method).title();
    }

    /** Whether it answers what another was to measure. */
    boolean answers(Compared other) {
        return method.equals(other.method)
                && allocation.equals(other.allocation)
                && compensate.equals(other.compensate)
                && feedback == other.feedback
                && statistics.equals(other.statistics)
                && refit.equals(other.refit)
                && (protectedLayers == null || protectedLayers.equals(other.protectedLayers))
                && neurons == other.neurons
                && heads == other.heads
                && seed == other.seed
                && calibrationTexts == other.calibrationTexts
                && calibrationTokens == other.calibrationTokens
                && textSha256.equals(other.textSha256)
                && window == other.window
                && windows == other.windows;
    }

    /** What was predicted. */
    @JsonIgnore
    public MeasuredText on() {
        return new MeasuredText(text, textSha256, window, windows);
    }

    /** Method, compensation and, where it is not the study's own, calibration: as a curve is called. */
    @JsonIgnore
    public String curve() {
        return method.equals(DENSE)
                ? DENSE
                : title()
                        + (compensate.equals("none") ? "" : " + " + compensate)
                        + (refit.isEmpty() ? "" : ", refit " + refit)
                        + (heads > 0 && neurons == 0 ? ", heads" : heads > 0 ? ", " + percent(heads) + " of heads" : "")
                        + (statistics.equals(DENSE_STATISTICS) ? ", dense statistics" : "")
                        + (feedback == 0 || feedback == Compensating.FEEDBACK ? "" : " α " + feedback)
                        + switch (calibrationTexts) {
                            case 0 -> "";
                            case WINDOWS -> ", " + calibrationTokens + " tokens";
                            default -> ", " + calibrationTexts + " texts";
                        };
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.4g %%", 100 * share);
    }
}
