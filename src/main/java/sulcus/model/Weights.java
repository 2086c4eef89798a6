package sulcus.model;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Locale;
import sulcus.format.ElementType;

/**
 * The weights of a model in canonical form (see {@link Slot}), decoded to float32 when asked and never before. Thread-safe.
 * A pruned model in memory is one of these over another.
 */
public interface Weights {
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
