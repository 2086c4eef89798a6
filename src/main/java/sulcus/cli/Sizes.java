package sulcus.cli;

import java.util.Locale;

/** Numbers for readers: bytes, counts, shares. */
final class Sizes {
    private Sizes() {}

    /** Bytes in decimal units: 98.9 MB. */
    static String bytes(long bytes) {
        String[] units = {"B", "kB", "MB", "GB", "TB"};
        double value = bytes;
        int unit = 0;
        while (value >= 999.5 && unit < units.length - 1) {
            value /= 1000;
            unit++;
        }
        return unit == 0
                ? bytes + " B"
                : String.format(Locale.ROOT, value < 10 ? "%.2f %s" : "%.1f %s", value, units[unit]);
    }

    /** A whole number with a comma at every third digit: 134,515,008. */
    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** A part of a whole: 30.0 %. */
    static String share(double part, double whole) {
        return whole == 0 ? "0 %" : String.format(Locale.ROOT, "%.2f %%", 100 * part / whole);
    }

    /** The smallest and largest of some whole numbers: "1536" or "32 … 1536". */
    static String range(int[] values) {
        int least = Integer.MAX_VALUE;
        int most = Integer.MIN_VALUE;
        for (int value : values) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        return values.length == 0 ? "none" : least == most ? count(least) : count(least) + " … " + count(most);
    }
}
