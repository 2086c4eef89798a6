package sulcus.decompose;

import java.util.Random;
import java.util.stream.IntStream;
import sulcus.algebra.Algebra;
import sulcus.algebra.Matrix;
import sulcus.algebra.Threads;
import sulcus.task.Progress;

/**
 * The largest singular value that signals have by chance: that of the same signals, each with its tokens in an order of its own,
 * so that nothing is left in common (parallel analysis: Horn 1965; for many signals it is the edge of Marchenko and Pastur's
 * law, √T + √M for T tokens of M z-scored ones).
 */
final class ChanceLevel {
    private static final int COLUMNS = 64;

    private ChanceLevel() {}

    /**
     * @param x T × M; its columns are shuffled in place
     * @param where for messages
     */
    static double of(Algebra algebra, Matrix x, long seed, String where, Progress progress) {
        int strips = (x.columns() + COLUMNS - 1) / COLUMNS;
        IntStream range = IntStream.range(0, strips);
        (Threads.count() > 1 ? range.parallel() : range).forEach(strip -> {
            progress.check();
            int first = strip * COLUMNS;
            shuffle(x.columnRange(first, Math.min(COLUMNS, x.columns() - first)), new Random(seed + first));
        });
        try (LeadingSubspace largest = LeadingSubspace.of(algebra, x, 1, seed, where, progress)) {
            return largest.values()[0];
        }
    }

    private static void shuffle(Matrix strip, Random random) {
        int width = strip.columns();
        float[] values = strip.floats();
        for (int c = 0; c < width; c++) {
            for (int t = strip.rows() - 1; t > 0; t--) {
                int other = random.nextInt(t + 1) * width + c;
                float value = values[t * width + c];
                values[t * width + c] = values[other];
                values[other] = value;
            }
        }
        strip.write(values);
    }
}
