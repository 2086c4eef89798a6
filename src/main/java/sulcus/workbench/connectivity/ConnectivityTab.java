package sulcus.workbench.connectivity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import javafx.beans.value.ObservableValue;
import javafx.scene.Cursor;
import javafx.scene.control.Button;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import sulcus.figure.ConnectivityData;
import sulcus.figure.ConnectivityData.Measure;
import sulcus.figure.ConnectivityPainter;
import sulcus.figure.Theme;
import sulcus.prune.Decision;
import sulcus.prune.NetworkId;
import sulcus.task.NewestWins;
import sulcus.workbench.families.FamilyModel;
import sulcus.workbench.preserve.CutModel;
import sulcus.workbench.theme.Pill;
import sulcus.workbench.view.Hint;
import sulcus.workbench.view.ReadTab;
import sulcus.workbench.view.Selection;
import sulcus.workbench.view.Shown;

/**
 * How alike the networks are: of the whole model, or of one layer. The cut through the dendrogram is drawn along it; a click on
 * a cell chooses both networks.
 */
public final class ConnectivityTab extends ReadTab<ConnectivityData> {
    private final Selection selection;
    private final FamilyModel families;
    private final CutModel cut;
    private final ToggleButton model =
            new Pill("all layers", Pill.Place.LEFT, "Networks of all layers, by their time courses", "Connectivity of");
    private final ToggleButton layer = new Pill(
            "this layer", Pill.Place.CENTER, "Networks of the layer in view, by their time courses", "Connectivity of");
    private final ToggleButton keys = new Pill(
            "shared key neurons",
            Pill.Place.CENTER,
            "Networks of the layer in view, in all groups of texts, by IoU of key neurons",
            "Connectivity of");
    private final ToggleButton starts = new Pill(
            "starts",
            Pill.Place.RIGHT,
            "Components of all starts of the ICA of the layer in view, by |r| of maps: those of a stable network form a block",
            "Connectivity of");
    private final Button preserve = new Button("Preserve family");
    private final Button drop = new Button("Drop family");
    private final Button both = new Button("Show both");
    private final Runnable open;
    private boolean dragging;

    /** @param open shows the page of the chosen network, and of the one beside it */
    public ConnectivityTab(
            Selection selection,
            FamilyModel families,
            CutModel cut,
            Runnable open,
            ObservableValue<Theme> theme,
            NewestWins.Timer timer,
            Executor reader,
            Executor window) {
        super("connectivity", "Connectivity", theme, timer, reader, window);
        this.selection = selection;
        this.families = families;
        this.cut = cut;
        this.open = open;
        controls();
        selection.networkProperty().addListener((o, was, is) -> show());
        selection.besideProperty().addListener((o, was, is) -> show());
        selection.layerProperty().addListener((o, was, is) -> {
            if (!model.isSelected()) {
                ask();
            }
        });
        families.coloursProperty().addListener((o, was, is) -> show());
        figure().addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
        figure().addEventHandler(MouseEvent.MOUSE_CLICKED, e -> {
            if (e.getClickCount() == 2 && data() != null && !onDendrogram(e)) {
                open.run();
            }
        });
        figure().addEventHandler(KeyEvent.KEY_PRESSED, e -> {
            if (data() != null && !data().networks().isEmpty() && pressed(e)) {
                e.consume();
            }
        });
        figure().addEventHandler(MouseEvent.MOUSE_RELEASED, e -> {
            if (dragging) {
                dragging = false;
                families.end();
            }
        });
    }

    private void controls() {
        ToggleGroup group = new ToggleGroup();
        for (ToggleButton pill : List.of(model, layer, keys, starts)) {
            pill.setToggleGroup(group);
            pill.setOnAction(e -> {
                pill.setSelected(true);
                ask();
            });
        }
        model.setSelected(true);
        preserve.setOnAction(e -> decide(Decision.PRESERVE));
        drop.setOnAction(e -> decide(Decision.DROP));
        both.setId("connectivity-both");
        both.setTooltip(new Tooltip("The two chosen networks side by side, in the same colours"));
        both.disableProperty().bind(selection.besideProperty().isNull());
        both.setOnAction(e -> open.run());
        for (Button button : List.of(both, preserve, drop)) {
            button.getStyleClass().add("small");
            button.setMinWidth(Region.USE_PREF_SIZE);
        }
        HBox pills = new HBox(model, layer, keys, starts);
        pills.setMinWidth(Region.USE_PREF_SIZE);
        lay(this::moved, this::pressed, both, preserve, drop, pills);
    }

