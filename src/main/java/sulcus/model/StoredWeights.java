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

    /** A weight's tensor and its place in it. */
    record Stored(TensorFile file, TensorInfo tensor, Place place) {}

    private final Map<WeightId, List<Stored>> weights;

    /** @param weights each one's parts: one after another of the same columns, or side by side of the same rows */
    StoredWeights(Map<WeightId, List<Stored>> weights) {
        this.weights = new LinkedHashMap<>(weights);
    }

    private List<Stored> stored(WeightId id) {
        List<Stored> stored = weights.get(id);
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
        Place last = stored(id).getLast().place();
        return last.row() + last.rows();
    }

    @Override
    public int columns(WeightId id) {
        Place last = stored(id).getLast().place();
        return last.column() + last.columns();
    }

    @Override
    public ElementType type(WeightId id) {
        return stored(id).getFirst().tensor().type();
    }

    @Override
    public String name(WeightId id) {
        Stored stored = stored(id).getFirst();
        return stored.file().path().getFileName() + ": " + stored.tensor().name();
    }

    @Override
    public void read(WeightId id, int from, int to, MemorySegment destination) {
        Objects.checkFromToIndex(from, to, rows(id));
        int columns = columns(id);
        for (Stored part : stored(id)) {
            Place place = part.place();
            if (place.columns() < columns) {
                readBeside(part, 0, columns, from, to, destination);
                continue;
            }
            int first = Math.max(from, place.row());
            int last = Math.min(to, place.row() + place.rows());
            if (first < last) {
                read(part, first - place.row(), last - place.row(), destination.asSlice(4L * (first - from) * columns));
            }
        }
    }

    @Override
    public void readBlock(WeightId id, int from, int to, int left, int right, MemorySegment destination) {
        Objects.checkFromToIndex(from, to, rows(id));
        int columns = columns(id);
        if (stored(id).getFirst().place().columns() == columns) {
            Weights.super.readBlock(id, from, to, left, right, destination);
            return;
        }
        Objects.checkFromToIndex(left, right, columns);
        for (Stored part : stored(id)) {
            readBeside(part, left, right, from, to, destination);
        }
    }

    /** Those of a part's columns that lie within others, which are the destination's, a few rows at a time. */
    private static void readBeside(Stored stored, int left, int right, int from, int to, MemorySegment destination) {
        Place place = stored.place();
        int width = place.columns();
        int first = Math.max(left, place.column());
        int count = Math.min(right, place.column() + width) - first;
        if (count <= 0) {
            return;
        }
        int step = Math.clamp(TILE / width, 1, Math.max(1, to - from));
        float[] tile = new float[step * width];
        for (int start = from; start < to; start += step) {
            int end = Math.min(to, start + step);
            read(stored, start, end, MemorySegment.ofArray(tile));
            for (int row = start; row < end; row++) {
                int source = (row - start) * width + first - place.column();
                long at = 4L * ((long) (row - from) * (right - left) + first - left);
                MemorySegment.copy(tile, source, destination, FLOAT, at, count);
            }
        }
    }

    private static void read(Stored stored, int from, int to, MemorySegment destination) {
        Place place = stored.place();
        if (place.transposed()) {
            readTurned(stored, from, to, destination);
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
        // of one group alone, where the stored outputs are in several
        int outputs = place.storedRows() / place.split();
        int inputs = place.columns();
        int group = from < to ? place.order().applyAsInt(from) / outputs : 0;
        long before = (long) group * inputs * outputs;
        int step = Math.clamp(TILE / outputs, 1, inputs);
        float[] tile = new float[step * outputs];
        MemorySegment tileSegment = MemorySegment.ofArray(tile);
        float[] line = new float[step];
        for (int first = 0; first < inputs; first += step) {
            int count = Math.min(step, inputs - first);
            stored.file()
                    .readFloats(stored.tensor(), before + (long) first * outputs, (long) count * outputs, tileSegment);
            for (int row = from; row < to; row++) {
                int output = place.order().applyAsInt(row) - group * outputs;
                for (int i = 0; i < count; i++) {
                    line[i] = tile[i * outputs + output];
                }
                long at = ((long) (row - from) * inputs + first) * 4;
                MemorySegment.copy(line, 0, destination, FLOAT, at, count);
            }
        }
    }
}
