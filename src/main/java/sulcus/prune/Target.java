package sulcus.prune;

/** How far to prune: the three ways to say where the cut lies. */
public sealed interface Target {
    /** Neurons with a score above it are preserved. */
    record Threshold(float value) implements Target {}

    /** Share of all MLP neurons of the model that are removed, protected layers in the denominator. */
    record Neurons(double ratio) implements Target {}

    /** Share of all parameters of the model that are removed, embeddings included, tied weights once. */
    record Parameters(double ratio) implements Target {}
}
