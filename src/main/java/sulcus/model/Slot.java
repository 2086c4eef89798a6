package sulcus.model;

/**
 * The places for weights in a decoder-only transformer, in the canonical form in which {@link Weights} hands them out:
 * matrices are output × input (so y = W·x), query, key and value apart, rotary dimensions in halves as Hugging Face has
 * them (first half, second half), whatever the file's own arrangement. In a plain MLP {@link #UP} is the first matrix. In a
 * mixture the neurons of all experts lie side by side: rows of {@link #GATE} and {@link #UP}, columns of {@link #DOWN}.
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
    /** Which experts a token goes to, experts × hidden size. */
    ROUTER(true),
    /** How much of the expert that all tokens pass is taken, 1 × hidden size. */
    SHARED_GATE(true),
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
