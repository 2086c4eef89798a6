package sulcus.figure;

import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The cells of a mosaic as pixels. Which neuron a pixel shows and both of its colours are found once; a move of the
 * threshold only chooses between the two. Where several neurons fall on a pixel it shows the one with the largest
 * magnitude, or where the plan says what is lit the one that would go last, so that no lit neuron vanishes when a slice is
 * small.
 */
public final class MosaicRaster {
    private static final int NONE = -1;
    /** The grey below the threshold where the anatomy does not show through: that of the colour bar. */
    private static final float FLAT = 0.4f;

    private final MosaicData data;
    private final MosaicGeometry geometry;
    private final Theme theme;
    private final int width;
    private final int height;
    private final Slice[] slices;

    /**
     * One layer's rectangle of pixels. Rows of pixels that show the same row of cells are stored once.
     *
     * @param rows for each row of pixels which stored row it shows; −1 for none
     * @param magnitude as the bits of a float, which sort as positive floats do; −1 where there is no neuron
     * @param standing place in the order in which neurons go; the last of all where none of them goes
     * @param change bits in which the lit colour differs from the unlit one
     */
    private record Slice(
            int x,
            int y,
            int width,
            int[] rows,
            int[] magnitude,
            int[] standing,
            int[] change,
            int[] unlit,
            int[] neuron) {
        Slice(int x, int y, int width, int[] rows, int stored) {
            this(
                    x,
                    y,
                    width,
                    rows,
                    new int[width * stored],
                    new int[width * stored],
                    new int[width * stored],
                    new int[width * stored],
                    new int[width * stored]);
            Arrays.fill(magnitude, NONE);
            Arrays.fill(neuron, -1);
        }

        int height() {
            return rows.length;
        }
    }

    /** Finds neurons and colours of all pixels of a figure of that geometry. */
    public MosaicRaster(MosaicData data, MosaicGeometry geometry, Theme theme) {
        this(data, geometry, theme, null);
    }

    /**
     * The same; the layers that look as in an earlier raster of the same geometry and theme are taken from there, as all but
     * one or two are when another network is shown.
     *
     * @param before null for none
     */
    public MosaicRaster(MosaicData data, MosaicGeometry geometry, Theme theme, MosaicRaster before) {
        this.data = data;
        this.geometry = geometry;
        this.theme = theme;
        width = Math.max(1, (int) Math.round(geometry.width() * geometry.pixelsPerUnit()));
        height = Math.max(1, (int) Math.round(geometry.height() * geometry.pixelsPerUnit()));
        slices = new Slice[data.layers()];
        boolean comparable = before != null && before.geometry == geometry && before.theme == theme;
        FamilyColours palette = data.palette();
        IntStream.range(0, slices.length)
                .parallel()
                .forEach(l ->
                        slices[l] = comparable && data.looksAs(before.data, l) ? before.slices[l] : slice(palette, l));
    }

    private Slice slice(FamilyColours palette, int l) {
        int reachX = (int) Math.ceil(data.layout().grid().width() / 2.0 * geometry.cell()) + geometry.fissure();
        int reachY = (int) Math.ceil(data.layout().grid().height() / 2.0 * geometry.cell());
        Rectangle2D view = geometry.view();
        int lastX = Math.min(width, (int) Math.round(view.getMaxX() * geometry.pixelsPerUnit()));
        int lastY = Math.min(height, (int) Math.round(view.getMaxY() * geometry.pixelsPerUnit()));
        int x = Math.max(0, geometry.centreX(l) - reachX);
        int y = Math.max((int) Math.round(view.getY() * geometry.pixelsPerUnit()), geometry.centreY(l) - reachY);
        int right = Math.clamp(geometry.centreX(l) + reachX, x, Math.max(x, lastX));
        int bottom = Math.clamp(geometry.centreY(l) + reachY, y, Math.max(y, lastY));
        int[] rows = new int[bottom - y];
        boolean single = geometry.cell() >= 1;
        Slice slice;
        if (single) {
            for (int j = 0; j < rows.length; j++) {
                rows[j] = geometry.row(y + j - geometry.centreY(l));
            }
            slice = new Slice(x, y, right - x, rows, data.layout().grid().height());
            nearest(slice, l);
        } else {
            Arrays.setAll(rows, j -> j);
            slice = new Slice(x, y, right - x, rows, rows.length);
            binned(slice, l);
        }
        colour(slice, palette, l, single);
        return slice;
    }

    private void nearest(Slice slice, int l) {
        int[] neurons = data.layout().neurons(l);
        int gridWidth = data.layout().grid().width();
        int[] columns = new int[slice.width];
        for (int i = 0; i < slice.width; i++) {
            columns[i] = geometry.column(slice.x + i - geometry.centreX(l));
        }
        for (int row = 0; row < slice.magnitude.length / Math.max(1, slice.width); row++) {
            for (int i = 0; i < slice.width; i++) {
                int neuron = columns[i] < 0 ? -1 : neurons[row * gridWidth + columns[i]];
                if (neuron >= 0) {
                    slice.neuron[row * slice.width + i] = neuron;
                    slice.magnitude[row * slice.width + i] = magnitude(data.values()[l][neuron]);
                    slice.standing[row * slice.width + i] = standing(l, neuron);
                }
            }
        }
    }

