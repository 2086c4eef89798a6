package sulcus.text;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes GGUF files that hold metadata only: strings, int32, and lists of these. */
final class TinyGguf {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    private TinyGguf() {}

    static Path write(Path file, Map<String, Object> metadata) throws IOException {
        TinyGguf gguf = new TinyGguf();
        gguf.bytes.write("GGUF".getBytes(StandardCharsets.US_ASCII));
        gguf.i32(3);
        gguf.i64(0);
        gguf.i64(metadata.size());
        for (Map.Entry<String, Object> entry : metadata.entrySet()) {
            gguf.string(entry.getKey());
            if (entry.getValue() instanceof List<?> list) {
                gguf.i32(9);
                gguf.i32(list.getFirst() instanceof String ? 8 : 5);
                gguf.i64(list.size());
                for (Object element : list) {
                    gguf.value(element);
                }
            } else {
                gguf.i32(entry.getValue() instanceof String ? 8 : 5);
                gguf.value(entry.getValue());
            }
        }
        return Files.write(file, gguf.bytes.toByteArray());
    }

    private void value(Object value) throws IOException {
        if (value instanceof String string) {
            string(string);
        } else {
            i32((Integer) value);
        }
    }

    private void string(String value) throws IOException {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        i64(utf8.length);
        bytes.write(utf8);
    }

    private void i32(int value) throws IOException {
        bytes.write(ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
    }

    private void i64(long value) throws IOException {
        bytes.write(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
    }
}
