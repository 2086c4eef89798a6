package sulcus.figure;

import java.awt.Color;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import sulcus.decompose.layout.Families;
import sulcus.decompose.layout.SliceLayout;
import sulcus.prune.NetworkId;
import sulcus.study.StudyDocument.NetworkNote;

/**
 * One colour for each model-wide family of networks. Neighbours in the order of the dendrogram get hues far apart, since
 * they also lie side by side on the slices.
 *
 * <p>A colour that was chosen for a network is its whole family's, in every layer. Where networks of a family were given
 * different ones, the family has the one that most of them were given; of equally frequent ones, that of the network that
 * comes first (by layer, then by number). The others keep theirs as a mark of their own in the table and on their page.
 *
 * @param base lightness, chroma and hue of each family as a colour
 * @param strong the largest families and those with a chosen colour, in their order: those with a hue of their own
 * @param unstable networks that other starts do not find again: they are pale
 */
public record FamilyColours(Oklab[] base, int[] strong, Set<NetworkId> unstable) {
    private static final Pattern COLOUR = Pattern.compile("#[0-9a-fA-F]{6}");

    /** Networks that belong to no family. */
    private static final Oklab NONE = Oklab.polar(0.6, 0, 0);

    /** Share of its hue that an unstable network keeps. */
    private static final double PALE = 0.3;

    private static final Oklab SHADE = Oklab.of(0x15171c);

    /** So many families have a hue of their own; the eye tells no more apart. */
    private static final int HUES = 24;

    /** The colours of the same families are the same in every view. */
    static FamilyColours of(SliceLayout layout) {
        return of(layout.families());
    }

    /** @param families [layer][network]; the largest have strong colours */
    public static FamilyColours of(int[][] families) {
        return of(families, Map.of());
    }

    /** What is said of the networks in a study as {@link #of(int[][], Map)} takes it: colours, of those that have one. */
    public static Map<NetworkId, Color> chosen(Map<String, NetworkNote> said) {
        Map<NetworkId, Color> chosen = new TreeMap<>();
        said.forEach((id, note) -> {
            if (COLOUR.matcher(note.colour()).matches()) {
                chosen.put(NetworkId.parse(id), Color.decode(note.colour()));
            }
        });
        return chosen;
    }

    /**
     * The others keep the colours that they have without any being chosen.
     *
     * @param families [layer][network]; the largest have strong colours
     * @param chosen colours given to networks by hand
     */
    public static FamilyColours of(int[][] families, Map<NetworkId, Color> chosen) {
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
        given(families, chosen).forEach((family, colour) -> {
            base[family] = Oklab.of(colour.getRGB());
            strong[family] = true;
        });
        return new FamilyColours(
                base, IntStream.range(0, count).filter(f -> strong[f]).toArray(), Set.of());
    }

    /** The same colours, pale for these networks. */
    public FamilyColours fading(Set<NetworkId> networks) {
        return new FamilyColours(base, strong, networks);
    }

    /**
     * The colour of a network by a number, for {@link MosaicData#families}: its family's, −1 without a family, −2 − family where
     * it is unstable.
     */
    public int code(Families families, NetworkId id) {
        int family = id.group() == 0 ? families.of(id.layer(), id.network()) : -1;
        return family >= 0 && unstable.contains(id) ? -2 - family : family;
    }

    /** The colour of each family that has a coloured network. */
    private static Map<Integer, Color> given(int[][] families, Map<NetworkId, Color> chosen) {
        Map<Integer, Map<Color, Integer>> votes = new TreeMap<>();
        new TreeMap<>(chosen).forEach((id, colour) -> {
            boolean known =
                    id.group() == 0 && id.layer() < families.length && id.network() < families[id.layer()].length;
            int family = known ? families[id.layer()][id.network()] : -1;
            if (family >= 0) {
                // in the order of their first network
                votes.computeIfAbsent(family, f -> new LinkedHashMap<>()).merge(colour, 1, Integer::sum);
            }
        });
        Map<Integer, Color> given = new TreeMap<>();
        votes.forEach((family, of) -> {
            int most = Collections.max(of.values());
            given.put(
                    family,
                    of.keySet().stream()
                            .filter(c -> of.get(c) == most)
                            .findFirst()
                            .orElseThrow());
        });
        return given;
    }

    /** How many families there are. */
    public int count() {
        return base.length;
    }

    /** A network's number, with ~ before it where it is unstable. */
    public String named(NetworkId id) {
        return unstable.contains(id) ? "~" + id : id.toString();
    }

    /** For marks without a strength, opaque; a family's or that of a {@link #code}. */
    public Color colour(int code) {
        return new Color(argb(code, 1));
    }

    /**
     * @param code of a network
     * @param share of the scale, 0 … 1: weak neurons are darker
     */
    int argb(int code, float share) {
        double strength = 0.66 + 0.34 * Math.clamp(share * 1.8, 0.0, 1.0);
        if (code < -1) {
            return SHADE.towards(NONE.towards(base[-2 - code], PALE), strength * 0.5)
                    .argb();
        }
        return SHADE.towards(code < 0 ? NONE : base[code], strength).argb();
    }
}
