package sulcus.workbench.sensitivity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import javafx.beans.value.ObservableValue;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import sulcus.figure.SensitivityData;
import sulcus.figure.SensitivityPainter;
import sulcus.figure.Theme;
import sulcus.task.NewestWins;
import sulcus.workbench.view.Hint;
import sulcus.workbench.view.ReadTab;
import sulcus.workbench.view.Selection;
import sulcus.workbench.view.Shown;

/** How the loss answers to removing neurons of each layer alone; a click or the arrow keys choose a layer. */
public final class SensitivityTab extends ReadTab<SensitivityData> {
    private final Selection selection;

    public SensitivityTab(
            Selection selection,
            ObservableValue<Theme> theme,
            NewestWins.Timer timer,
            Executor reader,
            Executor window) {
        super("sensitivity", "Sensitivity", theme, timer, reader, window);
        this.selection = selection;
        lay(e -> {}, this::pressed);
        figure().addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        selection.layerProperty().addListener((o, was, is) -> show());
    }

    @Override
    protected Question<SensitivityData> question() {
        return (study, progress) -> SensitivityData.of(study);
    }

    @Override
    protected void show() {
        SensitivityData d = data();
        if (d == null) {
            figure().show(null);
            figure().setAccessibleText("Sensitivity: nothing was measured");
            return;
        }
        int chosen = selection.layerProperty().get();
        figure().show(theme -> new SensitivityPainter(d, chosen, theme));
        words().setText(chosen < 0 || chosen >= d.layers() || d.added()[chosen] == null ? "" : words(d, chosen));
        figure().setAccessibleText("Loss added by each of " + d.layers() + " layers alone"
                + (words().getText().isEmpty() ? "" : "; " + words().getText()));
    }

    private static String words(SensitivityData d, int layer) {
        StringBuilder words = new StringBuilder("layer " + layer);
        for (int i = 0; i < d.shares().length; i++) {
            words.append(String.format(
                    Locale.ROOT,
                    "  ·  %s removed: %+.4f",
                    SensitivityPainter.share(d.shares()[i]),
                    d.added()[layer][i]));
        }
        return words + " nats";
    }

    private void pressed(MouseEvent e) {
        figure().requestFocus();
        SensitivityData d = data();
        int layer = d == null
                ? -1
                : new SensitivityPainter(d, -1, figure().themed())
                        .layerAt(e.getX(), e.getY(), figure().getWidth(), figure().getHeight());
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
        SensitivityData d = data();
        if (by != 0 && d != null) {
            selection.chooseLayer(Math.clamp(selection.layerProperty().get() + by, 0, d.layers() - 1));
            e.consume();
        }
    }

    @Override
    public List<Hint> keys() {
        return List.of(new Hint("From layer to layer", "← →, with Shift ten"));
    }

    @Override
    public Shown shown() {
        SensitivityData d = data();
        return d == null
                ? null
                : new Shown(
                        d.title(),
                        "sensitivity",
                        theme -> new SensitivityPainter(d, -1, theme),
                        0.5,
                        () -> numbers(d),
                        "--view sensitivity");
    }

    private static List<List<String>> numbers(SensitivityData d) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("layer", "what", "nats added"));
        for (int l = 0; l < d.layers(); l++) {
            for (int i = 0; d.added()[l] != null && i < d.shares().length; i++) {
                rows.add(List.of(Integer.toString(l), d.shares()[i] + " removed", Double.toString(d.added()[l][i])));
            }
            for (int k = 0; k < d.networks()[l].length; k++) {
                rows.add(List.of(
                        Integer.toString(l),
                        "network " + d.names()[l][k] + " silent",
                        Double.toString(d.networks()[l][k])));
            }
        }
        return rows;
    }
}
