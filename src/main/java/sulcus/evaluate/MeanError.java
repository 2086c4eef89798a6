package sulcus.evaluate;

import java.util.Arrays;

/** Standard error of a mean. */
final class MeanError {
    private MeanError() {}

    /**
     * Sample standard deviation (n − 1) by √n, as {@code mean_stderr} of lm-evaluation-harness ({@code lm_eval/api/metrics.py});
     * for zeros and ones with the share p of ones this is √(p (1 − p) / (n − 1)).
     *
     * @return NaN for fewer than two values
     */
    static double of(double[] values) {
        int n = values.length;
        if (n < 2) {
            return Double.NaN;
        }
        double mean = Arrays.stream(values).sum() / n;
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (n - 1) / n);
    }

    /**
     * Of a ratio Σ numerators / Σ denominators over n draws, linearized (Cochran, Sampling Techniques, 3rd ed., 2.29): the
     * residuals numerator − ratio × denominator take the place of the values.
     *
     * @return NaN for fewer than two draws
     */
    static double ofRatio(double[] numerators, double[] denominators) {
        double all = Arrays.stream(denominators).sum();
        double ratio = Arrays.stream(numerators).sum() / all;
        int n = numerators.length;
        double[] residuals = new double[n];
        for (int i = 0; i < n; i++) {
            residuals[i] = (numerators[i] - ratio * denominators[i]) * n / all;
        }
        return of(residuals);
    }
}
