package sulcus.model;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * A tensor of a file, put together from canonical weights: as it is, turned, or several in one.
 */
public final class PlacedTensor {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final long BLOCK = 1 << 24;

    /** A canonical weight and its place in the tensor. */
    record Part(WeightId id, Place place) {}

    private final String name;
    private final List<Part> parts;
    private final Place shape;

    PlacedTensor(String name, List<Part> parts) {
        this.name = name;
        this.parts = List.copyOf(parts);
        this.shape = parts.getFirst().place();
    }

    public String name() {
        return name;
    }

    /** Row-major, outermost first. */
    public long[] shape() {
        return shape.storedShape();
    }

    /** The canonical weights that it is made of. */
    public List<WeightId> weights() {
        return parts.stream().map(Part::id).toList();
    }

    /** Rows of the stored tensor, of all matrices that it holds; length of a vector, whatever its shape. */
    public int rows() {
        return shape.transposed() ? shape.split() * shape.columns() : shape.storedRows();
    }

    /** Elements of a stored row; 1 for a vector. */
    public int columns() {
        return shape.transposed() ? shape.storedRows() / shape.split() : shape.columns();
    }

    /** How many rows to read at once: a matrix where they are turned, else about 64 MB of floats. */
    public int blockRows() {
        return shape.transposed() ? shape.columns() : (int) Math.clamp(BLOCK / columns(), 1, Math.max(1, rows()));
    }

    /**
     * Reads stored rows {@code from … to − 1} as float32 in native byte order.
     *
     * @param destination at least (to − from) × columns × 4 bytes
     */
    public void read(Weights weights, int from, int to, MemorySegment destination) {
        for (Part part : parts) {
            if (shape.transposed()) {
                readTurned(weights, part, from, to, destination);
            } else {
                readRows(weights, part, from, to, destination);
            }
        }
    }

    private void readRows(Weights weights, Part part, int from, int to, MemorySegment destination) {
        Place place = part.place();
        long rowBytes = 4L * place.columns();
        int row = 0;
        while (row < place.rows()) {
            int stored = place.order().applyAsInt(row);
            int end = row + 1;
            while (end < place.rows() && place.order().applyAsInt(end) == stored + end - row) {
                end++;
            }
            int first = Math.max(stored, from);
            int last = Math.min(stored + end - row, to);
            if (first < last) {
                MemorySegment rows = destination.asSlice((first - from) * rowBytes, (last - first) * rowBytes);
                read(weights, part, row + first - stored, row + last - stored, rows);
                StoredWeights.shift(rows, (last - first) * (long) place.columns(), place.shift());
            }
            row = end;
        }
    }

    /** Reads rows of a part. */
    private static void read(Weights weights, Part part, int from, int to, MemorySegment destination) {
        Place place = part.place();
        weights.readBlock(
                part.id(),
                place.row() + from,
                place.row() + to,
                place.column(),
                place.column() + place.columns(),
                destination);
    }

    /** Stored rows are the weight's columns, of its part in one of the matrices that the tensor holds. */
    private static void readTurned(Weights weights, Part part, int from, int to, MemorySegment destination) {
        Place place = part.place();
        int outputs = place.storedRows() / place.split();
        int inputs = place.columns();
        int before = place.order().applyAsInt(0) / outputs * outputs;
        int start = before / outputs * inputs;
        int first = Math.max(from, start);
        int last = Math.min(to, start + inputs);
        if (first >= last) {
            return;
        }
        int step = (int) Math.clamp(BLOCK / 4 / inputs, 1, place.rows());
        float[] canonical = new float[Math.multiplyExact(step, inputs)];
        for (int row = 0; row < place.rows(); row += step) {
            int end = Math.min(place.rows(), row + step);
            read(weights, part, row, end, MemorySegment.ofArray(canonical));
            for (int r = row; r < end; r++) {
                int output = place.order().applyAsInt(r) - before;
                for (int stored = first; stored < last; stored++) {
                    float value = canonical[(r - row) * inputs + stored - start];
                    destination.set(FLOAT, 4L * ((long) (stored - from) * outputs + output), value);
                }
            }
        }
    }
}
