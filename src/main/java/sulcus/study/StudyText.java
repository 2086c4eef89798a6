package sulcus.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The calibration tokens of one group, so that a time course's value t belongs to token {@code ids[t]}.
 *
 * @param ids of all texts one after another; empty where activations were captured elsewhere without ids
 * @param offsets first token of each text, and at the end the number of tokens: texts + 1 values
 * @param texts as they stood in the corpus, with their labels; empty where unknown
 */
public record StudyText(int[] ids, long[] offsets, List<Text> texts) {
    /**
     * @param text whole, also where its tokens were cut
     * @param labels such as "kind"
     */
    public record Text(int group, int text, int tokens, Map<String, String> labels, String content) {}

    /** The ids of each text. */
    public List<int[]> sequences() {
        List<int[]> sequences = new ArrayList<>();
        for (int i = 0; i + 1 < offsets.length; i++) {
            sequences.add(Arrays.copyOfRange(ids, (int) offsets[i], (int) offsets[i + 1]));
        }
        return sequences;
    }

    /** Which text a token belongs to. */
    public int textOf(int token) {
        int low = 0;
        int high = offsets.length - 2;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (offsets[middle] <= token) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
