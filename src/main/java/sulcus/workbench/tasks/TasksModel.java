package sulcus.workbench.tasks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import sulcus.task.Job;
import sulcus.task.Lanes;
import sulcus.task.Refusal;
import sulcus.task.TaskList;

/** The long work of the window and what came of it. Every change reaches the window on its own thread. */
public final class TasksModel {
    private static final int LONGEST_LOG = 1000;

    private final Lanes lanes;
    private final Executor window;
    private final TaskList tasks = new TaskList();
    private final ObservableList<JobRow> rows = FXCollections.observableArrayList();
    private final List<Notice> log = new ArrayList<>();
    private final ObservableList<Notice> notices = FXCollections.observableArrayList();

    public TasksModel(Lanes lanes, Executor window) {
        this.lanes = lanes;
        this.window = window;
        // the estimate of the time left moves between two reports too
        lanes.every(500, () -> window.execute(() -> rows.forEach(JobRow::refresh)));
    }

    /** Work that fills the cores: one at a time. */
    public <T> Job<T> compute(String name, Job.Body<T> body, Consumer<? super T> done) {
        return start(name, body, lanes.engine(), done);
    }

    /** Work that mostly reads. */
    public <T> Job<T> read(String name, Job.Body<T> body, Consumer<? super T> done) {
        return start(name, body, lanes.reading(), done);
    }

    private <T> Job<T> start(String name, Job.Body<T> body, Executor lane, Consumer<? super T> done) {
        Job<T> job = Job.of(name, body);
        JobRow row = new JobRow(job);
        rows.add(row);
        boolean[] ended = new boolean[1];
        job.onChange(j -> window.execute(() -> {
            row.refresh();
            if (j.state().isFinal() && !ended[0]) {
                ended[0] = true;
                rows.remove(row);
                end(job, done);
            }
        }));
        return tasks.start(job, lane);
    }

    private <T> void end(Job<T> job, Consumer<? super T> done) {
        switch (job.state()) {
            case SUCCEEDED -> job.result().ifPresent(done);
            case FAILED -> job.failure().ifPresent(f -> failed(job.name(), f));
            default -> tell(job.name() + ": cancelled");
        }
    }

    /** Tells of a failure: a refusal by its line, a defect by what it is. */
    public void failed(String what, Throwable failure) {
        add(
                failure instanceof Refusal
                        ? Notice.now(Notice.Kind.REFUSED, failure.getMessage())
                        : Notice.defect(what, failure));
    }

    /** Tells of what no code caught, on whatever thread: see {@link Thread#setDefaultUncaughtExceptionHandler}. */
    public void uncaught(Thread thread, Throwable failure) {
        window.execute(() -> failed(thread.getName(), failure));
    }

    public void tell(String text) {
        add(Notice.now(Notice.Kind.DONE, text));
    }

    private void add(Notice notice) {
        log.add(notice);
        if (log.size() > LONGEST_LOG) {
            log.removeFirst();
        }
        notices.add(notice);
    }

    /** Jobs that wait or run, oldest first. */
    public ObservableList<JobRow> rows() {
        return rows;
    }

    /** All that was told since the start, oldest first; of very many the newest. */
    public List<Notice> log() {
        return List.copyOf(log);
    }

    /** What is still to be read; the view takes away what was. */
    public ObservableList<Notice> notices() {
        return notices;
    }

    public Lanes lanes() {
        return lanes;
    }

    public Executor window() {
        return window;
    }

    public void cancelAll() {
        tasks.cancelAll();
    }
}
