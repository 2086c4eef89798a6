package sulcus.decompose.layout;

import java.util.Arrays;

/**
 * Walks cells along a Hilbert curve (D. Hilbert, Mathematische Annalen 38, 1891), which keeps what is near on the line
 * near in the plane.
 */
final class HilbertCurve {
    private HilbertCurve() {}

    /**
     * The same cells in the order of the curve.
     *
     * @param cells y · width + x
     * @param width columns of the grid
     * @param height rows of the grid
     */
    static int[] order(int[] cells, int width, int height) {
        int side = Integer.highestOneBit(Math.max(2, Math.max(width, height)) * 2 - 1);
        long[] keys = new long[cells.length];
        for (int i = 0; i < cells.length; i++) {
            keys[i] = distance(side, cells[i] % width, cells[i] / width) << 32 | cells[i];
        }
        Arrays.sort(keys);
        int[] ordered = new int[cells.length];
        for (int i = 0; i < ordered.length; i++) {
            ordered[i] = (int) keys[i];
        }
        return ordered;
    }

    /** How far along the curve of a square of that side (a power of two) a cell lies. */
    static long distance(int side, int column, int row) {
        int x = column;
        int y = row;
        long distance = 0;
        for (int s = side / 2; s > 0; s /= 2) {
            int rx = (x & s) > 0 ? 1 : 0;
            int ry = (y & s) > 0 ? 1 : 0;
            distance += (long) s * s * ((3 * rx) ^ ry);
            if (ry == 0) {
                if (rx == 1) {
                    x = side - 1 - x;
                    y = side - 1 - y;
                }
                int swap = x;
                x = y;
                y = swap;
            }
        }
        return distance;
    }
}
