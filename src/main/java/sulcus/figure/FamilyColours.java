package sulcus.figure;

import java.awt.Color;
import java.util.stream.IntStream;
import sulcus.decompose.layout.SliceLayout;

/**
 * One colour for each model-wide family of networks. Neighbours in the order of the dendrogram get hues far apart, since
 * they also lie side by side on the slices.
 *
 * @param base lightness, chroma and hue of each family as a colour
 * @param strong the largest families, in their order: those with a hue of their own
 */
public record FamilyColours(Oklab[] base, int[] strong) {
    /** Networks that belong to no family. */
    private static final Oklab NONE = Oklab.polar(0.6, 0, 0);

    private static final Oklab SHADE = Oklab.of(0x15171c);

    /** So many families have a hue of their own; the eye tells no more apart. */
    private static final int HUES = 24;

    /** The colours of the same families are the same in every view. */
    static FamilyColours of(SliceLayout layout) {
        return of(layout.families());
    }

    /** @param families [layer][network]; the largest have strong colours */
    public static FamilyColours of(int[][] families) {
        int count = 0;
        for (int[] layer : families) {
            for (int family : layer) {
                count = Math.max(count, family + 1);
            }
        }
        int[] size = new int[count];
        for (int[] layer : families) {
            for (int family : layer) {
                if (family >= 0) {
                    size[family]++;
                }
            }
        }
        boolean[] strong = new boolean[count];
        IntStream.range(0, count)
                .boxed()
                .sorted((a, b) -> size[a] != size[b] ? Integer.compare(size[b], size[a]) : Integer.compare(a, b))
                .limit(HUES)
                .forEach(f -> strong[f] = true);
        Oklab[] base = new Oklab[count];
        int own = 0;
        for (int f = 0; f < count; f++) {
            // steps of the golden angle never repeat a hue; lightness alternates as a second difference
            int step = strong[f] ? own++ : f;
            base[f] = Oklab.polar(step % 2 == 0 ? 0.74 : 0.62, strong[f] ? 0.15 : 0.035, (25 + step * 137.50776) % 360);
        }
        return new FamilyColours(
                base, IntStream.range(0, count).filter(f -> strong[f]).toArray());
    }

    int count() {
        return base.length;
    }

    /** For marks without a strength, opaque. */
    public Color colour(int family) {
        return new Color(argb(family, 1));
    }

    /**
     * @param family −1 for none
     * @param share of the scale, 0 … 1: weak neurons are darker
     */
    int argb(int family, float share) {
        double strength = 0.66 + 0.34 * Math.clamp(share * 1.8, 0.0, 1.0);
        return SHADE.towards(family < 0 ? NONE : base[family], strength).argb();
    }
}
