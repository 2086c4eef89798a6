package sulcus.run;

/**
 * One tensor that was read while a model ran, row-major; usually tokens × width.
 *
 * @param shape extents, outermost first
 * @param values as many as the product of {@code shape}
 */
public record Capture(long[] shape, float[] values) {}