    private void decide(Decision decision) {
        int family = families.of(selection.networkProperty().get());
        if (family >= 0) {
            cut.setNetworks("family " + (family + 1), families.members(family), decision);
        }
    }

    @Override
    protected Question<ConnectivityData> question() {
        int l = model.isSelected() ? -1 : Math.max(0, selection.layerProperty().get());
        if (starts.isSelected()) {
            return (study, progress) -> ConnectivityData.ofStarts(study, l, 0);
        }
        Measure measure = keys.isSelected() ? Measure.KEY_NEURONS : Measure.CORRELATION;
        return (study, progress) -> l < 0
                ? ConnectivityData.ofModel(study, progress)
                : ConnectivityData.ofLayer(study, l, measure, progress);
    }

    private List<NetworkId> marked() {
        List<NetworkId> marked = new ArrayList<>();
        for (NetworkId id : new NetworkId[] {
            selection.networkProperty().get(), selection.besideProperty().get()
        }) {
            if (id != null) {
                marked.add(id);
            }
        }
        return marked;
    }

    @Override
    protected void show() {
        int family = families.of(selection.networkProperty().get());
        preserve.setDisable(family < 0);
        drop.setDisable(family < 0);
        if (data() == null || families.familiesProperty().get() == null) {
            figure().show(null);
            figure().setAccessibleText("Connectivity: nothing to show yet");
            return;
        }
        ConnectivityData shown = data();
        figure().show(theme -> painter(shown, theme));
        figure().setAccessibleText(describe());
        words().setText(pair() != null ? pair() : family < 0 ? "" : familyWords(family));
    }

    /** The chosen cell in words; null if none is. */
    private String pair() {
        int row = row(selection.networkProperty().get());
        int column = row(selection.besideProperty().get());
        return row < 0 || column < 0 ? null : words(row, column);
    }

    private int row(NetworkId id) {
        return id == null ? -1 : data().row(id);
    }

    private String words(int row, int column) {
        return String.format(
                Locale.ROOT,
                "%s and %s: %s = %.2f",
                name(row),
                name(column),
                data().measure().startsWith("|r|") ? "|r|" : "IoU",
                data().value(row, column));
    }

    /** The network of a row, with its Iq where rows are components. */
    private String name(int row) {
        NetworkId id = data().networks().get(row);
        return data().stability() == null
                ? families.coloursProperty().getValue().named(id)
                : String.format(Locale.ROOT, "%s (Iq %.2f)", id, data().stability()[row]);
    }

    /** Arrows move the chosen cell, brackets the cut. */
    private boolean pressed(KeyEvent e) {
        int far = e.isShiftDown() ? 10 : 1;
        return switch (e.getCode()) {
            case UP -> step(-far, 0);
            case DOWN -> step(far, 0);
            case LEFT -> step(0, -far);
            case RIGHT -> step(0, far);
            case OPEN_BRACKET -> cutBy(-far);
            case CLOSE_BRACKET -> cutBy(far);
            case ENTER -> {
                open.run();
                yield true;
            }
            default -> false;
        };
    }

    private boolean step(int down, int right) {
        int last = data().networks().size() - 1;
        int row = row(selection.networkProperty().get());
        int column = row(selection.besideProperty().get());
        if (row < 0) {
            choose(0, 0);
        } else {
            choose(Math.clamp(row + down, 0, last), Math.clamp((column < 0 ? row : column) + right, 0, last));
        }
        return true;
    }

    private void choose(int row, int column) {
        selection.besideProperty().set(row == column ? null : data().networks().get(column));
        selection.networkProperty().set(data().networks().get(row));
    }

