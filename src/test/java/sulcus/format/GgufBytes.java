package sulcus.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Builds GGUF files, right and wrong ones, byte by byte. */
public final class GgufBytes {
    public static final int U32 = 4;
    public static final int F32 = 6;
    public static final int BOOL = 7;
    public static final int STRING = 8;
    public static final int ARRAY = 9;
    public static final int U64 = 10;

    private final List<byte[]> keys = new ArrayList<>();
    private final List<byte[]> tensors = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    public int magic = 0x46554747;
    public int version = 3;
    public Long tensorCount;
    public Long keyCount;

    /** Little-endian bytes of numbers (by their type), strings (length first) and byte arrays (as they are). */
    public static byte[] of(Object... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Object part : parts) {
            ByteBuffer number = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            switch (part) {
                case Integer i -> out.write(number.putInt(i).array(), 0, 4);
                case Long l -> out.write(number.putLong(l).array(), 0, 8);
                case Float f -> out.write(number.putFloat(f).array(), 0, 4);
                case Byte b -> out.write(b);
                case byte[] raw -> out.writeBytes(raw);
                case String text -> {
                    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
                    out.write(number.putLong(utf8.length).array(), 0, 8);
                    out.writeBytes(utf8);
                }
                default -> throw new IllegalArgumentException(String.valueOf(part));
            }
        }
        return out.toByteArray();
    }

    /** A key: its name, the number of its type, its value. */
    public GgufBytes key(Object... parts) {
        keys.add(of(parts));
        return this;
    }

    /** A tensor's description as it is. */
    public GgufBytes tensor(Object... parts) {
        tensors.add(of(parts));
        return this;
    }

    /** A float32 tensor with its data, shape outermost first, at the next place. */
    public GgufBytes floats(String name, float[] values, long... shape) {
        List<Object> parts = new ArrayList<>(List.of(name, shape.length));
        for (int i = shape.length - 1; i >= 0; i--) {
            parts.add(shape[i]);
        }
        parts.add(0);
        parts.add((long) data.size());
        tensors.add(of(parts.toArray()));
        for (float value : values) {
            data.writeBytes(of(value));
        }
        return padded();
    }

    /** Data as they are. */
    public GgufBytes data(byte[] bytes) {
        data.writeBytes(bytes);
        return padded();
    }

    private GgufBytes padded() {
        while (data.size() % 32 != 0) {
            data.write(0);
        }
        return this;
    }

    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(of(
                magic,
                version,
                tensorCount == null ? (long) tensors.size() : tensorCount,
                keyCount == null ? (long) keys.size() : keyCount));
        keys.forEach(out::writeBytes);
        tensors.forEach(out::writeBytes);
        while (out.size() % 32 != 0) {
            out.write(0);
        }
        out.writeBytes(data.toByteArray());
        return out.toByteArray();
    }
}
