package sulcus.figure;

import java.util.stream.IntStream;

/**
 * One colour for each model-wide family of networks. Neighbours in the order of the dendrogram get hues far apart, since
 * they also lie side by side on the slices.
 *
 * @param base lightness, chroma and hue of each family as a colour
 */
record FamilyColours(Oklab[] base) {
    private static final Oklab SHADE = Oklab.of(0x15171c);

    /** @param families [layer][neuron] */
    static FamilyColours of(int[][] families) {
        int most = 0;
        for (int[] layer : families) {
            for (int family : layer) {
                most = Math.max(most, family + 1);
            }
        }
        return of(most);
    }

    static FamilyColours of(int families) {
        return new FamilyColours(IntStream.range(0, families)
                .mapToObj(f -> {
                    // steps of the golden angle never repeat a hue; lightness alternates as a second difference
                    double hue = (25 + f * 137.50776) % 360;
                    double lightness = f % 2 == 0 ? 0.74 : 0.62;
                    return Oklab.polar(lightness, 0.15, hue);
                })
                .toArray(Oklab[]::new));
    }

    /** @param share of the scale, 0 … 1: weak neurons are darker */
    int argb(int family, float share) {
        double strength = 0.66 + 0.34 * Math.clamp(share * 1.8, 0.0, 1.0);
        return SHADE.towards(base[family], strength).argb();
    }
}
