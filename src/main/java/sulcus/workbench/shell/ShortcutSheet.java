package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import sulcus.workbench.command.Command;
import sulcus.workbench.view.View;

/** All commands that have keys, and the keys of the views, in two columns. */
final class ShortcutSheet {
    private static final List<Line> VIEWS = List.of(
            new Line("Move the threshold (histogram)", "← →, with Shift ten steps"),
            new Line("Step a number (field)", "↑ ↓, with Shift ten steps"),
            new Line("Lock the read-out on a neuron", "click, again to free it"));

    private record Line(String name, String keys) {}

    private ShortcutSheet() {}

    static void show(ModalPane over, List<Command> commands, List<View> views) {
        List<Line> lines = new ArrayList<>();
        commands.stream()
                .filter(command -> command.shortcut() != null)
                .forEach(command -> lines.add(new Line(command.text().get(), command.keys())));
        lines.addAll(VIEWS);
        for (View view : views) {
            view.keys().forEach(hint -> lines.add(new Line(view.title() + ": " + hint.does(), hint.keys())));
        }
        int half = (lines.size() + 1) / 2;
        HBox columns = new HBox(32, column(lines.subList(0, half)), column(lines.subList(half, lines.size())));
        ScrollPane scroll = new ScrollPane(columns);
        scroll.getStyleClass().add("facts-scroll");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        // in a low window it scrolls
        scroll.maxHeightProperty().bind(over.heightProperty().subtract(140));
        new Form(over, "Keyboard", "").width(920).content(scroll).show();
        scroll.requestFocus();
    }

    private static GridPane column(List<Line> lines) {
        GridPane grid = new GridPane();
        grid.getStyleClass().addAll("facts", "shortcuts");
        for (int i = 0; i < lines.size(); i++) {
            Label name = new Label(lines.get(i).name());
            name.getStyleClass().add("fact-name");
            name.setMinWidth(230);
            Label keys = new Label(lines.get(i).keys());
            keys.getStyleClass().add("fact-value");
            grid.addRow(i, name, keys);
        }
        return grid;
    }
}
