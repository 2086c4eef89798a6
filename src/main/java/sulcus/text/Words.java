package sulcus.text;

/** How lm-evaluation-harness counts words. */
public final class Words {
    private Words() {}

    /**
     * {@code len(re.split(r"\s+", text))} of Python: stretches of white space and one, so that a text which begins or ends with
     * white space has an empty word there. This is what word perplexity divides by ({@code
     * lm_eval/tasks/wikitext/preprocess_wikitext.py}).
     */
    public static long count(String text) {
        long stretches = 0;
        boolean space = false;
        for (int i = 0; i < text.length(); i++) {
            boolean now = isSpace(text.charAt(i));
            stretches += now && !space ? 1 : 0;
            space = now;
        }
        return stretches + 1;
    }

    /** White space as Python has it in {@code str.isspace}, {@code str.strip} and {@code \s}; all of it in the basic plane. */
    static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }
}
