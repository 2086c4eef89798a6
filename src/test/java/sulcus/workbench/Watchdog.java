package sulcus.workbench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.scene.Scene;

/**
 * Finds what holds the window's thread for more than 100 ms in one piece: an answer that comes back from a lane, what a key
 * or the mouse sets off, or a pulse's style and layout, in which figures are drawn too. Counted is the processor time of
 * that thread, so that a crowded machine or a pause of the collector fails nothing, and of it what was spent in the product
 * or in what the product called: the stack is looked at every few milliseconds, and JavaFX's own pass over styles and layout,
 * which has no frame of ours, is JavaFX's time, for which there is only the longer limit. Where the product is over the limit
 * for the first or second time in a process it loads classes and runs code that is not compiled yet, so there it has that
 * limit too, a second (on a crowded machine, whose cores share their units, half a second was not enough); the third time at
 * the same place it has not.
 */
public final class Watchdog implements Executor {
    private static final long LIMIT = TimeUnit.MILLISECONDS.toNanos(100);
    /** How often the product may be over the limit at one place in a process while it is loaded and compiled. */
    private static final int PASSED = 2;

    private static final long FIRST_TIME = TimeUnit.MILLISECONDS.toNanos(1000);

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final List<String> held = new ArrayList<>();
    private final Map<String, Integer> places = new HashMap<>();
    private Thread watched;
    private String piece;
    private long began;
    private long looked;
    /** Of the piece so far, nanoseconds of processor time in which the product was on the stack. */
    private long product;
    /** The stack that had the product on it when it went over the limit, or the last one seen. */
    private StackTraceElement[] stack = {};

    private boolean resting = true;
    private boolean warm;

    Watchdog() {
        Thread.ofPlatform().daemon().name("watchdog").start(this::look);
    }

    /** The window's thread as the product is given it. */
    @Override
    public void execute(Runnable work) {
        Platform.runLater(() -> {
            begin("an answer of " + work.getClass().getName().replaceAll("\\$\\$Lambda.*", ""));
            try {
                work.run();
            } finally {
                end();
            }
        });
    }

    /** Watches style and layout of a window's pulses too. */
    public void watch(Scene scene) {
        scene.addPreLayoutPulseListener(() -> begin("a pulse"));
        scene.addPostLayoutPulseListener(this::end);
    }

    /** What a test does in the user's stead; on the window's thread. */
    <T> T watched(Callable<T> work) throws Exception {
        begin("what a test did");
        try {
            return work.call();
        } finally {
            end();
        }
    }

    synchronized void begin(String what) {
        if (piece == null) {
            watched = Thread.currentThread();
            piece = what;
            stack = new StackTraceElement[0];
            product = 0;
            began = threads.getCurrentThreadCpuTime();
            looked = began;
        }
    }

    synchronized void end() {
        long took = threads.getCurrentThreadCpuTime() - began;
        if (piece != null && took > LIMIT && !resting) {
            boolean again = product > LIMIT && places.merge(place(), 1, Integer::sum) > PASSED;
            if (again || took > FIRST_TIME) {
                StringBuilder line = new StringBuilder(
                        took / 1_000_000 + " ms, the product's " + product / 1_000_000 + " ms: " + piece);
                for (StackTraceElement frame : stack) {
                    line.append("\n    at ").append(frame);
                }
                held.add(line.toString());
            }
        }
        piece = null;
    }

    private static boolean ours(StackTraceElement[] stack) {
        return Stream.of(stack)
                .anyMatch(frame -> frame.getClassName().startsWith("sulcus.")
                        && !frame.getClassName().equals(Watchdog.class.getName())
                        && !frame.getClassName().startsWith("sulcus.workbench.Toolkit"));
    }

    /** The methods of the product that were at work, or the kind of the piece. */
    private String place() {
        return piece
                + Stream.of(stack)
                        .filter(frame -> frame.getClassName().startsWith("sulcus.")
                                || frame.getClassName().startsWith("javafx.scene.control."))
                        .limit(3)
                        .map(frame -> " " + frame.getClassName() + "." + frame.getMethodName())
                        .collect(Collectors.joining());
    }

    private void look() {
        while (true) {
            synchronized (this) {
                if (piece != null) {
                    sample();
                }
            }
            try {
                Thread.sleep(5);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Whom the time since the last look belongs to. */
    private void sample() {
        StackTraceElement[] now = watched.getStackTrace();
        long time = threads.getThreadCpuTime(watched.threadId());
        boolean ours = ours(now);
        if (product <= LIMIT && (ours || product == 0)) {
            stack = now;
        }
        product += ours ? time - looked : 0;
        looked = time;
    }

    /** A window is there and will be used; what it does counts, but for the first window of a process: see {@link #shown}. */
    public synchronized void start() {
        held.clear();
        resting = !warm;
    }

    /**
     * A study stands in the window. The first one of a process warms up: classes are loaded and Java2D's renderer is compiled
     * while it is drawn, for which a start waits anyway. From here on everything counts.
     */
    public synchronized void shown() {
        warm = true;
        resting = false;
    }

    /**
     * Stops counting.
     *
     * @return what held the window since {@link #start}: milliseconds, piece and stack
     */
    public synchronized List<String> stop() {
        resting = true;
        List<String> found = List.copyOf(held);
        held.clear();
        return found;
    }
}
