package sulcus.figure;

import java.util.Arrays;
import sulcus.prune.Plan;
import sulcus.study.Comparison;
import sulcus.study.MeasuredOn;
import sulcus.study.Overlap;
import sulcus.study.Study;
import sulcus.study.Tried;

/**
 * What the comparison of settings shows.
 *
 * @param title over the chart
 * @param note under the title: how much was predicted, and on what was calibrated
 * @param comparison what was measured
 * @param sight how it is seen
 * @param now the setting of this moment; its perplexity is NaN until it is known. Null for none
 * @param maps of two settings side by side; null for none
 * @param overlap of what methods preserve; null for none
 */
public record CompareData(
        String title, String note, Comparison comparison, CompareSight sight, Tried now, Maps maps, Overlap overlap) {

    /**
     * Two settings side by side.
     *
     * @param a the first
     * @param b the second
     * @param mapA what the first preserves
     * @param mapB what the second preserves
     * @param difference +1 where only b preserves a neuron, −1 where only a does
     */
    public record Maps(Tried a, Tried b, MosaicData mapA, MosaicData mapB, MosaicData difference) {

        /** In the same colours; the study must have the scores of both. */
        public static Maps of(Study study, Tried a, Tried b) {
            MosaicData mapA = StudyFigures.mosaic(study, a.method(), a.rules()).titled("A  ·  " + a.name());
            MosaicData mapB = StudyFigures.mosaic(study, b.method(), b.rules()).titled("B  ·  " + b.name());
            return new Maps(a, b, mapA, mapB, CompareData.difference(study, mapA, a, b));
        }
    }

    /** The plot alone. */
    public static CompareData of(Study study, Comparison comparison, CompareSight sight) {
        return new CompareData(
                "Perplexity on " + comparison.on().text() + " by " + sight.what() + " removed",
                MeasuredOn.beside(
                        MeasuredOn.windows(
                                comparison.on().windows(), comparison.on().window()),
                        MeasuredOn.calibration(study)),
                comparison,
                sight,
                null,
                null,
                null);
    }

    /** With the setting of this moment. */
    public CompareData at(Tried other) {
        return new CompareData(title, note, comparison, sight, other, maps, overlap);
    }

    /** With two settings side by side. */
    public CompareData beside(Maps other) {
        return new CompareData(title, note, comparison, sight, now, other, null);
    }

    /** With what methods preserve in common. */
    public CompareData beside(Overlap other) {
        return new CompareData(title, note, comparison, sight, now, null, other);
    }

    /** Whether something stands below the plot. */
    boolean hasPanel() {
        return maps != null || overlap != null;
    }

    /** A good shape. */
    public double heightOverWidth() {
        return hasPanel() ? 0.95 : 0.55;
    }

    private static MosaicData difference(Study study, MosaicData like, Tried a, Tried b) {
        Plan planA = study.planner(a.method()).plan(a.rules());
        Plan planB = study.planner(b.method()).plan(b.rules());
        float[][] values = new float[like.layers()][];
        int onlyA = 0;
        int onlyB = 0;
        for (int l = 0; l < values.length; l++) {
            values[l] = new float[like.values()[l].length];
            for (int j = 0; j < values[l].length; j++) {
                boolean inA = planA.preserved()[l].get(j);
                boolean inB = planB.preserved()[l].get(j);
                values[l][j] = inA == inB ? 0 : inB ? 1 : -1;
                onlyA += inA && !inB ? 1 : 0;
                onlyB += inB && !inA ? 1 : 0;
            }
        }
        float[] thresholds = new float[values.length];
        Arrays.fill(thresholds, 0.5f);
        return new MosaicData(
                "Only A " + onlyA + "  ·  only B " + onlyB,
                "",
                like.layout(),
                values,
                like.anatomy(),
                null,
                new ColourScale(ColourMap.COLD_HOT, -1, 1.5f, true, "B − A"),
                thresholds,
                0.5f,
                new boolean[values.length],
                null);
    }
}
