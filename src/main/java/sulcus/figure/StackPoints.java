package sulcus.figure;

import java.util.Arrays;
import sulcus.decompose.layout.SliceGrid;

/**
 * The lit neurons of a mosaic as points of a stack, strongest last.
 *
 * @param layer of each point
 * @param neuron of each point
 * @param u to the right, in units of the slice's half height
 * @param v down
 * @param colour opaque ARGB
 * @param magnitude of its value
 */
record StackPoints(int[] layer, int[] neuron, float[] u, float[] v, int[] colour, float[] magnitude) {
    /** More could not be told apart, and turning must stay smooth. */
    static final int MOST = 20_000;

    static StackPoints of(MosaicData d) {
        FamilyColours palette = d.families() == null ? null : FamilyColours.of(d.layout());
        long[] keys = new long[1024];
        int count = 0;
        for (int l = 0; l < d.layers(); l++) {
            int[] standing = d.preserved() == null ? null : d.preserved().standing()[l];
            int removed = d.removed(l);
            float above = d.litAbove(l);
            for (int j = 0; j < d.values()[l].length; j++) {
                float magnitude = Math.abs(d.values()[l][j]);
                if (magnitude > above && magnitude > 0 && (standing == null || standing[j] >= removed)) {
                    if (count == keys.length) {
                        keys = Arrays.copyOf(keys, count * 2);
                    }
                    // magnitudes: their bits sort as they do. 8 bits of layer and 24 of neuron hold every known model
                    keys[count++] = (long) Float.floatToIntBits(magnitude) << 32 | (long) l << 22 | j;
                }
            }
        }
        Arrays.sort(keys, 0, count);
        int first = Math.max(0, count - MOST);
        int n = count - first;
        StackPoints points =
                new StackPoints(new int[n], new int[n], new float[n], new float[n], new int[n], new float[n]);
        SliceGrid grid = d.layout().grid();
        for (int i = 0; i < n; i++) {
            int place = (int) keys[first + i];
            int l = place >>> 22;
            int j = place & 0x3fffff;
            float value = d.values()[l][j];
            int cell = d.layout().cells()[l][j];
            points.layer[i] = l;
            points.neuron[i] = j;
            points.u[i] = (float) grid.u(cell);
            points.v[i] = (float) grid.v(cell);
            points.magnitude[i] = Math.abs(value);
            points.colour[i] = palette == null
                    ? d.scale().argb(value)
                    : palette.argb(d.families()[l][j], d.scale().share(value));
        }
        return points;
    }

    int count() {
        return layer.length;
    }
}
