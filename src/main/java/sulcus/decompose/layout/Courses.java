package sulcus.decompose.layout;

import java.util.Arrays;

/**
 * Time courses ready to be correlated: at most {@value #MOST_TOKENS} tokens spread evenly, each row of mean 0 and length 1 (or
 * all zero), so that a dot product of two rows is their correlation.
 *
 * @param rows one a network, all of the same length
 */
public record Courses(float[][] rows) {
    /** A correlation over so many tokens is known to about 1/√1024 = 0.03, enough to order networks. */
    public static final int MOST_TOKENS = 1024;

    /**
     * @param timeCourses K × T row-major
     * @param components K
     * @param tokens T
     */
    public static Courses of(float[] timeCourses, int components, int tokens) {
        int sampled = Math.min(tokens, MOST_TOKENS);
        float[][] rows = new float[components][sampled];
        for (int k = 0; k < components; k++) {
            for (int t = 0; t < sampled; t++) {
                rows[k][t] = timeCourses[k * tokens + (int) ((t + 0.5) * tokens / sampled)];
            }
            standardize(rows[k]);
        }
        return new Courses(rows);
    }

    /** |correlation| of each row of this with each of the other: one row of values for each row of this. */
    public float[][] likeness(Courses other) {
        int tokens = rows.length == 0 || other.rows.length == 0 ? 0 : Math.min(rows[0].length, other.rows[0].length);
        return Correlations.absolute(rows, other.rows, tokens);
    }

    /** Some of the rows, in another order. */
    public Courses pick(int[] chosen) {
        return new Courses(Arrays.stream(chosen).mapToObj(i -> rows[i]).toArray(float[][]::new));
    }

    private static void standardize(float[] values) {
        double mean = 0;
        for (float value : values) {
            mean += value;
        }
        mean /= Math.max(1, values.length);
        double squares = 0;
        for (float value : values) {
            squares += (value - mean) * (value - mean);
        }
        double scale = squares > 0 && Double.isFinite(squares) ? 1 / Math.sqrt(squares) : 0;
        for (int i = 0; i < values.length; i++) {
            values[i] = scale == 0 ? 0 : (float) ((values[i] - mean) * scale);
        }
    }
}
