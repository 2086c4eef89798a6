package sulcus.format;

import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import sulcus.task.Refusal;

/** The types of GGUF metadata, in the order of their numbers (ggml's {@code gguf_type}). */
enum GgufValue {
    U8(1),
    I8(1),
    U16(2),
    I16(2),
    U32(4),
    I32(4),
    F32(4),
    BOOL(1),
    STRING(8),
    ARRAY(12),
    U64(8),
    I64(8),
    F64(8);

    private static final int MOST_STRINGS = 1 << 24;
    private static final long MOST_NUMBERS = 1 << 30;

    /** Bytes that a value takes at least, exactly where it is neither a string nor an array. */
    private final int smallest;

    GgufValue(int smallest) {
        this.smallest = smallest;
    }

    static GgufValue type(GgufCursor cursor) {
        long number = cursor.u32("value type");
        if (number >= values().length) {
            throw cursor.refusal("unknown value type " + number);
        }
        return values()[(int) number];
    }

    /** Reads a value of this type; an array as a list that stays in the file. */
    Object read(GgufCursor cursor) {
        return switch (this) {
            case STRING -> cursor.string("string");
            case ARRAY -> list(cursor);
            default -> scalar(cursor);
        };
    }

    private Object scalar(GgufCursor cursor) {
        return switch (this) {
            case U8 -> (long) cursor.u8("number");
            case I8 -> (long) (byte) cursor.u8("number");
            case U16 -> (long) (cursor.i16("number") & 0xffff);
            case I16 -> (long) cursor.i16("number");
            case U32 -> cursor.u32("number");
            case I32 -> (long) cursor.i32("number");
            case F32 -> Float.intBitsToFloat(cursor.i32("number"));
            case BOOL -> truth(cursor);
            case U64 -> unsigned(cursor.i64("number"));
            case I64 -> cursor.i64("number");
            case F64 -> Double.longBitsToDouble(cursor.i64("number"));
            default -> throw new IllegalStateException(name());
        };
    }

    private static boolean truth(GgufCursor cursor) {
        int value = cursor.u8("truth value");
        if (value > 1) {
            throw cursor.refusal("truth value " + value + " is neither 0 nor 1");
        }
        return value == 1;
    }

    private static Number unsigned(long value) {
        return value >= 0 ? (Number) value : new BigInteger(Long.toUnsignedString(value));
    }

    private static List<Object> list(GgufCursor cursor) {
        GgufValue type = type(cursor);
        if (type == ARRAY) {
            throw cursor.refusal("an array of arrays");
        }
        long count = cursor.count("array elements", type.smallest);
        if (count > (type == STRING ? MOST_STRINGS : MOST_NUMBERS)) {
            throw cursor.refusal("an array of " + count + " elements is too long");
        }
        return type == STRING ? strings(cursor, (int) count) : type.numbers(cursor, (int) count);
    }

    private List<Object> numbers(GgufCursor cursor, int count) {
        long start = cursor.skip((long) count * smallest, "array");
        MemorySegment bytes = cursor.bytes().asSlice(start, (long) count * smallest);
        return new Lazy(count) {
            @Override
            Object element(int index) {
                GgufCursor element =
                        new GgufCursor("array", bytes.asSlice((long) index * GgufValue.this.smallest, smallest));
                return scalar(element);
            }
        };
    }

    private static List<Object> strings(GgufCursor cursor, int count) {
        // grows with what was read, so that a wrong count allocates nothing; entry i is the end of string i
        long[] ends = new long[Math.min(count, 1024)];
        long start = cursor.at();
        for (int i = 0; i < count; i++) {
            if (i == ends.length) {
                ends = Arrays.copyOf(ends, (int) Math.min(count, 2L * i));
            }
            cursor.skipString("string " + i);
            ends[i] = cursor.at();
        }
        MemorySegment bytes = cursor.bytes();
        long[] places = ends;
        return new Lazy(count) {
            @Override
            Object element(int index) {
                long from = (index == 0 ? start : places[index - 1]) + 8;
                return new String(GgufCursor.text(bytes, from, (int) (places[index] - from)), StandardCharsets.UTF_8);
            }
        };
    }

    /** A list whose elements are made when asked for. */
    private abstract static class Lazy extends AbstractList<Object> implements RandomAccess {
        private final int size;

        Lazy(int size) {
            this.size = size;
        }

        abstract Object element(int index);

        @Override
        public Object get(int index) {
            Objects.checkIndex(index, size);
            try {
                return element(index);
            } catch (InternalError e) {
                throw new Refusal("the GGUF file changed while open; open it again", e);
            }
        }

        @Override
        public int size() {
            return size;
        }
    }
}
