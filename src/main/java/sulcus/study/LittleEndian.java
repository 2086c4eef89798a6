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
        for (int i = 0; i < values.length; i++) {
            bytes.set(DOUBLE, 8L * i, values[i]);
        }
        return bytes;
    }

    static double[] doubles(MemorySegment bytes) {
        double[] values = new double[Math.toIntExact(bytes.byteSize() / 8)];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes.get(DOUBLE, 8L * i);
        }
        return values;
    }

    static MemorySegment longs(long[] values) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[8 * values.length]);
        for (int i = 0; i < values.length; i++) {
            bytes.set(LONG, 8L * i, values[i]);
        }
        return bytes;
    }

    static long[] longs(MemorySegment bytes) {
        long[] values = new long[Math.toIntExact(bytes.byteSize() / 8)];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes.get(LONG, 8L * i);
        }
        return values;
    }

    static MemorySegment ints(int[] values) {
        MemorySegment bytes = MemorySegment.ofArray(new byte[4 * values.length]);
        for (int i = 0; i < values.length; i++) {
            bytes.set(INT, 4L * i, values[i]);
        }
        return bytes;
    }

    static int[] ints(MemorySegment bytes) {
        int[] values = new int[Math.toIntExact(bytes.byteSize() / 4)];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes.get(INT, 4L * i);
        }
        return values;
    }
}
