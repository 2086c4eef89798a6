package sulcus.workbench.command;

import java.util.ArrayDeque;
import java.util.Deque;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/** What was done in the window and how to take it back. Steps hold changes, not copies of the study. */
public final class Undo {
    /** Older steps are forgotten. */
    static final int MOST = 100;

    private record Step(String name, Runnable back, Runnable forth) {}

    private final Deque<Step> done = new ArrayDeque<>();
    private final Deque<Step> undone = new ArrayDeque<>();
    private final ReadOnlyStringWrapper undoName = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper redoName = new ReadOnlyStringWrapper("");

    /**
     * Notes a step that has just been done.
     *
     * @param name as it follows "Undo", such as "threshold of layer 7"
     */
    public void did(String name, Runnable back, Runnable forth) {
        done.push(new Step(name, back, forth));
        if (done.size() > MOST) {
            done.removeLast();
        }
        undone.clear();
        tell();
    }

    /** Takes the last step back, if there is one. */
    public void undo() {
        if (!done.isEmpty()) {
            Step step = done.pop();
            undone.push(step);
            step.back().run();
            tell();
        }
    }

    /** Does the step again that was taken back last, if there is one. */
    public void redo() {
        if (!undone.isEmpty()) {
            Step step = undone.pop();
            done.push(step);
            step.forth().run();
            tell();
        }
    }

    /** Forgets everything, as when another study is opened. */
    public void clear() {
        done.clear();
        undone.clear();
        tell();
    }

    private void tell() {
        undoName.set(done.isEmpty() ? "" : done.peek().name());
        redoName.set(undone.isEmpty() ? "" : undone.peek().name());
    }

    /** Name of the step that would be taken back; empty if there is none. */
    public ReadOnlyStringProperty undoNameProperty() {
        return undoName.getReadOnlyProperty();
    }

    /** Name of the step that would be done again; empty if there is none. */
    public ReadOnlyStringProperty redoNameProperty() {
        return redoName.getReadOnlyProperty();
    }
}
