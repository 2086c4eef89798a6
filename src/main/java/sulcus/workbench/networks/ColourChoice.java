package sulcus.workbench.networks;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;

/**
 * A network's colour, to be chosen: eight that people with colour-blindness tell apart too (Okabe and Ito 2008, grey in the
 * place of black), any other as #rrggbb, or the one that its family has by itself.
 */
public final class ColourChoice extends MenuButton {
    private static final String COLOUR = "#[0-9a-fA-F]{6}";
    private static final Map<String, String> NAMED = new LinkedHashMap<>();

    static {
        NAMED.put("#e69f00", "orange");
        NAMED.put("#56b4e9", "sky blue");
        NAMED.put("#009e73", "green");
        NAMED.put("#f0e442", "yellow");
        NAMED.put("#0072b2", "blue");
        NAMED.put("#d55e00", "vermilion");
        NAMED.put("#cc79a7", "purple");
        NAMED.put("#9a9a9a", "grey");
    }

    private final Rectangle swatch = swatch("");
    private final TextField other = new TextField();
    private final Tooltip meaning = new Tooltip();
    private String shown;

    /** @param choose takes "#rrggbb", or "" for the default */
    public ColourChoice(Consumer<String> choose) {
        getStyleClass().addAll("small", "quiet", "colour-choice");
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        setGraphic(swatch);
        NAMED.forEach((hex, name) -> getItems().add(item(name, hex, choose)));
        other.setPromptText("#rrggbb");
        other.setAccessibleText("Another colour, as #rrggbb");
        other.setPrefColumnCount(8);
        other.setOnAction(e -> {
            String hex = other.getText().strip().toLowerCase(Locale.ROOT);
            if (hex.matches(COLOUR)) {
                hide();
                choose.accept(hex);
            }
        });
        CustomMenuItem typed = new CustomMenuItem(other, false);
        getItems().addAll(typed, new SeparatorMenuItem(), item("default", "", choose));
        setTooltip(meaning);
        show("");
    }

    private static MenuItem item(String name, String hex, Consumer<String> choose) {
        MenuItem item = new MenuItem(name, swatch(hex));
        item.setOnAction(e -> choose.accept(hex));
        return item;
    }

    private static Rectangle swatch(String hex) {
        Rectangle swatch = new Rectangle(14, 14);
        swatch.setArcWidth(4);
        swatch.setArcHeight(4);
        swatch.getStyleClass().add("swatch");
        paint(swatch, hex);
        return swatch;
    }

    private static void paint(Rectangle swatch, String hex) {
        swatch.setFill(hex.isEmpty() ? Color.TRANSPARENT : Color.web(hex));
        // none is dashed: an empty frame, not a colour
        if (hex.isEmpty()) {
            swatch.getStrokeDashArray().setAll(2.0, 2.0);
        } else {
            swatch.getStrokeDashArray().clear();
        }
    }

    /** @param stored "#rrggbb", or "" for the default, as which anything else is shown too */
    public void show(String stored) {
        String hex = stored.matches(COLOUR) ? stored : "";
        if (hex.equals(shown)) {
            return;
        }
        shown = hex;
        paint(swatch, hex);
        other.setText(hex);
        String name = hex.isEmpty() ? "default" : NAMED.getOrDefault(hex.toLowerCase(Locale.ROOT), hex);
        setAccessibleText("Colour: " + name);
        meaning.setText("Colour: " + name + "; the network's family has it in every view");
    }
}
