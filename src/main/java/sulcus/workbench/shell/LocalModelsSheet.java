package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.beans.property.SimpleStringProperty;
import javafx.collections.FXCollections;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import sulcus.model.LocalModel;

/** The models that Hugging Face's tools and Ollama keep on this machine, to be opened where they lie. */
final class LocalModelsSheet {
    private LocalModelsSheet() {}

    static void show(ModalPane over, List<LocalModel> models, Consumer<Path> open) {
        ListView<LocalModel> list = new ListView<>(FXCollections.observableArrayList(models));
        list.setId("local-models");
        list.setAccessibleText("Models that Hugging Face's tools and Ollama keep on this machine");
        list.getStyleClass().addAll("layers", "dense");
        list.setFixedCellSize(32);
        list.setPrefHeight(32.0 * Math.clamp(models.size(), 4, 12));
        list.setPlaceholder(new Label("Neither Hugging Face's cache nor Ollama's store holds a model"));
        Runnable take = () -> {
            LocalModel chosen = list.getSelectionModel().getSelectedItem();
            if (chosen != null) {
                over.hide(true);
                open.accept(chosen.path());
            }
        };
        list.setCellFactory(view -> new Line());
        list.addEventHandler(KeyEvent.KEY_PRESSED, e -> {
            if (e.getCode() == KeyCode.ENTER) {
                take.run();
            }
        });
        list.addEventHandler(MouseEvent.MOUSE_CLICKED, e -> {
            if (e.getClickCount() == 2) {
                take.run();
            }
        });
        Form form = new Form(over, "Open local model", "Enter opens; nothing is copied or fetched");
        form.content(list);
        form.action("Open", new SimpleStringProperty(models.isEmpty() ? "There is nothing to open" : ""), take);
        form.show();
        list.requestFocus();
        list.getSelectionModel().selectFirst();
    }

    /** Its name, who keeps it, and its size. */
    private static final class Line extends ListCell<LocalModel> {
        private final Label name = new Label();
        private final Label keeper = new Label();
        private final HBox row = new HBox(8, name, keeper);

        Line() {
            row.setAlignment(Pos.CENTER_LEFT);
            HBox.setHgrow(name, Priority.ALWAYS);
            name.setMaxWidth(Double.MAX_VALUE);
            keeper.setMinWidth(USE_PREF_SIZE);
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(LocalModel model, boolean none) {
            super.updateItem(model, none);
            if (none || model == null) {
                setGraphic(null);
                return;
            }
            name.setText(model.name());
            keeper.setText(model.keeper() + String.format(Locale.ROOT, ", %.2f GB", model.bytes() / 1e9));
            setGraphic(row);
        }
    }
}
