package sulcus.workbench.network;

import java.util.Arrays;
import java.util.Locale;

/**
 * Where some words stand in a text that is cut into tokens.
 *
 * @param words as they were asked for
 * @param starts the tokens in which they begin, ascending, each once
 */
record TextSearch(String words, int[] starts) {

    /** Whatever the case of the letters; the words may go over several tokens. */
    static TextSearch of(String[] tokens, String words) {
        String wanted = words.toLowerCase(Locale.ROOT);
        StringBuilder text = new StringBuilder();
        int[] begins = new int[tokens.length];
        for (int t = 0; t < tokens.length; t++) {
            begins[t] = text.length();
            text.append(tokens[t].toLowerCase(Locale.ROOT));
        }
        int[] found = new int[tokens.length];
        int count = 0;
        for (int at = wanted.isEmpty() ? -1 : text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
            int token = Arrays.binarySearch(begins, at);
            token = token < 0 ? -token - 2 : last(begins, token, text.length());
            if (count == 0 || found[count - 1] != token) {
                found[count++] = token;
            }
        }
        return new TextSearch(words, Arrays.copyOf(found, count));
    }

    /** Of tokens that begin at the same place, as empty ones do, the one that has letters. */
    private static int last(int[] begins, int token, int length) {
        int t = token;
        while (t + 1 < begins.length && begins[t + 1] == begins[token] && begins[token] < length) {
            t++;
        }
        return t;
    }

    /**
     * The next place, beyond the last the first again.
     *
     * @param token from which one is sought
     * @return index into the starts; −1 if there is none
     */
    int next(int token) {
        if (starts.length == 0) {
            return -1;
        }
        int at = Arrays.binarySearch(starts, token);
        return (at < 0 ? -at - 1 : at) % starts.length;
    }

    /** The place before; before the first the last. */
    int back(int token) {
        if (starts.length == 0) {
            return -1;
        }
        int at = Arrays.binarySearch(starts, token);
        return Math.floorMod((at < 0 ? -at - 1 : at) - 1, starts.length);
    }
}
