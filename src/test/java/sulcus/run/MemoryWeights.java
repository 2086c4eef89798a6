package sulcus.run;

import java.lang.foreign.MemorySegment;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import sulcus.model.Description;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.model.Weights;

/** Weights that live in arrays: for models that a test makes up. */
final class MemoryWeights implements Weights {
    private record Matrix(int rows, int columns, float[] values) {}

    private final Map<WeightId, Matrix> matrices = new HashMap<>();

    void put(WeightId id, int rows, int columns, float[] values) {
        matrices.put(id, new Matrix(rows, columns, values));
    }

    @Override
    public boolean has(WeightId id) {
        return matrices.containsKey(id);
    }

    @Override
    public int rows(WeightId id) {
        return matrices.get(id).rows();
    }

    @Override
    public int columns(WeightId id) {
        return matrices.get(id).columns();
    }

    @Override
    public void read(WeightId id, int from, int to, MemorySegment destination) {
        Matrix m = matrices.get(id);
        long columns = m.columns();
        MemorySegment source = MemorySegment.ofArray(m.values()).asSlice(from * columns * 4, (to - from) * columns * 4);
        destination.asSlice(0, source.byteSize()).copyFrom(source);
    }

    /** The array itself, so that a test can damage it. */
    float[] values(WeightId id) {
        return matrices.get(id).values();
    }

    /** A gated model with rotary positions, root mean square norms and random weights; biases only if asked for. */
    static Model llama(Description d, long seed, double deviation, boolean biases) {
        MemoryWeights w = new MemoryWeights();
        Random random = new Random(seed);
        int h = d.hiddenSize();
        w.random(random, WeightId.weight(Slot.EMBEDDING), d.vocabulary(), h, 1, 0);
        w.random(random, WeightId.weight(Slot.FINAL_NORM), h, 1, 0.1, 1);
        if (!d.tiedEmbeddings()) {
            w.random(random, WeightId.weight(Slot.OUTPUT), d.vocabulary(), h, deviation, 0);
        }
        for (int l = 0; l < d.layers(); l++) {
            int n = d.neurons()[l];
            w.random(random, WeightId.weight(Slot.ATTENTION_NORM, l), h, 1, 0.1, 1);
            w.random(random, WeightId.weight(Slot.QUERY, l), d.queryWidth(l), h, deviation, 0);
            w.random(random, WeightId.weight(Slot.KEY, l), d.keyWidth(l), h, deviation, 0);
            w.random(random, WeightId.weight(Slot.VALUE, l), d.keyWidth(l), h, deviation, 0);
            w.random(random, WeightId.weight(Slot.ATTENTION_OUTPUT, l), h, d.queryWidth(l), deviation, 0);
            w.random(random, WeightId.weight(Slot.MLP_NORM, l), h, 1, 0.1, 1);
            w.random(random, WeightId.weight(Slot.GATE, l), n, h, deviation, 0);
            w.random(random, WeightId.weight(Slot.UP, l), n, h, deviation, 0);
            w.random(random, WeightId.weight(Slot.DOWN, l), h, n, deviation, 0);
            if (biases) {
                w.random(random, WeightId.bias(Slot.KEY, l), d.keyWidth(l), 1, 0.2, 0);
                w.random(random, WeightId.bias(Slot.UP, l), n, 1, 0.2, 0);
                w.random(random, WeightId.bias(Slot.DOWN, l), h, 1, 0.2, 0);
            }
        }
        return new Model(java.nio.file.Path.of("made-up"), "memory", d, w, () -> {});
    }

    private void random(Random random, WeightId id, int rows, int columns, double deviation, double mean) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (mean + deviation * random.nextGaussian());
        }
        put(id, rows, columns, values);
    }
}
