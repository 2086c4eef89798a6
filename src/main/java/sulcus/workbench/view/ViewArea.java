package sulcus.workbench.view;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;
import sulcus.workbench.study.Subject;

/**
 * The views of a study as tabs, in one half or side by side, or pulled out into windows of their own. A view is in one place
 * at a time; what it shows goes with it.
 */
public final class ViewArea extends StackPane {
    private final Map<String, View> views = new LinkedHashMap<>();
    private final Map<String, Tab> tabs = new LinkedHashMap<>();
    private final Map<String, Boolean> shown = new LinkedHashMap<>();
    private final Map<String, Stage> windows = new LinkedHashMap<>();
    private final SplitPane halves = new SplitPane();
    private final TabPane left = half("views");
    private final TabPane right = half("views-beside");
    private final Consumer<Scene> dress;
    private final ReadOnlyObjectWrapper<View> active = new ReadOnlyObjectWrapper<>();

    /**
     * @param all in the order of the tabs
     * @param empty stands here while no study is open
     * @param dress gives a new window's scene the look of the first
     */
    public ViewArea(List<View> all, Region empty, Consumer<Scene> dress) {
        this.dress = dress;
        getStyleClass().add("view-area");
        for (View view : all) {
            Tab tab = new Tab(view.title(), view.node());
            tab.setId("tab-" + view.id());
            tab.setClosable(false);
            tab.setContextMenu(new ContextMenu(
                    item("Beside", () -> beside(view.id())), item("In a window of its own", () -> pullOut(view.id()))));
            views.put(view.id(), view);
            tabs.put(view.id(), tab);
            left.getTabs().add(tab);
        }
        halves.getItems().add(left);
        halves.getStyleClass().add("halves");
        getChildren().addAll(halves, empty);
        for (TabPane half : List.of(left, right)) {
            half.getSelectionModel().selectedItemProperty().addListener((o, was, is) -> {
                activate(is);
                tell();
            });
            half.addEventFilter(javafx.scene.input.MouseEvent.MOUSE_PRESSED, e -> activate(half));
            half.focusWithinProperty().addListener((o, was, is) -> {
                if (is) {
                    activate(half);
                }
            });
        }
        active.set(all.getFirst());
        tell();
    }

    private static TabPane half(String id) {
        TabPane half = new TabPane();
        half.setId(id);
        half.getStyleClass().add("dense");
        half.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        half.setMinWidth(220);
        half.setMinHeight(200);
        return half;
    }

    private static MenuItem item(String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setOnAction(e -> action.run());
        return item;
    }

    private void activate(TabPane half) {
        activate(half.getSelectionModel().getSelectedItem());
    }

    private void activate(Tab tab) {
        if (tab != null) {
            tabs.forEach((id, t) -> {
                if (t == tab) {
                    active.set(views.get(id));
                }
            });
        }
    }

    /** Tells every view whether it can be seen; after the tabs have taken their places. */
    private void tell() {
        views.forEach((id, view) -> {
            boolean front = windows.containsKey(id) || id.equals(front(left)) || id.equals(front(right));
            if (!Boolean.valueOf(front).equals(shown.put(id, front))) {
                view.showing(front);
            }
        });
    }

    /** Shows another study in all views. */
    public void open(Subject subject) {
        views.values().forEach(view -> view.open(subject));
    }

    /** Brings a view to the front, wherever it stands. */
    public void bring(String id) {
        Stage window = windows.get(id);
        if (window != null) {
            window.toFront();
            active.set(views.get(id));
            return;
        }
        TabPane half = right.getTabs().contains(tabs.get(id)) ? right : left;
        half.getSelectionModel().select(tabs.get(id));
        active.set(views.get(id));
    }

    /** Puts a view into the other half; the second half appears with its first view and goes with its last. */
    public void beside(String id) {
        Tab tab = tabs.get(id);
        bringBack(id);
        boolean wasRight = right.getTabs().remove(tab);
        if (!wasRight) {
            if (left.getTabs().size() == 1) {
                return;
            }
            left.getTabs().remove(tab);
        }
        insert(wasRight ? left : right, id);
        settle();
        bring(id);
    }

