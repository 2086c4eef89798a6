package sulcus.decompose.layout;

import java.util.ArrayList;
import java.util.List;
import sulcus.task.Refusal;

/**
 * Square cells inside the {@link SliceOutline}, exactly as many as the widest layer has neurons. The line between the
 * hemispheres runs between two columns.
 *
 * @param width columns
 * @param height rows
 * @param size edge of a cell in the units of the outline
 * @param cells the cells inside, y · width + x, from the innermost to the outermost: a layer of n neurons uses the first n
 */
public record SliceGrid(int width, int height, double size, int[] cells) {
    private static final int MOST_NEURONS = 1 << 22;

    /** The coarsest grid that has a cell for each of so many neurons. */
    public static SliceGrid forNeurons(int neurons) {
        if (neurons < 1 || neurons > MOST_NEURONS) {
            throw new Refusal("layout: a layer of " + neurons + " neurons cannot be laid out; 1 to " + MOST_NEURONS
                    + " neurons are possible");
        }
        double tooFine = Math.sqrt(1.0 / neurons) * 0.5;
        double tooCoarse = 0.8;
        while (count(tooFine) < neurons) {
            tooFine /= 2;
        }
        for (int halving = 0; halving < 30; halving++) {
            double middle = (tooFine + tooCoarse) / 2;
            if (count(middle) >= neurons) {
                tooFine = middle;
            } else {
                tooCoarse = middle;
            }
        }
        return cut(tooFine, neurons);
    }

    /** How many cells of an edge lie wholly inside: those of {@link #inside}, each corner looked at once. */
    static int count(double size) {
        int right = right(size);
        int down = down(size);
        boolean[] above = new boolean[2 * right + 1];
        boolean[] below = new boolean[2 * right + 1];
        int count = 0;
        for (int y = -down; y <= down; y++) {
            boolean[] row = above;
            above = below;
            below = row;
            for (int x = -right; x <= right; x++) {
                below[x + right] = SliceOutline.encloses(x * size, y * size);
            }
            for (int i = 0; y > -down && i < 2 * right; i++) {
                count += above[i] & above[i + 1] & below[i] & below[i + 1] ? 1 : 0;
            }
        }
        return count;
    }

    private static int right(double size) {
        return (int) (SliceOutline.HALF_WIDTH * 1.05 / size) + 1;
    }

    private static int down(double size) {
        return (int) (1 / size) + 1;
    }

    private record Cell(int x, int y, double gauge) {}

    /** All cells of an edge that lie wholly inside; x and y count from the middle. */
    private static List<Cell> inside(double size) {
        int right = right(size);
        int down = down(size);
        List<Cell> cells = new ArrayList<>();
        for (int y = -down; y < down; y++) {
            for (int x = -right; x < right; x++) {
                double gauge = 0;
                for (int corner = 0; corner < 4; corner++) {
                    double u = (x + (corner & 1)) * size;
                    double v = (y + (corner >> 1)) * size;
                    gauge = Math.max(gauge, SliceOutline.gauge(u, v));
                }
                if (gauge <= 1) {
                    cells.add(new Cell(x, y, gauge));
                }
            }
        }
        return cells;
    }

    private static SliceGrid cut(double size, int neurons) {
        List<Cell> all = inside(size);
        all.sort((a, b) -> {
            int byGauge = Double.compare(a.gauge, b.gauge);
            int byRow = Integer.compare(a.y, b.y);
            return byGauge != 0 ? byGauge : byRow != 0 ? byRow : Integer.compare(a.x, b.x);
        });
        List<Cell> kept = all.subList(0, neurons);
        int right = 1;
        int down = 1;
        for (Cell cell : kept) {
            right = Math.max(right, Math.max(cell.x + 1, -cell.x));
            down = Math.max(down, Math.max(cell.y + 1, -cell.y));
        }
        int[] cells = new int[neurons];
        for (int i = 0; i < neurons; i++) {
            cells[i] = (kept.get(i).y + down) * 2 * right + kept.get(i).x + right;
        }
        return new SliceGrid(2 * right, 2 * down, size, cells);
    }

    /** Middle of a column in the units of the outline. */
    public double u(int cell) {
        return (cell % width - width / 2 + 0.5) * size;
    }

    /** Middle of a row in the units of the outline. */
    public double v(int cell) {
        return (cell / width - height / 2 + 0.5) * size;
    }
}
