package sulcus.workbench.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.beans.value.WeakChangeListener;
import javafx.scene.Scene;
import javafx.scene.text.Font;
import sulcus.figure.Theme;

/** Dark or light, as chosen or as the system has it; controls and figures change together. */
public final class Look {
    /** What the user wants. */
    public enum Choice {
        SYSTEM,
        DARK,
        LIGHT
    }

    private final ObservableValue<ColorScheme> system;
    private final ChangeListener<ColorScheme> follow = (o, was, is) -> apply();
    private final ObjectProperty<Choice> choice = new SimpleObjectProperty<>(Choice.SYSTEM);
    private final ReadOnlyObjectWrapper<Theme> theme = new ReadOnlyObjectWrapper<>(Theme.DARK);

    /** Needs the toolkit. */
    public Look(Choice first) {
        this(first, Platform.getPreferences().colorSchemeProperty());
    }

    /** @param system what the system wants, now and later */
    Look(Choice first, ObservableValue<ColorScheme> system) {
        this.system = system;
        for (String font : new String[] {"Regular", "SemiBold"}) {
            try (InputStream in = Look.class.getResourceAsStream("/fonts/IBMPlexSans-" + font + ".ttf")) {
                Font.loadFont(Objects.requireNonNull(in, font), 13);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        choice.set(first);
        choice.addListener((o, was, is) -> apply());
        // the system outlives every window: it must not hold on to one that is closed
        system.addListener(new WeakChangeListener<>(follow));
        apply();
    }

    private void apply() {
        boolean dark = switch (choice.get()) {
            case DARK -> true;
            case LIGHT -> false;
            case SYSTEM -> system.getValue() == ColorScheme.DARK;
        };
        Application.setUserAgentStylesheet(
                dark ? new PrimerDark().getUserAgentStylesheet() : new PrimerLight().getUserAgentStylesheet());
        theme.set(dark ? Theme.DARK : Theme.LIGHT);
    }

    /** Adds the window's own rules to a scene. */
    public void dress(Scene scene) {
        scene.getStylesheets().add(Look.class.getResource("/theme/controls.css").toExternalForm());
        scene.getStylesheets()
                .add(Look.class.getResource("/theme/workbench.css").toExternalForm());
    }

    /** Dark becomes light and light dark, whatever the system says. */
    public void toggle() {
        choice.set(theme.get() == Theme.DARK ? Choice.LIGHT : Choice.DARK);
    }

    public ObjectProperty<Choice> choiceProperty() {
        return choice;
    }

    /** Colours for the figures. */
    public ReadOnlyObjectProperty<Theme> themeProperty() {
        return theme.getReadOnlyProperty();
    }
}
