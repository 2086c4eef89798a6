package sulcus.workbench.tasks;

import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import sulcus.task.Job;
import sulcus.workbench.study.Figures;

/** A job as the window shows it. */
public final class JobRow {
    private final Job<?> job;
    private final ReadOnlyDoubleWrapper fraction = new ReadOnlyDoubleWrapper(-1);
    private final ReadOnlyStringWrapper words = new ReadOnlyStringWrapper("");

    JobRow(Job<?> job) {
        this.job = job;
        refresh();
    }

    void refresh() {
        fraction.set(job.state() == Job.State.RUNNING && job.fraction() > 0 ? job.fraction() : -1);
        words.set(
                switch (job.state()) {
                    case WAITING -> "waiting";
                    case CANCELLING -> "cancelling…";
                    default -> running();
                });
    }

    private String running() {
        StringBuilder text = new StringBuilder(job.what());
        if (job.secondsLeft().isPresent()) {
            text.append(text.isEmpty() ? "" : "  ·  ")
                    .append(Figures.time(job.secondsLeft().getAsDouble()))
                    .append(" left");
        }
        return text.toString();
    }

    public String name() {
        return job.name();
    }

    public void cancel() {
        job.cancel();
    }

    /** 0 … 1, or −1 while nobody knows. */
    public ReadOnlyDoubleProperty fractionProperty() {
        return fraction.getReadOnlyProperty();
    }

    /** What it does and how long the rest takes. */
    public ReadOnlyStringProperty wordsProperty() {
        return words.getReadOnlyProperty();
    }
}
