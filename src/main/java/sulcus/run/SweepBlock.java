package sulcus.run;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;

/** Whole texts of one group that are computed together. */
final class SweepBlock {
    /** Large enough for the matrix products, small enough for a block's temporaries to be used again while in the cache. */
    static final int TOKENS = 512;

    final Span span;
    /** First token within the group. */
    final int offset;

    /** What the layer began with; closed once it is no longer needed. */
    NDArray input;
    /** The stream after the layer's attention. */
    NDArray attended;
    /** The stream after the layer. */
    NDArray output;
    /** The stream of the unchanged model after the layer; null while nothing was changed or nobody asks. */
    NDArray unchanged;
    /** That before the layer's attention and after it, while the layer is computed. */
    NDArray unchangedInput;

    NDArray unchangedAttended;

    SweepBlock(Span span, int offset) {
        this.span = span;
        this.offset = offset;
    }

    /** The texts of a group, as many together as make a block. */
    static List<List<int[]>> pack(List<int[]> group) {
        List<List<int[]>> packed = new ArrayList<>();
        List<int[]> current = new ArrayList<>();
        int tokens = 0;
        for (int[] text : group) {
            if (text.length == 0) {
                continue;
            }
            if (!current.isEmpty() && tokens + text.length > TOKENS) {
                packed.add(current);
                current = new ArrayList<>();
                tokens = 0;
            }
            current.add(text);
            tokens += text.length;
        }
        packed.add(current);
        return packed;
    }
}
