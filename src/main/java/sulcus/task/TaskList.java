package sulcus.task;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** The jobs that are waiting or running, oldest first. */
public final class TaskList {
    private final List<Job<?>> open = new CopyOnWriteArrayList<>();
    private final List<Consumer<? super Job<?>>> listeners = new CopyOnWriteArrayList<>();

    /** Starts a job and lists it until it has ended. */
    public <T> Job<T> start(Job<T> job, Executor executor) {
        open.add(job);
        job.onChange(this::changed);
        return job.start(executor);
    }

    private void changed(Job<?> job) {
        if (job.state().isFinal()) {
            open.remove(job);
        }
        for (Consumer<? super Job<?>> listener : listeners) {
            listener.accept(job);
        }
    }

    /** Calls the listener with every job that changes, when it has been put in or taken from the list. */
    public void onChange(Consumer<? super Job<?>> listener) {
        listeners.add(listener);
    }

    /** The jobs that have not ended. */
    public List<Job<?>> open() {
        return List.copyOf(open);
    }

    /** Asks every job to stop. */
    public void cancelAll() {
        open.forEach(Job::cancel);
    }
}
