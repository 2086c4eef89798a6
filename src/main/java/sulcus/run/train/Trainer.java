package sulcus.run.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import sulcus.task.Refusal;

/**
 * A LLaMA model in training on the CPU, float32. Between steps its parameters and AdamW's moments are plain arrays, so it can
 * be saved and taken up again with the same result.
 */
public final class Trainer {
    private static final double WEIGHT_DECAY = 0.1;

    private final Shape shape;
    private final TrainingForward forward;
    private final float[] parameters;
    private final Adam adam;
    private int steps;

    /** A model whose matrices are normal with deviation 0.5/√hiddenSize (embedding 0.02), those that write to the stream scaled by 1/√(2·layers). */
    public Trainer(Shape shape, long seed) {
        this.shape = shape;
        forward = new TrainingForward(shape);
        parameters = new float[shape.parameters()];
        adam = new Adam(Adam.matrices(shape));
        Random random = new Random(seed);
        for (Shape.Part part : shape.parts()) {
            boolean writes = part.name().contains("o_proj") || part.name().contains("down_proj");
            double usual = 0.5 / Math.sqrt(shape.hiddenSize());
            double deviation = part.offset() == 0 ? 0.02 : writes ? usual / Math.sqrt(2 * shape.layers()) : usual;
            for (int i = part.offset(); i < part.offset() + part.length(); i++) {
                parameters[i] = part.shape().length == 1 ? 1 : (float) (deviation * random.nextGaussian());
            }
        }
    }

    public Shape shape() {
        return shape;
    }

    /** Steps behind. */
    public int steps() {
        return steps;
    }

    /** The flat vector itself, see {@link Shape#parts()}. */
    public float[] parameters() {
        return parameters;
    }

    /**
     * One step of AdamW.
     *
     * @param windows B rows of T + 1 ids; each id but the first is predicted
     * @param weights how much each prediction counts, B rows of T; null for all the same
     * @return (weighted) mean loss before the step, nats a token
     */
    public float step(int[][] windows, float[][] weights, double learningRate) {
        float[] gradient = new float[parameters.length];
        float loss = gradient(windows, weights, gradient);
        steps++;
        adam.update(parameters, gradient, steps, learningRate, WEIGHT_DECAY);
        return loss;
    }

    /** @return mean loss; its gradient is written to {@code gradient} */
    float gradient(int[][] windows, float[][] weights, float[] gradient) {
        try (NDManager manager = manager();
                GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray flat = manager.create(parameters);
            flat.setRequiresGradient(true);
            NDArray loss = meanLoss(flat, windows, weights);
            collector.backward(loss);
            float[] values = flat.getGradient().toFloatArray();
            System.arraycopy(values, 0, gradient, 0, values.length);
            return loss.getFloat();
        }
    }

    private NDArray meanLoss(NDArray flat, int[][] windows, float[][] weights) {
        int length = windows[0].length;
        int[] wanted = TrainingForward.flatten(rows(windows, 1, length));
        NDArray targets =
                flat.getManager().create(wanted).toType(DataType.INT64, false).reshape(wanted.length, 1);
        NDArray chosen =
                forward.logits(flat, rows(windows, 0, length - 1)).logSoftmax(1).gather(targets, 1);
        if (weights == null) {
            return chosen.mean().neg();
        }
        float[] shares = new float[wanted.length];
        double sum = 0;
        for (int i = 0; i < shares.length; i++) {
            shares[i] = weights[i / (length - 1)][i % (length - 1)];
            sum += shares[i];
        }
        for (int i = 0; i < shares.length; i++) {
            shares[i] /= (float) -sum;
        }
        NDArray factors = flat.getManager().create(shares).reshape(wanted.length, 1);
        return chosen.mul(factors).sum();
    }

    private static int[][] rows(int[][] windows, int from, int to) {
        return Arrays.stream(windows).map(w -> Arrays.copyOfRange(w, from, to)).toArray(int[][]::new);
    }

    /** Mean loss over windows of T + 1 ids, nats a token. */
    public float loss(int[][] windows) {
        try (NDManager manager = manager()) {
            return meanLoss(manager.create(parameters), windows, null).getFloat();
        }
    }

    /** For rows of equal length, the likeliest next id after each id. */
    public int[][] predictions(int[][] windows) {
        int length = windows[0].length;
        try (NDManager manager = manager()) {
            long[] best = forward.logits(manager.create(parameters), windows)
                    .argMax(1)
                    .toType(DataType.INT64, false)
                    .toLongArray();
            int[][] predictions = new int[windows.length][length];
            for (int i = 0; i < best.length; i++) {
                predictions[i / length][i % length] = Math.toIntExact(best[i]);
            }
            return predictions;
        }
    }

    private static NDManager manager() {
        return NDManager.newBaseManager(ai.djl.Device.cpu(), "PyTorch");
    }

    /** Writes step, parameters and moments; an older file is replaced at once. */
    public void save(Path checkpoint) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 12 * parameters.length);
        bytes.putInt(steps);
        for (float[] values : new float[][] {parameters, adam.mean, adam.variance}) {
            bytes.asFloatBuffer().put(values);
            bytes.position(bytes.position() + 4 * values.length);
        }
        bytes.flip();
        Path partial = checkpoint.resolveSibling(checkpoint.getFileName() + ".partial");
        try {
            try (FileChannel channel = FileChannel.open(
                    partial,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
            }
            Files.move(partial, checkpoint, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new Refusal(checkpoint + ": cannot be written: " + e.getMessage() + "; free some space", e);
        }
    }

    /** Takes up where {@link #save} left off. */
    public void resume(Path checkpoint) {
        try {
            if (Files.size(checkpoint) != 4 + 12L * parameters.length) {
                throw new Refusal(checkpoint + ": is of a model of another size; remove it to begin anew");
            }
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(checkpoint));
            steps = bytes.getInt();
            for (float[] values : new float[][] {parameters, adam.mean, adam.variance}) {
                bytes.asFloatBuffer().get(values);
                bytes.position(bytes.position() + 4 * values.length);
            }
        } catch (IOException e) {
            throw new Refusal(checkpoint + ": cannot be read: " + e.getMessage() + "; remove it to begin anew", e);
        }
    }
}
