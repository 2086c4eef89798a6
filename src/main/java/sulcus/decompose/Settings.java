package sulcus.decompose;

/**
 * How a model is decomposed; the command line's options of the same names.
 *
 * @param components K
 * @param groups how many groups of texts
 * @param texts per group
 * @param minimumCharacters lines of the text that are not longer are left out
 * @param maximumTokens each text is cut there
 * @param signals what is decomposed
 * @param restarts starts of FastICA
 * @param seed of the start matrices; the same seed gives bit-equal results
 * @param componentsByData K of each layer and group is how many of its singular values chance does not reach (see
 *     {@link ChanceLevel}), at least 1 and at most {@code components}
 */
public record Settings(
        int components,
        int groups,
        int texts,
        int minimumCharacters,
        int maximumTokens,
        Signals signals,
        int restarts,
        long seed,
        boolean componentsByData) {
    /** K = 32: of 16, 32, 64 and 128 the number whose networks come back most often from other starts (ADR 0012). */
    public static final Settings DEFAULT = new Settings(32, 1, 40, 200, 1024, Signals.ACTIVATION_UP, 1, 0);

    /** With K given. */
    public Settings(
            int components,
            int groups,
            int texts,
            int minimumCharacters,
            int maximumTokens,
            Signals signals,
            int restarts,
            long seed) {
        this(components, groups, texts, minimumCharacters, maximumTokens, signals, restarts, seed, false);
    }
}
