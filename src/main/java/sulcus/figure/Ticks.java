package sulcus.figure;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
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

    /** Digits in groups of three with a thin space, as papers set them. */
    static DecimalFormat format(int decimals) {
        DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(Locale.ROOT);
        symbols.setGroupingSeparator('\u2009');
        return new DecimalFormat("#,##0" + (decimals > 0 ? "." + "0".repeat(decimals) : ""), symbols);
    }

    /** A whole number with its digits in groups of three. */
    static String count(double value) {
        return format(0).format(value);
    }

    /** With a true minus sign. */
    static String number(double value, int decimals) {
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return text.startsWith("-") ? "−" + text.substring(1) : text;
    }
}
