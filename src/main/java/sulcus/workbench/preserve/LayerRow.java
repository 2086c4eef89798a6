package sulcus.workbench.preserve;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import sulcus.workbench.study.Figures;
import sulcus.workbench.theme.NumberField;

/** One layer in the list: its lock, how much of it is kept, and its own threshold if it has one. */
final class LayerRow extends ListCell<Integer> {
    private final CutModel cut;
    private final ToggleButton lock = new ToggleButton();
    private final FontIcon locked = new FontIcon(Feather.LOCK);
    private final FontIcon open = new FontIcon(Feather.UNLOCK);
    private final Label number = new Label();
    private final Region share = new Region();
    private final StackPane bar = new StackPane(share);
    private final Label kept = new Label();
    private final NumberField threshold;
    private final Button reset = new Button(null, new FontIcon(Feather.X));
    private final HBox row;

    LayerRow(CutModel cut) {
        this.cut = cut;
        lock.getStyleClass().addAll("quiet", "lock");
        lock.setOnAction(e -> cut.setProtected(getItem(), lock.isSelected()));
        number.getStyleClass().add("layer-number");
        share.getStyleClass().add("share");
        share.setMaxHeight(6);
        bar.getStyleClass().add("share-bar");
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.setMinWidth(40);
        HBox.setHgrow(bar, Priority.ALWAYS);
        kept.getStyleClass().add("count");
        threshold = new NumberField(
                "Threshold of the layer",
                "",
                2,
                0.05,
                () -> getItem() == null || cut.cut() == null ? Double.NaN : cut.thresholdOf(getItem()),
                value -> cut.setLayerThreshold(getItem(), (float) value));
        threshold.setPrefColumnCount(3);
        threshold.getStyleClass().add("small-field");
        reset.getStyleClass().add("quiet");
        reset.setTooltip(new Tooltip("Take the model's threshold again"));
        reset.setOnAction(e -> cut.setLayerThreshold(getItem(), null));
        row = new HBox(6, lock, number, bar, kept, threshold, reset);
        row.setAlignment(Pos.CENTER_LEFT);
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        bar.widthProperty().addListener((o, was, is) -> refresh());
        cut.outcomeProperty().addListener((o, was, is) -> refresh());
    }

    @Override
    protected void updateItem(Integer layer, boolean empty) {
        super.updateItem(layer, empty);
        setGraphic(empty || layer == null ? null : row);
        refresh();
    }

    private void refresh() {
        Integer layer = getItem();
        Outcome o = cut.outcome();
        if (layer == null || isEmpty() || o == null || layer >= o.kept().length) {
            return;
        }
        boolean whole = cut.cut().rules().protectedLayers().contains(layer);
        boolean own = cut.cut().rules().layerThresholds().containsKey(layer);
        int width = o.plan().neurons()[layer];
        double part = width == 0 ? 1 : o.kept()[layer] / (double) width;
        lock.setSelected(whole);
        lock.setGraphic(whole ? locked : open);
        String state = whole ? "Layer " + layer + " is protected" : "Layer " + layer + " may be pruned";
        lock.setAccessibleText(state);
        number.setText(Integer.toString(layer));
        share.setMaxWidth(Math.max(1, bar.getWidth() * part));
        share.setMinWidth(share.getMaxWidth());
        if (whole) {
            share.getStyleClass().setAll("share", "share-locked");
        } else {
            share.getStyleClass().setAll("share");
        }
        kept.setText(Figures.count(o.kept()[layer]));
        kept.setAccessibleText(Figures.count(o.kept()[layer]) + " of " + Figures.count(width) + " neurons kept");
        threshold.setDisable(whole);
        threshold.pseudoClassStateChanged(OWN, own && !whole);
        threshold.refresh();
        reset.setVisible(own);
        reset.setAccessibleText("Take the model's threshold in layer " + layer);
    }

    private static final javafx.css.PseudoClass OWN = javafx.css.PseudoClass.getPseudoClass("own");
}
