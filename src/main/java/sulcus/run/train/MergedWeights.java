package sulcus.run.train;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import sulcus.format.ElementType;
import sulcus.model.WeightId;
import sulcus.model.Weights;

/** Weights with low-rank adapters added to them as they are read. */
final class MergedWeights implements Weights {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private final Weights frozen;
    private final LowRank adapters;
    private final Map<WeightId, LowRank.Target> targets;

    MergedWeights(Weights frozen, LowRank adapters) {
        this.frozen = frozen;
        this.adapters = adapters;
        targets = adapters.targets().stream().collect(Collectors.toMap(LowRank.Target::id, Function.identity()));
    }

    @Override
    public boolean has(WeightId id) {
        return frozen.has(id);
    }

    @Override
    public int rows(WeightId id) {
        return frozen.rows(id);
    }

    @Override
    public int columns(WeightId id) {
        return frozen.columns(id);
    }

    @Override
    public ElementType type(WeightId id) {
        return frozen.type(id);
    }

    @Override
    public String name(WeightId id) {
        return frozen.name(id);
    }

    @Override
    public void read(WeightId id, int from, int to, MemorySegment destination) {
        frozen.read(id, from, to, destination);
        LowRank.Target target = targets.get(id);
        if (target == null) {
            return;
        }
        int columns = target.columns();
        float[] values = adapters.values();
        float[] row = new float[columns];
        for (int r = from; r < to; r++) {
            long place = 4L * (r - from) * columns;
            MemorySegment.copy(destination, FLOAT, place, row, 0, columns);
            for (int k = 0; k < adapters.rank(); k++) {
                float factor = adapters.scale() * values[target.b() + r * adapters.rank() + k];
                int a = target.a() + k * columns;
                for (int c = 0; c < columns; c++) {
                    row[c] += factor * values[a + c];
                }
            }
            MemorySegment.copy(row, 0, destination, FLOAT, place, columns);
        }
    }
}
