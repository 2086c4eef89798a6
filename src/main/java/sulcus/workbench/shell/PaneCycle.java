package sulcus.workbench.shell;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TabPane;

/** Takes the focus from pane to pane: to what had it last there, else to the first thing that can have it. */
final class PaneCycle {
    private final Supplier<List<Node>> panes;
    private final Map<Node, Node> last = new HashMap<>();

    /** @param panes in their order on the screen; those that are not in the window are passed over */
    PaneCycle(Supplier<List<Node>> panes) {
        this.panes = panes;
    }

    /** @param step 1 for the next pane, −1 for the one before */
    void go(int step) {
        List<Node> all = panes.get();
        int at = -1;
        for (int i = 0; i < all.size(); i++) {
            Node focused = focused(all.get(i));
            if (focused != null) {
                at = i;
                last.put(all.get(i), focused);
            }
        }
        int from = at < 0 && step < 0 ? 0 : at;
        for (int i = 1; i <= all.size(); i++) {
            Node pane = all.get(Math.floorMod(from + i * step, all.size()));
            Node before = last.get(pane);
            Node target = before != null && isIn(before, pane) && before.isFocusTraversable() ? before : first(pane);
            if (target != null) {
                target.requestFocus();
                return;
            }
        }
    }

    /** What has the focus, if it is in that pane. */
    private static Node focused(Node pane) {
        Node owner = pane.getScene() == null ? null : pane.getScene().getFocusOwner();
        return isIn(owner, pane) ? owner : null;
    }

    /** Whether a node can be seen in a pane. */
    private static boolean isIn(Node node, Node pane) {
        for (Node at = node; at != null && at.isVisible(); at = at.getParent()) {
            if (at == pane) {
                return pane.getScene() != null;
            }
        }
        return false;
    }

    private static Node first(Node in) {
        if (in.getScene() == null || !in.isVisible() || in.isDisabled()) {
            return null;
        }
        if (in.isFocusTraversable() && !(in instanceof TabPane) && !(in instanceof ScrollPane)) {
            return in;
        }
        if (in instanceof Parent parent) {
            for (Node child : parent.getChildrenUnmodifiable()) {
                Node found = first(child);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }
}
