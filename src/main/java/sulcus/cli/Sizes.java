package sulcus.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sulcus.task.Refusal;

/** Numbers for readers: bytes, counts, shares. */
final class Sizes {
    private static final Pattern SIZE = Pattern.compile("(\\d{1,15}(?:\\.\\d{1,9})?) ?([KMGT]?)(IB|B)?");

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

    /**
     * Reads a size as transformers does: "500MB" and "5GB" are decimal, "4GiB" is binary, a bare number is bytes.
     *
     * @throws Refusal if it is none
     */
    static long parse(String option, String text) {
        Matcher size = SIZE.matcher(text.strip().toUpperCase(Locale.ROOT));
        if (!size.matches()) {
            throw new Refusal(option + " " + text + ": is no size; write one such as 500MB or 5GB");
        }
        int power = size.group(2).isEmpty() ? 0 : "KMGT".indexOf(size.group(2).charAt(0)) + 1;
        double bytes = Double.parseDouble(size.group(1)) * Math.pow("IB".equals(size.group(3)) ? 1024 : 1000, power);
        if (!(bytes >= 1 && bytes < Long.MAX_VALUE)) {
            throw new Refusal(option + " " + text + ": is no size of a file; write one such as 500MB or 5GB");
        }
        return (long) bytes;
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
