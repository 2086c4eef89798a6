package sulcus.algebra;

/** Non-linearities g of FastICA, as in scikit-learn: {@code cube} and {@code logcosh} with alpha 1. */
public enum Contrast {
    /** g(x) = x³, g'(x) = 3x². */
    CUBE("cube"),
    /** g(x) = tanh x, g'(x) = 1 − tanh² x: never overflows. */
    TANH("tanh");

    private final String label;

    Contrast(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
