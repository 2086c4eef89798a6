package sulcus.export;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import sulcus.format.ElementType;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.model.Weights;

/**
 * Weights with every MLP filled to one width: zero rows of gate and up with zero biases, and zero columns of down. The
 * function stays: whatever a filled neuron's activation, its column is zero.
 */
final class PaddedWeights implements Weights {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private final Weights narrow;
    private final int width;

    PaddedWeights(Weights narrow, int width) {
        this.narrow = narrow;
        this.width = width;
    }

    private static boolean rowsAreNeurons(WeightId id) {
        return id.slot() == Slot.GATE || id.slot() == Slot.UP;
    }

    private static boolean isDown(WeightId id) {
        return id.slot() == Slot.DOWN && !id.bias();
    }

    @Override
    public boolean has(WeightId id) {
        return narrow.has(id);
    }

    @Override
    public int rows(WeightId id) {
        return rowsAreNeurons(id) ? width : narrow.rows(id);
    }

    @Override
    public int columns(WeightId id) {
        return isDown(id) ? width : narrow.columns(id);
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
        if (rowsAreNeurons(id)) {
            long rowBytes = 4L * narrow.columns(id);
            int there = Math.clamp(narrow.rows(id), from, to);
            if (there > from) {
                narrow.read(id, from, there, destination);
            }
            destination
                    .asSlice((there - from) * rowBytes, (to - there) * rowBytes)
                    .fill((byte) 0);
        } else if (isDown(id) && narrow.columns(id) < width) {
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
