package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.OverrunStyle;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import sulcus.workbench.session.RecentFiles;

/** What was opened last, to be opened again; what is not there any more can be taken off the list. */
final class RecentSheet {
    private RecentSheet() {}

    static void show(ModalPane over, RecentFiles recent, Consumer<Path> open) {
        ListView<Path> list = new ListView<>(recent.files());
        list.setId("recent");
        list.setAccessibleText("Files opened last, newest first");
        list.getStyleClass().addAll("layers", "dense");
        list.setFixedCellSize(32);
        list.setPrefHeight(32 * 10);
        list.setPlaceholder(new Label("Nothing was opened yet"));
        Runnable take = () -> {
            Path chosen = list.getSelectionModel().getSelectedItem();
            if (chosen != null && Files.exists(chosen)) {
                over.hide(true);
                open.accept(chosen);
            }
        };
        list.setCellFactory(view -> new Line(recent));
        list.addEventHandler(KeyEvent.KEY_PRESSED, e -> {
            if (e.getCode() == KeyCode.ENTER) {
                take.run();
            } else if (e.getCode() == KeyCode.DELETE) {
                recent.remove(list.getSelectionModel().getSelectedItem());
            }
        });
        list.addEventHandler(MouseEvent.MOUSE_CLICKED, e -> {
            if (e.getClickCount() == 2) {
                take.run();
            }
        });
        Form form = new Form(over, "Open recent", "Enter opens, Delete takes off the list");
        form.closing().content(list);
        form.action("Clear list", new SimpleStringProperty(""), recent::clear);
        form.show();
        list.requestFocus();
        list.getSelectionModel().selectFirst();
    }

    /** A path, and whether it is still there. */
    private static final class Line extends ListCell<Path> {
        private final Label name = new Label();
        private final Button remove = new Button("Remove");
        private final HBox row = new HBox(8, name, remove);

        Line(RecentFiles recent) {
            row.setAlignment(Pos.CENTER_LEFT);
            HBox.setHgrow(name, Priority.ALWAYS);
            name.setMaxWidth(Double.MAX_VALUE);
            // the end of a path says more than its beginning
            name.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
            remove.getStyleClass().addAll("small", "quiet");
            remove.setOnAction(e -> recent.remove(getItem()));
            remove.setMinWidth(USE_PREF_SIZE);
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(Path path, boolean none) {
            super.updateItem(path, none);
            if (none || path == null) {
                setGraphic(null);
                return;
            }
            boolean there = Files.exists(path);
            name.setText(there ? path.toString() : path + " (not there any more)");
            name.setDisable(!there);
            remove.setVisible(!there);
            setGraphic(row);
        }
    }
}
