package sulcus.study;

/**
 * What was predicted when a perplexity was measured: only perplexities on the same can be compared.
 *
 * @param text name of the file
 * @param sha256 of the file
 * @param window tokens of one window
 * @param windows how many were run
 */
public record MeasuredText(String text, String sha256, int window, int windows) {

    /** Whether both can be the same: a hash that is not known yet is any. */
    public boolean like(MeasuredText other) {
        return text.equals(other.text)
                && window == other.window
                && windows == other.windows
                && (sha256.equals(other.sha256) || sha256.isEmpty() || other.sha256.isEmpty());
    }

    /** "test.txt, 10 windows of 1,024 tokens". */
    public String name() {
        return text + ", " + MeasuredOn.windows(windows, window);
    }
}
