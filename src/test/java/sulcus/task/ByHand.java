package sulcus.task;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;

/** An executor and a timer that do nothing until the test says so. */
public final class ByHand implements Executor, NewestWins.Timer {
    private final Deque<Runnable> actions = new ArrayDeque<>();

    @Override
    public void execute(Runnable action) {
        actions.add(action);
    }

    @Override
    public Runnable after(long milliseconds, Runnable action) {
        actions.add(action);
        return () -> actions.remove(action);
    }

    public int size() {
        return actions.size();
    }

    /** Runs the oldest action. */
    public void one() {
        actions.remove().run();
    }

    /** Runs all that is there and all that comes of it. */
    public void all() {
        while (!actions.isEmpty()) {
            one();
        }
    }
}
