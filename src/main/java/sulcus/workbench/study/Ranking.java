package sulcus.workbench.study;

import java.util.Arrays;
import java.util.Locale;
import sulcus.figure.ColourMap;
import sulcus.figure.ColourScale;
import sulcus.figure.HistogramData;
import sulcus.prune.Planner;
import sulcus.prune.Rules;
import sulcus.prune.score.Score;

/**
 * A study's neurons in the order of one score, ready to be cut. Immutable; made on a background thread.
 *
 * @param method whose scores they are
 * @param planner ready to plan with the rules that the study is opened with
 * @param sorted scores of all neurons of the layers that have some, as they are shared among the layers, ascending
 * @param histogram of them
 */
public record Ranking(Score method, Planner planner, float[] sorted, HistogramData histogram) {

    /**
     * @param scores [layer][neuron], shared among the layers already; a null row is a layer without
     * @param rules that will come first
     * @throws sulcus.task.Refusal if the scores cannot be planned with under these rules
     */
    static Ranking of(Score method, float[][] scores, Planner planner, Rules rules, HistogramData histogram) {
        planner.kept(rules);
        return new Ranking(method, planner, sorted(scores), histogram);
    }

    /** Of a rival of the study's own score. */
    public static Ranking rival(Score method, float[][] scores, Planner planner, Rules rules) {
        float[][] shared = method.allocation().apply(scores);
        float[] sorted = sorted(shared);
        float least = sorted.length == 0 ? 0 : (float) Math.floor(sorted[0]);
        // few lie far beyond: they would press all others together
        float most = sorted.length == 0 ? 1 : sorted[(int) ((sorted.length - 1) * 0.998)] - least;
        ColourScale scale = new ColourScale(ColourMap.COLD_HOT, 0, Math.max(most, 1e-6f), false, method.axis());
        return of(
                method,
                shared,
                planner,
                rules.withoutNetworks().withLayerThresholds(java.util.Map.of()),
                HistogramData.of("", shared, scale, least));
    }

    private static float[] sorted(float[][] scores) {
        int count = 0;
        for (float[] layer : scores) {
            count += layer == null ? 0 : layer.length;
        }
        float[] all = new float[count];
        int at = 0;
        for (float[] layer : scores) {
            if (layer != null) {
                System.arraycopy(layer, 0, all, at, layer.length);
                at += layer.length;
            }
        }
        Arrays.parallelSort(all);
        return all;
    }

    /** The score of a place in ascending order; of the lowest neuron and less: one that removes nothing. */
    public float at(int rank) {
        return rank >= 0 ? sorted[rank] : least();
    }

    /** A threshold below which none makes sense: it removes nothing, or next to nothing. */
    public float least() {
        return sorted.length == 0 || sorted[0] >= 0 ? 0 : (float) Math.floor(sorted[0]);
    }

    /** The largest score; 0 without any. */
    public float highest() {
        return sorted.length == 0 ? 0 : sorted[sorted.length - 1];
    }

    /** Share of all scores that lie at or below a threshold, 0 … 1. */
    public double percentile(float threshold) {
        int low = 0;
        int high = sorted.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sorted[middle] <= threshold) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return sorted.length == 0 ? 0 : low / (double) sorted.length;
    }

    /** By how much an arrow key moves the threshold. */
    public float step() {
        return histogram.end() - histogram.start() <= 2 ? 0.01f : 0.05f;
    }

    /** A threshold in words: "max |z| > 2.31". */
    public String words(float threshold) {
        return String.format(Locale.ROOT, "%s > %.2f", method.axis(), threshold);
    }
}
