package sulcus.task;

import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * Questions that come faster than they can be answered, such as the perplexity at a threshold that is being dragged: only
 * the newest counts. A question waits until the hand rests; a newer one cancels the work on an older one; at most one is
 * worked on at a time; and an answer is published only if no newer question has been asked, which is decided under the
 * same lock as the asking. So a stale answer can never replace a newer one, whatever the threads do.
 *
 * @param <Q> the question
 * @param <A> the answer
 */
public final class NewestWins<Q, A> {
    /** The work; it must call {@code progress} often enough to be cancelled within a second. */
    @FunctionalInterface
    public interface Work<Q, A> {
        A answer(Q question, Progress progress) throws Exception;
    }

    /** Runs something later; what it returns takes that back. */
    @FunctionalInterface
    public interface Timer {
        Runnable after(long milliseconds, Runnable action);
    }

    /** Who wants to know. All calls come through the publishing executor and concern the newest question. */
    public interface Listener<Q, A> {
        /** Work on the question has begun. */
        default void started(Q question) {}

        void answered(Q question, A answer);

        void failed(Q question, Throwable failure);
    }

    private final Work<Q, A> work;
    private final Executor background;
    private final Executor publishing;
    private final Timer timer;
    private final long restMilliseconds;
    private final Listener<Q, A> listener;

    private long newest;
    private Q waiting;
    private boolean working;
    private boolean rested;
    private Runnable forgetTimer = () -> {};

    /**
     * @param restMilliseconds how long no newer question may come before the work begins
     * @param background where the work is done
     * @param publishing where the listener is called (the window's thread)
     */
    public NewestWins(
            Work<Q, A> work,
            long restMilliseconds,
            Timer timer,
            Executor background,
            Executor publishing,
            Listener<Q, A> listener) {
        this.work = Objects.requireNonNull(work);
        this.restMilliseconds = restMilliseconds;
        this.timer = Objects.requireNonNull(timer);
        this.background = Objects.requireNonNull(background);
        this.publishing = Objects.requireNonNull(publishing);
        this.listener = Objects.requireNonNull(listener);
    }

    /** Asks; every earlier question is forgotten. */
    public synchronized void ask(Q question) {
        long ticket = ++newest;
        waiting = Objects.requireNonNull(question);
        rested = false;
        forgetTimer.run();
        forgetTimer = timer.after(restMilliseconds, () -> rest(ticket));
    }

    /** Forgets the question that is open, if any. */
    public synchronized void withdraw() {
        newest++;
        waiting = null;
        rested = false;
        forgetTimer.run();
        forgetTimer = () -> {};
    }

    /** Whether an answer to the newest question is still to come. */
    public synchronized boolean isOpen() {
        return waiting != null;
    }

    private synchronized void rest(long ticket) {
        if (ticket == newest) {
            rested = true;
            next();
        }
    }

    private void next() {
        if (working || !rested || waiting == null) {
            return;
        }
        working = true;
        rested = false;
        long ticket = newest;
        Q question = waiting;
        try {
            background.execute(() -> work(ticket, question));
        } catch (RuntimeException e) {
            working = false;
            throw e;
        }
    }

    private void work(long ticket, Q question) {
        Progress progress = new Progress() {
            @Override
            public void report(String what, double fraction) {
                check();
            }

            @Override
            public void check() {
                if (!isNewest(ticket)) {
                    throw new Cancelled();
                }
            }
        };
        try {
            progress.check();
            publish(ticket, () -> listener.started(question), false);
            A answer = work.answer(question, progress);
            publish(ticket, () -> listener.answered(question, answer), true);
        } catch (Cancelled e) {
            // a newer question is on its way, or the question was withdrawn
        } catch (Throwable e) {
            publish(ticket, () -> listener.failed(question, NativeCode.told(e)), true);
        } finally {
            synchronized (this) {
                working = false;
                next();
            }
        }
    }

    private void publish(long ticket, Runnable news, boolean last) {
        publishing.execute(() -> {
            synchronized (this) {
                if (ticket == newest) {
                    if (last) {
                        waiting = null;
                    }
                    news.run();
                }
            }
        });
    }

    private synchronized boolean isNewest(long ticket) {
        return ticket == newest;
    }
}
