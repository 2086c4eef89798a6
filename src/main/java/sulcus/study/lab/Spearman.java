package sulcus.study.lab;

import org.apache.commons.math3.stat.ranking.NaNStrategy;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;

/** Spearman's rank correlation: Pearson's of the ranks, equal values with the mean of their ranks. */
final class Spearman {
    private Spearman() {}

    /** Ranks with mean 0 and length 1, so that the product of two such rows is their ρ; all 0 where nothing varies. */
    static float[] ranks(float[] values, int from, int to) {
        double[] part = new double[to - from];
        for (int t = from; t < to; t++) {
            part[t - from] = values[t];
        }
        double[] ranks = new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE).rank(part);
        double mean = (part.length + 1) / 2.0;
        double squares = 0;
        for (double rank : ranks) {
            squares += (rank - mean) * (rank - mean);
        }
        float[] unit = new float[part.length];
        for (int t = 0; t < unit.length && squares > 0; t++) {
            unit[t] = (float) ((ranks[t] - mean) / Math.sqrt(squares));
        }
        return unit;
    }

    /** ρ of two rows of {@link #ranks}. */
    static double rho(float[] a, float[] b) {
        double sum = 0;
        for (int t = 0; t < a.length; t++) {
            sum += a[t] * b[t];
        }
        return Math.clamp(sum, -1, 1);
    }
}
