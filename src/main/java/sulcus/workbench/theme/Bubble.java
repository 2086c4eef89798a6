package sulcus.workbench.theme;

import javafx.scene.Node;
import org.controlsfx.control.PopOver;

/** Something small that points at what it belongs to, in the window's own look. */
public final class Bubble extends PopOver {
    public Bubble(Node content, ArrowLocation arrow) {
        super(content);
        setArrowLocation(arrow);
        setAnimated(false);
        // ControlsFX lays its white sheet over the window's, so that only a style of the shape itself outweighs it
        setOnShown(e -> {
            Node border = getSkin().getNode().lookup(".border");
            if (border != null) {
                border.setStyle(
                        "-fx-fill: -color-bg-overlay; -fx-stroke: -color-border-default; -fx-stroke-width: 1px");
            }
        });
    }
}
