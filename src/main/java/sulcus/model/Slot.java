package sulcus.model;

/**
 * The places for weights in a decoder-only transformer, in the canonical form in which {@link Weights} hands them out:
 * matrices are output × input (so y = W·x), query, key and value apart, rotary dimensions in halves as Hugging Face has
 * them (first half, second half), whatever the file's own arrangement. In a plain MLP {@link #UP} is the first matrix.
 */
public enum Slot {
    EMBEDDING(false),
    POSITION_EMBEDDING(false),
    EMBEDDING_NORM(false),
    ATTENTION_NORM(true),
    QUERY(true),
    KEY(true),
    VALUE(true),
    QUERY_NORM(true),
    KEY_NORM(true),
    ATTENTION_OUTPUT(true),
    POST_ATTENTION_NORM(true),
    MLP_NORM(true),
    GATE(true),
    UP(true),
    DOWN(true),
    POST_MLP_NORM(true),
    FINAL_NORM(false),
    OUTPUT(false);

    private final boolean perLayer;

    Slot(boolean perLayer) {
        this.perLayer = perLayer;
    }

    /** Whether its weight is a vector. */
    public boolean norm() {
        return name().endsWith("NORM");
    }

    public boolean perLayer() {
        return perLayer;
    }
}
