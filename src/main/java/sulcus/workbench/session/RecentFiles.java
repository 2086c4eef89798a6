package sulcus.workbench.session;

import java.nio.file.Path;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** What was opened last, newest first. */
public final class RecentFiles {
    static final int MOST = 10;

    private final ObservableList<Path> files = FXCollections.observableArrayList();

    /** Takes up what was remembered. */
    public void restore(List<Path> remembered) {
        files.setAll(remembered.subList(0, Math.min(MOST, remembered.size())));
    }

    /** This one was opened just now. */
    public void opened(Path file) {
        Path whole = file.toAbsolutePath().normalize();
        files.remove(whole);
        files.addFirst(whole);
        if (files.size() > MOST) {
            files.removeLast();
        }
    }

    public void remove(Path file) {
        files.remove(file);
    }

    public void clear() {
        files.clear();
    }

    /** Newest first. */
    public ObservableList<Path> files() {
        return FXCollections.unmodifiableObservableList(files);
    }
}
