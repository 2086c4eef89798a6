package sulcus.prune;

/**
 * How large a model is.
 *
 * @param parameters all of them, embeddings included, tied weights once
 * @param bytes of its weights as they would be stored
 */
public record Size(long parameters, long bytes) {}
