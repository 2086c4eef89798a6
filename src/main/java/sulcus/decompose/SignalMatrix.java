package sulcus.decompose;

import java.util.stream.IntStream;
import sulcus.algebra.Matrix;
import sulcus.algebra.Threads;
import sulcus.run.LayerSignals;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * The signal matrix X (T tokens × M signals) of one layer and group: each signal centred over the tokens and, unless
 * contributions are decomposed, divided by its unbiased standard deviation.
 *
 * @param x T × M, float32
 * @param rowSums sum of each token's row, T values
 * @param squares ‖X‖², the sum of all squares
 * @param constant signals that did not vary; their columns are zero
 * @param scale what X was divided by beyond the above, so that its elements are near 1: singular values are to be multiplied by
 *     it
 */
record SignalMatrix(Matrix x, double[] rowSums, double squares, int constant, double scale) {
    /** A z-scored signal whose standard deviation is smaller counts as constant. */
    private static final double LEAST_DEVIATION = 1e-6;

    private static final int COLUMNS = 512;
    private static final int ROWS = 64;

    /** M: how many signals a layer has. */
    static int signals(LayerSignals layer, Signals kind) {
        return kind == Signals.ACTIVATION_UP && layer.up() != null ? 2 * layer.neurons() : layer.neurons();
    }

    /**
     * Writes the signals into {@code x}.
     *
     * @param x T × M, overwritten
     * @throws Refusal if a signal is not a finite number
     */
    static SignalMatrix of(LayerSignals layer, Signals kind, Matrix x, Progress progress) {
        int tokens = layer.tokens();
        int neurons = layer.neurons();
        float[][] parts = parts(layer, kind);
        int signals = parts.length * neurons;
        double[] mean = new double[signals];
        double[] factor = new double[signals];
        int chunks = (neurons + COLUMNS - 1) / COLUMNS;
        range(parts.length * chunks).forEach(chunk -> {
            progress.check();
            int part = chunk / chunks;
            int from = chunk % chunks * COLUMNS;
            statistics(parts[part], tokens, neurons, from, Math.min(neurons, from + COLUMNS), mean, factor, part);
        });
        refuseNonNumbers(layer, kind, parts, factor);
        int constant = 0;
        double total = 0;
        for (int s = 0; s < signals; s++) {
            double deviation = factor[s];
            if (kind == Signals.CONTRIBUTION) {
                double norm = Math.abs(layer.downNorms()[s]);
                deviation *= norm;
                factor[s] = norm;
                constant += deviation == 0 ? 1 : 0;
                total += deviation * deviation;
            } else {
                boolean varies = deviation >= LEAST_DEVIATION;
                factor[s] = varies ? 1 / deviation : 0;
                constant += varies ? 0 : 1;
                total += varies ? 1 : 0;
            }
        }
        double scale = kind == Signals.CONTRIBUTION && total > 0 ? Math.sqrt(total / signals) : 1;
        for (int s = 0; s < signals; s++) {
            factor[s] /= scale;
        }
        double[] rowSums = new double[tokens];
        double[] rowSquares = new double[tokens];
        range((tokens + ROWS - 1) / ROWS).forEach(block -> {
            progress.check();
            int from = block * ROWS;
            write(parts, neurons, from, Math.min(tokens, from + ROWS), mean, factor, x, rowSums, rowSquares);
        });
        double squares = 0;
        for (double square : rowSquares) {
            squares += square;
        }
        return new SignalMatrix(x, rowSums, squares, constant, scale);
    }

    private static IntStream range(int count) {
        IntStream range = IntStream.range(0, count);
        return Threads.count() > 1 ? range.parallel() : range;
    }

    private static float[][] parts(LayerSignals layer, Signals kind) {
        if (kind == Signals.ACTIVATION_UP) {
            return layer.up() == null
                    ? new float[][] {layer.activation()}
                    : new float[][] {layer.activation(), layer.up()};
        }
        if (layer.product() == null) {
            throw new Refusal("layer " + layer.layer() + ": the input of the down projection is missing; --signals "
                    + kind.label() + " needs it");
        }
        if (kind == Signals.CONTRIBUTION && layer.downNorms() == null) {
            throw new Refusal("layer " + layer.layer() + ": the norms of the down projection are unknown; --signals "
                    + kind.label() + " needs the model");
        }
        return new float[][] {layer.product()};
    }

    /** Mean and unbiased standard deviation (in {@code deviation}) of columns {@code from … to − 1}, in two passes. */
    private static void statistics(
            float[] values, int tokens, int neurons, int from, int to, double[] mean, double[] deviation, int part) {
        int width = to - from;
        double[] sums = new double[width];
        for (int t = 0; t < tokens; t++) {
            int at = t * neurons + from;
            for (int j = 0; j < width; j++) {
                sums[j] += values[at + j];
            }
        }
        double[] squares = new double[width];
        for (int j = 0; j < width; j++) {
            sums[j] /= tokens;
        }
        for (int t = 0; t < tokens; t++) {
            int at = t * neurons + from;
            for (int j = 0; j < width; j++) {
                double difference = values[at + j] - sums[j];
                squares[j] += difference * difference;
            }
        }
        for (int j = 0; j < width; j++) {
            mean[part * neurons + from + j] = sums[j];
            deviation[part * neurons + from + j] = tokens < 2 ? 0 : Math.sqrt(squares[j] / (tokens - 1));
        }
        if (tokens < 2) {
            for (int j = 0; j < width; j++) {
                deviation[part * neurons + from + j] = squares[j]; // 0, or NaN to be found
            }
        }
    }

    private static void refuseNonNumbers(LayerSignals layer, Signals kind, float[][] parts, double[] deviation) {
        int neurons = layer.neurons();
        for (int s = 0; s < deviation.length; s++) {
            if (Double.isFinite(deviation[s])) {
                continue;
            }
            int neuron = s % neurons;
            int token = 0;
            while (token < layer.tokens() - 1 && Float.isFinite(parts[s / neurons][token * neurons + neuron])) {
                token++;
            }
            String signal = kind != Signals.ACTIVATION_UP ? "down input" : s < neurons ? "activation" : "up-projection";
            throw new Refusal("layer " + layer.layer() + ": the " + signal + " of neuron " + neuron + " is "
                    + parts[s / neurons][token * neurons + neuron] + " at token " + token + " of group "
                    + layer.group() + "; the model's weights are damaged or overflow");
        }
    }

    private static void write(
            float[][] parts,
            int neurons,
            int from,
            int to,
            double[] mean,
            double[] factor,
            Matrix x,
            double[] rowSums,
            double[] rowSquares) {
        int signals = parts.length * neurons;
        float[] block = new float[(to - from) * signals];
        for (int t = from; t < to; t++) {
            double sum = 0;
            double square = 0;
            for (int p = 0; p < parts.length; p++) {
                float[] values = parts[p];
                int in = t * neurons;
                int out = (t - from) * signals + p * neurons;
                int s = p * neurons;
                for (int j = 0; j < neurons; j++) {
                    block[out + j] = (float) ((values[in + j] - mean[s + j]) * factor[s + j]);
                }
                for (int j = 0; j < neurons; j++) {
                    double value = block[out + j];
                    sum += value;
                    square += value * value;
                }
            }
            rowSums[t] = sum;
            rowSquares[t] = square;
        }
        x.write(from, to - from, block, 0);
    }
}
