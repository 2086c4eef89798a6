package sulcus.workbench.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import sulcus.figure.LayersData;
import sulcus.figure.LayersPainter;
import sulcus.figure.Theme;
import sulcus.workbench.preserve.CutModel;
import sulcus.workbench.study.Figures;
import sulcus.workbench.study.Subject;
import sulcus.workbench.view.FigureView;
import sulcus.workbench.view.Hint;
import sulcus.workbench.view.Selection;
import sulcus.workbench.view.Shown;
import sulcus.workbench.view.View;

/** How much of each layer the cut of this moment keeps; a click or the arrow keys choose a layer. */
public final class LayersTab implements View {
    private final Selection selection;
    private final CutModel cut;
    private final VBox pane = new VBox();
    private final FigureView bars;
    private final Label words = new Label();
    private Subject subject;
    private boolean seen;

    public LayersTab(Selection selection, CutModel cut, ObservableValue<Theme> theme) {
        this.selection = selection;
        this.cut = cut;
        bars = new FigureView(theme);
        bars.setId("layers");
        words.getStyleClass().add("mosaic-words");
        HBox header = new HBox(words);
        header.setAlignment(Pos.CENTER_LEFT);
        header.getStyleClass().add("pane-header");
        pane.getStyleClass().add("view-pane");
        pane.getChildren().addAll(header, bars);
        VBox.setVgrow(bars, Priority.ALWAYS);
        cut.outcomeProperty().addListener((o, was, is) -> show());
        selection.layerProperty().addListener((o, was, is) -> show());
        bars.addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
        bars.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        show();
    }

    private LayersData data() {
        return subject == null || cut.outcome() == null || cut.outcome().kept().length != subject.layers()
                ? null
                : LayersData.of(
                        subject.name(),
                        cut.cut().method().axis(),
                        cut.outcome().plan(),
                        cut.cut().applied());
    }

    /** Nothing is counted for a view that nobody sees. */
    private void show() {
        if (!seen) {
            return;
        }
        LayersData d = data();
        if (d == null) {
            bars.show(null);
            bars.setAccessibleText("Layers: nothing is open");
            words.setText("");
            return;
        }
        int chosen = selection.layerProperty().get();
        bars.show(theme -> new LayersPainter(d, chosen, theme));
        words.setText(chosen < 0 || chosen >= d.layers() ? "" : words(d, chosen));
        bars.setAccessibleText("Neurons kept in each of " + d.layers() + " layers"
                + (words.getText().isEmpty() ? "" : "; " + words.getText()));
    }

    private static String words(LayersData d, int layer) {
        return "layer " + layer + "  ·  " + Figures.count(d.kept()[layer]) + " of " + Figures.count(d.neurons()[layer])
                + " neurons kept"
                + (d.protectedLayers()[layer]
                        ? "  ·  protected"
                        : String.format(Locale.ROOT, "  ·  %s > %.2f", d.scale(), d.thresholds()[layer]));
    }

    private void pressed(MouseEvent e) {
        bars.requestFocus();
        LayersData d = data();
        int layer = d == null
                ? -1
                : new LayersPainter(d, -1, bars.themed())
                        .layerAt(e.getX(), e.getY(), bars.getWidth(), bars.getHeight());
        if (layer >= 0) {
            selection.chooseLayer(layer);
        }
    }

    private void key(KeyEvent e) {
        int far = e.isShiftDown() ? 10 : 1;
        int by = switch (e.getCode()) {
            case LEFT, DOWN -> -far;
            case RIGHT, UP -> far;
            default -> 0;
        };
        LayersData d = data();
        if (by != 0 && d != null) {
            selection.chooseLayer(Math.clamp(selection.layerProperty().get() + by, 0, d.layers() - 1));
            e.consume();
        }
    }

    @Override
    public String id() {
        return "layers";
    }

    @Override
    public String title() {
        return "Layers";
    }

    @Override
    public Region node() {
        return pane;
    }

    @Override
    public void open(Subject next) {
        subject = next;
        show();
    }

    @Override
    public void showing(boolean now) {
        seen = now;
        if (now) {
            show();
            bars.redraw();
        }
    }

    @Override
    public List<Hint> keys() {
        return List.of(new Hint("From layer to layer", "← →, with Shift ten"));
    }

    @Override
    public Shown shown() {
        LayersData d = data();
        return d == null
                ? null
                : new Shown(
                        d.title(),
                        "layers",
                        theme -> new LayersPainter(d, -1, theme),
                        0.5,
                        () -> numbers(d),
                        "--view layers");
    }

    private static List<List<String>> numbers(LayersData d) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("layer", "neurons", "kept", "removed", "threshold", "protected"));
        for (int l = 0; l < d.layers(); l++) {
            rows.add(List.of(
                    Integer.toString(l),
                    Integer.toString(d.neurons()[l]),
                    Integer.toString(d.kept()[l]),
                    Integer.toString(d.neurons()[l] - d.kept()[l]),
                    Float.toString(d.thresholds()[l]),
                    d.protectedLayers()[l] ? "yes" : "no"));
        }
        return rows;
    }
}
