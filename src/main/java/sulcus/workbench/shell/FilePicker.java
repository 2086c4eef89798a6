package sulcus.workbench.shell;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Asks for files and folders. The system's own dialogs cannot be driven by a test, so they stand behind this. */
public interface FilePicker {
    /** A file or a model folder's config.json. */
    Optional<Path> model();

    /** One text file or several, in the order in which they are read; empty for none. */
    List<Path> texts(String title);

    Optional<Path> folder(String title);

    /** A .csv file that is there. */
    Optional<Path> table(String title);

    /** A .csv file to write; if it is there, the user agreed to its being replaced. */
    Optional<Path> newTable(String title, String name);

    /** A file to write, of the kind that the ending says; if it is there, the user agreed to its being replaced. */
    Optional<Path> newFile(String title, String name);
}
