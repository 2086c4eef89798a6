package sulcus.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Writes one array as numpy's {@code .npy}, version 1.0, row-major, piece by piece; a file of that name is replaced when the array
 * is whole. Format: numpy's {@code numpy/lib/_format_impl.py} (NEP 1).
 */
public final class NpyWriter implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final AtomicFile file;
    private final ElementType type;
    private long left;

    private NpyWriter(AtomicFile file, ElementType type, long[] shape) {
        this.file = file;
        this.type = type;
        long elements = 1;
        for (long extent : shape) {
            elements = Math.multiplyExact(elements, extent);
        }
        left = elements;
        write(ByteBuffer.wrap(header(type, shape)));
    }

    /**
     * Begins a file.
     *
     * @param type F32 or BOOL
     * @param shape outermost first
     * @throws sulcus.task.Refusal if it cannot be written
     */
    public static NpyWriter replace(Path path, ElementType type, long... shape) {
        AtomicFile file = AtomicFile.replace(path);
        boolean good = false;
        try {
            NpyWriter writer = new NpyWriter(file, type, shape);
            good = true;
            return writer;
        } finally {
            if (!good) {
                file.close();
            }
        }
    }

    /** The header is padded with spaces so that the data begin at a multiple of 64. */
    private static byte[] header(ElementType type, long[] shape) {
        String kind = switch (type) {
            case F32 -> "<f4";
            case BOOL -> "|b1";
            default -> throw new IllegalArgumentException(type + " is not written as .npy");
        };
        String extents = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        String text = "{'descr': '" + kind + "', 'fortran_order': False, 'shape': (" + extents
                + (shape.length == 1 ? ",), }" : "), }");
        int length = Math.ceilDiv(10 + text.length() + 1, 64) * 64 - 10;
        ByteBuffer bytes = ByteBuffer.allocate(10 + length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        bytes.put((byte) 1).put((byte) 0).putShort((short) length);
        bytes.put(text.getBytes(StandardCharsets.US_ASCII));
        while (bytes.remaining() > 1) {
            bytes.put((byte) ' ');
        }
        bytes.put((byte) '\n');
        return bytes.array();
    }

    /** Appends values; of a BOOL array those that are not zero are true. */
    public void append(float... values) {
        if (values.length > left) {
            throw new IllegalArgumentException("the array gets more values than its shape has");
        }
        ByteBuffer bytes = ByteBuffer.allocate(type.blockBytes() * Math.min(CHUNK, values.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < values.length; from += CHUNK) {
            bytes.clear();
            for (int i = from; i < Math.min(values.length, from + CHUNK); i++) {
                if (type == ElementType.BOOL) {
                    bytes.put((byte) (values[i] == 0 ? 0 : 1));
                } else {
                    bytes.putFloat(values[i]);
                }
            }
            write(bytes.flip());
        }
        left -= values.length;
    }

    private void write(ByteBuffer bytes) {
        try {
            while (bytes.hasRemaining()) {
                file.channel().write(bytes);
            }
        } catch (IOException e) {
            throw FileFailure.writing(file.target(), e);
        }
    }

    /**
     * Gives the file its name.
     *
     * @throws IllegalStateException if values are missing
     */
    public void commit() {
        if (left != 0) {
            throw new IllegalStateException(left + " values are missing");
        }
        file.commit();
    }

    @Override
    public void close() {
        file.close();
    }
}
