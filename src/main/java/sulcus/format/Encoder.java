package sulcus.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Turns float32 into bytes of a file, rounded to the nearest, ties to even. */
public final class Encoder {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat NATIVE = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int CHUNK = 4096;

    private Encoder() {}

    /** Whether there is a way to this type. */
    public static boolean encodes(ElementType type) {
        return type == ElementType.F32 || type == ElementType.F16 || type == ElementType.BF16;
    }

    /**
     * Encodes {@code count} floats.
     *
     * @param type F32, F16 or BF16
     * @param floats count × 4 bytes in native byte order
     * @param destination receives count × {@link ElementType#blockBytes()} bytes, little endian
     * @throws IllegalArgumentException for another type
     */
    public static void encode(ElementType type, MemorySegment floats, long count, MemorySegment destination) {
        if (!encodes(type)) {
            throw new IllegalArgumentException(type + " is not written");
        }
        if (type == ElementType.F32 && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN) {
            MemorySegment.copy(floats, 0, destination, 0, count * 4);
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

    /** The upper half of the float, rounded to even; a NaN keeps a bit of its payload so that it stays one. */
    private static short brain(float value) {
        int raw = Float.floatToRawIntBits(value);
        int rounded = raw + 0x7fff + (raw >>> 16 & 1) >>> 16;
        return (short) (Float.isNaN(value) ? raw >>> 16 | 0x40 : rounded);
    }
}
