package sulcus.figure;

import java.util.Arrays;

/**
 * How many neurons have which max |z|.
 *
 * @param title over the chart; may be empty
 * @param label of the value axis, such as "max |z|"
 * @param counts neurons in each bin
 * @param width of a bin; the first begins at 0
 * @param threshold neurons with a value up to it are removed
 * @param above how many values lie above the threshold
 * @param total how many values there are
 * @param scale colours of the bars, the same as on the slices
 * @param logarithmic whether counts are drawn on a logarithmic axis
 */
public record HistogramData(
        String title,
        String label,
        int[] counts,
        double width,
        float threshold,
        int above,
        int total,
        ColourScale scale,
        boolean logarithmic) {
    private static final int MOST_BINS = 160;

    /**
     * Counts the values of all layers.
     *
     * @param values [layer][neuron], magnitudes
     */
    public static HistogramData of(
            String title, float[][] values, float threshold, ColourScale scale, boolean logarithmic) {
        float most = 0;
        int total = 0;
        for (float[] layer : values) {
            total += layer.length;
            for (float value : layer) {
                most = Float.isFinite(value) ? Math.max(most, Math.abs(value)) : most;
            }
        }
        double width = binWidth(values, total, most);
        int[] counts = new int[(int) (most / width) + 1];
        for (float[] layer : values) {
            for (float value : layer) {
                counts[Float.isFinite(value) ? (int) (Math.abs(value) / width) : 0]++;
            }
        }
        HistogramData data =
                new HistogramData(title, scale.label(), counts, width, threshold, 0, total, scale, logarithmic);
        return data.withThreshold(threshold, above(values, threshold));
    }

    /** The same counts with another threshold. */
    public HistogramData withThreshold(float value, int valuesAbove) {
        return new HistogramData(title, label, counts, width, value, valuesAbove, total, scale, logarithmic);
    }

    /** End of the last bin. */
    public double end() {
        return counts.length * width;
    }

    private static int above(float[][] values, float threshold) {
        int above = 0;
        for (float[] layer : values) {
            for (float value : layer) {
                above += Math.abs(value) > threshold ? 1 : 0;
            }
        }
        return above;
    }

    /** Freedman and Diaconis's 2·IQR/∛n, rounded to 1, 2 or 5 and wide enough for {@value #MOST_BINS} bins. */
    private static double binWidth(float[][] values, int total, float most) {
        if (total == 0 || most == 0) {
            return 0.1;
        }
        float[] sorted = new float[total];
        int at = 0;
        for (float[] layer : values) {
            for (float value : layer) {
                sorted[at++] = Float.isFinite(value) ? Math.abs(value) : 0;
            }
        }
        Arrays.sort(sorted);
        double range = sorted[(int) (total * 0.75)] - sorted[total / 4];
        double raw = Math.max(2 * range / Math.cbrt(total), most / MOST_BINS);
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= raw) {
                return factor * power;
            }
        }
        return 10 * power;
    }
}
