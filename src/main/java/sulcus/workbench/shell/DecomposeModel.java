package sulcus.workbench.shell;

import java.nio.file.Path;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import sulcus.decompose.Settings;
import sulcus.decompose.Signals;

/** How a model shall be decomposed, as it is filled in; names and defaults are those of the command line. */
final class DecomposeModel {
    private final IntegerProperty texts = new SimpleIntegerProperty(Settings.DEFAULT.texts());
    private final IntegerProperty groups = new SimpleIntegerProperty(Settings.DEFAULT.groups());
    private final IntegerProperty minimumCharacters = new SimpleIntegerProperty(Settings.DEFAULT.minimumCharacters());
    private final IntegerProperty maximumTokens = new SimpleIntegerProperty(Settings.DEFAULT.maximumTokens());
    private final IntegerProperty components = new SimpleIntegerProperty(Settings.DEFAULT.components());
    private final BooleanProperty byData = new SimpleBooleanProperty(false);
    private final IntegerProperty restarts = new SimpleIntegerProperty(Settings.DEFAULT.restarts());
    private final IntegerProperty seed = new SimpleIntegerProperty((int) Settings.DEFAULT.seed());
    private final ObjectProperty<Signals> signals = new SimpleObjectProperty<>(Settings.DEFAULT.signals());
    private final StringProperty out = new SimpleStringProperty("");
    private final StringBinding problem = Bindings.createStringBinding(() -> ExportModel.newFolder(out.get()), out);

    Settings settings() {
        return new Settings(
                components.get(),
                groups.get(),
                texts.get(),
                minimumCharacters.get(),
                maximumTokens.get(),
                signals.get(),
                restarts.get(),
                seed.get(),
                byData.get());
    }

    IntegerProperty textsProperty() {
        return texts;
    }

    IntegerProperty groupsProperty() {
        return groups;
    }

    IntegerProperty minimumCharactersProperty() {
        return minimumCharacters;
    }

    IntegerProperty maximumTokensProperty() {
        return maximumTokens;
    }

    IntegerProperty componentsProperty() {
        return components;
    }

    BooleanProperty byDataProperty() {
        return byData;
    }

    IntegerProperty restartsProperty() {
        return restarts;
    }

    IntegerProperty seedProperty() {
        return seed;
    }

    ObjectProperty<Signals> signalsProperty() {
        return signals;
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
