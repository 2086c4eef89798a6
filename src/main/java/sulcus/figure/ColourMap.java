package sulcus.figure;

/**
 * A colour for each magnitude of either sign. Along each half the lightness grows evenly, so that equal steps of the value
 * look equal and order survives a grey print.
 */
public enum ColourMap {
    /** Dark red to yellow for positive values, dark blue to pale cyan for negative ones. */
    COLD_HOT(
            new int[] {0x4d0a08, 0x8e120c, 0xcf2a0e, 0xf2600f, 0xfb9a1f, 0xfed44f, 0xfff6c9},
            new int[] {0x0a1f57, 0x12408f, 0x1d6bc6, 0x2f98e6, 0x63c2f5, 0xa6e2fb, 0xe6faff}),
    /** Dark violet to pale yellow, for values without a sign; negative ones take the same colours. */
    EMBER(
            new int[] {0x2a0f4a, 0x5e1670, 0x97266f, 0xcd3f57, 0xee6a3c, 0xfaa63a, 0xfbe68a},
            new int[] {0x2a0f4a, 0x5e1670, 0x97266f, 0xcd3f57, 0xee6a3c, 0xfaa63a, 0xfbe68a}),
    /** Dark blue to pale green, readable with any common colour blindness; negative values take the same colours. */
    LAGOON(
            new int[] {0x16294d, 0x1d4f77, 0x217a8d, 0x37a58c, 0x7dcb7a, 0xd3e76f, 0xfbfad0},
            new int[] {0x16294d, 0x1d4f77, 0x217a8d, 0x37a58c, 0x7dcb7a, 0xd3e76f, 0xfbfad0});

    /** Colours of each half. */
    static final int STEPS = 512;

    private final int[] positive;
    private final int[] negative;

    ColourMap(int[] positive, int[] negative) {
        this.positive = table(positive);
        this.negative = table(negative);
    }

    /**
     * @param share −1 … 1: the value over the largest magnitude of the scale; beyond it the end colours
     * @return opaque ARGB; for NaN the colour of 0
     */
    public int argb(float share) {
        int[] half = share < 0 ? negative : positive;
        return half[Math.clamp((int) (Math.abs(share) * (STEPS - 1) + 0.5f), 0, STEPS - 1)];
    }

    private static int[] table(int[] stops) {
        Oklab[] colours = new Oklab[stops.length];
        for (int i = 0; i < stops.length; i++) {
            colours[i] = Oklab.of(stops[i]);
        }
        double darkest = colours[0].lightness();
        double span = colours[stops.length - 1].lightness() - darkest;
        int[] table = new int[STEPS];
        int above = 1;
        for (int i = 0; i < STEPS; i++) {
            double lightness = darkest + span * i / (STEPS - 1);
            while (above < stops.length - 1 && colours[above].lightness() < lightness) {
                above++;
            }
            Oklab low = colours[above - 1];
            Oklab high = colours[above];
            double share = (lightness - low.lightness()) / (high.lightness() - low.lightness());
            table[i] = low.towards(high, Math.clamp(share, 0.0, 1.0)).argb();
        }
        return table;
    }
}
