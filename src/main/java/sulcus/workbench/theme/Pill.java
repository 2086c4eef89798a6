package sulcus.workbench.theme;

import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;

/** One of a few choices that stand in a row. */
public final class Pill extends ToggleButton {
    /** Where it stands in the row. */
    public enum Place {
        LEFT("left-pill"),
        CENTER("center-pill"),
        RIGHT("right-pill");

        private final String style;

        Place(String style) {
            this.style = style;
        }
    }

    /** @param spoken what it chooses, for screen readers; "of" the words on it */
    public Pill(String words, Place place, String tip, String spoken) {
        super(words);
        getStyleClass().addAll("small", place.style);
        setTooltip(new Tooltip(tip));
        setAccessibleText(spoken + " " + words);
    }
}
