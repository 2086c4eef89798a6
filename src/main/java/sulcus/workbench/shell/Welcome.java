package sulcus.workbench.shell;

import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import sulcus.workbench.command.Command;

/** What stands where the mosaic will be, while there is none: the three steps to one. */
final class Welcome extends VBox {
    private final HBox steps = new HBox(8);

    Welcome() {
        getStyleClass().add("welcome");
        setAlignment(Pos.CENTER);
        Label words = new Label("Drop a model, a text or a study here");
        words.getStyleClass().add("welcome-title");
        steps.setAlignment(Pos.CENTER);
        Label how = new Label("A model and a calibration text make a study; a finished study opens at once.");
        how.getStyleClass().add("hint");
        getChildren().addAll(words, how, steps);
    }

    /** The steps, from the list of commands. */
    void offer(List<Command> commands) {
        for (Command command : commands) {
            if (List.of("model.open", "text.open", "study.decompose", "study.open")
                    .contains(command.id())) {
                Button step = new Button(command.text().get(), new FontIcon(command.icon()));
                step.disableProperty().bind(Bindings.not(command.enabled()));
                step.setOnAction(e -> command.run());
                steps.getChildren().add(step);
            }
        }
    }
}
