package sulcus.figure;

import java.awt.Color;

/**
 * Which colour a value has, whatever the threshold: moving the threshold hides and shows neurons but never changes what a
 * colour means.
 *
 * @param colours how values are coloured
 * @param floor the magnitude of the first colour; smaller ones take it too, so that the colours are spent where values are
 *     told apart
 * @param least where the values end below 0; 0 where none is negative
 * @param most where the values end above 0; beyond both ends values take the end colours
 * @param label of the colour bar, such as "max |z|"
 * @param scope which maps share the scale, in words, such as "all networks"; empty where there is one map only
 * @param ground into which values near 0 fade, as in a map without a threshold; null where none fades. On a light one the
 *     colours run the other way, so that the strongest always differ most from it
 */
public record ColourScale(
        Colours colours, float floor, float least, float most, String label, String scope, Color ground) {
    /** From this share of the scale on colours are whole. */
    private static final float FADED = 0.2f;

    /** The usual colours from −maximum, or from 0, to maximum. */
    public ColourScale(ColourMap map, float floor, float maximum, boolean signed, String label) {
        this(Colours.START.withMap(map), floor, signed ? -maximum : 0, maximum, label, "", null);
    }

    /** The same values on a ground. */
    public ColourScale on(Color other) {
        return new ColourScale(colours, floor, least, most, label, scope, other);
    }

    /** The same values in other colours. */
    public ColourScale in(Colours other) {
        return new ColourScale(other, floor, least, most, label, scope, ground);
    }

    /** The same colours, with words on what shares them. */
    public ColourScale of(String scope) {
        return new ColourScale(colours, floor, least, most, label, scope, ground);
    }

    /** For values of both signs with these magnitudes. */
    public ColourScale signed(String other) {
        return new ColourScale(colours, floor, -reach(), reach(), other, scope, ground);
    }

    public ColourMap map() {
        return colours.map();
    }

    /** Whether negative values occur. */
    public boolean signed() {
        return least < 0;
    }

    /** The value of the first colour of the bar. */
    public float minimum() {
        return !signed() ? 0 : colours.symmetric() ? -reach() : least;
    }

    /** The value of the last colour of the bar. */
    public float maximum() {
        return colours.symmetric() ? reach() : most;
    }

    /** The largest magnitude. */
    private float reach() {
        return Math.max(most, -least);
    }

    /** Opaque ARGB. */
    public int argb(float value) {
        if (signed() && !map().diverging()) {
            float low = minimum();
            return map().argb(Math.clamp((value - low) / (maximum() - low), 0f, 1f));
        }
        float share = share(value);
        if (ground == null) {
            return map().argb(Math.copySign(share, value));
        }
        boolean light = ground.getRed() + ground.getGreen() + ground.getBlue() > 3 * 128;
        int colour = map().argb(Math.copySign(light ? 1 - share : share, value));
        return Theme.mix(ground.getRGB(), colour, (int) (256 * Math.min(1, share / FADED)));
    }

    /**
     * The colour of a value that lies over something; where magnitudes fade, it is whole from half the largest on.
     *
     * @param under opaque ARGB
     */
    int over(float value, int under) {
        return colours.fading()
                ? Theme.mix(under, argb(value), (int) (256 * Math.min(1, 2 * Math.abs(value) / reach())))
                : argb(value);
    }

    /** How far along the colours of its sign a value lies: 0 … 1. */
    float share(float value) {
        return Math.clamp((Math.abs(value) - floor) / (reach() - floor), 0f, 1f);
    }

    /**
     * A scale from the median of the magnitudes, rounded down to a half, to where few lie beyond: the quantile 0.998,
     * rounded up to a half.
     *
     * @param values [layer][neuron]
     */
    public static ColourScale of(float[][] values, String label) {
        float low = 0;
        float top = 0;
        for (float[] layer : values) {
            for (float value : layer) {
                low = value < low ? value : low;
                top = value > top ? value : top;
            }
        }
        Magnitudes magnitudes = new Magnitudes(values);
        int count = magnitudes.count();
        float high = count == 0 ? 0 : magnitudes.at((int) ((count - 1) * 0.998));
        float middle = count == 0 ? 0 : magnitudes.at(count / 2);
        float floor = (float) (Math.floor(middle * 2) / 2);
        float reach = Math.max(floor + 1, (float) (Math.ceil(high * 2) / 2));
        float least = -Math.min(reach, (float) (Math.ceil(-low * 2) / 2));
        // of values without a sign the scale ends where few lie beyond; else one of both ends does
        float most = low == 0 || -least < reach ? reach : Math.min(reach, (float) (Math.ceil(top * 2) / 2));
        return new ColourScale(Colours.START, floor, low == 0 ? 0 : least, most, label, "", null);
    }
}
