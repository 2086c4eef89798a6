package sulcus.figure;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A colour for each value of a scale. Diverging maps have a half for each sign; sequential ones run once from the least to
 * the largest value. Along a half, or along the whole, the lightness grows or falls evenly, so that equal steps of the value
 * look equal and order survives a grey print.
 */
public enum ColourMap {
    /** Dark red to yellow for positive values, dark blue to pale cyan for negative ones. */
    COLD_HOT(
            "cold and hot",
            even(0x4d0a08, 0x8e120c, 0xcf2a0e, 0xf2600f, 0xfb9a1f, 0xfed44f, 0xfff6c9),
            even(0x0a1f57, 0x12408f, 0x1d6bc6, 0x2f98e6, 0x63c2f5, 0xa6e2fb, 0xe6faff)),
    /** White to dark red for positive values, white to dark blue for negative ones, after ColorBrewer's RdBu (Apache-2.0). */
    RED_BLUE(
            "red and blue",
            even(0xf7f7f7, 0xfddbc7, 0xf4a582, 0xd6604d, 0xb2182b, 0x67001f),
            even(0xf7f7f7, 0xd1e5f0, 0x92c5de, 0x4393c3, 0x2166ac, 0x053061)),
    /**
     * Violet to yellow: every 15th of the 256 colours by S. van der Walt and N. Smith (CC0, bids.github.io/colormap). Between
     * them none is further from theirs than 0.01 in Oklab, half of what is just noticed.
     */
    VIRIDIS(
            "viridis",
            between(
                    0x440154, 0x481769, 0x472a7a, 0x433d84, 0x3d4e8a, 0x355e8d, 0x2e6d8e, 0x297b8e, 0x23898e, 0x1f978b,
                    0x21a585, 0x2eb37c, 0x46c06f, 0x65cb5e, 0x89d548, 0xb0dd2f, 0xd8e219, 0xfde725)),
    /**
     * Blue to yellow, nearly the same with and without red-green blindness: every 15th of the 256 colours by J. R. Nuñez, C. R.
     * Anderton and R. S. Renslow (PLoS ONE 13(7), 2018, doi.org/10.1371/journal.pone.0199239). Between them none is
     * further from theirs than 0.015 in Oklab, less than is just noticed.
     */
    CIVIDIS(
            "cividis",
            between(
                    0x00224e, 0x002d68, 0x163770, 0x2e416d, 0x3f4c6c, 0x4e566c, 0x5c616e, 0x696b71, 0x767676, 0x838179,
                    0x928c78, 0xa09875, 0xafa471, 0xbfb06b, 0xcfbd62, 0xdfca57, 0xf0d846, 0xfee838)),
    /** From a grey just lighter than any anatomy to white. */
    GREY("grey", even(0x74777f, 0xffffff)),
    /** Dark blue to pale green, readable with any common colour blindness: the colours of likeness. */
    LAGOON("lagoon", even(0x16294d, 0x1d4f77, 0x217a8d, 0x37a58c, 0x7dcb7a, 0xd3e76f, 0xfbfad0));

    /** Colours of each half, or of the whole. */
    static final int STEPS = 512;

    private final String words;
    private final boolean diverging;
    private final int[] positive;
    private final int[] negative;

    ColourMap(String words, int[] positive, int[] negative) {
        this.words = words;
        this.diverging = true;
        this.positive = positive;
        this.negative = negative;
    }

    ColourMap(String words, int[] whole) {
        this.words = words;
        this.diverging = false;
        this.positive = whole;
        this.negative = whole;
    }

    /**
     * @param share of a diverging map −1 … 1: the value over the largest magnitude of the scale; of a sequential one 0 … 1. Of
     *     the latter −x is taken for x, beyond the ends the end colours
     * @return opaque ARGB; for NaN the colour of 0
     */
    public int argb(float share) {
        int[] half = share < 0 ? negative : positive;
        return half[Math.clamp((int) (Math.abs(share) * (STEPS - 1) + 0.5f), 0, STEPS - 1)];
    }

    /** Whether it has a half for each sign. */
    public boolean diverging() {
        return diverging;
    }

    /** As in the window: "red and blue". */
    public String words() {
        return words;
    }

    /** As on the command line: "red-blue". */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The one with an id, or null. */
    public static ColourMap of(String id) {
        return Arrays.stream(values())
                .filter(map -> map.id().equalsIgnoreCase(id))
                .findFirst()
                .orElse(null);
    }

    /** All ids with commas. */
    public static String ids() {
        return Arrays.stream(values()).map(ColourMap::id).collect(Collectors.joining(", "));
    }

    /** Colours through the stops whose lightness is even. */
    private static int[] even(int... stops) {
        Oklab[] colours = oklab(stops);
        double first = colours[0].lightness();
        double span = colours[stops.length - 1].lightness() - first;
        int[] table = new int[STEPS];
        int above = 1;
        for (int i = 0; i < STEPS; i++) {
            double lightness = first + span * i / (STEPS - 1);
            while (above < stops.length - 1 && (lightness - colours[above].lightness()) * span > 0) {
                above++;
            }
            Oklab low = colours[above - 1];
            Oklab high = colours[above];
            double share = (lightness - low.lightness()) / (high.lightness() - low.lightness());
            table[i] = low.towards(high, Math.clamp(share, 0.0, 1.0)).argb();
        }
        return table;
    }

    /** Colours between stops that stand at equal distances. */
    private static int[] between(int... stops) {
        Oklab[] colours = oklab(stops);
        int[] table = new int[STEPS];
        for (int i = 0; i < STEPS; i++) {
            double at = i * (stops.length - 1.0) / (STEPS - 1);
            int low = Math.min((int) at, stops.length - 2);
            table[i] = colours[low].towards(colours[low + 1], at - low).argb();
        }
        return table;
    }

    private static Oklab[] oklab(int[] stops) {
        return Arrays.stream(stops).mapToObj(Oklab::of).toArray(Oklab[]::new);
    }
}
