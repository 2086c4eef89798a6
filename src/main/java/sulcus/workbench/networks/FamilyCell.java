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
        families.coloursProperty().addListener((o, was, is) -> {
            Integer family = getItem();
            if (is != null && family != null && family >= 0 && family < is.count()) {
                fill(is.colour(family));
            }
        });
    }

    private void fill(java.awt.Color colour) {
        chip.setFill(Color.rgb(colour.getRed(), colour.getGreen(), colour.getBlue()));
    }

    @Override
    protected void updateItem(Integer family, boolean empty) {
        super.updateItem(family, empty);
        if (empty || family == null || family < 0 || families.familiesProperty().get() == null) {
            setText(empty ? null : "–");
            setGraphic(null);
            return;
        }
        fill(families.colour(family));
        setGraphic(chip);
        setText((family + 1) + " in " + families.layers(family));
    }
}