    private void binned(Slice slice, int l) {
        int gridWidth = data.layout().grid().width();
        int[] columns = new int[gridWidth];
        int[] lines = new int[data.layout().grid().height()];
        Arrays.setAll(columns, column -> geometry.pixelX(column) + geometry.centreX(l) - slice.x);
        Arrays.setAll(lines, row -> geometry.pixelY(row) + geometry.centreY(l) - slice.y);
        float[] ranks = new float[slice.neuron.length];
        int[] count = new int[slice.neuron.length];
        int[] cells = data.layout().cells()[l];
        float[] values = data.values()[l];
        float[] anatomy = data.anatomy()[l];
        int[] order = data.preserved() == null ? null : data.preserved().standing()[l];
        boolean decided = data.preserved() != null && data.preserved().decides(l);
        for (int neuron = 0; neuron < cells.length; neuron++) {
            int line = cells[neuron] / gridWidth;
            int i = columns[cells[neuron] - line * gridWidth];
            int j = lines[line];
            if (i < 0 || j < 0 || i >= slice.width || j >= slice.height()) {
                continue;
            }
            int at = j * slice.width + i;
            int magnitude = magnitude(values[neuron]);
            int standing = order == null ? Integer.MAX_VALUE : order[neuron];
            if (slice.neuron[at] < 0 || (decided ? standing > slice.standing[at] : magnitude > slice.magnitude[at])) {
                slice.magnitude[at] = magnitude;
                slice.standing[at] = standing;
                slice.neuron[at] = neuron;
            }
            ranks[at] += anatomy[neuron];
            count[at]++;
        }
        for (int at = 0; at < count.length; at++) {
            // the mean grey; the colour is chosen by the theme below
            slice.unlit[at] = Float.floatToRawIntBits(count[at] == 0 ? 0 : ranks[at] / count[at]);
        }
    }

    private void colour(Slice slice, FamilyColours palette, int l, boolean single) {
        boolean flat = data.scale().colours().flat();
        for (int at = 0; at < slice.neuron.length; at++) {
            int neuron = slice.neuron[at];
            if (neuron < 0) {
                slice.unlit[at] = 0;
                continue;
            }
            float rank = single ? data.anatomy()[l][neuron] : Float.intBitsToFloat(slice.unlit[at]);
            slice.unlit[at] = theme.anatomy(flat ? FLAT : rank);
            int lit = palette == null
                    ? data.scale().over(data.values()[l][neuron], slice.unlit[at])
                    : palette.argb(data.families()[l][neuron], data.scale().share(data.values()[l][neuron]));
            slice.change[at] = lit ^ slice.unlit[at];
        }
    }

    private int standing(int l, int neuron) {
        int[] standing = data.preserved() == null ? null : data.preserved().standing()[l];
        return standing == null ? Integer.MAX_VALUE : standing[neuron];
    }

    private static int magnitude(float value) {
        return Float.isNaN(value) ? 0 : Float.floatToRawIntBits(Math.abs(value));
    }

    /** Pixels from left to right. */
    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /**
     * Fills in all slices. Pixels outside of slices are left alone, pixels without a neuron become 0 (transparent), all
     * others are opaque, so that the colours are the same with and without premultiplied alpha.
     *
     * @param argb width · height values, row-major
     * @param data what this was made of, with the thresholds and the kept counts of now
     */
    public void recolour(int[] argb, MosaicData data) {
        for (int l = 0; l < slices.length; l++) {
            recolour(argb, l, bits(data.litAbove(l)), data.removed(l));
        }
    }

    private void recolour(int[] argb, int layer, int threshold, int removed) {
        Slice slice = slices[layer];
        if (slice.width == 0) {
            return;
        }
        for (int j = 0; j < slice.rows.length; j++) {
            int to = (slice.y + j) * width + slice.x;
            int row = slice.rows[j];
            if (row < 0) {
                Arrays.fill(argb, to, to + slice.width, 0);
            } else if (j > 0 && slice.rows[j - 1] == row) {
                System.arraycopy(argb, to - width, argb, to, slice.width);
            } else {
                row(slice, row * slice.width, argb, to, threshold, removed);
            }
        }
    }

    /** Without a branch, so that the compiler takes many pixels at a time. */
    private static void row(Slice slice, int from, int[] argb, int to, int threshold, int removed) {
        int[] magnitude = slice.magnitude;
        int[] standing = slice.standing;
        int[] change = slice.change;
        int[] unlit = slice.unlit;
        for (int i = 0; i < slice.width; i++) {
            int above = (threshold - magnitude[from + i]) >> 31;
            int stays = (removed - 1 - standing[from + i]) >> 31;
            argb[to + i] = unlit[from + i] ^ (change[from + i] & above & stays);
        }
    }

    /** The bits of a threshold; below zero every neuron lies above it, and none above what is not a number. */
    private static int bits(float threshold) {
        if (Float.isNaN(threshold)) {
            return Integer.MAX_VALUE - 1;
        }
        return threshold < 0 ? NONE : Float.floatToRawIntBits(threshold + 0f);
    }

    /** The layer whose rectangle a pixel lies in, −1 where there is none. */
    public int layerAt(int x, int y) {
        for (int l = 0; l < slices.length; l++) {
            Slice s = slices[l];
            if (x >= s.x && y >= s.y && x < s.x + s.width && y < s.y + s.height()) {
                return l;
            }
        }
        return -1;
    }

    /** The neuron that a pixel shows, −1 where there is none. */
    public int neuronAt(int x, int y) {
        int l = layerAt(x, y);
        if (l < 0) {
            return -1;
        }
        Slice s = slices[l];
        int row = s.rows[y - s.y];
        return row < 0 ? -1 : s.neuron[row * s.width + x - s.x];
    }
}
