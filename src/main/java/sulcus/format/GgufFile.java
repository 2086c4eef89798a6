package sulcus.format;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import sulcus.task.Refusal;

/**
 * A GGUF file, version 2 or 3: metadata, tensor descriptions, data. Refuses what llama.cpp's {@code gguf.cpp} refuses.
 */
public final class GgufFile implements TensorFile {
    private final MappedFile file;
    private final int version;
    private final Map<String, Object> metadata;
    private final Map<String, TensorInfo> tensors;

    private GgufFile(MappedFile file, GgufHeader header) {
        this.file = file;
        this.version = header.version();
        this.metadata = Collections.unmodifiableMap(header.metadata());
        this.tensors = Collections.unmodifiableMap(header.tensors());
    }

    /**
     * Opens a file: reads and checks metadata and tensor descriptions.
     *
     * @throws Refusal with the place if something is wrong
     */
    public static GgufFile open(Path path) {
        MappedFile file = new MappedFile(path);
        boolean good = false;
        try {
            GgufHeader[] header = new GgufHeader[1];
            file.guarded(() -> header[0] = GgufHeader.parse(path.toString(), file.segment()));
            GgufFile opened = new GgufFile(file, header[0]);
            good = true;
            return opened;
        } finally {
            if (!good) {
                file.close();
            }
        }
    }

    @Override
    public Path path() {
        return file.path();
    }

    /** 2 or 3. */
    public int version() {
        return version;
    }

    /**
     * All metadata in file order: {@code Long} (any whole number that fits), {@link java.math.BigInteger}, {@code Float},
     * {@code Double}, {@code Boolean}, {@code String}, and {@code List} of one of these, read from the file when asked and
     * valid until {@link #close()}.
     */
    public Map<String, Object> metadata() {
        return metadata;
    }

    /** A string of the metadata, or null. */
    public String string(String key) {
        return typed(key, String.class, "a string");
    }

    /** A number of the metadata, or null. */
    public Number number(String key) {
        return typed(key, Number.class, "a number");
    }

    /** A truth value of the metadata, or null. */
    public Boolean truth(String key) {
        return typed(key, Boolean.class, "true or false");
    }

    /**
     * A list of the metadata.
     *
     * @param element {@code String}, {@code Number} or {@code Boolean}
     * @return null if there is none
     */
    @SuppressWarnings("unchecked")
    public <T> List<T> list(String key, Class<T> element) {
        List<?> list = typed(key, List.class, "a list");
        if (list == null || list.isEmpty() || element.isInstance(list.getFirst())) {
            return (List<T>) list;
        }
        throw new Refusal(path() + ": " + key + ": a list of " + element.getSimpleName() + " is expected");
    }

    private <T> T typed(String key, Class<T> type, String expected) {
        Object value = metadata.get(key);
        if (value != null && !type.isInstance(value)) {
            throw new Refusal(path() + ": " + key + ": " + expected + " is expected");
        }
        return type.cast(value);
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return tensors;
    }

    @Override
    public MemorySegment bytes(TensorInfo tensor) {
        return file.segment().asSlice(tensor.offset(), tensor.bytes());
    }

    @Override
    public void readFloats(TensorInfo tensor, long first, long count, MemorySegment destination) {
        SafetensorsFile.readFloats(file, tensor, first, count, destination);
    }

    @Override
    public void close() {
        file.close();
    }
}
