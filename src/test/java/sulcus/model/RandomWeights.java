package sulcus.model;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Weights in memory, the same for the same seed. */
final class RandomWeights implements Weights {
    private final Description description;
    private final Map<WeightId, float[]> values = new HashMap<>();

    RandomWeights(Description description, List<WeightId> ids, long seed) {
        this.description = description;
        Random random = new Random(seed);
        for (WeightId id : ids) {
            float[] of = new float[rows(id) * columns(id)];
            for (int i = 0; i < of.length; i++) {
                of[i] = (float) random.nextGaussian();
            }
            values.put(id, of);
        }
    }

    @Override
    public boolean has(WeightId id) {
        return values.containsKey(id);
    }

    @Override
    public int rows(WeightId id) {
        return description.rows(id);
    }

    @Override
    public int columns(WeightId id) {
        return description.columns(id);
    }

    @Override
    public void read(WeightId id, int from, int to, MemorySegment destination) {
        int columns = columns(id);
        MemorySegment.copy(
                values.get(id),
                from * columns,
                destination,
                ValueLayout.JAVA_FLOAT_UNALIGNED,
                0,
                (to - from) * columns);
    }
}
