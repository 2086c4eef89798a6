package sulcus.workbench.networks;

import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;
import sulcus.prune.NetworkId;
import sulcus.study.NetworkFacts;

/** A network's number; ~3.5 and pale where other starts find other networks. */
final class StabilityCell extends TableCell<NetworkFacts, NetworkId> {
    private static final PseudoClass UNSTABLE = PseudoClass.getPseudoClass("unstable");

    private final NetworksModel model;
    private final Tooltip unlike = new Tooltip();

    StabilityCell(NetworksModel model) {
        this.model = model;
        getStyleClass().add("network-id");
    }

    @Override
    protected void updateItem(NetworkId id, boolean empty) {
        super.updateItem(id, empty);
        NetworkFacts row = getTableRow() == null ? null : getTableRow().getItem();
        boolean unstable = !empty && row != null && !model.isStable(row);
        setText(empty || id == null ? null : unstable ? "~" + id : id.toString());
        if (unstable) {
            unlike.setText(String.format(
                    Locale.ROOT, "Unstable: other starts find other networks (Iq %.2f)", row.stability()));
        }
        setTooltip(unstable ? unlike : null);
        pseudoClassStateChanged(UNSTABLE, unstable);
    }
}
