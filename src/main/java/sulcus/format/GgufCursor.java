package sulcus.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import sulcus.task.Refusal;

/** A place in a GGUF file that moves on with every read and never beyond the end. */
final class GgufCursor {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final int LONGEST_STRING = 1 << 26;

    private final String file;
    private final MemorySegment bytes;
    private long at;

    GgufCursor(String file, MemorySegment bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    long at() {
        return at;
    }

    long left() {
        return bytes.byteSize() - at;
    }

    MemorySegment bytes() {
        return bytes;
    }

    Refusal refusal(String reason) {
        return new Refusal(file + ": byte " + at + ": " + reason);
    }

    /** Moves on by some bytes that must be there. */
    long skip(long count, String what) {
        if (count < 0 || count > left()) {
            throw refusal(what + " of " + Long.toUnsignedString(count) + " bytes, the file has " + left() + " more");
        }
        long before = at;
        at += count;
        return before;
    }

    int u8(String what) {
        return bytes.get(ValueLayout.JAVA_BYTE, skip(1, what)) & 0xff;
    }

    short i16(String what) {
        return bytes.get(SHORT, skip(2, what));
    }

    int i32(String what) {
        return bytes.get(INT, skip(4, what));
    }

    long u32(String what) {
        return i32(what) & 0xffffffffL;
    }

    long i64(String what) {
        return bytes.get(LONG, skip(8, what));
    }

    /** A count: an unsigned 64-bit number of things that take at least {@code smallest} bytes each in what is left. */
    long count(String what, long smallest) {
        long count = i64(what);
        if (count < 0 || count > left() / smallest) {
            throw refusal(Long.toUnsignedString(count) + " " + what + ", the file has only " + left() + " more bytes");
        }
        return count;
    }

    /** Moves over a string and gives its length in bytes; its text ends at {@link #at()}. */
    int skipString(String what) {
        long length = i64(what);
        if (length < 0 || length > left()) {
            throw refusal(
                    what + " of " + Long.toUnsignedString(length) + " bytes, the file has only " + left() + " more");
        }
        if (length > LONGEST_STRING) {
            throw refusal(what + " of " + length + " bytes; at most " + LONGEST_STRING + " are read");
        }
        at += length;
        return (int) length;
    }

    /** A string of the metadata; bytes that are not UTF-8 become U+FFFD. */
    String string(String what) {
        int length = skipString(what);
        return new String(text(bytes, at - length, length), StandardCharsets.UTF_8);
    }

    /** A key or a tensor's name: valid UTF-8 without control characters. */
    String name(String what, int longest) {
        int length = skipString(what);
        if (length > longest) {
            throw refusal(what + " of " + length + " bytes; at most " + longest + " are allowed");
        }
        String name;
        try {
            name = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(text(bytes, at - length, length)))
                    .toString();
        } catch (CharacterCodingException e) {
            throw refusal(what + " is not valid UTF-8");
        }
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw refusal(what + " has control characters");
        }
        return name;
    }

    static byte[] text(MemorySegment bytes, long at, int length) {
        byte[] text = new byte[length];
        MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, at, text, 0, length);
        return text;
    }
}
