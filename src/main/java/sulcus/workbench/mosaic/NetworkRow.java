package sulcus.workbench.mosaic;

import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;
import sulcus.prune.Decision;
import sulcus.prune.NetworkId;
import sulcus.workbench.preserve.CutModel;
import sulcus.workbench.study.Figures;
import sulcus.workbench.study.Subject;

/** One network: its share of the layer's variance, and what is wanted for it. */
final class NetworkRow extends ListCell<NetworkId> {
    private final MosaicModel model;
    private final CutModel cut;
    private final Label number = new Label();
    private final Region share = new Region();
    private final StackPane bar = new StackPane(share);
    private final Label variance = new Label();
    private final Button decision = new Button();
    private final HBox row = new HBox(8, number, bar, variance, decision);
    private final Tooltip unlike = new Tooltip();
    private final Tooltip wish = new Tooltip();
    private Decision shown;

    NetworkRow(MosaicModel model, CutModel cut) {
        this.model = model;
        this.cut = cut;
        number.getStyleClass().add("network-number");
        share.getStyleClass().add("share");
        share.setMaxHeight(6);
        bar.getStyleClass().add("share-bar");
        bar.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(bar, Priority.ALWAYS);
        variance.getStyleClass().add("count");
        variance.setTooltip(new Tooltip("Share of the layer's variance"));
        decision.setTooltip(wish);
        decision.getStyleClass().addAll("quiet", "decision");
        decision.setOnAction(e -> cut.setNetwork(getItem(), next(now())));
        row.setAlignment(Pos.CENTER_LEFT);
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        bar.widthProperty().addListener((o, was, is) -> refresh());
        cut.cutProperty().addListener((o, was, is) -> {
            boolean bound = was != null
                    && is != null
                    && was.rules().minimumStability() != is.rules().minimumStability();
            if (bound || now() != shown) {
                refresh();
            }
        });
    }

    private Decision now() {
        return cut.cut() == null || getItem() == null
                ? Decision.UNDECIDED
                : cut.cut().rules().networks().getOrDefault(getItem(), Decision.UNDECIDED);
    }

    private static Decision next(Decision now) {
        return switch (now) {
            case UNDECIDED -> Decision.PRESERVE;
            case PRESERVE -> Decision.DROP;
            case DROP -> Decision.UNDECIDED;
        };
    }

    @Override
    protected void updateItem(NetworkId id, boolean empty) {
        super.updateItem(id, empty);
        setGraphic(empty || id == null ? null : row);
        refresh();
    }

    private void refresh() {
        NetworkId id = getItem();
        Subject s = model.subjectProperty().get();
        if (id == null || isEmpty() || s == null || id.network() >= s.networks().components(id.layer(), id.group())) {
            return;
        }
        float[] shares = s.networks().variance(id.layer(), id.group());
        boolean stable = s.isStable(id, cut.cut().rules());
        number.setText(s.named(id, cut.cut().rules()));
        number.pseudoClassStateChanged(UNSTABLE, !stable);
        if (!stable) {
            unlike.setText(unstable(s, id));
        }
        number.setTooltip(stable ? null : unlike);
        variance.setText(Figures.percent(shares[id.network()]));
        double part = shares[0] <= 0 ? 0 : shares[id.network()] / shares[0];
        share.setMaxWidth(Math.max(1, bar.getWidth() * Math.min(1, part)));
        Decision now = now();
        shown = now;
        decision.setGraphic(new FontIcon(
                switch (now) {
                    case UNDECIDED -> Feather.MINUS;
                    case PRESERVE -> Feather.CHECK;
                    case DROP -> Feather.SLASH;
                }));
        String words = switch (now) {
            case UNDECIDED -> "undecided: the threshold decides";
            case PRESERVE -> "preserve: its key neurons stay";
            case DROP -> "drop: it adds nothing to the scores";
        };
        wish.setText("Network " + id + ", " + words + "; click for the next");
        decision.setAccessibleText("Network " + id + ", " + words);
        decision.pseudoClassStateChanged(DECIDED, now != Decision.UNDECIDED);
    }

    private static String unstable(Subject s, NetworkId id) {
        return String.format(
                java.util.Locale.ROOT,
                "Unstable: other starts find other networks (Iq %.2f)",
                s.networks().stability(id.layer(), id.group())[id.network()]);
    }

    private static final javafx.css.PseudoClass UNSTABLE = javafx.css.PseudoClass.getPseudoClass("unstable");
    private static final javafx.css.PseudoClass DECIDED = javafx.css.PseudoClass.getPseudoClass("decided");
}
