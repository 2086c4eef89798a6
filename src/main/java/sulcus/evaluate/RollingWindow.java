package sulcus.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One run of the model in a text that is predicted whole: the last ids predict the targets.
 *
 * @param ids at most as many as the model sees at once
 * @param targets as many as ids or fewer
 */
record RollingWindow(int[] ids, int[] targets) {
    /**
     * Windows that predict each token of a text exactly once, as {@code get_rolling_token_windows} of lm-evaluation-harness
     * ({@code lm_eval/utils.py}) makes them with {@code context_len = 1}: the first token follows the prefix, the first of each
     * further window the token before it, and the last window reaches back as far as the model sees.
     *
     * @param prefix id before the text
     * @param length ids that the model sees at once, at least 1
     * @return none for a text without tokens
     */
    static List<RollingWindow> of(int[] tokens, int prefix, int length) {
        List<RollingWindow> windows = new ArrayList<>();
        int predicted = 0;
        while (predicted < tokens.length) {
            int end = Math.min(predicted + length, tokens.length);
            // all but the last target stand among the ids; before them as many others as there is room for
            int from = predicted == 0 ? 0 : end - length - 1;
            int[] ids = Arrays.copyOfRange(tokens, from, end - 1);
            if (predicted == 0) {
                int[] after = new int[end];
                after[0] = prefix;
                System.arraycopy(ids, 0, after, 1, end - 1);
                ids = after;
            }
            windows.add(new RollingWindow(ids, Arrays.copyOfRange(tokens, predicted, end)));
            predicted = end;
        }
        return windows;
    }
}
