package sulcus.workbench.networks;

import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.control.TableCell;
import sulcus.study.NetworkFacts;

/** A number, right-aligned. */
final class FigureCell<T> extends TableCell<NetworkFacts, T> {
    private final Function<T, String> words;

    FigureCell(Function<T, String> words) {
        this.words = words;
        setAlignment(Pos.CENTER_RIGHT);
        getStyleClass().add("count");
    }

    @Override
    protected void updateItem(T item, boolean empty) {
        super.updateItem(item, empty);
        setText(empty || item == null ? null : words.apply(item));
    }
}
