package sulcus.prune;

import java.util.Arrays;

/**
 * How a model's loss answers when neurons of one layer alone are removed. Between the measured shares a curve is a power of
 * the share, and before the first and beyond the last it goes on with the power of its neighbour; it starts at 0 with nothing
 * removed and never falls: what was measured is first made monotone (least squares, pool adjacent violators).
 */
public final class LossCurves {
    /** A first stretch is no flatter than a straight line and no steeper than a cube. */
    private static final double STEEPEST = 3;

    private final double[] shares;
    private final double[][] rising;

    /**
     * @param shares of a layer's neurons that were removed, ascending, above 0 and at most 1
     * @param added [layer][share]: the mean loss then, less that of the whole model, nats a token; a null row is a layer that
     *     was not measured, of which removal is taken to cost nothing
     */
    public LossCurves(double[] shares, double[][] added) {
        for (int i = 0; i < shares.length; i++) {
            if (!(shares[i] > (i == 0 ? 0 : shares[i - 1]) && shares[i] <= 1)) {
                throw new IllegalArgumentException("shares " + Arrays.toString(shares) + " do not ascend from 0 to 1");
            }
        }
        this.shares = shares.clone();
        rising = new double[added.length][];
        for (int layer = 0; layer < added.length; layer++) {
            if (added[layer] != null && added[layer].length != shares.length) {
                throw new IllegalArgumentException(
                        "layer " + layer + ": " + added[layer].length + " losses for " + shares.length + " shares");
            }
            rising[layer] = added[layer] == null ? null : rising(added[layer]);
        }
    }

    /** The nearest row that never falls and is nowhere below 0. */
    static double[] rising(double[] values) {
        double[] mean = new double[values.length];
        int[] count = new int[values.length];
        int blocks = 0;
        for (double value : values) {
            mean[blocks] = value;
            count[blocks] = 1;
            blocks++;
            while (blocks > 1 && mean[blocks - 2] > mean[blocks - 1]) {
                int joined = count[blocks - 2] + count[blocks - 1];
                mean[blocks - 2] =
                        (mean[blocks - 2] * count[blocks - 2] + mean[blocks - 1] * count[blocks - 1]) / joined;
                count[blocks - 2] = joined;
                blocks--;
            }
        }
        double[] result = new double[values.length];
        int at = 0;
        for (int block = 0; block < blocks; block++) {
            Arrays.fill(result, at, at + count[block], Math.max(0, mean[block]));
            at += count[block];
        }
        return result;
    }

    /** Where all layers were measured, ascending. */
    public double[] shares() {
        return shares.clone();
    }

    public int layers() {
        return rising.length;
    }

    /** Whether a layer was measured. */
    public boolean measured(int layer) {
        return rising[layer] != null && shares.length > 0;
    }

    /** Nats a token that are added when this share of a layer's neurons is removed and nothing else. */
    public double added(int layer, double share) {
        double[] row = rising[layer];
        if (row == null || row.length == 0 || share <= 0) {
            return 0;
        }
        int above = 0;
        while (above < shares.length && shares[above] < share) {
            above++;
        }
        if (above == 0) {
            return row[0] * Math.pow(share / shares[0], power(row, 0));
        }
        int low = above - 1;
        if (above == shares.length) {
            return row[low] * Math.pow(share / shares[low], low == 0 ? 1 : power(row, low - 1));
        }
        if (row[low] > 0) {
            double part = Math.log(share / shares[low]) / Math.log(shares[above] / shares[low]);
            return row[low] * Math.pow(row[above] / row[low], part);
        }
        return row[above] * (share - shares[low]) / (shares[above] - shares[low]);
    }

    /** Of the stretch from a share to the next. */
    private double power(double[] row, int low) {
        if (low + 1 >= row.length || row[low] <= 0) {
            return 1;
        }
        return Math.clamp(Math.log(row[low + 1] / row[low]) / Math.log(shares[low + 1] / shares[low]), 1, STEEPEST);
    }

    /**
     * The sum over all layers of what each would add alone.
     *
     * @param removed share of each layer
     */
    public double sum(double[] removed) {
        double sum = 0;
        for (int layer = 0; layer < removed.length; layer++) {
            sum += added(layer, removed[layer]);
        }
        return sum;
    }

    /** The same for a plan with so many neurons kept of each layer. */
    public double sum(int[] kept, int[] neurons) {
        double sum = 0;
        for (int layer = 0; layer < kept.length; layer++) {
            sum += neurons[layer] == 0 ? 0 : added(layer, 1 - kept[layer] / (double) neurons[layer]);
        }
        return sum;
    }
}
