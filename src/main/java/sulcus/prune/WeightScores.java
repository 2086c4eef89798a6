package sulcus.prune;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import sulcus.model.Description;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.task.Progress;

/** Scores of neurons that need no text: the simplest rivals of functional networks. */
public final class WeightScores {
    private WeightScores() {}

    /** Norm of a neuron's weights: √(‖gate_j‖² + ‖up_j‖² + ‖down_j‖²); one row a layer. */
    public static float[][] magnitude(Model model, Progress progress) {
        Description d = model.description();
        float[][] scores = new float[d.layers()][];
        for (int layer = 0; layer < d.layers(); layer++) {
            progress.report("weights of layer " + layer, layer / (double) d.layers());
            double[] squares = new double[d.neurons()[layer]];
            if (d.gated()) {
                addRows(model, WeightId.weight(Slot.GATE, layer), squares);
            }
            addRows(model, WeightId.weight(Slot.UP, layer), squares);
            addColumns(model, WeightId.weight(Slot.DOWN, layer), squares);
            scores[layer] = new float[squares.length];
            for (int j = 0; j < squares.length; j++) {
                scores[layer][j] = (float) Math.sqrt(squares[j]);
            }
        }
        return scores;
    }

    private static void addRows(Model model, WeightId id, double[] squares) {
        float[] row = new float[model.weights().columns(id)];
        for (int j = 0; j < squares.length; j++) {
            model.weights().read(id, j, j + 1, MemorySegment.ofArray(row));
            for (float w : row) {
                squares[j] += (double) w * w;
            }
        }
    }

    private static void addColumns(Model model, WeightId id, double[] squares) {
        float[] row = new float[squares.length];
        for (int i = 0; i < model.weights().rows(id); i++) {
            model.weights().read(id, i, i + 1, MemorySegment.ofArray(row));
            for (int j = 0; j < row.length; j++) {
                squares[j] += (double) row[j] * row[j];
            }
        }
    }

    /** Uniform random scores in 0 … 1; the same seed gives the same ones. */
    public static float[][] random(int[] neurons, long seed) {
        Random random = new Random(seed);
        float[][] scores = new float[neurons.length][];
        for (int layer = 0; layer < scores.length; layer++) {
            scores[layer] = new float[neurons[layer]];
            for (int j = 0; j < scores[layer].length; j++) {
                scores[layer][j] = random.nextFloat();
            }
        }
        return scores;
    }
}
