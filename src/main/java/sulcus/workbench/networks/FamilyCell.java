package sulcus.workbench.networks;

import javafx.geometry.Pos;
import javafx.scene.control.TableCell;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;
import sulcus.study.NetworkFacts;
import sulcus.workbench.families.FamilyModel;

/** A family's number beside its colour, and in how many layers it has networks. */
final class FamilyCell extends TableCell<NetworkFacts, Integer> {
    private final FamilyModel families;
    private final Rectangle chip = new Rectangle(10, 10);

    FamilyCell(FamilyModel families) {
        this.families = families;
        setAlignment(Pos.CENTER_LEFT);
        setGraphicTextGap(6);
        chip.setArcWidth(3);
        chip.setArcHeight(3);
        getStyleClass().add("count");
    }

    @Override
    protected void updateItem(Integer family, boolean empty) {
        super.updateItem(family, empty);
        if (empty || family == null || family < 0 || families.familiesProperty().get() == null) {
            setText(empty ? null : "–");
            setGraphic(null);
            return;
        }
        java.awt.Color colour = families.colour(family);
        chip.setFill(Color.rgb(colour.getRed(), colour.getGreen(), colour.getBlue()));
        setGraphic(chip);
        setText((family + 1) + " in " + families.layers(family));
    }
}
