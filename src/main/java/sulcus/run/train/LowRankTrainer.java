package sulcus.run.train;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import sulcus.model.Description;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.run.Device;
import sulcus.run.FrozenModel;
import sulcus.task.Progress;

/**
 * Low-rank adapters of a model in training, float32, by AdamW without decay. The model's own weights are on the device once
 * and have no gradients. Between steps adapters and moments are plain arrays, so training can be taken up again with the
 * same result. Windows of a step go through one after another: memory is that of one window.
 */
public final class LowRankTrainer implements AutoCloseable {
    /** The engine collects gradients for one at a time in a process. */
    private static final Object COLLECTOR = new Object();

    private final Description description;
    private final LowRank adapters;
    private final FrozenModel frozen;
    private final Adam adam;
    private final Map<WeightId, Integer> places = new HashMap<>();
    private int steps;

    /**
     * @param adapters are changed by the steps
     * @throws sulcus.task.Refusal as {@link FrozenModel#open}
     */
    public LowRankTrainer(Model model, LowRank adapters, Device device) {
        this.description = model.description();
        this.adapters = adapters;
        adam = new Adam(new boolean[adapters.values().length]);
        for (LowRank.Target target : adapters.targets()) {
            places.put(target.id(), places.size());
        }
        frozen = FrozenModel.open(model, device);
    }

    public LowRank adapters() {
        return adapters;
    }

    /** Steps behind. */
    public int steps() {
        return steps;
    }

    /** AdamW's mean of the gradients, laid out as the adapters' values; the array itself. */
    public float[] mean() {
        return adam.mean;
    }

    /** AdamW's mean of the squared gradients, likewise. */
    public float[] variance() {
        return adam.variance;
    }

    /** Goes on from a step whose adapters and moments have been put into their arrays. */
    public void resume(int step) {
        steps = step;
    }

    /**
     * One step of AdamW.
     *
     * @param windows of at least 2 token ids; each id but the first of a window is predicted
     * @return mean loss before the step, nats a token
     * @param progress asked before each window; a step that is cancelled changes nothing
     * @throws sulcus.task.Refusal if a token or the length is not the model's
     */
    public double step(int[][] windows, double learningRate, Progress progress) {
        float[] gradient = new float[adapters.values().length];
        double loss = gradient(windows, gradient, progress);
        steps++;
        adam.update(adapters.values(), gradient, steps, learningRate, 0);
        return loss;
    }

    /** @return mean loss over all predicted tokens; its gradient is written to {@code gradient} */
    double gradient(int[][] windows, float[] gradient, Progress progress) {
        int predicted = Arrays.stream(windows).mapToInt(w -> w.length - 1).sum();
        synchronized (COLLECTOR) {
            try (NDManager manager = frozen.scope();
                    GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray flat = manager.create(adapters.values());
                flat.setRequiresGradient(true);
                double sum = 0;
                for (int[] window : windows) {
                    progress.check();
                    sum += backward(window, flat, collector);
                }
                try (NDArray found = flat.getGradient()) {
                    float[] sums = found.toFloatArray();
                    for (int i = 0; i < gradient.length; i++) {
                        gradient[i] = sums[i] / predicted;
                    }
                }
                return sum / predicted;
            }
        }
    }

    /**
     * First the gradient of the hidden states, from the logits of a few tokens at a time; then, with it, that of the adapters.
     *
     * @return sum of the losses
     */
    private double backward(int[] window, NDArray flat, GradientCollector collector) {
        double[] sum = new double[1];
        try (NDManager scope = frozen.scope()) {
            NDArray stream = frozen.stream(scope, window, layers(scope, flat), true);
            NDArray leaf = stream.stopGradient();
            leaf.attach(scope);
            leaf.setRequiresGradient(true);
            frozen.losses(leaf, window, true, losses -> {
                try (NDArray part = losses.sum()) {
                    collector.backward(part);
                    sum[0] += part.getFloat();
                }
            });
            NDArray slope = leaf.getGradient();
            slope.attach(scope);
            collector.backward(stream.mul(slope).sum());
        }
        return sum[0];
    }

    /** Sum of the losses over the predicted tokens of a window, in nats. */
    public double loss(int[] window) {
        double[] sum = new double[1];
        try (NDManager scope = frozen.scope()) {
            NDArray stream = frozen.stream(scope, window, layers(scope, scope.create(adapters.values())), false);
            frozen.losses(stream, window, false, losses -> {
                for (float loss : losses.toFloatArray()) {
                    sum[0] += loss;
                }
            });
        }
        return sum[0];
    }

    /** Adapters of each layer as the forward reads them: those of matrices that are one product are joined. */
    private IntFunction<NDList> layers(NDManager scope, NDArray flat) {
        // what is made of it then belongs to the scope
        NDArray all = flat.reshape(flat.size());
        all.attach(scope);
        long[] borders = adapters.targets().stream()
                .flatMapToLong(target -> LongStream.of(target.a(), target.b()))
                .skip(1)
                .toArray();
        NDList pieces = all.split(borders, 0);
        // not mul(number): the engine would read a tensor made of the number in the backward pass, when its memory is
        // gone
        NDArray scale = scope.create(adapters.scale());
        return layer -> {
            NDList list = new NDList();
            for (Slot[] group : FrozenModel.groups(description)) {
                list.addAll(joined(scope, pieces, scale, group, layer));
            }
            return list;
        };
    }

    private NDList joined(NDManager scope, NDList pieces, NDArray scale, Slot[] group, int layer) {
        List<NDArray> inputs = new ArrayList<>();
        List<NDArray> outputs = new ArrayList<>();
        int rank = adapters.rank();
        int adapted = 0;
        for (Slot slot : group) {
            adapted += places.containsKey(WeightId.weight(slot, layer)) ? 1 : 0;
        }
        if (adapted == 0) {
            return new NDList();
        }
        int before = 0;
        for (Slot slot : group) {
            WeightId id = WeightId.weight(slot, layer);
            Integer place = places.get(id);
            int rows = description.rows(id);
            if (place == null) {
                outputs.add(zeros(scope, rows, adapted * rank));
                continue;
            }
            inputs.add(pieces.get(2 * place).reshape(rank, description.columns(id)));
            NDArray b = pieces.get(2 * place + 1).reshape(rows, rank).mul(scale);
            NDList row = new NDList();
            if (before > 0) {
                row.add(zeros(scope, rows, before * rank));
            }
            row.add(b);
            before++;
            if (before < adapted) {
                row.add(zeros(scope, rows, (adapted - before) * rank));
            }
            outputs.add(row.size() == 1 ? b : NDArrays.concat(row, 1));
        }
        return FrozenModel.adapter(group, together(inputs), together(outputs));
    }

    private static NDArray together(List<NDArray> parts) {
        return parts.size() == 1 ? parts.getFirst() : NDArrays.concat(new NDList(parts), 0);
    }

    private static NDArray zeros(NDManager scope, int rows, int columns) {
        return scope.zeros(new ai.djl.ndarray.types.Shape(rows, columns));
    }

    /** Frees the model's weights; the adapters stay. */
    @Override
    public void close() {
        frozen.close();
    }
}