    private boolean cutBy(int hundredths) {
        if (data().tree() == families.treeProperty().get()) {
            families.begin();
            float height = families.familiesProperty().get().height() + hundredths / 100f;
            families.cut(Math.clamp(height, 0f, 1f));
            families.end();
        }
        return true;
    }

    private String familyWords(int family) {
        List<NetworkId> members = families.members(family);
        long layers = members.stream().map(NetworkId::layer).distinct().count();
        return "family " + (family + 1) + ": " + members.size() + " networks in " + layers + " layers";
    }

    private String describe() {
        return data().title() + ": " + data().networks().size() + " networks by " + data().measure() + "; "
                + families.familiesProperty().get().count() + " model-wide families"
                + (pair() == null ? "" : "; " + pair());
    }

    private ConnectivityPainter painter(ConnectivityData shown, Theme theme) {
        boolean cuttable = shown.tree() == families.treeProperty().get();
        return new ConnectivityPainter(
                shown,
                families.familiesProperty().get(),
                families.coloursProperty().getValue(),
                cuttable,
                marked(),
                theme);
    }

    private ConnectivityPainter onScreen() {
        return painter(data(), figure().themed());
    }

    private boolean onDendrogram(MouseEvent e) {
        var d = onScreen().dendrogram(figure().getWidth(), figure().getHeight());
        return data().tree() == families.treeProperty().get()
                && e.getX() >= d.getX() - 6
                && e.getX() <= d.getMaxX() + 2
                && e.getY() >= d.getY() - 12
                && e.getY() <= d.getMaxY();
    }

    private void moved(MouseEvent e) {
        if (data() == null) {
            return;
        }
        figure().setCursor(onDendrogram(e) ? Cursor.H_RESIZE : Cursor.DEFAULT);
        int row = onScreen().row(e.getY(), figure().getWidth(), figure().getHeight());
        int column = onScreen().column(e.getX(), figure().getWidth(), figure().getHeight());
        if (row >= 0 && column >= 0) {
            words().setText(words(row, column));
        }
    }

    private void pressed(MouseEvent e) {
        figure().requestFocus();
        if (data() == null || e.getButton() != MouseButton.PRIMARY) {
            return;
        }
        if (onDendrogram(e)) {
            dragging = true;
            families.begin();
            dragged(e);
            return;
        }
        int row = onScreen().row(e.getY(), figure().getWidth(), figure().getHeight());
        int column = onScreen().column(e.getX(), figure().getWidth(), figure().getHeight());
        if (row >= 0 && column >= 0) {
            choose(row, column);
        }
    }

    private void dragged(MouseEvent e) {
        if (dragging) {
            families.cut(onScreen().cutAt(e.getX(), figure().getWidth(), figure().getHeight()));
        }
    }

    @Override
    public List<Hint> keys() {
        return List.of(
                new Hint("Move the chosen cell", "← → ↑ ↓, with Shift ten"),
                new Hint("Show both networks side by side", "Enter, double click"),
                new Hint("Move the cut through the dendrogram", "[ ]"));
    }

    @Override
    public Shown shown() {
        if (data() == null) {
            return null;
        }
        ConnectivityData now = data();
        return new Shown(
                subject().name() + " · " + now.title(),
                "connectivity",
                theme -> painter(now, theme),
                0.78,
                () -> numbers(now),
                (starts.isSelected() ? "--view starts" : "--view connectivity")
                        + (model.isSelected()
                                ? ""
                                : " --layer " + selection.layerProperty().get()));
    }

    private static List<List<String>> numbers(ConnectivityData d) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("network"));
        for (int i = 0; i < d.networks().size(); i += d.perBin()) {
            head.add(d.networks().get(i).toString());
        }
        rows.add(head);
        for (int i = 0; i < d.values().length; i++) {
            List<String> row =
                    new ArrayList<>(List.of(d.networks().get(i * d.perBin()).toString()));
            for (float value : d.values()[i]) {
                row.add(Float.toString(value));
            }
            rows.add(row);
        }
        return rows;
    }
}
