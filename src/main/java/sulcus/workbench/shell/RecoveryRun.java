package sulcus.workbench.shell;

import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import sulcus.study.RecoveryPoint;

/** A training as it is seen: its curve so far, and the wish to stop. Properties change on the window's thread. */
final class RecoveryRun {
    private final String name;
    private final int steps;
    /** Null for none. */
    private final Long deadline;

    private final ReadOnlyObjectWrapper<List<RecoveryPoint>> points = new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper(true);
    private volatile boolean stopped;

    /**
     * @param name of the model that is made
     * @param steps that were asked for
     * @param deadline on the clock of {@link System#nanoTime}, after which it stops; null for none
     */
    RecoveryRun(String name, int steps, Long deadline) {
        this.name = name;
        this.steps = steps;
        this.deadline = deadline;
    }

    void add(RecoveryPoint point) {
        List<RecoveryPoint> all = new ArrayList<>(points.get());
        all.add(point);
        points.set(List.copyOf(all));
    }

    void ended() {
        running.set(false);
    }

    /** Ends the training at the next step; the best so far is written. */
    void stop() {
        stopped = true;
    }

    /** Asked by the training before each step, on its own thread. */
    boolean enough() {
        return stopped || deadline != null && System.nanoTime() - deadline > 0;
    }

    String name() {
        return name;
    }

    int steps() {
        return steps;
    }

    ReadOnlyObjectProperty<List<RecoveryPoint>> pointsProperty() {
        return points.getReadOnlyProperty();
    }

    ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }
}
