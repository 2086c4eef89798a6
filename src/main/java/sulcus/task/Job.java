package sulcus.task;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * One piece of long work that can be watched and cancelled. It runs once, on the executor it was started with; whoever
 * looks may do so from any thread.
 *
 * <p>A cancelled job ends at the next {@link Progress#report} or {@link Progress#check} of its body, which bodies call at
 * least once a second. Until then it is {@link State#CANCELLING}. A body that finishes all the same has done its work,
 * and the job says so: it succeeded. Final states never change.
 *
 * @param <T> what the work gives
 */
public final class Job<T> {
    /** Work that reports how far it is. */
    @FunctionalInterface
    public interface Body<T> {
        /** Does the work on the calling thread. */
        T run(Progress progress) throws Exception;
    }

    /** Where a job stands. */
    public enum State {
        WAITING,
        RUNNING,
        CANCELLING,
        SUCCEEDED,
        FAILED,
        CANCELLED;

        /** Whether nothing more will happen. */
        public boolean isFinal() {
            return this == SUCCEEDED || this == FAILED || this == CANCELLED;
        }
    }

    /** Between two notices of mere progress, so that a body may report as often as it likes. */
    static final long NOTICE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** An estimate made earlier than this would only flicker. */
    private static final double FIRST_ESTIMATE_SECONDS = 1;

    private static final double FIRST_ESTIMATE_FRACTION = 0.01;

    private final String name;
    private final Body<T> body;
    private final LongSupplier nanoTime;
    private final List<Consumer<? super Job<T>>> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    private State state = State.WAITING;
    private String what = "";
    private double fraction;
    private long started;
    private long finished;
    private long lastNotice;
    private T result;
    private Throwable failure;

    private Job(String name, Body<T> body, LongSupplier nanoTime) {
        this.name = Objects.requireNonNull(name, "name");
        this.body = Objects.requireNonNull(body, "body");
        this.nanoTime = nanoTime;
    }

    /** A job that waits until it is given to an executor by {@link #start}. */
    public static <T> Job<T> of(String name, Body<T> body) {
        return new Job<>(name, body, System::nanoTime);
    }

    /** A job whose clock is given, in nanoseconds. */
    static <T> Job<T> of(String name, Body<T> body, LongSupplier nanoTime) {
        return new Job<>(name, body, nanoTime);
    }

    /** Hands the work to an executor; a job cancelled before its turn never runs. */
    public Job<T> start(Executor executor) {
        executor.execute(this::run);
        return this;
    }

    private void run() {
        synchronized (this) {
            if (state != State.WAITING) {
                return;
            }
            state = State.RUNNING;
            started = nanoTime.getAsLong();
            lastNotice = started - NOTICE_NANOS;
        }
        tell();
        try {
            end(State.SUCCEEDED, body.run(new Watched()), null);
        } catch (Cancelled e) {
            end(State.CANCELLED, null, null);
        } catch (Throwable e) {
            // errors too: an OutOfMemoryError in a layer must reach the reader, not vanish with its thread
            end(State.FAILED, null, NativeCode.told(e));
        }
    }

    private void end(State last, T value, Throwable thrown) {
        synchronized (this) {
            if (state.isFinal()) {
                return;
            }
            state = last;
            result = value;
            failure = thrown;
            finished = nanoTime.getAsLong();
            if (last == State.SUCCEEDED) {
                fraction = 1;
            }
        }
        ended.countDown();
        tell();
    }

    /** Asks the work to stop. Does nothing once it has ended. */
    public void cancel() {
        synchronized (this) {
            if (state == State.WAITING) {
                started = nanoTime.getAsLong();
                finished = started;
                state = State.CANCELLED;
                ended.countDown();
            } else if (state == State.RUNNING) {
                state = State.CANCELLING;
            } else {
                return;
            }
        }
        tell();
    }

    /**
     * Calls the listener at every change of state and, at most twenty times a second, at progress; on the thread on which
     * the change happens. It is called once at the start with the job as it is.
     */
    public void onChange(Consumer<? super Job<T>> listener) {
        listeners.add(listener);
        listener.accept(this);
    }

    private void tell() {
        for (Consumer<? super Job<T>> listener : listeners) {
            listener.accept(this);
        }
    }

    /** What the reader is shown, such as "Decompose SmolLM2-135M". */
    public String name() {
        return name;
    }

    public synchronized State state() {
        return state;
    }

    /** What is being done now, in the body's words; empty before the first report. */
    public synchronized String what() {
        return what;
    }

    /** 0 … 1. */
    public synchronized double fraction() {
        return fraction;
    }

    /** Seconds of work so far, or in all once it has ended. */
    public synchronized double secondsElapsed() {
        if (state == State.WAITING) {
            return 0;
        }
        return ((state.isFinal() ? finished : nanoTime.getAsLong()) - started) * 1e-9;
    }

    /** How long the rest takes if it goes on as it did so far; empty while that cannot be said. */
    public synchronized OptionalDouble secondsLeft() {
        double elapsed = secondsElapsed();
        if (state != State.RUNNING || elapsed < FIRST_ESTIMATE_SECONDS || fraction < FIRST_ESTIMATE_FRACTION) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(elapsed * (1 - fraction) / fraction);
    }

    /** What the work gave; empty unless it succeeded (or gave null). */
    public synchronized Optional<T> result() {
        return Optional.ofNullable(result);
    }

    /** Why the work failed. */
    public synchronized Optional<Throwable> failure() {
        return Optional.ofNullable(failure);
    }

    /** Waits for the end; tells whether it came in time. */
    public boolean await(long time, TimeUnit unit) throws InterruptedException {
        return ended.await(time, unit);
    }

    private final class Watched implements Progress {
        @Override
        public void report(String words, double part) {
            check();
            boolean notice;
            synchronized (Job.this) {
                long now = nanoTime.getAsLong();
                what = words;
                // a body made of parts may round to just outside; progress never runs backwards
                fraction = Math.max(fraction, Math.min(1, Double.isNaN(part) ? 0 : part));
                notice = now - lastNotice >= NOTICE_NANOS;
                if (notice) {
                    lastNotice = now;
                }
            }
            if (notice) {
                tell();
            }
        }

        @Override
        public void check() {
            if (state() == State.CANCELLING) {
                throw new Cancelled();
            }
        }
    }
}
