package sulcus.workbench.shell;

import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.Region;
import sulcus.workbench.networks.NetworksPane;
import sulcus.workbench.view.Arrangement;
import sulcus.workbench.view.ViewArea;

/** Where the parts of the window stand: the study at the left, the views, what is preserved at the right. */
final class Panes {
    private static final double LEFT = 272;
    private static final double RIGHT = 336;
    private static final double USUAL = 1400;

    private final ViewArea views;
    private final NetworksPane networks;
    private final SplitPane split = new SplitPane();
    private final SplitPane left;
    private final SplitPane centre = new SplitPane();
    private final ScrollPane right;
    private final PaneCycle cycle = new PaneCycle(this::inOrder);

    /**
     * @param study facts of what is open
     * @param layer the layer that is spoken of
     * @param networks their table; it is shown on demand
     * @param preserve what is kept
     */
    Panes(Region study, Region layer, ViewArea views, NetworksPane networks, Region preserve) {
        this.views = views;
        this.networks = networks;
        ScrollPane facts = new ScrollPane(study);
        facts.setFitToWidth(true);
        facts.getStyleClass().add("facts-scroll");
        facts.setMinHeight(80);
        left = new SplitPane(facts, layer);
        left.setOrientation(Orientation.VERTICAL);
        left.setDividerPositions(0.47);
        left.getStyleClass().add("left");
        left.setMinWidth(232);
        left.setPrefWidth(LEFT);
        // in a low window it scrolls, so that it never pushes the menus and the status bar out
        right = new ScrollPane(preserve);
        right.setFitToWidth(true);
        right.setFitToHeight(true);
        right.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        right.getStyleClass().add("facts-scroll");
        right.setMinWidth(304);
        right.setPrefWidth(RIGHT);
        centre.setOrientation(Orientation.VERTICAL);
        centre.getItems().add(views);
        split.getItems().setAll(left, centre, right);
        SplitPane.setResizableWithParent(left, false);
        SplitPane.setResizableWithParent(right, false);
        split.setDividerPositions(LEFT / USUAL, 1 - RIGHT / USUAL);
    }

    Region node() {
        return split;
    }

    /** All views in one half, the mosaic in front. */
    void explore() {
        sides(true);
        views.arrange(new Arrangement(List.of(), "mosaic", List.of(), null, List.of()));
    }

    /** The mosaic, and beside it the comparison. */
    void compareSideBySide() {
        sides(true);
        views.arrange(new Arrangement(List.of(), "mosaic", List.of("compare"), "compare", List.of()));
    }

    /** The view in front alone, as large as the window. */
    void figureAlone() {
        sides(false);
        String front = views.activeProperty().get().id();
        views.arrange(new Arrangement(List.of(), front, List.of(), null, List.of()));
    }

    boolean hasSides() {
        return split.getItems().contains(left);
    }

    /** Shows the panes left and right of the views, or hides them. */
    void sides(boolean shown) {
        if (shown == hasSides()) {
            return;
        }
        split.getItems().setAll(shown ? List.of(left, centre, right) : List.of(centre));
        if (shown) {
            split.setDividerPositions(LEFT / split.getWidth(), 1 - RIGHT / split.getWidth());
        }
    }

    /** Shows the table of networks below the views, or takes it away. */
    void toggleNetworks() {
        if (!centre.getItems().remove(networks)) {
            centre.getItems().add(networks);
            centre.setDividerPositions(0.62);
            networks.table().requestFocus();
        }
    }

    /** @param step 1 for the next pane, −1 for the one before */
    void go(int step) {
        cycle.go(step);
    }

    private List<Node> inOrder() {
        List<Node> all = new ArrayList<>(left.getItems());
        all.addAll(views.halves());
        all.add(networks);
        all.add(right);
        return all;
    }
}
