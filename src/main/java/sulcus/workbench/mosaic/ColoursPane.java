package sulcus.workbench.mosaic;

import javafx.beans.property.ObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.image.ImageView;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.VBox;
import sulcus.figure.ColourMap;
import sulcus.figure.Colours;

/** The choice of colours: the maps, each beside its colours, and how they are laid over the values. */
final class ColoursPane extends VBox {
    private static final int SWATCH = 96;

    ColoursPane(ObjectProperty<Colours> colours) {
        super(8);
        getStyleClass().add("colours");
        Label title = new Label("Colours of the maps");
        title.getStyleClass().add("section-title");
        getChildren().add(title);
        ToggleGroup maps = new ToggleGroup();
        for (ColourMap map : ColourMap.values()) {
            RadioButton choice = new RadioButton(map.words());
            choice.setId("colours-" + map.id());
            choice.setToggleGroup(maps);
            choice.setGraphic(new ImageView(swatch(map)));
            choice.setGraphicTextGap(12);
            choice.setAlignment(Pos.CENTER_LEFT);
            choice.setAccessibleText("Colours: " + map.words());
            choice.setSelected(colours.get().map() == map);
            choice.setOnAction(e -> colours.set(colours.get().withMap(map)));
            getChildren().add(choice);
        }
        Colours c = colours.get();
        CheckBox symmetric = box("symmetric", "as far below 0 as above", c.symmetric());
        CheckBox fading = box("fading", "small |z| translucent", c.fading());
        CheckBox flat = box("flat", "one grey below the threshold", c.flat());
        CheckBox across = box("across", "one scale for all networks", c.across());
        for (CheckBox box : new CheckBox[] {symmetric, fading, flat, across}) {
            box.setOnAction(e -> colours.set(new Colours(
                    colours.get().map(),
                    symmetric.isSelected(),
                    fading.isSelected(),
                    flat.isSelected(),
                    across.isSelected())));
        }
        Label meaning = new Label("With one scale a value has the same colour in all networks and layers.");
        meaning.getStyleClass().add("hint");
        meaning.setWrapText(true);
        meaning.setMaxWidth(240);
        getChildren().addAll(symmetric, fading, flat, across, meaning);
    }

    private static CheckBox box(String id, String words, boolean on) {
        CheckBox box = new CheckBox(words);
        box.setId("colours-" + id);
        box.setSelected(on);
        return box;
    }

    /** From the least to the largest value. */
    private static WritableImage swatch(ColourMap map) {
        WritableImage image = new WritableImage(SWATCH, 12);
        for (int x = 0; x < SWATCH; x++) {
            float share = x / (SWATCH - 1f);
            int colour = map.argb(map.diverging() ? 2 * share - 1 : share);
            for (int y = 0; y < 12; y++) {
                image.getPixelWriter().setArgb(x, y, colour);
            }
        }
        return image;
    }
}
