package sulcus.export;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import sulcus.format.ElementType;
import sulcus.model.Description;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.model.Weights;

/**
 * Weights with every MLP (every expert) filled to one width and every attention to one number of heads: zero rows of gate and up, query, key and
 * value with zero biases, and zero columns of down and of the attention's output. The function stays: whatever a filled neuron or
 * head gives, its column is zero.
 */
final class PaddedWeights implements Weights {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private final Weights narrow;
    private final Description description;
    private final Description wide;

    /**
     * @param description of these weights
     * @param wide as which they come out
     */
    PaddedWeights(Weights narrow, Description description, Description wide) {
        this.narrow = narrow;
        this.description = description;
        this.wide = wide;
    }

    private static boolean hasMoreRows(WeightId id) {
        return switch (id.slot()) {
            case GATE, UP, QUERY, KEY, VALUE -> true;
            default -> false;
        };
    }

    private static boolean hasMoreColumns(WeightId id) {
        return (id.slot() == Slot.DOWN || id.slot() == Slot.ATTENTION_OUTPUT) && !id.bias();
    }

    @Override
    public boolean has(WeightId id) {
        return narrow.has(id);
    }

    @Override
    public int rows(WeightId id) {
        return hasMoreRows(id) ? wide.rows(id) : narrow.rows(id);
    }

    @Override
    public int columns(WeightId id) {
        return hasMoreColumns(id) ? wide.columns(id) : narrow.columns(id);
    }

    @Override
    public ElementType type(WeightId id) {
        return narrow.type(id);
    }

    @Override
    public String name(WeightId id) {
        return narrow.name(id);
    }

    @Override
    public void read(WeightId id, int from, int to, MemorySegment destination) {
        if (hasMoreRows(id)) {
            readRows(id, from, to, destination);
        } else if (hasMoreColumns(id) && narrow.columns(id) < wide.columns(id)) {
            readColumns(id, from, to, 0, wide.columns(id), destination);
        } else {
            narrow.read(id, from, to, destination);
        }
    }

    @Override
    public void readBlock(WeightId id, int from, int to, int left, int right, MemorySegment destination) {
        if (hasMoreRows(id)) {
            Weights.super.readBlock(id, from, to, left, right, destination);
            return;
        }
        if (!hasMoreColumns(id) || narrow.columns(id) == wide.columns(id)) {
            narrow.readBlock(id, from, to, left, right, destination);
            return;
        }
        readColumns(id, from, to, left, right, destination);
    }

    private void readColumns(WeightId id, int from, int to, int left, int right, MemorySegment destination) {
        int width = right - left;
        destination.asSlice(0, 4L * (to - from) * width).fill((byte) 0);
        for (Run run : runs(id, narrow.columns(id), wide.columns(id))) {
            int first = Math.max(left, run.to());
            int count = Math.min(right, run.to() + run.count()) - first;
            if (count <= 0) {
                continue;
            }
            int start = run.from() + first - run.to();
            int step = Math.clamp(AT_ONCE / count, 1, Math.max(1, to - from));
            float[] rows = new float[Math.multiplyExact(step, count)];
            for (int row = from; row < to; row += step) {
                int end = Math.min(to, row + step);
                narrow.readBlock(id, row, end, start, start + count, MemorySegment.ofArray(rows));
                for (int r = row; r < end; r++) {
                    long at = 4L * ((long) (r - from) * width + first - left);
                    MemorySegment.copy(rows, (r - row) * count, destination, FLOAT, at, count);
                }
            }
        }
    }

    private void readRows(WeightId id, int from, int to, MemorySegment destination) {
        long rowBytes = 4L * narrow.columns(id);
        destination.asSlice(0, (to - from) * rowBytes).fill((byte) 0);
        for (Run run : runs(id, narrow.rows(id), wide.rows(id))) {
            int first = Math.max(from, run.to());
            int last = Math.min(to, run.to() + run.count());
            if (first < last) {
                narrow.read(
                        id,
                        run.from() + first - run.to(),
                        run.from() + last - run.to(),
                        destination.asSlice((first - from) * rowBytes));
            }
        }
    }

    /** Neighbouring rows (columns) that stay together: from where, to where, how many. */
    private record Run(int from, int to, int count) {}

    /** One run, or as many as the layer has experts. */
    private List<Run> runs(WeightId id, int all, int filled) {
        boolean attention = id.slot() != Slot.GATE && id.slot() != Slot.UP && id.slot() != Slot.DOWN;
        if (attention || !wide.routed(id.layer())) {
            return List.of(new Run(0, 0, Math.min(all, filled)));
        }
        int[] there = description.expertWidths(id.layer());
        int[] wanted = wide.expertWidths(id.layer());
        List<Run> runs = new ArrayList<>();
        int from = 0;
        int to = 0;
        for (int e = 0; e < there.length; e++) {
            runs.add(new Run(from, to, there[e]));
            from += there[e];
            to += wanted[e];
        }
        return runs;
    }
}
