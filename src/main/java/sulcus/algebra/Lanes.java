package sulcus.algebra;

import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Work divided into as many lanes as there are threads. What a lane does depends on its number only, and results are added in
 * the lanes' order, so that the same thread count gives the same bits.
 */
record Lanes(int count) {
    /** Runs every lane, on this thread and the common pool; the first failure is thrown. */
    void run(IntConsumer lane) {
        if (count == 1) {
            lane.accept(0);
        } else {
            IntStream.range(0, count).parallel().forEach(lane);
        }
    }

    /** First of {@code items} items that belong to a lane; lane {@code count} gives the end. */
    int first(int items, int lane) {
        return (int) ((long) items * lane / count);
    }
}
