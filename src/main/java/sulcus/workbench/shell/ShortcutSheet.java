package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import sulcus.workbench.command.Command;

/** All commands that have keys, and the keys of the views. */
final class ShortcutSheet {
    private static final String[][] VIEWS = {
        {"Move the threshold (on the histogram)", "← →, with Shift ten steps"},
        {"Step a number (in a field)", "↑ ↓, with Shift ten steps"},
        {"Go from layer to layer (on the mosaic)", "← → ↑ ↓"},
        {"Lock the read-out on a neuron", "click, click again to free it"},
    };

    private ShortcutSheet() {}

    static void show(ModalPane over, List<Command> commands) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("facts");
        int row = 0;
        for (Command command : commands) {
            if (command.shortcut() != null) {
                grid.addRow(
                        row++,
                        name(command.text().get()),
                        keys(command.shortcut().getDisplayText()));
            }
        }
        for (String[] line : VIEWS) {
            grid.addRow(row++, name(line[0]), keys(line[1]));
        }
        Form form = new Form(over, "Keyboard", "");
        form.getChildren().set(1, grid);
        form.show();
    }

    private static Label name(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("fact-name");
        label.setMinWidth(280);
        return label;
    }

    private static Label keys(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("keys");
        return label;
    }
}