    /** Puts a view into a window of its own, or back if it is in one. */
    public void pullOut(String id) {
        if (windows.containsKey(id)) {
            bringBack(id);
            bring(id);
            return;
        }
        Tab tab = tabs.get(id);
        TabPane half = right.getTabs().contains(tab) ? right : left;
        if (half == left && left.getTabs().size() == 1) {
            return;
        }
        half.getTabs().remove(tab);
        tab.setContent(null);
        settle();
        View view = views.get(id);
        Stage window = new Stage();
        window.setTitle(view.title() + " – Sulcus");
        StackPane content = new StackPane(view.node());
        content.getStyleClass().addAll("workbench", "view-window");
        Scene scene = new Scene(content, 900, 700);
        dress.accept(scene);
        window.setScene(scene);
        window.setOnHidden(e -> bringBack(id));
        windows.put(id, window);
        tell();
        window.show();
        active.set(view);
    }

    private void bringBack(String id) {
        Stage window = windows.remove(id);
        if (window != null) {
            ((StackPane) window.getScene().getRoot()).getChildren().clear();
            window.setOnHidden(null);
            window.hide();
            tabs.get(id).setContent(views.get(id).node());
            insert(left, id);
            tell();
        }
    }

    /** At its place in the order of the views. */
    private void insert(TabPane half, String id) {
        List<String> order = new ArrayList<>(views.keySet());
        int at = 0;
        while (at < half.getTabs().size() && order.indexOf(idOf(half.getTabs().get(at))) < order.indexOf(id)) {
            at++;
        }
        half.getTabs().add(at, tabs.get(id));
    }

    private void settle() {
        if (right.getTabs().isEmpty()) {
            halves.getItems().remove(right);
        } else if (!halves.getItems().contains(right)) {
            halves.getItems().add(right);
            halves.setDividerPositions(0.5);
        }
    }

    private static String idOf(Tab tab) {
        return tab.getId().substring("tab-".length());
    }

    private static List<String> ids(TabPane half) {
        return half.getTabs().stream().map(ViewArea::idOf).toList();
    }

    private static String front(TabPane half) {
        Tab tab = half.getSelectionModel().getSelectedItem();
        return tab == null ? null : idOf(tab);
    }

    /** Where the views stand now. */
    public Arrangement arrangement() {
        return new Arrangement(ids(left), front(left), ids(right), front(right), List.copyOf(windows.keySet()));
    }

    /** Puts the views where they stood; ids that are not known are passed over, views not named go to the left. */
    public void arrange(Arrangement wanted) {
        List.copyOf(windows.keySet()).forEach(this::bringBack);
        for (String id : views.keySet()) {
            boolean toRight = wanted.right().contains(id);
            TabPane from = right.getTabs().contains(tabs.get(id)) ? right : left;
            TabPane to = toRight ? right : left;
            if (from != to) {
                from.getTabs().remove(tabs.get(id));
                insert(to, id);
            }
        }
        settle();
        wanted.windows().stream().filter(views::containsKey).forEach(this::pullOut);
        if (wanted.rightFront() != null && right.getTabs().contains(tabs.get(wanted.rightFront()))) {
            right.getSelectionModel().select(tabs.get(wanted.rightFront()));
        }
        if (wanted.leftFront() != null && left.getTabs().contains(tabs.get(wanted.leftFront()))) {
            left.getSelectionModel().select(tabs.get(wanted.leftFront()));
            activate(left);
        }
    }

    /** The view that was used last: the one whose figure is taken. */
    public ReadOnlyObjectProperty<View> activeProperty() {
        return active.getReadOnlyProperty();
    }

    /** One half, or both from left to right. */
    public List<Node> halves() {
        return List.copyOf(halves.getItems());
    }

    public List<View> views() {
        return List.copyOf(views.values());
    }

    /** Closes the windows that were pulled out. */
    public void close() {
        List.copyOf(windows.values()).forEach(Stage::hide);
    }
}
