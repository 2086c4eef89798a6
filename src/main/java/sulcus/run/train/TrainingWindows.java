package sulcus.run.train;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Windows of a text in an order that its number alone decides: every epoch takes each stretch of the text once, shuffled,
 * and cuts the text at other places.
 */
public final class TrainingWindows {
    private final int[] tokens;
    private final int window;
    private final long seed;
    private final int each;
    private long epoch = -1;
    private int offset;
    private int[] order;

    /**
     * @param tokens at least {@code window}
     * @param window tokens of each
     */
    public TrainingWindows(int[] tokens, int window, long seed) {
        if (tokens.length < window) {
            throw new IllegalArgumentException(tokens.length + " tokens are not one window of " + window);
        }
        this.tokens = tokens.clone();
        this.window = window;
        this.seed = seed;
        each = Math.max(1, (tokens.length - window + 1) / window);
    }

    /** Windows in an epoch. */
    public int perEpoch() {
        return each;
    }

    /** The window of that number, 0 for the first. */
    public int[] window(long number) {
        long wanted = number / each;
        if (wanted != epoch) {
            shuffle(wanted);
        }
        int from = offset + order[(int) (number % each)] * window;
        return Arrays.copyOfRange(tokens, from, from + window);
    }

    private void shuffle(long wanted) {
        SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + wanted);
        // what is left over beyond the windows, at most one window
        offset = random.nextInt(Math.min(window, tokens.length - each * window + 1));
        order = new int[each];
        for (int i = 0; i < each; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        epoch = wanted;
    }
}
