package sulcus.algebra;

import ai.djl.pytorch.jni.JniUtils;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.function.Supplier;

/**
 * Threads on each of which PyTorch computes alone: for matrices of a few hundred rows its helpers cost more than they give, and on a
 * busy machine, where they spin for each other, ten times as much (measured: 55 ms of processor time against 5 for order 128).
 */
final class OneThread {
    private static final ForkJoinPool POOL = new ForkJoinPool(Threads.count());

    private OneThread() {}

    static <T> T call(Supplier<T> body) {
        boolean[] changed = new boolean[1];
        Future<T> future = POOL.submit(() -> {
            if (JniUtils.getNumThreads() != 1) {
                JniUtils.setNumThreads(1);
                changed[0] = true;
            }
            return body.get();
        });
        try {
            T result = future.get();
            if (changed[0]) {
                // PyTorch's count is each thread's own, but new threads begin with the last one set
                JniUtils.setNumThreads(JniUtils.getNumThreads());
            }
            return result;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new sulcus.task.Cancelled();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
