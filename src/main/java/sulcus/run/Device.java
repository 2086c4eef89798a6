package sulcus.run;

/**
 * Where a model runs. {@code AUTO} takes CUDA when there is one and the CPU otherwise, with float32 throughout.
 *
 * <p>{@code CPU_BFLOAT16} rounds both factors of the weights' products to bfloat16 (8 bits of significand; sums stay float32)
 * in walks over calibration text and in training, where a processor with instructions for it is several times faster and
 * errors of single products average out. What is measured ({@link Runner}: perplexities, generated text) is float32 with it
 * too.
 */
public enum Device {
    AUTO,
    CPU,
    CPU_BFLOAT16,
    CUDA;

    /** Whether products are rounded. */
    boolean rounds() {
        return this == CPU_BFLOAT16;
    }

    /** Whether a CUDA device is taken if there is one. */
    public boolean mayBeCuda() {
        return this == AUTO || this == CUDA;
    }

    /** As on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
