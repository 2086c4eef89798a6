package sulcus.workbench.study;

import sulcus.figure.ColourScale;
import sulcus.figure.HistogramData;
import sulcus.figure.MosaicData;
import sulcus.prune.Footprint;
import sulcus.prune.NetworkMaps;
import sulcus.prune.Planner;
import sulcus.prune.Rules;
import sulcus.prune.score.Scores;

/**
 * What is sorted and counted once for a study, before the window shows it: millions of neurons would hold up its thread.
 * Nobody changes what is in it.
 *
 * @param ranking by the study's own score
 * @param scores [layer][neuron]: max |z|; zeros in layers that were not decomposed
 * @param scale colours of the scores
 * @param anatomy [layer][neuron]: rank of the mean |activation| within the layer, 0 … 1
 * @param nothing [layer][neuron]: zeros, the same row for all layers of the same width
 */
public record Groundwork(Ranking ranking, float[][] scores, ColourScale scale, float[][] anatomy, float[][] nothing) {

    /**
     * On a background thread.
     *
     * @param scores rows of layers that were not decomposed are null
     * @param anatomy mean |activation|; rows null as in the scores
     * @throws sulcus.task.Refusal if the scores cannot be planned with under these rules
     */
    static Groundwork of(float[][] scores, float[][] anatomy, Footprint footprint, NetworkMaps maps, Rules rules) {
        Planner planner = new Planner(scores, footprint, maps);
        float[][] nothing = zeros(footprint.neurons());
        float[][] whole = whole(scores, nothing);
        ColourScale scale = ColourScale.of(whole, "max |z|");
        return new Groundwork(
                Ranking.of(Scores.NETWORKS, scores, planner, rules, HistogramData.of("", scores, scale)),
                whole,
                scale,
                MosaicData.ranks(whole(anatomy, nothing)),
                nothing);
    }

    private static float[][] zeros(int[] widths) {
        float[][] zeros = new float[widths.length][];
        for (int l = 0; l < widths.length; l++) {
            zeros[l] = l > 0 && widths[l] == widths[l - 1] ? zeros[l - 1] : new float[widths[l]];
        }
        return zeros;
    }

    private static float[][] whole(float[][] rows, float[][] nothing) {
        float[][] values = rows.clone();
        for (int l = 0; l < values.length; l++) {
            values[l] = rows[l] == null ? nothing[l] : rows[l];
        }
        return values;
    }
}
