package sulcus.workbench.network;

import java.util.Locale;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import sulcus.prune.NetworkId;
import sulcus.study.NetworkProfile.Alike;

/** A network that is active at a token, and how strongly. */
final class ActiveCell extends ListCell<Alike> {
    private final Function<NetworkId, String> names;
    private final Label name = new Label();
    private final Label value = new Label();
    private final HBox line;

    ActiveCell(Function<NetworkId, String> names) {
        this.names = names;
        name.getStyleClass().add("active-name");
        value.getStyleClass().add("active-value");
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        line = new HBox(8, name, space, value);
        line.setAlignment(Pos.CENTER_LEFT);
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(Alike network, boolean none) {
        super.updateItem(network, none);
        if (none || network == null) {
            setGraphic(null);
            setAccessibleText(null);
            return;
        }
        name.setText(names.apply(network.id()));
        value.setText(String.format(Locale.ROOT, "%.2f", network.likeness()).replace('-', '\u2212'));
        setAccessibleText("network " + network.id() + ", z " + value.getText());
        setGraphic(line);
    }
}
