package sulcus.export;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.function.Function;
import sulcus.format.ElementType;
import sulcus.format.Encoder;
import sulcus.model.WeightId;
import sulcus.model.Weights;

/** Weights as they come back after having been stored in other types, so that like is compared with like. */
final class RoundedWeights implements Weights {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

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
        switch (types.apply(id)) {
            case F16 -> {
                for (long i = 0; i < count; i++) {
                    float value = destination.get(FLOAT, 4 * i);
                    destination.set(FLOAT, 4 * i, Float.float16ToFloat(Float.floatToFloat16(value)));
                }
            }
            case BF16 -> brain(destination, count);
            default -> {}
        }
    }

    private static void brain(MemorySegment values, long count) {
        try (Arena arena = Arena.ofConfined()) {
            long block = Math.min(count, 1 << 20);
            MemorySegment encoded = arena.allocate(2 * Math.max(1, block));
            for (long done = 0; done < count; done += block) {
                long n = Math.min(block, count - done);
                MemorySegment part = values.asSlice(4 * done, 4 * n);
                Encoder.encode(ElementType.BF16, part, n, encoded);
                for (long i = 0; i < n; i++) {
                    int bits = encoded.get(SHORT, 2 * i) << 16;
                    part.set(FLOAT, 4 * i, Float.intBitsToFloat(bits));
                }
            }
        }
    }
}
