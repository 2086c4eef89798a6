package sulcus.study;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/** Arrays of numbers as the bytes that safetensors files hold: little-endian. */
final class LittleEndian {
    private static final ValueLayout.OfDouble DOUBLE =
            ValueLayout.JAVA_DOUBLE_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    static MemorySegment doubles(double[] values) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[8 * values.length]);
        MemorySegment.copy(values, 0, bytes, DOUBLE, 0, values.length);
        return bytes;
    }

    static double[] doubles(MemorySegment bytes) {
        double[] values = new double[Math.toIntExact(bytes.byteSize() / 8)];
        MemorySegment.copy(bytes, DOUBLE, 0, values, 0, values.length);
        return values;
    }

    static MemorySegment longs(long[] values) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[8 * values.length]);
        MemorySegment.copy(values, 0, bytes, LONG, 0, values.length);
        return bytes;
    }

    static long[] longs(MemorySegment bytes) {
        long[] values = new long[Math.toIntExact(bytes.byteSize() / 8)];
        MemorySegment.copy(bytes, LONG, 0, values, 0, values.length);
        return values;
    }

    static MemorySegment ints(int[] values) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[4 * values.length]);
        MemorySegment.copy(values, 0, bytes, INT, 0, values.length);
        return bytes;
    }

    static int[] ints(MemorySegment bytes) {
        int[] values = new int[Math.toIntExact(bytes.byteSize() / 4)];
        MemorySegment.copy(bytes, INT, 0, values, 0, values.length);
        return values;
    }
}
