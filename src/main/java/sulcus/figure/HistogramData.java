package sulcus.figure;

/**
 * How many neurons have which score, such as max |z|.
 *
 * @param title over the chart; may be empty
 * @param layers [layer][bin]: neurons; the last bin holds those beyond it too
 * @param start where the first bin begins
 * @param width of a bin
 * @param beyond whether there are values beyond the last bin
 * @param protectedLayers [layer]: counted apart, since no threshold removes their neurons
 * @param threshold marked on the value axis
 * @param kept how many neurons of the model are preserved
 * @param total how many it has
 * @param scale colours of the bars, the same as on the slices, and the name of the value axis
 */
public record HistogramData(
        String title,
        int[][] layers,
        double start,
        double width,
        boolean beyond,
        boolean[] protectedLayers,
        float threshold,
        long kept,
        long total,
        ColourScale scale) {
    private static final int MOST_BINS = 120;

    /**
     * Counts the values, over the range of the scale: the few beyond it would press all others together. Nothing is
     * protected, nothing removed; {@link #at} says otherwise.
     *
     * @param values [layer][neuron], magnitudes; rows of layers that were not decomposed may be null
     */
    public static HistogramData of(String title, float[][] values, ColourScale scale) {
        return of(title, values, scale, 0);
    }

    /**
     * The same of values that lie above another start than 0.
     *
     * @param scale of what they lie above it
     */
    public static HistogramData of(String title, float[][] values, ColourScale scale, float start) {
        float[][] above = start == 0 ? values : above(values, start);
        Magnitudes magnitudes = new Magnitudes(above);
        int total = magnitudes.count();
        float most = total == 0 ? 0 : magnitudes.at(total - 1);
        float end = Math.min(most, scale.maximum());
        double width = binWidth(magnitudes, end);
        int bins = most > end ? (int) Math.ceil(end / width - 1e-6) : (int) (end / width) + 1;
        int[][] counts = new int[values.length][bins];
        for (int l = 0; l < values.length; l++) {
            for (float value : above[l] == null ? new float[0] : above[l]) {
                counts[l][Math.min(bins - 1, (int) (magnitude(value) / width))]++;
            }
        }
        return new HistogramData(
                title, counts, start, width, most >= bins * width, new boolean[values.length], 0, total, total, scale);
    }

    private static float[][] above(float[][] values, float start) {
        float[][] above = new float[values.length][];
        for (int l = 0; l < above.length; l++) {
            above[l] = values[l] == null ? null : values[l].clone();
            for (int j = 0; above[l] != null && j < above[l].length; j++) {
                above[l][j] -= start;
            }
        }
        return above;
    }

    /** The same counts under another plan. */
    public HistogramData at(float value, long preserved, long neurons, boolean[] whole) {
        return new HistogramData(title, layers, start, width, beyond, whole, value, preserved, neurons, scale);
    }

    /** Neurons of each bin in the protected layers, or in the others. */
    int[] counts(boolean whole) {
        int[] sum = new int[bins()];
        for (int l = 0; l < layers.length; l++) {
            if (protectedLayers[l] == whole) {
                for (int b = 0; b < sum.length; b++) {
                    sum[b] += layers[l][b];
                }
            }
        }
        return sum;
    }

    int bins() {
        return layers.length == 0 ? 1 : layers[0].length;
    }

    /** End of the last bin. */
    public double end() {
        return start + bins() * width;
    }

    private static float magnitude(float value) {
        return Float.isFinite(value) ? Math.abs(value) : 0;
    }

    /** Freedman and Diaconis's 2·IQR/∛n, rounded up to 1, 2 or 5 and wide enough for {@value #MOST_BINS} bins. */
    private static double binWidth(Magnitudes magnitudes, float end) {
        if (end == 0) {
            return 0.1;
        }
        int n = magnitudes.count();
        double range = magnitudes.at((int) (n * 0.75)) - magnitudes.at(n / 4);
        double raw = Math.max(2 * range / Math.cbrt(n), end / MOST_BINS);
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        for (double factor : new double[] {1, 2, 5}) {
            if (factor * power >= raw) {
                return factor * power;
            }
        }
        return 10 * power;
    }
}
