package sulcus.format;

/**
 * Name, type, shape and place of a tensor.
 *
 * @param shape row-major, outermost first; empty for a scalar
 * @param offset first byte, from the beginning of the file
 * @param bytes length of the encoded data
 */
public record TensorInfo(String name, ElementType type, long[] shape, long offset, long bytes) {
    /** Number of elements; 1 for a scalar. */
    public long elements() {
        long product = 1;
        for (long extent : shape) {
            product = Math.multiplyExact(product, extent);
        }
        return product;
    }
}
