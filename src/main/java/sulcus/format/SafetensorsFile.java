package sulcus.format;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import sulcus.task.Refusal;

/**
 * A safetensors file: eight bytes with the length of the header, a JSON header, the data. Read as the format's README says,
 * and stricter than the reference reader where that is laxer than its README (a name twice, a header with leading space).
 */
public final class SafetensorsFile implements TensorFile {
    /** Longest header, as in the reference reader. */
    static final long LONGEST_HEADER = 100_000_000;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final MappedFile file;
    private final Map<String, TensorInfo> tensors;
    private final Map<String, String> metadata;

    private SafetensorsFile(MappedFile file, SafetensorsHeader header) {
        this.file = file;
        this.tensors = Collections.unmodifiableMap(header.tensors());
        this.metadata = Collections.unmodifiableMap(header.metadata());
    }

    /**
     * Opens a file: reads and checks its header.
     *
     * @throws Refusal if it is not safetensors to the letter
     */
    public static SafetensorsFile open(Path path) {
        MappedFile file = new MappedFile(path);
        boolean good = false;
        try {
            SafetensorsHeader[] header = new SafetensorsHeader[1];
            file.guarded(() -> header[0] = header(file));
            SafetensorsFile opened = new SafetensorsFile(file, header[0]);
            good = true;
            return opened;
        } finally {
            if (!good) {
                file.close();
            }
        }
    }

    private static SafetensorsHeader header(MappedFile file) {
        String name = file.path().toString();
        if (file.size() < 8) {
            throw new Refusal(name + ": has " + file.size() + " bytes; a safetensors file has at least 10");
        }
        long length = file.segment().get(LONG, 0);
        if (length < 0 || length > LONGEST_HEADER) {
            throw new Refusal(name + ": byte 0: a header of " + Long.toUnsignedString(length) + " bytes; at most "
                    + LONGEST_HEADER + " are allowed, so this is no safetensors file");
        }
        if (length < 2) {
            throw new Refusal(name + ": byte 0: a header of " + length + " bytes; the shortest, {}, has 2");
        }
        if (length > file.size() - 8) {
            throw new Refusal(name + ": the header should have " + length + " bytes, the file ends after "
                    + (file.size() - 8) + " of them: it is cut short");
        }
        return SafetensorsHeader.parse(name, file.segment().asSlice(8, length), file.size());
    }

    @Override
    public Path path() {
        return file.path();
    }

    @Override
    public Map<String, TensorInfo> tensors() {
        return tensors;
    }

    /** The strings under {@code __metadata__}. */
    public Map<String, String> metadata() {
        return metadata;
    }

    /** A tensor that must be there. */
    public TensorInfo tensor(String name) {
        TensorInfo info = tensors.get(name);
        if (info == null) {
            throw new Refusal(path() + ": has no tensor " + name);
        }
        return info;
    }

    @Override
    public MemorySegment bytes(TensorInfo tensor) {
        return file.segment().asSlice(tensor.offset(), tensor.bytes());
    }

    @Override
    public void readFloats(TensorInfo tensor, long first, long count, MemorySegment destination) {
        readFloats(file, tensor, first, count, destination);
    }

    static void readFloats(MappedFile file, TensorInfo tensor, long first, long count, MemorySegment destination) {
        Objects.checkFromIndexSize(first, count, tensor.elements());
        if (!tensor.type().decodable()) {
            throw new Refusal(file.path() + ": " + tensor.name() + ": elements of type " + tensor.type()
                    + " are not read; convert the model to one of " + ElementType.weights());
        }
        MemorySegment encoded = file.segment().asSlice(tensor.offset(), tensor.bytes());
        file.guarded(() -> Decoder.decode(tensor.type(), encoded, first, count, destination));
    }

    /** Gives back the memory that what was read of the file takes; it is read again when it is asked for. */
    public void release() {
        file.release();
    }

    @Override
    public void close() {
        file.close();
    }
}
