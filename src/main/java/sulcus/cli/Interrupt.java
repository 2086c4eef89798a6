package sulcus.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import sulcus.task.Cancelled;

/**
 * Ctrl-C: the running work is asked to stop, and the program waits until it has put down what was finished. The Java
 * runtime then ends with status 130 by itself, since it was a signal that ended it.
 */
final class Interrupt {
    private static final long PATIENCE_SECONDS = 60;

    private final AtomicBoolean asked = new AtomicBoolean();
    private final CountDownLatch settled = new CountDownLatch(1);

    /** An interrupt that only {@link #ask} brings about. */
    Interrupt() {}

    static Interrupt onCtrlC() {
        Interrupt interrupt = new Interrupt();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(interrupt::shutdown));
        return interrupt;
    }

    private void shutdown() {
        ask();
        try {
            if (!settled.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(Main.CANCELLED);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the running work to stop. */
    void ask() {
        asked.set(true);
    }

    /** Says that the work has stopped, so that the program may end. */
    void settled() {
        settled.countDown();
    }

    /** @throws Cancelled if the work should stop */
    void check() {
        if (asked.get()) {
            throw new Cancelled();
        }
    }
}
