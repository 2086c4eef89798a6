package sulcus.task;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * The threads of the program beside the window's. The engine lane is one thread, so that two models never compete for
 * the same cores and memory; short reads do not wait behind it. All are daemons: the program ends when the window closes.
 */
public final class Lanes implements AutoCloseable {
    private final ExecutorService engine = Executors.newSingleThreadExecutor(daemons("engine"));
    private final ExecutorService reading = Executors.newCachedThreadPool(daemons("reading"));
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(daemons("clock"));

    private static ThreadFactory daemons(String name) {
        return Thread.ofPlatform().daemon().name("sulcus-" + name + "-", 0).factory();
    }

    /** For work that runs a model or fills the cores: one after the other. */
    public Executor engine() {
        return engine;
    }

    /** For work that mostly reads: at once, on a thread that is there from earlier work where one is. */
    public Executor reading() {
        return reading;
    }

    /** For {@link NewestWins}. */
    public NewestWins.Timer timer() {
        return (milliseconds, action) -> {
            if (clock.isShutdown()) {
                // the program is closing: nobody waits for an answer any more
                return () -> {};
            }
            Future<?> later = clock.schedule(loud(action), milliseconds, TimeUnit.MILLISECONDS);
            return () -> later.cancel(false);
        };
    }

    /** Calls the action again and again, on a thread of its own. */
    public void every(long milliseconds, Runnable action) {
        var unused = clock.scheduleWithFixedDelay(loud(action), milliseconds, milliseconds, TimeUnit.MILLISECONDS);
    }

    /** A clock's pool keeps to itself what an action throws: it is handed on like that of any other thread. */
    private static Runnable loud(Runnable action) {
        return () -> {
            try {
                action.run();
            } catch (Throwable e) {
                Thread thread = Thread.currentThread();
                thread.getUncaughtExceptionHandler().uncaughtException(thread, e);
            }
        };
    }

    @Override
    public void close() {
        clock.shutdownNow();
        // not shutdownNow: an interrupt closes the channel under a file that is being written
        reading.shutdown();
        engine.shutdown();
    }
}
