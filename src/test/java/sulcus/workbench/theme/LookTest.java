package sulcus.workbench.theme;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.beans.property.SimpleObjectProperty;
import org.junit.jupiter.api.Test;
import sulcus.figure.Theme;
import sulcus.workbench.Toolkit;

/** The look follows the system while that is what the user wants, and controls and figures change together. */
class LookTest {
    @Test
    void theSystemIsFollowedUntilTheUserChooses() {
        Toolkit.start();
        SimpleObjectProperty<ColorScheme> system = new SimpleObjectProperty<>(ColorScheme.LIGHT);
        Look look = Toolkit.onWindow(() -> new Look(Look.Choice.SYSTEM, system));
        is(look, Theme.LIGHT, "light");
        Toolkit.run(() -> system.set(ColorScheme.DARK));
        is(look, Theme.DARK, "dark");
        Toolkit.run(() -> look.choiceProperty().set(Look.Choice.LIGHT));
        is(look, Theme.LIGHT, "light");
        Toolkit.run(() -> system.set(ColorScheme.LIGHT));
        Toolkit.run(look::toggle);
        is(look, Theme.DARK, "dark");
        assertThat(look.choiceProperty().get()).isEqualTo(Look.Choice.DARK);
        Toolkit.run(() -> look.choiceProperty().set(Look.Choice.SYSTEM));
        is(look, Theme.LIGHT, "light");
    }

    private static void is(Look look, Theme theme, String sheet) {
        assertThat(look.themeProperty().get()).isEqualTo(theme);
        assertThat(Application.getUserAgentStylesheet()).contains("primer-" + sheet);
    }
}
