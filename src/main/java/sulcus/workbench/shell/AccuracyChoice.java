package sulcus.workbench.shell;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import sulcus.run.Device;
import sulcus.study.MeasureChoices;

/** Which model answers which multiple-choice items, as it is filled in; defaults are those of the command line. */
final class AccuracyChoice {
    private final StringProperty model = new SimpleStringProperty("");
    private final StringProperty items = new SimpleStringProperty("");
    private final StringProperty delimiter = new SimpleStringProperty("");
    private final IntegerProperty most = new SimpleIntegerProperty(0);
    private final StringBinding problem = Bindings.createStringBinding(this::wrong, model, items);

    private String wrong() {
        if (!isThere(model.get())) {
            return "Choose the model";
        }
        return isThere(items.get()) ? "" : "Choose the file of items";
    }

    private static boolean isThere(String path) {
        try {
            return !path.isBlank() && Files.exists(Path.of(path.strip()));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /** The operation; only where there is no problem. */
    MeasureChoices operation() {
        return new MeasureChoices(
                Path.of(model.get().strip()),
                Path.of(items.get().strip()),
                delimiter.get(),
                most.get() == 0 ? -1 : most.get(),
                0,
                List.of(),
                Device.AUTO);
    }

    StringProperty modelProperty() {
        return model;
    }

    /** A .jsonl file. */
    StringProperty itemsProperty() {
        return items;
    }

    /** Between context and choice. */
    StringProperty delimiterProperty() {
        return delimiter;
    }

    /** Only the first so many items; 0 for all. */
    IntegerProperty mostProperty() {
        return most;
    }

    StringBinding problem() {
        return problem;
    }
}
