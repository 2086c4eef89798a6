package sulcus.format;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;

/**
 * A memory-mapped file of named tensors (safetensors or GGUF). Opening reads and checks the header only; the data stay on
 * disk until touched.
 */
public interface TensorFile extends AutoCloseable {
    Path path();

    /** All tensors in file order, by name. Shapes are row-major, outermost first (GGUF's order is turned round). */
    Map<String, TensorInfo> tensors();

    /** The bytes of one tensor as they lie in the file (encoded in its type); valid until {@link #close()}. */
    MemorySegment bytes(TensorInfo tensor);

    /** Decodes {@code count} elements from element {@code first} on to float32 in native byte order. */
    void readFloats(TensorInfo tensor, long first, long count, MemorySegment destination);

    @Override
    void close();
}
