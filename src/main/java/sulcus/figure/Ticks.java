package sulcus.figure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Round values along an axis.
 *
 * @param values within the range, multiples of the step
 * @param decimals that their labels need
 */
record Ticks(List<Double> values, int decimals) {

    /**
     * @param most how many there may be, at least 2
     */
    static Ticks of(double low, double high, int most) {
        double raw = (high - low) / Math.max(1, most - 1);
        double power = Math.pow(10, Math.floor(Math.log10(raw)));
        double step = power;
        for (double factor : new double[] {1, 2, 5, 10}) {
            step = factor * power;
            if (step >= raw * (1 - 1e-9)) {
                break;
            }
        }
        List<Double> values = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
            values.add(i * step);
        }
        return new Ticks(values, Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9)));
    }

    String label(double value) {
        return number(value, decimals);
    }

    /** With a true minus sign. */
    static String number(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.startsWith("-") ? "−" + text.substring(1) : text;
    }
}
