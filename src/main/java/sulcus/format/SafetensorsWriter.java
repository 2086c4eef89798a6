package sulcus.format;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes a safetensors file piece by piece: all tensors are declared first, then filled in any order, each from its
 * beginning to its end. The same declarations and values give the same bytes: tensors lie as the official writer puts them
 * (wide types first, then by name), the header is padded with spaces to a multiple of 8. The file appears under its name
 * with {@link #commit()}.
 */
public final class SafetensorsWriter implements AutoCloseable {
    /** What {@code save_pretrained} of transformers writes, and its loader asks for. */
    public static final Map<String, String> PYTORCH = Map.of("format", "pt");

    private static final int CHUNK = 1 << 20;

    /** Types in the order of the official writer, widest and latest first (the order of Dtype in {@code tensor.rs}). */
    private static final List<ElementType> ORDER = List.of(
            ElementType.U64,
            ElementType.I64,
            ElementType.F64,
            ElementType.F32,
            ElementType.U32,
            ElementType.I32,
            ElementType.BF16,
            ElementType.F16,
            ElementType.U16,
            ElementType.I16,
            ElementType.I8,
            ElementType.U8,
            ElementType.BOOL);

    /**
     * A tensor to be written.
     *
     * @param shape row-major, outermost first
     */
    public record Declared(String name, ElementType type, long... shape) {
        long bytes() {
            return type.bytes(new TensorInfo(name, type, shape, 0, 0).elements());
        }
    }

    private final AtomicFile file;
    private final Map<String, Place> places = new LinkedHashMap<>();
    private final MemorySegment buffer;
    private final Arena arena = Arena.ofShared();

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

    private SafetensorsWriter(AtomicFile file, List<Declared> tensors, Map<String, String> metadata) {
        this.file = file;
        this.buffer = arena.allocate(4L * CHUNK);
        List<Declared> sorted = new ArrayList<>(tensors);
        sorted.sort(Comparator.comparingInt((Declared tensor) -> order(tensor.type()))
                .thenComparing(Declared::name));
        write(ByteBuffer.wrap(header(sorted, metadata)), 0);
    }

    /**
     * Begins a file that must not exist yet.
     *
     * @param metadata strings for {@code __metadata__}; empty for none
     * @throws IllegalArgumentException for a name twice or a type that safetensors lacks
     * @throws sulcus.task.Refusal if the file exists or cannot be written
     */
    public static SafetensorsWriter create(Path file, List<Declared> tensors, Map<String, String> metadata) {
        return begin(AtomicFile.create(file), tensors, metadata);
    }

    /** Begins a file that takes the place of the one of that name when it is done. */
    public static SafetensorsWriter replace(Path file, List<Declared> tensors, Map<String, String> metadata) {
        return begin(AtomicFile.replace(file), tensors, metadata);
    }

    private static SafetensorsWriter begin(AtomicFile file, List<Declared> tensors, Map<String, String> metadata) {
        boolean good = false;
        try {
            SafetensorsWriter writer = new SafetensorsWriter(file, tensors, metadata);
            good = true;
            return writer;
        } finally {
            if (!good) {
                file.close();
            }
        }
    }

    private static int order(ElementType type) {
        int place = ORDER.indexOf(type);
        if (place < 0) {
            throw new IllegalArgumentException(type + " is not written to safetensors files");
        }
        return place;
    }

    private byte[] header(List<Declared> tensors, Map<String, String> metadata) {
        Map<String, Object> header = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            header.put("__metadata__", new TreeMap<>(metadata));
        }
        long at = 0;
        Map<String, Long> starts = new LinkedHashMap<>();
        for (Declared tensor : tensors) {
            long end = Math.addExact(at, tensor.bytes());
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("dtype", tensor.type().name());
            entry.put("shape", tensor.shape());
            entry.put("data_offsets", new long[] {at, end});
            if (header.put(tensor.name(), entry) != null) {
                throw new IllegalArgumentException("tensor " + tensor.name() + " a second time");
            }
            starts.put(tensor.name(), at);
            at = end;
        }
        byte[] json = StrictJson.writeCompact(header).getBytes(StandardCharsets.UTF_8);
        int padded = Math.ceilDiv(json.length, 8) * 8;
        ByteBuffer bytes = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(padded).put(json);
        while (bytes.hasRemaining()) {
            bytes.put((byte) ' ');
        }
        for (Declared tensor : tensors) {
            places.put(tensor.name(), new Place(tensor.type(), 8 + padded + starts.get(tensor.name()), tensor.bytes()));
        }
        return bytes.array();
    }

    /** Appends encoded bytes to a tensor. */
    public synchronized void write(String tensor, MemorySegment encoded) {
        Place place = place(tensor, encoded.byteSize());
        for (long done = 0; done < encoded.byteSize(); done += buffer.byteSize()) {
            long piece = Math.min(buffer.byteSize(), encoded.byteSize() - done);
            MemorySegment.copy(encoded, done, buffer, 0, piece);
            write(buffer.asSlice(0, piece).asByteBuffer(), place.at);
            place.at += piece;
        }
    }

    /**
     * Encodes floats in the tensor's type (F32, F16 or BF16) and appends them.
     *
     * @param floats count × 4 bytes in native byte order
     */
    public synchronized void writeFloats(String tensor, MemorySegment floats, long count) {
        Place place = place(tensor, 0);
        ElementType type = place.type;
        place(tensor, type.bytes(count));
        for (long done = 0; done < count; done += CHUNK) {
            long piece = Math.min(CHUNK, count - done);
            Encoder.encode(type, floats.asSlice(done * 4, piece * 4), piece, buffer);
            long bytes = type.bytes(piece);
            write(buffer.asSlice(0, bytes).asByteBuffer(), place.at);
            place.at += bytes;
        }
    }

    /** Encodes floats in the tensor's type (F32, F16 or BF16) and appends them. */
    public void writeFloats(String tensor, float[] floats) {
        writeFloats(tensor, MemorySegment.ofArray(floats), floats.length);
    }

    private Place place(String tensor, long bytes) {
        Place place = places.get(tensor);
        if (place == null) {
            throw new IllegalArgumentException("no tensor " + tensor + " was declared");
        }
        if (bytes > place.end - place.at) {
            throw new IllegalArgumentException("tensor " + tensor + " gets more than was declared");
        }
        return place;
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
