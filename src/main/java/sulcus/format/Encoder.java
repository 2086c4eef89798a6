package sulcus.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.stream.IntStream;

/** Turns float32 into bytes of a file: plain numbers rounded to the nearest, ties to even, or blocks. */
public final class Encoder {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat NATIVE = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int CHUNK = 4096;
    /** Numbers whose blocks are made side by side. */
    private static final int BLOCKS = 1 << 18;

    private Encoder() {}

    /** Whether there is a way to this type. */
    public static boolean encodes(ElementType type) {
        return type == ElementType.F32
                || type == ElementType.F16
                || type == ElementType.BF16
                || BlockEncoder.of(type) != null;
    }

    /**
     * Encodes {@code count} floats.
     *
     * @param type one that is {@linkplain #encodes written}
     * @param floats count × 4 bytes in native byte order
     * @param destination receives count × {@link ElementType#blockBytes()} bytes, little endian
     * @throws IllegalArgumentException for another type
     * @throws ArithmeticException if {@code count} is no whole number of blocks
     */
    public static void encode(ElementType type, MemorySegment floats, long count, MemorySegment destination) {
        if (!encodes(type)) {
            throw new IllegalArgumentException(type + " is not written");
        }
        if (type == ElementType.F32 && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
            MemorySegment.copy(floats, 0, destination, 0, count * 4);
            return;
        }
        BlockEncoder block = BlockEncoder.of(type);
        if (block != null) {
            blocks(type, block, floats, count, destination);
            return;
        }
        float[] values = new float[(int) Math.min(CHUNK, count)];
        short[] bits = new short[values.length];
        for (long done = 0; done < count; done += values.length) {
            int n = (int) Math.min(values.length, count - done);
            MemorySegment.copy(floats, NATIVE, done * 4, values, 0, n);
            switch (type) {
                case F16 -> {
                    for (int i = 0; i < n; i++) {
                        bits[i] = Float.floatToFloat16(values[i]);
                    }
                }
                case BF16 -> {
                    for (int i = 0; i < n; i++) {
                        bits[i] = brain(values[i]);
                    }
                }
                default -> {
                    MemorySegment.copy(values, 0, destination, FLOAT, done * 4, n);
                    continue;
                }
            }
            MemorySegment.copy(bits, 0, destination, SHORT, done * 2, n);
        }
    }

    private static void blocks(
            ElementType type, BlockEncoder block, MemorySegment floats, long count, MemorySegment destination) {
        long all = type.bytes(count) / type.blockBytes();
        int elements = type.blockElements();
        int size = type.blockBytes();
        int atOnce = (int) Math.min(BLOCKS / elements, all);
        float[] values = new float[atOnce * elements];
        byte[] bytes = new byte[atOnce * size];
        for (long done = 0; done < all; done += atOnce) {
            int n = (int) Math.min(atOnce, all - done);
            MemorySegment.copy(floats, NATIVE, done * elements * 4, values, 0, n * elements);
            // scales are searched for: most of the time of an export
            IntStream.range(0, n).parallel().forEach(i -> block.encode(values, i * elements, bytes, i * size));
            MemorySegment.copy(bytes, 0, destination, ValueLayout.JAVA_BYTE, done * size, n * size);
        }
    }

    /** The upper half of the float, rounded to even; a NaN keeps a bit of its payload so that it stays one. */
    private static short brain(float value) {
        int raw = Float.floatToRawIntBits(value);
        int rounded = raw + 0x7fff + (raw >>> 16 & 1) >>> 16;
        return (short) (Float.isNaN(value) ? raw >>> 16 | 0x40 : rounded);
    }
}
