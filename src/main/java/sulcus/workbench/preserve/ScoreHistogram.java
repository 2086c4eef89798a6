package sulcus.workbench.preserve;

import java.util.Set;

/**
 * How many neurons have which score, over a range that leaves out the few largest; those are counted in the last bin.
 *
 * @param maximum end of the last bin
 * @param counts [layer][bin]
 */
record ScoreHistogram(float maximum, int[][] counts) {
    static ScoreHistogram of(float[][] scores, float maximum, int bins) {
        int[][] counts = new int[scores.length][bins];
        for (int l = 0; l < scores.length; l++) {
            if (scores[l] != null) {
                for (float z : scores[l]) {
                    counts[l][Math.clamp((int) (z / maximum * bins), 0, bins - 1)]++;
                }
            }
        }
        return new ScoreHistogram(maximum, counts);
    }

    int bins() {
        return counts.length == 0 ? 0 : counts[0].length;
    }

    /** Neurons of these layers in each bin. */
    int[] of(Set<Integer> layers, boolean inside) {
        int[] sum = new int[bins()];
        for (int l = 0; l < counts.length; l++) {
            if (layers.contains(l) == inside) {
                for (int b = 0; b < sum.length; b++) {
                    sum[b] += counts[l][b];
                }
            }
        }
        return sum;
    }
}
