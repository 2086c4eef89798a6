package sulcus.figure;

import java.util.Arrays;

/** Heatmaps with more cells than pixels: a pixel shows the largest by amount of the cells that fall on it. */
final class Shrink {
    private Shrink() {}

    /**
     * One line of pixels. With more pixels than cells, a cell takes several.
     *
     * @param cells [row][column]
     * @param y of the line
     * @param lines how many there are
     * @param into the line; overwritten
     */
    static void line(float[][] cells, int y, int lines, float[] into) {
        int from = (int) ((long) y * cells.length / lines);
        int to = Math.max(from + 1, (int) ((long) (y + 1) * cells.length / lines));
        Arrays.fill(into, 0);
        for (int row = from; row < to; row++) {
            float[] values = cells[row];
            for (int x = 0; x < into.length; x++) {
                int first = (int) ((long) x * values.length / into.length);
                int end = Math.max(first + 1, (int) ((long) (x + 1) * values.length / into.length));
                for (int i = first; i < end; i++) {
                    into[x] = Math.abs(values[i]) > Math.abs(into[x]) ? values[i] : into[x];
                }
            }
        }
    }
}
