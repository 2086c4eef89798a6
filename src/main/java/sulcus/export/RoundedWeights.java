package sulcus.export;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.function.Function;
import sulcus.format.Decoder;
import sulcus.format.ElementType;
import sulcus.format.Encoder;
import sulcus.model.WeightId;
import sulcus.model.Weights;

/** Weights as they come back after having been stored in other types, so that like is compared with like. */
final class RoundedWeights implements Weights {
    /** Elements rounded at a time; a multiple of every block. */
    private static final long PIECE = 1 << 20;

    private final Weights exact;
    private final Function<WeightId, ElementType> types;

    RoundedWeights(Weights exact, Function<WeightId, ElementType> types) {
        this.exact = exact;
        this.types = types;
    }

    @Override
    public boolean has(WeightId id) {
        return exact.has(id);
    }

    @Override
    public int rows(WeightId id) {
        return exact.rows(id);
    }

    @Override
    public int columns(WeightId id) {
        return exact.columns(id);
    }

    @Override
    public ElementType type(WeightId id) {
        return types.apply(id);
    }

    @Override
    public String name(WeightId id) {
        return exact.name(id);
    }

    @Override
    public void read(WeightId id, int from, int to, MemorySegment destination) {
        exact.read(id, from, to, destination);
        long count = (long) (to - from) * exact.columns(id);
        ElementType type = types.apply(id);
        if (type != ElementType.F32) {
            // blocks lie along the rows, in whatever order the rows are stored
            round(type, destination, count);
        }
    }

    private static void round(ElementType type, MemorySegment values, long count) {
        try (Arena arena = Arena.ofConfined()) {
            long piece = Math.min(count, PIECE);
            MemorySegment encoded = arena.allocate(type.bytes(piece));
            for (long done = 0; done < count; done += piece) {
                long n = Math.min(piece, count - done);
                MemorySegment part = values.asSlice(4 * done, 4 * n);
                Encoder.encode(type, part, n, encoded);
                Decoder.decode(type, encoded, 0, n, part);
            }
        }
    }
}
