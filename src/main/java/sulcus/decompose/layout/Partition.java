package sulcus.decompose.layout;

import java.util.Arrays;
import java.util.BitSet;

/**
 * One layer's cells divided among its networks, each with as many cells as it has neurons: a capacity-constrained Voronoi
 * partition (after M. Balzer and D. Heck, Capacity-constrained Voronoi diagrams in finite spaces, 2008). Two regions at a
 * time share their cells anew, by a straight cut across the line between their centres; the sum of squared distances to
 * the centres never grows.
 */
final class Partition {
    /** Weight of the plain distance from the middle against the share of the way to the border. */
    private static final double ROUNDNESS = 0.35;

    private final SliceGrid grid;
    /** Cells of each region. */
    private final int[][] members;
    /** Where each region wants to be, u and v. */
    final double[] centreU;

    final double[] centreV;
    /** Region of each cell of the grid, −1 outside. */
    private final int[] owner;

    /**
     * @param cells in the order of the curve
     * @param order regions in the order in which they take stretches of the curve
     * @param capacities of the regions; their sum is the number of cells
     */
    Partition(SliceGrid grid, int[] cells, int[] order, int[] capacities) {
        this.grid = grid;
        this.members = new int[capacities.length][];
        this.centreU = new double[capacities.length];
        this.centreV = new double[capacities.length];
        this.owner = new int[grid.width() * grid.height()];
        Arrays.fill(owner, -1);
        int from = 0;
        for (int region : order) {
            members[region] = Arrays.copyOfRange(cells, from, from + capacities[region]);
            from += capacities[region];
            for (int cell : members[region]) {
                owner[cell] = region;
            }
        }
    }

    int regions() {
        return members.length;
    }

    boolean isEmpty(int region) {
        return members[region].length == 0;
    }

    double centroidU(int region) {
        double sum = 0;
        for (int cell : members[region]) {
            sum += grid.u(cell);
        }
        return sum / members[region].length;
    }

    double centroidV(int region) {
        double sum = 0;
        for (int cell : members[region]) {
            sum += grid.v(cell);
        }
        return sum / members[region].length;
    }

    /** Shares the cells of all neighbouring pairs of regions anew, once. */
    void sweep() {
        BitSet pairs = neighbours();
        int n = members.length;
        for (int pair = pairs.nextSetBit(0); pair >= 0; pair = pairs.nextSetBit(pair + 1)) {
            share(pair / n, pair % n);
        }
    }

    private BitSet neighbours() {
        int n = members.length;
        BitSet pairs = new BitSet(n * n);
        for (int cell = 0; cell < owner.length; cell++) {
            int a = owner[cell];
            if (a < 0) {
                continue;
            }
            int b = (cell + 1) % grid.width() == 0 ? -1 : owner[cell + 1];
            int c = cell + grid.width() < owner.length ? owner[cell + grid.width()] : -1;
            if (b >= 0 && b != a) {
                pairs.set(Math.min(a, b) * n + Math.max(a, b));
            }
            if (c >= 0 && c != a) {
                pairs.set(Math.min(a, c) * n + Math.max(a, c));
            }
        }
        // centres that lie close want to pass each other even if their regions do not touch yet
        for (int a = 0; a < n; a++) {
            int nearest = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int b = 0; b < n; b++) {
                double du = centreU[a] - centreU[b];
                double dv = centreV[a] - centreV[b];
                if (b != a && !isEmpty(a) && !isEmpty(b) && du * du + dv * dv < least) {
                    least = du * du + dv * dv;
                    nearest = b;
                }
            }
            if (nearest >= 0) {
                pairs.set(Math.min(a, nearest) * n + Math.max(a, nearest));
            }
        }
        return pairs;
    }

    private void share(int a, int b) {
        double du = centreU[b] - centreU[a];
        double dv = centreV[b] - centreV[a];
        if (du == 0 && dv == 0) {
            return;
        }
        int[] first = members[a];
        int[] second = members[b];
        long[] keys = new long[first.length + second.length];
        for (int i = 0; i < keys.length; i++) {
            int cell = i < first.length ? first[i] : second[i - first.length];
            // by how much nearer the cell lies to b than to a, up to a constant
            keys[i] = sortable((float) (grid.u(cell) * du + grid.v(cell) * dv)) << 32 | cell;
        }
        Arrays.sort(keys);
        for (int i = 0; i < keys.length; i++) {
            int cell = (int) keys[i];
            if (i < first.length) {
                first[i] = cell;
                owner[cell] = a;
            } else {
                second[i - first.length] = cell;
                owner[cell] = b;
            }
        }
    }

    /** Bits that sort as the float does. */
    private static long sortable(float value) {
        int bits = Float.floatToIntBits(value + 0f);
        return bits < 0 ? ~bits ^ Integer.MIN_VALUE : bits;
    }

    /**
     * The cells of each region, from its middle outwards: by the distance from the middle and by how much of the way to the
     * border it is, so that what is strong fills the region in its own shape.
     */
    int[][] outwards() {
        int[][] sorted = new int[members.length][];
        for (int region = 0; region < members.length; region++) {
            double u = centroidU(region);
            double v = centroidV(region);
            int[] border = border(region);
            long[] keys = new long[members[region].length];
            double radius = Math.sqrt(keys.length / Math.PI) * grid.size();
            for (int i = 0; i < keys.length; i++) {
                int cell = members[region][i];
                double fromMiddle = Math.hypot(grid.u(cell) - u, grid.v(cell) - v);
                double toBorder = grid.size() / 2 + distance(cell, border);
                double key = ROUNDNESS * fromMiddle / radius + fromMiddle / (fromMiddle + toBorder);
                keys[i] = sortable((float) key) << 32 | cell;
            }
            Arrays.sort(keys);
            sorted[region] = Arrays.stream(keys).mapToInt(key -> (int) key).toArray();
        }
        return sorted;
    }

    /** The cells of a region that touch another one or the outside. */
    private int[] border(int region) {
        return Arrays.stream(members[region])
                .filter(cell -> {
                    int x = cell % grid.width();
                    return x == 0
                            || x == grid.width() - 1
                            || cell < grid.width()
                            || cell >= owner.length - grid.width()
                            || owner[cell - 1] != region
                            || owner[cell + 1] != region
                            || owner[cell - grid.width()] != region
                            || owner[cell + grid.width()] != region;
                })
                .toArray();
    }

    private double distance(int cell, int[] border) {
        double least = Double.POSITIVE_INFINITY;
        for (int other : border) {
            double du = grid.u(cell) - grid.u(other);
            double dv = grid.v(cell) - grid.v(other);
            least = Math.min(least, du * du + dv * dv);
        }
        return Math.sqrt(least);
    }
}
