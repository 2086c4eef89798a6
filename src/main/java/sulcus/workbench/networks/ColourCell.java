package sulcus.workbench.networks;

import java.util.function.BiConsumer;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.TableCell;
import sulcus.prune.NetworkId;
import sulcus.study.NetworkFacts;

/** A network's own colour, to be chosen. */
final class ColourCell extends TableCell<NetworkFacts, String> {
    private final ColourChoice choice;

    ColourCell(BiConsumer<NetworkId, String> paint) {
        choice = new ColourChoice(hex -> paint.accept(getTableRow().getItem().id(), hex));
        choice.setFocusTraversable(false);
        setAlignment(Pos.CENTER);
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        getStyleClass().add("colour-cell");
    }

    NetworkFacts facts() {
        return getTableRow() == null ? null : getTableRow().getItem();
    }

    void open() {
        choice.show();
    }

    @Override
    protected void updateItem(String hex, boolean empty) {
        super.updateItem(hex, empty);
        if (empty || hex == null) {
            setGraphic(null);
            return;
        }
        choice.show(hex);
        setGraphic(choice);
    }
}
