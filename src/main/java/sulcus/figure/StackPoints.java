package sulcus.figure;

import java.util.Arrays;
import sulcus.decompose.layout.SliceGrid;

/**
 * The lit neurons of a mosaic as points of a stack, layer after layer, the strongest of each layer last.
 *
 * @param start [layer] its first point, and at the end the number of points: layers + 1 values
 * @param layer of each point
 * @param neuron of each point
 * @param u to the right, in units of the slice's half height
 * @param v down
 * @param colour opaque ARGB
 * @param share of the colour scale, 0 … 1
 */
record StackPoints(int[] start, int[] layer, int[] neuron, float[] u, float[] v, int[] colour, float[] share) {
    /** Under translucent points: between the greys of the slices. */
    private static final int GROUND = 0xff33363d;

    /** More could not be told apart, and turning must stay smooth. */
    static final int MOST = 20_000;

    /** The lit neurons, or the {@value #MOST} of them with the largest magnitudes; of equal ones those of lower layers. */
    static StackPoints of(MosaicData d) {
        int[] buckets = new int[1 << 16];
        int lit = 0;
        for (int l = 0; l < d.layers(); l++) {
            Lit test = new Lit(d, l);
            for (int j = 0; j < d.values()[l].length; j++) {
                if (test.is(j)) {
                    buckets[bits(d, l, j) >>> 15]++;
                    lit++;
                }
            }
        }
        // all of the buckets above one, and of that one as many as there is room for
        int edge = buckets.length - 1;
        int above = 0;
        while (edge > 0 && above + buckets[edge] <= MOST) {
            above += buckets[edge--];
        }
        int room = lit <= MOST ? buckets[edge] : MOST - above;
        long[] atEdge = new long[buckets[edge]];
        long[] keys = new long[above + room];
        int count = 0;
        int edging = 0;
        for (int l = 0; l < d.layers(); l++) {
            Lit test = new Lit(d, l);
            for (int j = 0; j < d.values()[l].length; j++) {
                if (test.is(j)) {
                    int bits = bits(d, l, j);
                    if (bits >>> 15 > edge) {
                        keys[count++] = byLayer(l, bits, j);
                    } else if (bits >>> 15 == edge) {
                        // sorted by falling magnitude, then by layer
                        atEdge[edging++] = (long) (Integer.MAX_VALUE - bits) << 32 | (long) l << 22 | j;
                    }
                }
            }
        }
        Arrays.sort(atEdge);
        for (int i = 0; i < room; i++) {
            int place = (int) atEdge[i];
            keys[count++] =
                    byLayer(place >>> 22, Integer.MAX_VALUE - (int) (atEdge[i] >>> 32), place & ((1 << 22) - 1));
        }
        Arrays.sort(keys);
        return of(d, keys);
    }

    /** A magnitude's bits sort as it does. */
    private static int bits(MosaicData d, int layer, int neuron) {
        return Float.floatToIntBits(Math.abs(d.values()[layer][neuron]));
    }

    /** 10 bits of layer, 31 of magnitude, 22 of neuron: a layout holds no more neurons. */
    private static long byLayer(int layer, int bits, int neuron) {
        return (long) layer << 53 | (long) bits << 22 | neuron;
    }

    /** Which neurons of a layer are lit. */
    private static final class Lit {
        private final float[] values;
        private final int[] standing;
        private final int removed;
        private final float above;

        Lit(MosaicData d, int layer) {
            values = d.values()[layer];
            standing = d.preserved() == null ? null : d.preserved().standing()[layer];
            removed = d.removed(layer);
            above = Math.max(0, d.litAbove(layer));
        }

        boolean is(int neuron) {
            // false for NaN
            return Math.abs(values[neuron]) > above && (standing == null || standing[neuron] >= removed);
        }
    }

    private static StackPoints of(MosaicData d, long[] keys) {
        int n = keys.length;
        StackPoints points = new StackPoints(
                new int[d.layers() + 1], new int[n], new int[n], new float[n], new float[n], new int[n], new float[n]);
        FamilyColours palette = d.palette();
        SliceGrid grid = d.layout().grid();
        for (int i = 0; i < n; i++) {
            int l = (int) (keys[i] >>> 53);
            int j = (int) keys[i] & ((1 << 22) - 1);
            float value = d.values()[l][j];
            int cell = d.layout().cells()[l][j];
            points.start[l + 1]++;
            points.layer[i] = l;
            points.neuron[i] = j;
            points.u[i] = (float) grid.u(cell);
            points.v[i] = (float) grid.v(cell);
            points.share[i] = d.scale().share(value);
            points.colour[i] =
                    palette == null ? d.scale().over(value, GROUND) : palette.argb(d.families()[l][j], points.share[i]);
        }
        for (int l = 0; l < d.layers(); l++) {
            points.start[l + 1] += points.start[l];
        }
        return points;
    }

    int count() {
        return layer.length;
    }
}
