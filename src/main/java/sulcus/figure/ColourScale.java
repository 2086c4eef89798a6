package sulcus.figure;

import java.awt.Color;

/**
 * Which colour a value has, whatever the threshold: moving the threshold hides and shows neurons but never changes what a
 * colour means.
 *
 * @param map the colours
 * @param floor the magnitude of the first colour; smaller ones take it too, so that the colours are spent where values are
 *     told apart
 * @param maximum the magnitude of the last colour; larger ones take it too
 * @param signed whether negative values occur
 * @param label of the colour bar, such as "max |z|"
 * @param ground into which values near 0 fade, as in a map without a threshold; null where none fades. On a light one the
 *     colours run the other way, so that the strongest always differ most from it
 */
public record ColourScale(ColourMap map, float floor, float maximum, boolean signed, String label, Color ground) {
    /** From this share of the scale on colours are whole. */
    private static final float FADED = 0.2f;

    /** Without a ground. */
    public ColourScale(ColourMap map, float floor, float maximum, boolean signed, String label) {
        this(map, floor, maximum, signed, label, null);
    }

    /** The same values on a ground. */
    public ColourScale on(Color other) {
        return new ColourScale(map, floor, maximum, signed, label, other);
    }

    /** Opaque ARGB. */
    public int argb(float value) {
        float share = share(value);
        if (ground == null) {
            return map.argb(Math.copySign(share, value));
        }
        boolean light = ground.getRed() + ground.getGreen() + ground.getBlue() > 3 * 128;
        int colour = map.argb(Math.copySign(light ? 1 - share : share, value));
        return Theme.mix(ground.getRGB(), colour, (int) (256 * Math.min(1, share / FADED)));
    }

    /** How far along the colours a value lies: 0 … 1. */
    float share(float value) {
        return Math.clamp((Math.abs(value) - floor) / (maximum - floor), 0f, 1f);
    }

    /**
     * A scale from the median of the magnitudes, rounded down to a half, to where few lie beyond: the quantile 0.998,
     * rounded up to a half.
     *
     * @param values [layer][neuron]
     */
    public static ColourScale of(float[][] values, String label) {
        boolean signed = false;
        for (float[] layer : values) {
            for (float value : layer) {
                signed |= value < 0;
            }
        }
        Magnitudes magnitudes = new Magnitudes(values);
        int count = magnitudes.count();
        float high = count == 0 ? 0 : magnitudes.at((int) ((count - 1) * 0.998));
        float middle = count == 0 ? 0 : magnitudes.at(count / 2);
        float floor = (float) (Math.floor(middle * 2) / 2);
        float maximum = Math.max(floor + 1, (float) (Math.ceil(high * 2) / 2));
        return new ColourScale(ColourMap.COLD_HOT, floor, maximum, signed, label);
    }
}
