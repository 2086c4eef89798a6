package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import sulcus.workbench.Toolkit;
import sulcus.workbench.command.Command;
import sulcus.workbench.palette.Entry;

/** Everything can be done from the palette. */
class PaletteTest extends WindowFixture {
    @SuppressWarnings("unchecked")
    private ListView<Entry> list() {
        return (ListView<Entry>) scene.lookup("#palette-list");
    }

    private void palette() {
        run("help.palette");
        Toolkit.snapshot(scene);
    }

    private void type(String text) {
        Toolkit.run(() -> ((TextField) scene.lookup("#palette-field")).setText(text));
    }

    private void press(KeyCode code) {
        Toolkit.run(() -> key(scene.lookup("#palette-field"), code));
    }

    @Test
    void everyCommandStandsInItWithItsKeys() {
        palette();
        List<Entry> lines = Toolkit.onWindow(() -> List.copyOf(list().getItems()));
        assertThat(lines).hasSameSizeAs(workbench.commands());
        for (Command command : workbench.commands()) {
            assertThat(lines)
                    .anyMatch(line -> line.text().equals(command.text().get())
                            && line.keys().equals(command.keys())
                            && line.enabled() == command.enabled().get());
        }
    }

    @Test
    void everyCommandIsFoundFirstByItsOwnName() {
        palette();
        for (Command command : workbench.commands()) {
            type(command.text().get());
            assertThat(Toolkit.onWindow(() -> list().getItems().getFirst().text()))
                    .isEqualTo(command.text().get());
        }
    }

    @Test
    void noTwoCommandsShareTheirKeysOrTheirId() {
        assertThat(workbench.commands()).extracting(Command::id).doesNotHaveDuplicates();
        assertThat(workbench.commands().stream()
                        .map(Command::shortcut)
                        .filter(keys -> keys != null)
                        .toList())
                .doesNotHaveDuplicates();
    }

    @Test
    void enterDoesTheChosenOneAndEscClosesIt() {
        palette();
        type("overnet");
        assertThat(Toolkit.onWindow(
                        () -> list().getSelectionModel().getSelectedItem().text()))
                .isEqualTo("Overlay: networks");
        press(KeyCode.ENTER);
        assertThat(Toolkit.onWindow(() -> workbench.mosaic().overlayProperty().get()))
                .isEqualTo(new sulcus.workbench.mosaic.Overlay.Winners());
        assertThat(scene.lookup("#palette-field")).isNull();

        palette();
        press(KeyCode.DOWN);
        press(KeyCode.DOWN);
        press(KeyCode.UP);
        assertThat(Toolkit.onWindow(() -> list().getSelectionModel().getSelectedIndex()))
                .isEqualTo(1);
        press(KeyCode.ESCAPE);
        assertThat(scene.lookup("#palette-field")).isNull();
    }

    @Test
    void whatCannotBeDoneIsNotDone() {
        palette();
        type("undo");
        press(KeyCode.ENTER);
        assertThat(scene.lookup("#palette-field"))
                .as("there is nothing to undo, and the palette stays")
                .isNotNull();
    }
}
