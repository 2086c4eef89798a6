package sulcus.workbench.view;

import java.util.List;
import javafx.scene.layout.Region;
import sulcus.workbench.study.Subject;

/** One way of looking at a study: a tab, or a window of its own. */
public interface View {
    /** Stable, lower case, as on the command line: "mosaic", "stack". */
    String id();

    /** As on the tab. */
    String title();

    /** The same one each time. */
    Region node();

    /** Another study, or null for none. */
    void open(Subject subject);

    /** Whether it can be seen: what cannot be seen is neither read nor drawn. */
    default void showing(boolean now) {}

    /** The keys that mean something while it has the focus. */
    default List<Hint> keys() {
        return List.of();
    }

    /** What can be taken away as a figure; null while there is nothing. On the window's thread. */
    Shown shown();
}
