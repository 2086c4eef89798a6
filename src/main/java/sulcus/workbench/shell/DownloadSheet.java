package sulcus.workbench.shell;

import atlantafx.base.controls.ModalPane;
import javafx.beans.property.SimpleStringProperty;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import sulcus.hub.Download;
import sulcus.hub.HubFile;
import sulcus.workbench.study.Figures;

/** Asks for a model's name on a hub, then, with the list of its files before the user's eyes, whether they are to be fetched. */
final class DownloadSheet {
    private DownloadSheet() {}

    /** @param look asks the hub for the list */
    static void ask(ModalPane over, DownloadChoice choice, Runnable look) {
        new Form(
                        over,
                        "Download model",
                        "The hub is asked for the list of files; they are fetched when you have seen it and say so."
                                + " Nothing else in Sulcus uses the network.")
                .width(560)
                .text("Name", choice.nameProperty(), "such as org/model")
                .text("Hub", choice.hubProperty(), "or a mirror's https address")
                .text("Revision", choice.revisionProperty(), "branch, tag or commit")
                .text("Files", choice.filesProperty(), "such as *Q8_0.gguf; empty: what Sulcus reads")
                .action("List files", choice.problem(), look)
                .show();
    }

    /** @param fetch the answer yes */
    static void confirm(ModalPane over, Download download, Runnable fetch) {
        ListView<HubFile> list = new ListView<>();
        list.getItems().setAll(download.files());
        list.setId("hub-files");
        list.setAccessibleText("Files that would be fetched");
        list.getStyleClass().addAll("layers", "dense");
        list.setFixedCellSize(28);
        list.setPrefHeight(28.0 * Math.clamp(download.files().size(), 3, 10) + 2);
        list.setCellFactory(view -> new Line());
        long missing = download.missing();
        Form form = new Form(
                        over,
                        download.listing().name(),
                        "From " + download.listing().hub() + ", revision "
                                + download.listing().commit().substring(0, 7) + ", into "
                                + download.cache() + ". Checksums are looked at; what breaks off is gone on with.")
                .width(560);
        String words = missing == 0 ? "Open" : "Fetch " + Figures.bytes(missing);
        form.content(list).action(words, new SimpleStringProperty(""), fetch).show();
    }

    /** A file's name and size. */
    private static final class Line extends ListCell<HubFile> {
        private final Label name = new Label();
        private final Label size = new Label();
        private final HBox row = new HBox(8, name, size);

        Line() {
            row.setAlignment(Pos.CENTER_LEFT);
            HBox.setHgrow(name, Priority.ALWAYS);
            name.setMaxWidth(Double.MAX_VALUE);
            size.setMinWidth(USE_PREF_SIZE);
            size.getStyleClass().add("hint");
            setPrefWidth(0);
        }

        @Override
        protected void updateItem(HubFile file, boolean none) {
            super.updateItem(file, none);
            setGraphic(none || file == null ? null : row);
            if (!none && file != null) {
                name.setText(file.name());
                size.setText(Figures.bytes(file.bytes()));
            }
        }
    }
}
