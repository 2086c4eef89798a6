package sulcus.task;

import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads of the program beside the window's. The engine lane is one thread, so that two models never compete for
 * the same cores and memory; short reads do not wait behind it. All are daemons: the program ends when the window closes.
 */
public final class Lanes implements AutoCloseable {
    /** What is asked for while the program closes is not begun: nobody waits for an answer any more. */
    private static final RejectedExecutionHandler CLOSING = new ThreadPoolExecutor.DiscardPolicy();

    private final ExecutorService engine =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), daemons("engine"), CLOSING);
    private final ExecutorService reading = new ThreadPoolExecutor(
            0, Integer.MAX_VALUE, 60, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons("reading"), CLOSING);
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
