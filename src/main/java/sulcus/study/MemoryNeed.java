package sulcus.study;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import sulcus.decompose.Settings;
import sulcus.decompose.Signals;
import sulcus.model.Description;
import sulcus.task.Refusal;

/**
 * What a decomposition will need, estimated from shapes before anything is allocated. Float32 throughout:
 *
 * @param weights two layers' weights (the one at work and the one being read), and the embedding rows of the texts' tokens
 * @param states hidden states of all tokens before, within and after a layer
 * @param signals one group's signals of one layer as they are captured
 * @param matrix the signal matrix, its subspace and the maps of one group
 * @param fixed program, libraries and their buffers, measured on small models
 */
public record MemoryNeed(long weights, long states, long signals, long matrix, long fixed) {
    private static final long FIXED = 700L << 20;

    static MemoryNeed of(Description d, List<List<int[]>> groups, Settings s) {
        long all = 0;
        long largest = 0;
        long longest = 0;
        for (List<int[]> group : groups) {
            long tokens = Decompose.tokens(group);
            all += tokens;
            largest = Math.max(largest, tokens);
            for (int[] text : group) {
                longest = Math.max(longest, text.length);
            }
        }
        long widest = 0;
        for (int n : d.neurons()) {
            widest = Math.max(widest, n);
        }
        int mostHeads = Arrays.stream(d.keyValueHeads()).max().orElse(0);
        long attention = (long) d.hiddenSize() * d.headSize() * mostHeads * 2L * (d.groupSize() + 1);
        long layer = attention + (long) d.hiddenSize() * widest * (d.gated() ? 3 : 2);
        // a block's temporaries: three arrays as wide as the MLP, and the attention scores of its longest text
        long block = 3 * Math.max(512, longest) * widest + 2 * longest * longest * mostHeads * d.groupSize();
        boolean both = s.signals() == Signals.ACTIVATION_UP && d.gated();
        long captured = 2 * largest * widest;
        return new MemoryNeed(
                4 * 2 * layer,
                4 * (3 * all * d.hiddenSize() + block),
                4 * captured,
                matrix(largest, both ? 2 * widest : widest, s),
                FIXED);
    }

    /**
     * For activations captured elsewhere.
     *
     * @param tokens T
     * @param neurons n of the widest layer
     * @param arrays how many arrays of T × n are read for a layer
     * @param matrixColumns M
     */
    static MemoryNeed captured(long tokens, long neurons, int arrays, long matrixColumns, Settings s) {
        return new MemoryNeed(0, 0, 4L * arrays * tokens * neurons, matrix(tokens, matrixColumns, s), FIXED);
    }

    private static long matrix(long tokens, long columns, Settings s) {
        long k = s.components();
        long subspace = 4 * 4 * (k + 16) * (tokens + columns);
        long maps = 4 * k * (tokens + columns) * (s.restarts() > 1 ? s.restarts() + 2 : 3);
        return 4 * tokens * columns + subspace + maps;
    }

    /** Bytes in all. */
    public long bytes() {
        return weights + states + signals + matrix + fixed;
    }

    /**
     * @param limit bytes; 0 for none
     * @throws Refusal with the numbers and the ways out, if more is needed
     */
    void check(long limit) {
        if (limit > 0 && bytes() > limit) {
            throw new Refusal(String.format(
                    Locale.ROOT,
                    "memory %s: about %s would be needed (weights of two layers %s, hidden states %s, signals of a layer %s,"
                            + " their decomposition %s, program %s); raise --memory, or take fewer texts, shorter ones"
                            + " (--max-tokens), or fewer components",
                    gigabytes(limit),
                    gigabytes(bytes()),
                    gigabytes(weights),
                    gigabytes(states),
                    gigabytes(signals),
                    gigabytes(matrix),
                    gigabytes(fixed)));
        }
        long heap = Runtime.getRuntime().maxMemory();
        if (signals + matrix / 2 > heap) {
            throw new Refusal(String.format(
                    Locale.ROOT,
                    "memory: the signals of a layer take %s, the Java heap may take %s; start with SULCUS_OPTS=-Xmx%dg, or take"
                            + " fewer or shorter texts",
                    gigabytes(signals),
                    gigabytes(heap),
                    1 + (signals + matrix) / 1_000_000_000));
        }
    }

    private static String gigabytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
    }
}
