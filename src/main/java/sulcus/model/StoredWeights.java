package sulcus.model;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import sulcus.format.ElementType;
import sulcus.format.TensorFile;
import sulcus.format.TensorInfo;

/** Weights in mapped files, put into canonical form as they are read. */
final class StoredWeights implements Weights {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /** Floats of a turned matrix that are held at once. */
    private static final int TILE = 1 << 18;

    /** Rows in another order that are read together: several heads, whose rows only change places within the head. */
    private static final int GROUP = 256;

    /** Floats that are read together for that. */
    private static final long MOST_AT_ONCE = 1 << 23;

    /**
     * A weight's place and the tensor where it lies.
     *
     * @param entries one, or as many as the place has rows that are tensors of their own
     */
    record Stored(Place place, List<Inventory.Entry> entries) {
        TensorFile file() {
            return entries.getFirst().file();
        }

        TensorInfo tensor() {
            return entries.getFirst().tensor();
        }
    }

    private final Map<WeightId, Stored> weights;

    StoredWeights(Map<WeightId, Stored> weights) {
        this.weights = new LinkedHashMap<>(weights);
    }

    private Stored stored(WeightId id) {
        Stored stored = weights.get(id);
        if (stored == null) {
            throw new IllegalArgumentException("the model has no " + id);
        }
        return stored;
    }

    @Override
    public boolean has(WeightId id) {
        return weights.containsKey(id);
    }

    @Override
    public int rows(WeightId id) {
        return stored(id).place().rows();
    }

    @Override
    public int columns(WeightId id) {
        return stored(id).place().columns();
    }

    @Override
    public ElementType type(WeightId id) {
        return stored(id).tensor().type();
    }

    @Override
    public String name(WeightId id) {
        Stored stored = stored(id);
        return stored.file().path().getFileName() + ": " + stored.tensor().name();
    }

    @Override
    public void read(WeightId id, int from, int to, MemorySegment destination) {
        Stored stored = stored(id);
        Place place = stored.place();
        Objects.checkFromToIndex(from, to, place.rows());
        if (place.transposed()) {
            readTurned(stored, from, to, destination);
            return;
        }
        if (place.apart()) {
            readApart(stored, from, to, destination);
            return;
        }
        long columns = place.columns();
        if (place.contiguous()) {
            long first = place.order().applyAsInt(from);
            stored.file().readFloats(stored.tensor(), first * columns, (to - from) * columns, destination);
            shift(destination, (to - from) * columns, -place.shift());
            return;
        }
        for (int row = from; row < to; row += GROUP) {
            int end = Math.min(to, row + GROUP);
            readGroup(stored, row, end, destination.asSlice((row - from) * columns * 4));
        }
    }

    /** Adds to every number; for places in one stretch, which all shifted ones are. */
    static void shift(MemorySegment floats, long count, float by) {
        for (long i = 0; by != 0 && i < count; i++) {
            floats.setAtIndex(FLOAT, i, floats.getAtIndex(FLOAT, i) + by);
        }
    }

    /** A vector of which each row is a tensor of its own. */
    private static void readApart(Stored stored, int from, int to, MemorySegment destination) {
        int size = stored.place().rows() / stored.entries().size();
        int next;
        for (int at = from; at < to; at = next) {
            next = Math.min(to, (at / size + 1) * size);
            Inventory.Entry entry = stored.entries().get(at / size);
            entry.file().readFloats(entry.tensor(), at % size, next - at, destination.asSlice((at - from) * 4L));
        }
    }

    /** Rows that lie near each other in another order: reads all from the first to the last of them, then sorts. */
    private static void readGroup(Stored stored, int from, int to, MemorySegment destination) {
        Place place = stored.place();
        int first = Integer.MAX_VALUE;
        int last = -1;
        for (int row = from; row < to; row++) {
            int at = place.order().applyAsInt(row);
            first = Math.min(first, at);
            last = Math.max(last, at);
        }
        long columns = place.columns();
        int span = last - first + 1;
        if (span > 4 * (to - from) || span * columns > MOST_AT_ONCE) {
            for (int row = from; row < to; row++) {
                long at = place.order().applyAsInt(row) * columns;
                stored.file().readFloats(stored.tensor(), at, columns, destination.asSlice((row - from) * columns * 4));
            }
            return;
        }
        float[] rows = new float[(int) (span * columns)];
        stored.file().readFloats(stored.tensor(), first * columns, rows.length, MemorySegment.ofArray(rows));
        for (int row = from; row < to; row++) {
            int at = (place.order().applyAsInt(row) - first) * (int) columns;
            MemorySegment.copy(rows, at, destination, FLOAT, (row - from) * columns * 4, (int) columns);
        }
    }

    /** Outputs are the stored tensor's columns: takes some of its rows at a time and lays them across. */
    private static void readTurned(Stored stored, int from, int to, MemorySegment destination) {
        Place place = stored.place();
        int outputs = place.storedRows();
        int inputs = place.columns();
        int step = Math.clamp(TILE / outputs, 1, inputs);
        float[] tile = new float[step * outputs];
        MemorySegment tileSegment = MemorySegment.ofArray(tile);
        float[] line = new float[step];
        for (int first = 0; first < inputs; first += step) {
            int count = Math.min(step, inputs - first);
            stored.file().readFloats(stored.tensor(), (long) first * outputs, (long) count * outputs, tileSegment);
            for (int row = from; row < to; row++) {
                int output = place.order().applyAsInt(row);
                for (int i = 0; i < count; i++) {
                    line[i] = tile[i * outputs + output];
                }
                long at = ((long) (row - from) * inputs + first) * 4;
                MemorySegment.copy(line, 0, destination, FLOAT, at, count);
            }
        }
    }
}
