package sulcus.model;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import java.util.Objects;
import sulcus.format.ElementType;

/**
 * The weights of a model in canonical form (see {@link Slot}), decoded to float32 when asked and never before. Thread-safe.
 * A pruned model in memory is one of these over another.
 */
public interface Weights {
    /** Numbers that are held where a part of them is wanted: 16 MB. */
    int AT_ONCE = 1 << 22;

    /** Whether the model has it. A tied output matrix is not "had": the forward takes {@link Slot#EMBEDDING} instead. */
    boolean has(WeightId id);

    /** Rows of a matrix, length of a vector (bias or norm). */
    int rows(WeightId id);

    /** Columns of a matrix, 1 for a vector. */
    int columns(WeightId id);

    /**
     * Reads rows {@code from … to − 1} as float32 in native byte order, row-major.
     *
     * @param destination at least (to − from) × columns × 4 bytes
     * @throws sulcus.task.Refusal if the file changed or was cut short while open
     */
    void read(WeightId id, int from, int to, MemorySegment destination);

    /**
     * Reads columns {@code left … right − 1} of rows {@code from … to − 1} of a matrix, as {@link #read} does. What lies in several
     * tensors, such as the experts of a mixture, is read from those alone that have such columns; else whole rows are read.
     *
     * @param destination at least (to − from) × (right − left) × 4 bytes
     */
    default void readBlock(WeightId id, int from, int to, int left, int right, MemorySegment destination) {
        int all = columns(id);
        Objects.checkFromToIndex(left, right, all);
        if (right - left == all) {
            read(id, from, to, destination);
            return;
        }
        int width = right - left;
        int step = Math.clamp(AT_ONCE / all, 1, Math.max(1, to - from));
        float[] rows = new float[Math.multiplyExact(step, all)];
        for (int first = from; first < to; first += step) {
            int last = Math.min(to, first + step);
            read(id, first, last, MemorySegment.ofArray(rows));
            for (int row = first; row < last; row++) {
                long at = 4L * (row - from) * width;
                MemorySegment.copy(
                        rows, (row - first) * all + left, destination, ValueLayout.JAVA_FLOAT_UNALIGNED, at, width);
            }
        }
    }

    /** How the weight is stored. */
    default ElementType type(WeightId id) {
        return ElementType.F32;
    }

    /** Name of the weight for people: the tensor it is read from. */
    default String name(WeightId id) {
        String place = id.slot().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return (id.layer() < 0 ? place : "layer " + id.layer() + ": " + place) + (id.bias() ? " bias" : "");
    }

    /** The whole of a weight as an array, rows × columns. For small ones and for tests. */
    default float[] read(WeightId id) {
        float[] values = new float[Math.multiplyExact(rows(id), columns(id))];
        MemorySegment heap = MemorySegment.ofArray(values);
        read(id, 0, rows(id), heap.asSlice(0, (long) values.length * ValueLayout.JAVA_FLOAT.byteSize()));
        return values;
    }
}
