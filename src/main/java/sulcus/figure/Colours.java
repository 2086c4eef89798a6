package sulcus.figure;

/**
 * How the maps of a study are coloured, the same in every view.
 *
 * @param map the colours
 * @param symmetric whether a signed scale reaches as far below 0 as above it; else it ends where the values do
 * @param fading whether small magnitudes are translucent
 * @param flat whether what lies below the threshold is one grey; else the anatomy shows through
 * @param across whether all networks share one scale, so that a value has the same colour in all maps; else each has its own
 */
public record Colours(ColourMap map, boolean symmetric, boolean fading, boolean flat, boolean across) {
    /** As at the first start. */
    public static final Colours START = new Colours(ColourMap.COLD_HOT, true, false, false, false);

    public Colours {
        map = map == null ? ColourMap.COLD_HOT : map;
    }

    public Colours withMap(ColourMap other) {
        return new Colours(other, symmetric, fading, flat, across);
    }

    /** The options of {@code sulcus figure} that give them, each with a space before it; empty for the usual ones. */
    public String options() {
        return (map == START.map ? "" : " --colours " + map.id())
                + (symmetric ? "" : " --range values")
                + (fading ? " --fade" : "")
                + (flat ? " --below grey" : "")
                + (across ? " --scale all" : "");
    }
}
