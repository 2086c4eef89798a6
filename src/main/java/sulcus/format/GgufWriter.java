package sulcus.format;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a GGUF file, version 3, piece by piece: metadata and tensors are declared first, then every tensor is filled from its
 * beginning to its end, in any order. The same declarations and values give the same bytes. The file appears under its name
 * with {@link #commit()}. Format: ggml's {@code docs/gguf.md}.
 */
public final class GgufWriter implements AutoCloseable {
    private static final int ALIGNMENT = 32;
    private static final int CHUNK = 1 << 20;
    private static final int LONGEST_NAME = 63;

    /**
     * A tensor to be written.
     *
     * @param shape row-major, outermost first
     */
    public record Declared(String name, ElementType type, long... shape) {
        /** Bytes of its data. */
        public long bytes() {
            return type.bytes(new TensorInfo(name, type, shape, 0, 0).elements());
        }
    }

    private static final class Place {
        private final ElementType type;
        private final long end;
        private long at;

        Place(ElementType type, long start, long bytes) {
            this.type = type;
            this.at = start;
            this.end = start + bytes;
        }
    }

    private final AtomicFile file;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment buffer = arena.allocate(4L * CHUNK);
    private final long size;

    private GgufWriter(AtomicFile file, Map<String, Object> metadata, List<Declared> tensors) {
        this.file = file;
        byte[] header = header(metadata, tensors);
        long start = padded(header.length);
        long at = start;
        for (Declared tensor : tensors) {
            places.put(tensor.name(), new Place(tensor.type(), at, tensor.bytes()));
            at = padded(Math.addExact(at, tensor.bytes()));
        }
        size = at;
        write(ByteBuffer.wrap(header), 0);
        if (size > header.length) {
            // what lies between the tensors is zero
            write(ByteBuffer.wrap(new byte[1]), size - 1);
        }
    }

    /**
     * Begins a file that must not exist yet.
     *
     * @param metadata by key, in the order in which it is written: {@code Integer} (u32), {@code Long} (u64), {@code Float},
     *     {@code Double}, {@code Boolean}, {@code String}, {@code int[]} (array of i32), {@code float[]}, or a {@code List} of
     *     strings
     * @throws IllegalArgumentException for another kind of value, a name twice or too long
     * @throws sulcus.task.Refusal if the file exists or cannot be written
     */
    public static GgufWriter create(Path path, Map<String, Object> metadata, List<Declared> tensors) {
        AtomicFile file = AtomicFile.create(path);
        boolean good = false;
        try {
            GgufWriter writer = new GgufWriter(file, metadata, tensors);
            good = true;
            return writer;
        } finally {
            if (!good) {
                file.close();
            }
        }
    }

    private static long padded(long size) {
        return Math.ceilDiv(size, (long) ALIGNMENT) * ALIGNMENT;
    }

    private static byte[] header(Map<String, Object> metadata, List<Declared> tensors) {
        Bytes out = new Bytes();
        out.write(new byte[] {'G', 'G', 'U', 'F'}, 0, 4);
        out.i32(3);
        out.i64(tensors.size());
        out.i64(metadata.size());
        metadata.forEach((key, value) -> {
            out.string(key);
            out.value(value);
        });
        long offset = 0;
        Map<String, Declared> names = new LinkedHashMap<>();
        for (Declared tensor : tensors) {
            if (tensor.name().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME
                    || names.put(tensor.name(), tensor) != null) {
                throw new IllegalArgumentException("tensor " + tensor.name() + ": its name is too long or there twice");
            }
            out.string(tensor.name());
            out.i32(tensor.shape().length);
            for (int i = tensor.shape().length - 1; i >= 0; i--) {
                out.i64(tensor.shape()[i]);
            }
            out.i32(tensor.type().ggml());
            out.i64(offset);
            offset = padded(Math.addExact(offset, tensor.bytes()));
        }
        return out.toByteArray();
    }

    /** Numbers and strings, little endian. */
    private static final class Bytes extends ByteArrayOutputStream {
        void i32(int value) {
            write(
                    ByteBuffer.allocate(4)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putInt(value)
                            .array(),
                    0,
                    4);
        }

        void i64(long value) {
            write(
                    ByteBuffer.allocate(8)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(value)
                            .array(),
                    0,
                    8);
        }

        void string(String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            i64(bytes.length);
            write(bytes, 0, bytes.length);
        }

        private void type(GgufValue type) {
            i32(type.ordinal());
        }

        void value(Object value) {
            switch (value) {
                case Integer number -> {
                    type(GgufValue.U32);
                    i32(number);
                }
                case Long number -> {
                    type(GgufValue.U64);
                    i64(number);
                }
                case Float number -> {
                    type(GgufValue.F32);
                    i32(Float.floatToRawIntBits(number));
                }
                case Double number -> {
                    type(GgufValue.F64);
                    i64(Double.doubleToRawLongBits(number));
                }
                case Boolean truth -> {
                    type(GgufValue.BOOL);
                    write(truth ? 1 : 0);
                }
                case String text -> {
                    type(GgufValue.STRING);
                    string(text);
                }
                case int[] numbers -> {
                    array(GgufValue.I32, numbers.length);
                    for (int number : numbers) {
                        i32(number);
                    }
                }
                case float[] numbers -> {
                    array(GgufValue.F32, numbers.length);
                    for (float number : numbers) {
                        i32(Float.floatToRawIntBits(number));
                    }
                }
                case List<?> texts -> {
                    array(GgufValue.STRING, texts.size());
                    texts.forEach(text -> string((String) text));
                }
                default -> throw new IllegalArgumentException(value.getClass() + " is not written as metadata");
            }
        }

        private void array(GgufValue type, int count) {
            type(GgufValue.ARRAY);
            type(type);
            i64(count);
        }
    }

    /** Bytes of the whole file. */
    public long size() {
        return size;
    }

    /**
     * Encodes floats in the tensor's type and appends them.
     *
     * @param floats count × 4 bytes in native byte order
     * @param count a whole number of blocks
     */
    public void writeFloats(String tensor, MemorySegment floats, long count) {
        Place place = places.get(tensor);
        if (place == null || place.type.bytes(count) > place.end - place.at) {
            throw new IllegalArgumentException("tensor " + tensor + " was not declared, or not that large");
        }
        for (long done = 0; done < count; done += CHUNK) {
            long piece = Math.min(CHUNK, count - done);
            Encoder.encode(place.type, floats.asSlice(done * 4, piece * 4), piece, buffer);
            long bytes = place.type.bytes(piece);
            write(buffer.asSlice(0, bytes).asByteBuffer(), place.at);
            place.at += bytes;
        }
    }

    private void write(ByteBuffer bytes, long at) {
        try {
            long place = at;
            while (bytes.hasRemaining()) {
                place += file.channel().write(bytes, place);
            }
        } catch (IOException e) {
            throw FileFailure.writing(file.target(), e);
        }
    }

    /**
     * Gives the file its name.
     *
     * @throws IllegalStateException if a tensor is not filled
     */
    public void commit() {
        places.forEach((name, place) -> {
            if (place.at != place.end) {
                throw new IllegalStateException("tensor " + name + " lacks " + (place.end - place.at) + " bytes");
            }
        });
        file.commit();
    }

    @Override
    public void close() {
        try {
            file.close();
        } finally {
            if (arena.scope().isAlive()) {
                arena.close();
            }
        }
    }
}
