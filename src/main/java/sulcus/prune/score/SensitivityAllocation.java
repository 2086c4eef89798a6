package sulcus.prune.score;

import java.util.stream.IntStream;
import sulcus.prune.LossCurves;
import sulcus.task.Refusal;

/**
 * Shares a cut among the layers by what the loss pays for it: greedy on the marginal loss of the next neuron, tempered. In a
 * layer of n neurons of which the share s is gone, the next one costs (f′(s) / n)^t · s^(1 − t), where f is the layer's loss
 * curve and t the exponent: with t = 0 every layer loses the same share; with t = 1 removal goes where the loss rises least,
 * which for convex curves that add up is the least loss a ratio can have.
 *
 * <p>f′ runs straight through the secants' slopes at the middles of their stretches, from 0 at s = 0, and never falls.
 *
 * @param curves of the same score that gives the order
 * @param exponent t, 0 … 1
 */
public record SensitivityAllocation(LossCurves curves, double exponent) implements Allocation {
    /** Where none is said: see the decision record on text and allocation. */
    public static final double EXPONENT = 0.5;

    private static final String LABEL = "sensitivity";

    /** @throws Refusal for an exponent outside 0 … 1 */
    public SensitivityAllocation {
        if (!(exponent >= 0 && exponent <= 1)) {
            throw new Refusal(
                    "allocation " + LABEL + ":" + exponent + ": the exponent lies between 0 (every layer loses the"
                            + " same share) and 1 (where the loss rises least); give one such as 0.5");
        }
    }

    /** Whether a label is one of these. */
    public static boolean isLabel(String text) {
        return text.equals(LABEL) || text.startsWith(LABEL + ":");
    }

    /**
     * Of a label: "sensitivity" or "sensitivity:0.25".
     *
     * @throws Refusal for what is no exponent
     */
    public static double exponent(String text) {
        try {
            return text.equals(LABEL) ? EXPONENT : Double.parseDouble(text.substring(LABEL.length() + 1));
        } catch (NumberFormatException e) {
            throw new Refusal("allocation \"" + text + "\": the exponent is no number; give " + LABEL + ":0.5", e);
        }
    }

    @Override
    public String label() {
        return LABEL + ":" + exponent;
    }

    @Override
    public String words() {
        return "layers lose by what the loss answers, exponent " + exponent;
    }

    @Override
    public String axis(String title) {
        return "cost of the next neuron by " + title;
    }

    /**
     * Costs in the place of scores: their order in each layer is that of the scores, and one threshold over all of them, or
     * a ratio solved by the planner, is the allocation.
     *
     * @param scores [layer][neuron]; null rows stay
     * @return the same shape; a layer that was not measured goes last
     */
    @Override
    public float[][] apply(float[][] scores) {
        if (scores.length != curves.layers()) {
            throw new IllegalArgumentException(scores.length + " layers of scores, " + curves.layers() + " curves");
        }
        float[][] costs = new float[scores.length][];
        for (int layer = 0; layer < scores.length; layer++) {
            if (scores[layer] != null) {
                costs[layer] =
                        costs(scores[layer], curves.measured(layer) ? slopes(layer, scores[layer].length) : null);
            }
        }
        return costs;
    }

    private float[] costs(float[] scores, double[] slopes) {
        float[] ranks = Allocation.ranks(scores);
        float[] ascending = new float[scores.length];
        for (int rank = 0; rank < ascending.length; rank++) {
            double share = (rank + 0.5) / ascending.length;
            double cost = slopes == null
                    ? Float.MAX_VALUE * (0.5 + share / 4)
                    : Math.pow(slope(slopes, share), exponent) * Math.pow(share, 1 - exponent);
            // where neurons cost the same they still stand in their order
            ascending[rank] = rank == 0 ? (float) cost : Math.max((float) cost, Math.nextUp(ascending[rank - 1]));
        }
        float[] costs = new float[scores.length];
        for (int j = 0; j < costs.length; j++) {
            costs[j] = ascending[Math.round(ranks[j] * costs.length)];
        }
        return costs;
    }

    /** f′ / n at the middles of the stretches between measured shares. */
    private double[] slopes(int layer, int neurons) {
        double[] shares = curves.shares();
        double[] slopes = IntStream.range(0, shares.length)
                .mapToDouble(i -> {
                    double from = i == 0 ? 0 : shares[i - 1];
                    return (curves.added(layer, shares[i]) - curves.added(layer, from)) / (shares[i] - from) / neurons;
                })
                .toArray();
        for (int i = 1; i < slopes.length; i++) {
            slopes[i] = Math.max(slopes[i], slopes[i - 1]);
        }
        return slopes;
    }

    private double slope(double[] slopes, double share) {
        double[] shares = curves.shares();
        double lowX = 0;
        double low = 0;
        for (int i = 0; i < slopes.length; i++) {
            double x = ((i == 0 ? 0 : shares[i - 1]) + shares[i]) / 2;
            if (share <= x || i == slopes.length - 1) {
                return low + (slopes[i] - low) * (share - lowX) / (x - lowX);
            }
            lowX = x;
            low = slopes[i];
        }
        return low;
    }
}
