package sulcus.figure;

import java.util.Arrays;
import java.util.List;
import sulcus.prune.Plan;
import sulcus.study.Study;
import sulcus.study.Tried;

/**
 * What the comparison of settings shows.
 *
 * @param title over the chart
 * @param note under the title: how much was predicted, and on what was calibrated; "" where nothing was measured
 * @param tried settings with their perplexity
 * @param dense perplexity of the dense model; NaN if unknown
 * @param now the setting of this moment; its perplexity is NaN until it is known. Null for none
 * @param a the first of two settings side by side, with its map; null for none
 * @param b the second
 * @param mapA what the first preserves
 * @param mapB what the second preserves
 * @param difference +1 where only b preserves a neuron, −1 where only a does
 */
public record CompareData(
        String title,
        String note,
        List<Tried> tried,
        double dense,
        Tried now,
        Tried a,
        Tried b,
        MosaicData mapA,
        MosaicData mapB,
        MosaicData difference) {

    /** With maps of two settings, in the same colours. */
    public static CompareData of(
            Study study, String title, String note, List<Tried> tried, double dense, Tried now, Tried a, Tried b) {
        if (a == null || b == null) {
            return new CompareData(title, note, tried, dense, now, null, null, null, null, null);
        }
        MosaicData mapA = StudyFigures.mosaic(study, a.method(), a.rules()).titled("A  ·  " + a.name());
        MosaicData mapB = StudyFigures.mosaic(study, b.method(), b.rules()).titled("B  ·  " + b.name());
        return new CompareData(title, note, tried, dense, now, a, b, mapA, mapB, difference(study, mapA, a, b));
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
