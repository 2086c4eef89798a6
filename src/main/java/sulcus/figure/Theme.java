package sulcus.figure;

import java.awt.Color;

/**
 * Colours and text size of figures.
 *
 * @param name as on the command line
 * @param background of the whole figure
 * @param ink titles and values
 * @param muted labels, ticks
 * @param faint grid lines, frames
 * @param outline contour of a slice
 * @param gap between the hemispheres and around cells
 * @param anatomyLow grey of the least active neuron
 * @param anatomyHigh grey of the most active neuron
 * @param locked contour and mark of protected layers
 * @param accent the threshold
 * @param removed histogram bars of what is removed
 * @param text size of labels in units of the figure (pixels at scale 1 on a screen, points on paper)
 */
public record Theme(
        String name,
        Color background,
        Color ink,
        Color muted,
        Color faint,
        Color outline,
        Color gap,
        Color anatomyLow,
        Color anatomyHigh,
        Color locked,
        Color accent,
        Color removed,
        double text) {

    public static final Theme DARK = new Theme(
            "dark",
            new Color(0x0d0f14),
            new Color(0xf2f4f8),
            new Color(0xa9b0bd),
            new Color(0x2b303b),
            new Color(0x7c8596),
            new Color(0x0d0f14),
            new Color(0x1e2127),
            new Color(0x585c66),
            new Color(0xe0b341),
            new Color(0xffffff),
            new Color(0x4a4f5a),
            11.5);

    public static final Theme LIGHT = new Theme(
            "light",
            new Color(0xffffff),
            new Color(0x14171c),
            new Color(0x565d69),
            new Color(0xdfe2e8),
            new Color(0x7a818d),
            Color.WHITE,
            new Color(0x22252b),
            new Color(0x62666f),
            new Color(0xb07d00),
            new Color(0x14171c),
            new Color(0xb9bec8),
            11.5);

    /** White, with text of 7 pt. */
    public static final Theme PAPER = new Theme(
            "paper",
            Color.WHITE,
            Color.BLACK,
            new Color(0x3c4048),
            new Color(0xd5d8de),
            new Color(0x6b717c),
            Color.WHITE,
            new Color(0x22252b),
            new Color(0x62666f),
            new Color(0xb07d00),
            Color.BLACK,
            new Color(0xb9bec8),
            7);

    public Theme withText(double size) {
        return new Theme(
                name,
                background,
                ink,
                muted,
                faint,
                outline,
                gap,
                anatomyLow,
                anatomyHigh,
                locked,
                accent,
                removed,
                size);
    }

    /** Areas that speak of protected layers: their colour, toned down towards the background. */
    Color lockedFill() {
        return new Color(mix(background, locked, 0.55));
    }

    /** The grey of a neuron of that rank, opaque ARGB. */
    int anatomy(float rank) {
        float share = Float.isFinite(rank) ? Math.clamp(rank, 0f, 1f) : 0;
        return mix(anatomyLow, anatomyHigh, share);
    }

    /**
     * The same for many colours, opaque.
     *
     * @param share of b in 256ths
     */
    static int mix(int a, int b, int share) {
        int redBlue = (a & 0xff00ff) * (256 - share) + (b & 0xff00ff) * share;
        int green = (a & 0xff00) * (256 - share) + (b & 0xff00) * share;
        return 0xff000000 | redBlue >>> 8 & 0xff00ff | green >>> 8 & 0xff00;
    }

    static int mix(Color a, Color b, double share) {
        int red = (int) Math.round(a.getRed() + share * (b.getRed() - a.getRed()));
        int green = (int) Math.round(a.getGreen() + share * (b.getGreen() - a.getGreen()));
        int blue = (int) Math.round(a.getBlue() + share * (b.getBlue() - a.getBlue()));
        return 0xff000000 | red << 16 | green << 8 | blue;
    }
}
