package sulcus.workbench.palette;

import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;

/** Whether the letters of a query stand in a text in their order, and how well. */
final class Fuzzy {
    private static final int WORD_START = 8;
    private static final int NEXT = 8;
    private static final int LETTER = 1;
    private static final int NONE = Integer.MIN_VALUE / 2;

    private Fuzzy() {}

    /**
     * The best of all ways to find the query's letters in the text: letters at the beginning of words and letters that follow
     * each other count more; among equals the shorter text wins.
     *
     * @return empty if they are not all there in that order; any number for an empty query
     */
    static OptionalInt score(String query, String text) {
        String q = query.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", "");
        String t = text.toLowerCase(Locale.ROOT);
        // best[j]: the letters so far, the last of them found at j
        int[] best = new int[t.length()];
        for (int i = 0; i < q.length(); i++) {
            int[] next = new int[t.length()];
            int before = i == 0 ? 0 : NONE;
            for (int j = 0; j < t.length(); j++) {
                int follows = i > 0 && j > 0 ? best[j - 1] + NEXT : NONE;
                int found = Math.max(before, follows) + (starts(t, j) ? WORD_START : LETTER);
                next[j] = t.charAt(j) == q.charAt(i) ? found : NONE;
                if (i > 0) {
                    before = Math.max(before, best[j]);
                }
            }
            best = next;
        }
        int most = q.isEmpty() ? 0 : Arrays.stream(best).max().orElse(NONE);
        return most < 0 ? OptionalInt.empty() : OptionalInt.of(most * 100 - Math.min(99, t.length()));
    }

    private static boolean starts(String text, int at) {
        return at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)) && Character.isLetterOrDigit(text.charAt(at));
    }
}
