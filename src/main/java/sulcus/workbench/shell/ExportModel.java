package sulcus.workbench.shell;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import sulcus.export.Layout;
import sulcus.format.ElementType;

/** What an export shall be, as it is filled in. */
final class ExportModel {
    private final ObjectProperty<Layout> layout = new SimpleObjectProperty<>(Layout.COMPACT);
    /** Null inside: every tensor keeps its type. */
    private final ObjectProperty<ElementType> type = new SimpleObjectProperty<>();

    private final StringProperty out = new SimpleStringProperty("");
    private final StringBinding problem = Bindings.createStringBinding(() -> newFolder(out.get()), out);

    /** Why a folder of that name cannot be made; empty if it can. */
    static String newFolder(String text) {
        if (text == null || text.isBlank()) {
            return "Name a folder that does not exist yet";
        }
        try {
            Path path = Path.of(text.strip());
            if (Files.exists(path)) {
                return "This folder exists already; choose another name";
            }
            Path parent = path.toAbsolutePath().getParent();
            while (parent != null && !Files.exists(parent)) {
                parent = parent.getParent();
            }
            return parent == null || !Files.isDirectory(parent) || !Files.isWritable(parent)
                    ? "Nothing can be written there; choose another place"
                    : "";
        } catch (InvalidPathException e) {
            return "This is no name of a folder";
        }
    }

    /** A name in a folder that is free: the name itself, or with a number behind. */
    static Path free(Path folder, String name) {
        Path path = folder.resolve(name);
        for (int i = 2; Files.exists(path); i++) {
            path = folder.resolve(name + "-" + i);
        }
        return path;
    }

    ObjectProperty<Layout> layoutProperty() {
        return layout;
    }

    ObjectProperty<ElementType> typeProperty() {
        return type;
    }

    StringProperty outProperty() {
        return out;
    }

    StringBinding problem() {
        return problem;
    }

    Path folder() {
        return Path.of(out.get().strip());
    }
}
