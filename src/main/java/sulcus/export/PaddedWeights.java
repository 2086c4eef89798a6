package sulcus.export;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import sulcus.format.ElementType;
import sulcus.model.Description;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.model.Weights;

/**
 * Weights with every MLP filled to one width and every attention to one number of heads: zero rows of gate and up, query, key and
 * value with zero biases, and zero columns of down and of the attention's output. The function stays: whatever a filled neuron or
 * head gives, its column is zero.
 */
final class PaddedWeights implements Weights {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private final Weights narrow;
    private final Description wide;

    /** @param wide as which the weights come out */
    PaddedWeights(Weights narrow, Description wide) {
        this.narrow = narrow;
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
            long rowBytes = 4L * narrow.columns(id);
            int there = Math.clamp(narrow.rows(id), from, to);
            if (there > from) {
                narrow.read(id, from, there, destination);
            }
            destination
                    .asSlice((there - from) * rowBytes, (to - there) * rowBytes)
                    .fill((byte) 0);
        } else if (hasMoreColumns(id) && narrow.columns(id) < wide.columns(id)) {
            int width = wide.columns(id);
            int columns = narrow.columns(id);
            destination.asSlice(0, 4L * (to - from) * width).fill((byte) 0);
            float[] row = new float[columns];
            for (int r = from; r < to; r++) {
                narrow.read(id, r, r + 1, MemorySegment.ofArray(row));
                MemorySegment.copy(row, 0, destination, FLOAT, 4L * (r - from) * width, columns);
            }
        } else {
            narrow.read(id, from, to, destination);
        }
    }
}
