package sulcus.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Turns encoded elements into float32. Works through small arrays on the heap, in whose loops the compiler uses vector
 * instructions.
 */
public final class Decoder {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat NATIVE = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /** Elements worked on at a time; a multiple of every decodable block. */
    private static final int CHUNK = 4096;

    private Decoder() {}

    /**
     * Decodes elements {@code first … first + count − 1} of an encoded tensor.
     *
     * @param type a {@linkplain ElementType#decodable() decodable} type
     * @param encoded the tensor's bytes, little endian, from its element 0 on
     * @param destination receives count × 4 bytes in native byte order
     * @throws IllegalArgumentException if the type cannot be decoded
     */
    public static void decode(
            ElementType type, MemorySegment encoded, long first, long count, MemorySegment destination) {
        if (type == ElementType.F32 && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
            MemorySegment.copy(encoded, first * 4, destination, 0, count * 4);
            return;
        }
        int block = type.blockElements();
        int skip = (int) (first % block);
        long at = (first - skip) / block * type.blockBytes();
        float[] values = new float[(int) Math.min(CHUNK, (count + skip + block - 1) / block * block)];
        Chunk chunk = chunk(type, values.length);
        for (long done = 0; done < count; ) {
            int wanted = (int) Math.min(values.length - skip, count - done);
            int blocks = (skip + wanted + block - 1) / block;
            chunk.decode(encoded, at, blocks, values);
            MemorySegment.copy(values, skip, destination, NATIVE, done * 4, wanted);
            at += (long) blocks * type.blockBytes();
            done += wanted;
            skip = 0;
        }
    }

    /** Decodes whole blocks into the beginning of an array. */
    @FunctionalInterface
    private interface Chunk {
        void decode(MemorySegment encoded, long at, int blocks, float[] values);
    }

    private static Chunk chunk(ElementType type, int largest) {
        return switch (type) {
            case F32 -> (from, at, n, to) -> MemorySegment.copy(from, FLOAT, at, to, 0, n);
            case F16 -> half(largest);
            case BF16 -> brain(largest);
            case F64 ->
                (from, at, n, to) -> {
                    for (int i = 0; i < n; i++) {
                        to[i] = (float) from.get(DOUBLE, at + 8L * i);
                    }
                };
            case I8 ->
                (from, at, n, to) -> {
                    for (int i = 0; i < n; i++) {
                        to[i] = from.get(ValueLayout.JAVA_BYTE, at + i);
                    }
                };
            case U8, BOOL ->
                (from, at, n, to) -> {
                    for (int i = 0; i < n; i++) {
                        to[i] = from.get(ValueLayout.JAVA_BYTE, at + i) & 0xff;
                    }
                };
            case I16 ->
                (from, at, n, to) -> {
                    for (int i = 0; i < n; i++) {
                        to[i] = from.get(SHORT, at + 2L * i);
                    }
                };
            case U16 ->
                (from, at, n, to) -> {
                    for (int i = 0; i < n; i++) {
                        to[i] = from.get(SHORT, at + 2L * i) & 0xffff;
                    }
                };
            case I32 ->
                (from, at, n, to) -> {
                    for (int i = 0; i < n; i++) {
                        to[i] = from.get(INT, at + 4L * i);
                    }
                };
            case U32 ->
                (from, at, n, to) -> {
                    for (int i = 0; i < n; i++) {
                        to[i] = from.get(INT, at + 4L * i) & 0xffffffffL;
                    }
                };
            case I64 ->
                (from, at, n, to) -> {
                    for (int i = 0; i < n; i++) {
                        to[i] = from.get(LONG, at + 8L * i);
                    }
                };
            case U64 ->
                (from, at, n, to) -> {
                    for (int i = 0; i < n; i++) {
                        long value = from.get(LONG, at + 8L * i);
                        // the lowest bit, folded in, keeps the rounding right
                        to[i] = value >= 0 ? value : (float) (value >>> 1 | value & 1) * 2;
                    }
                };
            default -> {
                BlockDecoder block = BlockDecoder.of(type);
                if (block == null) {
                    throw new IllegalArgumentException(type + " is not decoded");
                }
                yield blocks(type, block, largest);
            }
        };
    }

    private static Chunk half(int largest) {
        short[] bits = new short[largest];
        return (from, at, n, to) -> {
            MemorySegment.copy(from, SHORT, at, bits, 0, n);
            for (int i = 0; i < n; i++) {
                to[i] = Float.float16ToFloat(bits[i]);
            }
        };
    }

    private static Chunk brain(int largest) {
        short[] bits = new short[largest];
        return (from, at, n, to) -> {
            MemorySegment.copy(from, SHORT, at, bits, 0, n);
            for (int i = 0; i < n; i++) {
                to[i] = Float.intBitsToFloat(bits[i] << 16);
            }
        };
    }

    private static Chunk blocks(ElementType type, BlockDecoder block, int largest) {
        int elements = type.blockElements();
        int size = type.blockBytes();
        byte[] bytes = new byte[largest / elements * size];
        return (from, at, n, to) -> {
            MemorySegment.copy(from, ValueLayout.JAVA_BYTE, at, bytes, 0, n * size);
            for (int i = 0; i < n; i++) {
                block.decode(bytes, i * size, to, i * elements);
            }
        };
    }
}
