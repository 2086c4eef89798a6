package sulcus.figure;

import java.util.Arrays;
import java.util.stream.IntStream;
import sulcus.decompose.layout.SliceLayout;

/**
 * What a mosaic shows.
 *
 * @param title over the slices; may be empty
 * @param caption below them, in small type; may be empty
 * @param layout where each neuron lies
 * @param values [layer][neuron]: max |z|, or the signed z of one network
 * @param anatomy [layer][neuron]: 0 … 1, grey under the overlay; {@link #ranks} makes it
 * @param families [layer][neuron]: which colour each neuron has in the map of networks, see {@link FamilyColours#code}; null to
 *     colour by value
 * @param palette the colours of the families; null where there are none
 * @param scale colours of the values
 * @param thresholds [layer]: a neuron is lit if its magnitude lies above, unless {@code preserved} says otherwise
 * @param threshold the model-wide one, marked on the colour bar
 * @param protectedLayers [layer]
 * @param preserved what the plan preserves; null where there is none
 */
public record MosaicData(
        String title,
        String caption,
        SliceLayout layout,
        float[][] values,
        float[][] anatomy,
        int[][] families,
        FamilyColours palette,
        ColourScale scale,
        float[] thresholds,
        float threshold,
        boolean[] protectedLayers,
        Preserved preserved) {

    /** Families, if there are any, in the colours that they have when none was chosen. */
    public MosaicData(
            String title,
            String caption,
            SliceLayout layout,
            float[][] values,
            float[][] anatomy,
            int[][] families,
            ColourScale scale,
            float[] thresholds,
            float threshold,
            boolean[] protectedLayers,
            Preserved preserved) {
        this(
                title,
                caption,
                layout,
                values,
                anatomy,
                families,
                families == null ? null : FamilyColours.of(layout),
                scale,
                thresholds,
                threshold,
                protectedLayers,
                preserved);
    }

    /** One threshold for all layers, nothing protected, colours that fit the values. */
    public static MosaicData of(
            String title, SliceLayout layout, float[][] values, float[][] meanActivation, float threshold) {
        float[] thresholds = new float[values.length];
        Arrays.fill(thresholds, threshold);
        return new MosaicData(
                title,
                "",
                layout,
                values,
                ranks(meanActivation),
                null,
                ColourScale.of(values, "max |z|"),
                thresholds,
                threshold,
                new boolean[values.length],
                null);
    }

    public MosaicData titled(String other) {
        return new MosaicData(
                other,
                caption,
                layout,
                values,
                anatomy,
                families,
                palette,
                scale,
                thresholds,
                threshold,
                protectedLayers,
                preserved);
    }

    /** With the families in other colours. */
    public MosaicData coloured(FamilyColours colours) {
        return new MosaicData(
                title,
                caption,
                layout,
                values,
                anatomy,
                families,
                colours,
                scale,
                thresholds,
                threshold,
                protectedLayers,
                preserved);
    }

    /** In other colours. */
    public MosaicData in(ColourScale other) {
        return new MosaicData(
                title,
                caption,
                layout,
                values,
                anatomy,
                families,
                other,
                thresholds,
                threshold,
                protectedLayers,
                preserved);
    }

    /** The magnitude above which a neuron of a layer may be lit; below zero where every one may. */
    float litAbove(int layer) {
        return preserved != null && preserved.decides(layer) ? -1 : thresholds[layer];
    }

    /** Neurons of a layer that are removed, and so unlit. */
    int removed(int layer) {
        return preserved == null ? 0 : preserved.removed(layer);
    }

    /** Whether a layer has the same neurons in the same colours, lit at the same thresholds, as in other data. */
    boolean looksAs(MosaicData other, int l) {
        return l < other.layers()
                && layout.cells()[l] == other.layout.cells()[l]
                && anatomy[l] == other.anatomy[l]
                && values[l] == other.values[l]
                && sameFamilies(other, l)
                && sameOrder(other, l)
                && scale.colours().flat() == other.scale.colours().flat()
                && (scale.equals(other.scale) || families == null && sameWithoutValues(other, l));
    }

    private boolean sameFamilies(MosaicData other, int l) {
        return families == null
                ? other.families == null
                : other.families != null && families[l] == other.families[l] && palette == other.palette;
    }

    private boolean sameOrder(MosaicData other, int l) {
        boolean none = preserved == null;
        return none == (other.preserved == null)
                && (none
                        || preserved.decides(l) == other.preserved.decides(l)
                                && Arrays.equals(
                                        preserved.standing()[l], other.preserved.standing()[l]));
    }

    /** Whether all values are 0 and have the same colour on another scale. */
    private boolean sameWithoutValues(MosaicData other, int l) {
        for (float value : values[l]) {
            if (value != 0) {
                return false;
            }
        }
        return scale.colours().fading() == other.scale.colours().fading()
                && scale.argb(0f) == other.scale.argb(0f)
                && scale.argb(-0f) == other.scale.argb(-0f);
    }

    public int layers() {
        return values.length;
    }

    /** The rank of each value within its layer, 0 (least) … 1 (largest). */
    public static float[][] ranks(float[][] values) {
        float[][] ranks = new float[values.length][];
        IntStream.range(0, ranks.length).parallel().forEach(l -> ranks[l] = ranks(values[l]));
        return ranks;
    }

    private static float[] ranks(float[] values) {
        int n = values.length;
        long[] keys = new long[n];
        for (int j = 0; j < n; j++) {
            // magnitudes: their bits sort as they do
            float magnitude = Float.isNaN(values[j]) ? 0 : Math.abs(values[j]);
            keys[j] = (long) Float.floatToIntBits(magnitude) << 32 | j;
        }
        Arrays.sort(keys);
        float[] ranks = new float[n];
        for (int i = 0; i < n; i++) {
            ranks[(int) keys[i]] = n == 1 ? 0.5f : i / (n - 1f);
        }
        return ranks;
    }
}
