package sulcus.workbench.theme;

import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/** A quiet button that is an icon; its words are its tip and what is spoken. */
public final class IconButton extends Button {
    public IconButton(Ikon icon, String words, Runnable action) {
        super(null, new FontIcon(icon));
        getStyleClass().addAll("quiet", "small");
        setTooltip(new Tooltip(words));
        setAccessibleText(words);
        setOnAction(e -> action.run());
    }
}
