package sulcus.workbench.mosaic;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import sulcus.figure.Theme;
import sulcus.prune.NetworkId;
import sulcus.workbench.preserve.CutModel;
import sulcus.workbench.study.Figures;
import sulcus.workbench.study.Subject;

/** The layer in view: its slice large, its networks as a list. */
public final class LayerPane extends VBox {
    private final MosaicModel model;
    private final CutModel cut;
    private final Label title = new Label("Layer");
    private final Label words = new Label();
    private final ListView<NetworkId> networks = new ListView<>();
    private int listed = -1;
    private Subject listedOf;

    /** @param enlarge shows a layer as large as there is room */
    public LayerPane(MosaicModel model, CutModel cut, ObservableValue<Theme> theme, IntConsumer enlarge) {
        this.model = model;
        this.cut = cut;
        getStyleClass().add("layer-pane");
        title.getStyleClass().add("section-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        words.getStyleClass().add("mosaic-words");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        SliceView slice = new SliceView(model, theme, enlarge);
        slice.setPrefHeight(264);
        VBox.setVgrow(slice, Priority.ALWAYS);
        networks.setId("networks");
        networks.getStyleClass().addAll("layers", "dense");
        networks.setFixedCellSize(26);
        networks.setPrefHeight(26 * 5 + 2);
        networks.setMinHeight(26 * 3);
        networks.setAccessibleText("Networks of the layer");
        networks.setCellFactory(list -> new NetworkRow(model, cut));
        networks.addEventHandler(KeyEvent.KEY_PRESSED, e -> {
            if (e.getCode() == KeyCode.ENTER) {
                show();
            }
        });
        networks.setOnMouseClicked(e -> show());
        getChildren().addAll(new HBox(8, title, space, words), slice, networks);
        model.selection().layerProperty().addListener((o, was, is) -> refresh());
        model.subjectProperty().addListener((o, was, is) -> refresh());
        cut.outcomeProperty().addListener((o, was, is) -> count());
        refresh();
    }

    private void show() {
        NetworkId id = networks.getSelectionModel().getSelectedItem();
        if (id != null) {
            Overlay now = model.overlayProperty().get();
            boolean again = now instanceof Overlay.Network(NetworkId other) && other.equals(id);
            model.overlayProperty().set(again ? new Overlay.Strongest() : new Overlay.Network(id));
            if (again) {
                networks.getSelectionModel().clearSelection();
            }
        }
    }

    private void refresh() {
        Subject s = model.subjectProperty().get();
        int layer = model.selection().layerProperty().get();
        if (s == null || layer < 0) {
            title.setText("Layer");
            words.setText("");
            networks.getItems().clear();
            listed = -1;
            listedOf = null;
            return;
        }
        title.setText("Layer " + layer);
        count();
        if (layer != listed || s != listedOf) {
            listed = layer;
            listedOf = s;
            List<NetworkId> ids = new ArrayList<>();
            for (int g = 0; g < s.networks().groups(); g++) {
                for (int k = 0; k < s.networks().components(layer, g); k++) {
                    ids.add(new NetworkId(layer, g, k));
                }
            }
            networks.getItems().setAll(ids);
        }
    }

    private void count() {
        int layer = model.selection().layerProperty().get();
        if (cut.outcome() != null && layer >= 0 && layer < cut.outcome().kept().length) {
            int all = cut.outcome().plan().neurons()[layer];
            words.setText(Figures.count(cut.outcome().kept()[layer]) + " of " + Figures.count(all) + " kept");
        }
    }
}
