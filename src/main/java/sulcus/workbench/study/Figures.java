package sulcus.workbench.study;

import java.util.Locale;

/** How numbers are written in the window: thousands apart, a space before units, never a locale's surprise. */
public final class Figures {
    /** Keeps number and unit on one line; a thin space would vanish at this size of type. */
    private static final String SPACE = "\u00a0";

    private Figures() {}

    /** 1,234,567. */
    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** 134.5 M. */
    public static String large(long value) {
        if (value < 10_000) {
            return count(value);
        }
        double v = value;
        for (String unit : new String[] {"k", "M", "G", "T"}) {
            v /= 1000;
            if (v < 999.5) {
                return digits(v) + SPACE + unit;
            }
        }
        return digits(v) + SPACE + "T";
    }

    /** 256.6 MB; steps of 1000. */
    public static String bytes(long value) {
        if (value < 1000) {
            return value + SPACE + "B";
        }
        return large(Math.max(value, 10_000)).endsWith("k") && value < 10_000
                ? digits(value / 1000.0) + SPACE + "kB"
                : large(value) + "B";
    }

    /** 12.3 %. */
    public static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f", share * 100) + SPACE + "%";
    }

    /** 1:05, 2:03:09. */
    public static String time(double seconds) {
        long s = Math.round(seconds);
        return s < 3600
                ? String.format(Locale.ROOT, "%d:%02d", s / 60, s % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", s / 3600, s / 60 % 60, s % 60);
    }

    /** Four significant digits, as a perplexity has. */
    public static String four(double value) {
        if (!Double.isFinite(value)) {
            return "∞";
        }
        int decimals = value >= 1000 ? 0 : value >= 100 ? 1 : value >= 10 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    private static String digits(double v) {
        return String.format(Locale.ROOT, v < 9.995 ? "%.2f" : v < 99.95 ? "%.1f" : "%.0f", v);
    }
}
