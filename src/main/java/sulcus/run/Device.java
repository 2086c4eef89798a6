package sulcus.run;

/** Where a model runs. {@code AUTO} takes CUDA when there is one and the CPU otherwise. */
public enum Device {
    AUTO,
    CPU,
    CUDA
}
