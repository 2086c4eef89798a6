package sulcus.workbench.networks;

import java.util.Locale;
import java.util.function.BiConsumer;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TableCell;
import sulcus.prune.Decision;
import sulcus.prune.NetworkId;
import sulcus.study.NetworkFacts;

/** What is wanted for a network, to be chosen. */
final class DecisionCell extends TableCell<NetworkFacts, Decision> {
    private final MenuButton choice = new MenuButton();

    DecisionCell(BiConsumer<NetworkId, Decision> decide) {
        for (Decision decision : Decision.values()) {
            MenuItem item = new MenuItem(words(decision));
            item.setOnAction(e -> decide.accept(getTableRow().getItem().id(), decision));
            choice.getItems().add(item);
        }
        choice.getStyleClass().addAll("small", "quiet");
        choice.setFocusTraversable(false);
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    }

    private static String words(Decision decision) {
        return decision.name().toLowerCase(Locale.ROOT);
    }

    @Override
    protected void updateItem(Decision decision, boolean empty) {
        super.updateItem(decision, empty);
        if (empty || decision == null) {
            setGraphic(null);
            return;
        }
        choice.setText(decision == Decision.UNDECIDED ? "–" : words(decision));
        choice.setAccessibleText("Decision: " + words(decision));
        setGraphic(choice);
    }
}
