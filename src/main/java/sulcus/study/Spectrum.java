package sulcus.study;

import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/** Power spectra of time courses. */
final class Spectrum {
    private Spectrum() {}

    /**
     * Mean periodogram of half-overlapping windows under a Hann taper (P. D. Welch, IEEE Transactions on Audio and
     * Electroacoustics 15, 1967).
     *
     * @param window length, a power of two; a shorter signal is padded with zeros
     * @return window / 2 + 1 values from frequency 0 to a half a sample, which sum to 1; all 0 for a signal without power
     */
    static double[] welch(float[] signal, int window) {
        double[] power = new double[window / 2 + 1];
        FastFourierTransformer transformer = new FastFourierTransformer(DftNormalization.STANDARD);
        for (int from = 0; from == 0 || from + window <= signal.length; from += window / 2) {
            double[] part = new double[window];
            for (int i = 0; i < window && from + i < signal.length; i++) {
                double taper = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / window);
                part[i] = Float.isFinite(signal[from + i]) ? signal[from + i] * taper : 0;
            }
            Complex[] transformed = transformer.transform(part, TransformType.FORWARD);
            for (int k = 0; k < power.length; k++) {
                double amount = transformed[k].abs();
                power[k] += amount * amount;
            }
        }
        double sum = 0;
        for (double p : power) {
            sum += p;
        }
        for (int k = 0; k < power.length && sum > 0; k++) {
            power[k] /= sum;
        }
        return power;
    }
}
