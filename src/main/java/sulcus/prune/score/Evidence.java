package sulcus.prune.score;

import java.lang.foreign.MemorySegment;
import sulcus.algebra.Algebra;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.model.WeightId;

/**
 * What a score may look at in one layer of hidden size H: a projection with n inputs h, which are the neurons of the MLP or the
 * channels of the attention's heads, one head after another.
 *
 * @param projection {@link Slot#DOWN} or {@link Slot#ATTENTION_OUTPUT}
 * @param tokens calibration tokens seen; 0 without text
 * @param mean of h, n values; null without text
 * @param covariance of h, divided by the tokens, n × n; null without text
 * @param networks max |z| of each input over networks, n values; null without any
 * @param seed for what is drawn
 */
public record Evidence(
        Model model,
        Slot projection,
        int layer,
        long tokens,
        double[] mean,
        double[] covariance,
        float[] networks,
        long seed,
        Algebra algebra) {

    /** Of the MLP's neurons. */
    public Evidence(
            Model model,
            int layer,
            long tokens,
            double[] mean,
            double[] covariance,
            float[] networks,
            long seed,
            Algebra algebra) {
        this(model, Slot.DOWN, layer, tokens, mean, covariance, networks, seed, algebra);
    }

    /** n. */
    public int inputs() {
        return model.description().columns(WeightId.weight(projection, layer));
    }

    /** The projection, H × n row-major. */
    public float[] matrix() {
        return model.weights().read(WeightId.weight(projection, layer));
    }

    /** ‖W_j‖² of each column of the projection. */
    public double[] columnSquares() {
        WeightId id = WeightId.weight(projection, layer);
        double[] squares = new double[inputs()];
        float[] row = new float[squares.length];
        for (int i = 0; i < model.weights().rows(id); i++) {
            model.weights().read(id, i, i + 1, MemorySegment.ofArray(row));
            for (int j = 0; j < row.length; j++) {
                squares[j] += (double) row[j] * row[j];
            }
        }
        return squares;
    }

    /** The squared norm of each row of another matrix of the layer. */
    public double[] rowSquares(Slot slot) {
        WeightId id = WeightId.weight(slot, layer);
        double[] squares = new double[model.weights().rows(id)];
        float[] row = new float[model.weights().columns(id)];
        for (int j = 0; j < squares.length; j++) {
            model.weights().read(id, j, j + 1, MemorySegment.ofArray(row));
            for (float w : row) {
                squares[j] += (double) w * w;
            }
        }
        return squares;
    }

    /** Variance of h_j. */
    public double variance(int j) {
        return covariance[j * inputs() + j];
    }

    /** ‖h_j‖₂ over all tokens. */
    public double norm(int j) {
        return Math.sqrt(tokens * (variance(j) + mean[j] * mean[j]));
    }
}
