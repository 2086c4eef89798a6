package sulcus.prune.score;

import java.lang.foreign.MemorySegment;
import sulcus.algebra.Algebra;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.model.WeightId;

/**
 * What a score may look at in one layer of n neurons and hidden size H.
 *
 * @param tokens calibration tokens seen; 0 without text
 * @param mean of h, the input of the down projection, n values; null without text
 * @param covariance of h, divided by the tokens, n × n; null without text
 * @param networks max |z| of each neuron over the networks of a study, n values; null without one
 * @param seed for what is drawn
 */
public record Evidence(
        Model model,
        int layer,
        long tokens,
        double[] mean,
        double[] covariance,
        float[] networks,
        long seed,
        Algebra algebra) {

    public int neurons() {
        return model.description().neurons()[layer];
    }

    /** The down projection, H × n row-major. */
    public float[] down() {
        return model.weights().read(WeightId.weight(Slot.DOWN, layer));
    }

    /** ‖down_j‖² of each neuron's column. */
    public double[] downSquares() {
        double[] squares = new double[neurons()];
        addColumns(WeightId.weight(Slot.DOWN, layer), squares);
        return squares;
    }

    /** ‖gate_j‖² + ‖up_j‖² + ‖down_j‖². */
    public double[] weightSquares() {
        double[] squares = downSquares();
        if (model.description().gated()) {
            addRows(WeightId.weight(Slot.GATE, layer), squares);
        }
        addRows(WeightId.weight(Slot.UP, layer), squares);
        return squares;
    }

    /** Variance of h_j. */
    public double variance(int j) {
        return covariance[j * neurons() + j];
    }

    /** ‖h_j‖₂ over all tokens. */
    public double norm(int j) {
        return Math.sqrt(tokens * (variance(j) + mean[j] * mean[j]));
    }

    private void addRows(WeightId id, double[] squares) {
        float[] row = new float[model.weights().columns(id)];
        for (int j = 0; j < squares.length; j++) {
            model.weights().read(id, j, j + 1, MemorySegment.ofArray(row));
            for (float w : row) {
                squares[j] += (double) w * w;
            }
        }
    }

    private void addColumns(WeightId id, double[] squares) {
        float[] row = new float[squares.length];
        for (int i = 0; i < model.weights().rows(id); i++) {
            model.weights().read(id, i, i + 1, MemorySegment.ofArray(row));
            for (int j = 0; j < row.length; j++) {
                squares[j] += (double) row[j] * row[j];
            }
        }
    }
}
