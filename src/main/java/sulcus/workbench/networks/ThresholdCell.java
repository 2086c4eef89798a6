package sulcus.workbench.networks;

import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.event.ActionEvent;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import sulcus.prune.NetworkId;
import sulcus.study.NetworkFacts;
import sulcus.workbench.theme.NumberField;

/** A network's threshold for its key neurons, to be changed; one of its own is marked and can be given back. */
final class ThresholdCell extends TableCell<NetworkFacts, Float> {
    private static final PseudoClass OWN = PseudoClass.getPseudoClass("own");
    private static final double STEP = 0.05;

    private final NumberField field;
    private final Button reset = new Button(null, new FontIcon(Feather.X));
    private final HBox graphic;

    /** The network whose threshold is being changed; null while the field has no focus. */
    private NetworkId edited;

    private final Consumer<NetworkId> moved;

    /**
     * @param set takes the threshold of a network; null gives it back
     * @param moved is told when the row whose threshold is being changed has gone to another cell, as the table does with
     *     its rows whenever one changes: the focus has to follow
     */
    ThresholdCell(BiConsumer<NetworkId, Float> set, Consumer<NetworkId> moved) {
        this.moved = moved;
        field = new NumberField(
                "Threshold of the network's key neurons",
                "",
                2,
                STEP,
                () -> facts() == null ? Double.NaN : facts().keyNeuronsAbove(),
                value -> {
                    if (facts() != null && (edited == null || edited.equals(facts().id()))) {
                        set.accept(facts().id(), (float) value);
                    }
                });
        field.focusedProperty().addListener((o, was, is) -> edited = is && facts() != null ? facts().id() : null);
        field.setPrefColumnCount(3);
        field.getStyleClass().add("small-field");
        // Tab would stop at every row; T leads here from the row that is chosen
        field.setFocusTraversable(false);
        field.setTooltip(new Tooltip("Neurons with |z| above it stay when the network is preserved; key T"));
        field.addEventHandler(ActionEvent.ACTION, e -> getTableView().requestFocus());
        field.addEventHandler(KeyEvent.KEY_PRESSED, e -> {
            if (e.getCode() == KeyCode.ESCAPE) {
                getTableView().requestFocus();
                e.consume();
            }
        });
        reset.getStyleClass().add("quiet");
        reset.setFocusTraversable(false);
        reset.setTooltip(new Tooltip("Take the usual threshold again; key R"));
        reset.setOnAction(e -> set.accept(facts().id(), null));
        graphic = new HBox(2, field, reset);
        graphic.setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("threshold-cell");
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    }

    /** What stands in the row; null in an empty one. */
    NetworkFacts facts() {
        return getTableRow() == null ? null : getTableRow().getItem();
    }

    void edit() {
        field.requestFocus();
        field.selectAll();
    }

    @Override
    protected void updateItem(Float threshold, boolean empty) {
        super.updateItem(threshold, empty);
        NetworkFacts row = facts();
        if (empty || threshold == null || row == null) {
            setGraphic(null);
            return;
        }
        if (edited != null && !edited.equals(row.id())) {
            moved.accept(edited);
        }
        boolean own = !Float.isNaN(row.threshold());
        setGraphic(graphic);
        field.refresh();
        field.pseudoClassStateChanged(OWN, own);
        field.setAccessibleText("Threshold of the key neurons of network " + row.id() + (own ? ", its own" : ""));
        reset.setVisible(own);
        reset.setAccessibleText("Take the usual threshold for network " + row.id());
    }
}
