package sulcus.workbench.fingerprint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import javafx.beans.value.ObservableValue;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import sulcus.figure.FingerprintData;
import sulcus.figure.FingerprintPainter;
import sulcus.figure.Theme;
import sulcus.prune.NetworkId;
import sulcus.study.lab.Fingerprint;
import sulcus.study.lab.Fingerprint.Match;
import sulcus.task.NewestWins;
import sulcus.task.Refusal;
import sulcus.workbench.view.Hint;
import sulcus.workbench.view.ReadTab;
import sulcus.workbench.view.Selection;
import sulcus.workbench.view.Shown;

/** Which networks of the study's model another model has; a click on a bar or the arrow keys choose the layer of the matrix, a click
 * on a row the network whose time courses are laid over one another. */
public final class FingerprintTab extends ReadTab<Fingerprint> {
    private final Selection selection;

    public FingerprintTab(
            Selection selection,
            ObservableValue<Theme> theme,
            NewestWins.Timer timer,
            Executor reader,
            Executor window) {
        super("fingerprint", "Fingerprint", theme, timer, reader, window);
        this.selection = selection;
        lay(e -> {}, this::pressed);
        figure().addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        selection.layerProperty().addListener((o, was, is) -> show());
        selection.networkProperty().addListener((o, was, is) -> show());
    }

    @Override
    protected Question<Fingerprint> question() {
        return (study, progress) -> {
            Fingerprint known = Fingerprint.of(study);
            if (known == null) {
                throw new Refusal("Not measured yet; choose Study, Compare networks with another model…");
            }
            return known;
        };
    }

    /** Of the chosen layer, if it is there. */
    private FingerprintData seen() {
        Fingerprint f = data();
        int chosen = selection.layerProperty().get();
        boolean there = f.matrices().stream().anyMatch(m -> m.layer() == chosen);
        NetworkId network = selection.networkProperty().get();
        boolean ofLayer = network != null && (!there || network.layer() == chosen);
        return FingerprintData.of(f, there ? chosen : null, ofLayer ? network : null);
    }

    @Override
    protected void show() {
        if (data() == null) {
            figure().show(null);
            figure().setAccessibleText("Fingerprint: nothing was measured");
            return;
        }
        FingerprintData d = seen();
        figure().show(theme -> new FingerprintPainter(d, theme));
        words().setText(
                        data().carried()
                                ? "each network set against itself, by the key neurons that are left"
                                : "matched one to one with the other model's own networks");
        figure().setAccessibleText(d.title());
    }

    private void pressed(MouseEvent e) {
        figure().requestFocus();
        if (data() == null) {
            return;
        }
        FingerprintData d = seen();
        FingerprintPainter painter = new FingerprintPainter(d, figure().themed());
        int layer = painter.layerAt(e.getX(), e.getY(), figure().getWidth(), figure().getHeight());
        int row = painter.rowAt(e.getX(), e.getY(), figure().getWidth(), figure().getHeight());
        if (layer >= 0) {
            selection.chooseLayer(layer);
        } else if (row >= 0) {
            selection.networkProperty().set(NetworkId.parse(d.ours().get(row)));
        }
    }

    private void key(KeyEvent e) {
        int by = switch (e.getCode()) {
            case LEFT, UP -> -1;
            case RIGHT, DOWN -> 1;
            default -> 0;
        };
        if (by != 0 && data() != null) {
            int[] layers = seen().layers();
            int last = layers.length == 0 ? 0 : layers[layers.length - 1];
            selection.chooseLayer(Math.clamp(selection.layerProperty().get() + by, 0, last));
            e.consume();
        }
    }

    @Override
    public List<Hint> keys() {
        return List.of(new Hint("From layer to layer", "↑ ↓"));
    }

    @Override
    public Shown shown() {
        Fingerprint f = data();
        if (f == null) {
            return null;
        }
        FingerprintData d = seen();
        return new Shown(
                d.title(),
                d.layer() < 0 ? "fingerprint" : "fingerprint-layer-" + d.layer(),
                theme -> new FingerprintPainter(d, theme),
                0.55,
                () -> numbers(f),
                "--view fingerprint" + (d.layer() < 0 ? "" : " --layer " + d.layer())
                        + (d.pair() == null ? "" : " --network " + d.pair().network()));
    }

    private static List<List<String>> numbers(Fingerprint f) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("network", "partner", "rho", "q", "fate"));
        for (Match m : f.matches()) {
            rows.add(List.of(
                    m.network(),
                    m.partner() == null ? "" : m.partner(),
                    Double.toString(m.rho()),
                    Double.toString(m.q()),
                    m.fate().name().toLowerCase(Locale.ROOT)));
        }
        return rows;
    }
}
