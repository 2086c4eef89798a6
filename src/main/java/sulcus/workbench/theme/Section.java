package sulcus.workbench.theme;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** A titled part of a pane. */
public final class Section extends VBox {
    private final Label title;

    public Section(String title, Node... content) {
        this.title = new Label(title);
        this.title.getStyleClass().add("section-title");
        getStyleClass().add("section");
        getChildren().add(this.title);
        getChildren().addAll(content);
        if (content.length > 0 && VBox.getVgrow(content[content.length - 1]) == Priority.ALWAYS) {
            VBox.setVgrow(this, Priority.ALWAYS);
        }
    }

    public Label title() {
        return title;
    }
}
