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
 */
public record Settings(
        int components,
        int groups,
        int texts,
        int minimumCharacters,
        int maximumTokens,
        Signals signals,
        int restarts,
        long seed) {
    public static final Settings DEFAULT = new Settings(128, 1, 40, 200, 1024, Signals.ACTIVATION_UP, 1, 0);
}
