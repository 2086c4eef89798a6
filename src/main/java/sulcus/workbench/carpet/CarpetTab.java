package sulcus.workbench.carpet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import sulcus.figure.CarpetData;
import sulcus.figure.CarpetPainter;
import sulcus.figure.Theme;
import sulcus.prune.NetworkId;
import sulcus.task.NewestWins;
import sulcus.workbench.families.FamilyModel;
import sulcus.workbench.theme.Pill;
import sulcus.workbench.view.ReadTab;
import sulcus.workbench.view.Selection;
import sulcus.workbench.view.Shown;
import sulcus.workbench.view.Token;

/** Networks of all layers, or neurons of one, over the calibration tokens; a click chooses network and token. */
public final class CarpetTab extends ReadTab<CarpetData> {
    private final Selection selection;
    private final FamilyModel families;
    private final ToggleButton model =
            new Pill("all networks", Pill.Place.LEFT, "Time courses of the networks of all layers", "Carpet of");
    private final ToggleButton layer = new Pill(
            "this layer's neurons",
            Pill.Place.RIGHT,
            "Neurons of the layer in view, as its networks make them",
            "Carpet of");

    public CarpetTab(
            Selection selection,
            FamilyModel families,
            ObservableValue<Theme> theme,
            NewestWins.Timer timer,
            Executor reader,
            Executor window) {
        super("carpet", "Carpet", theme, timer, reader, window);
        this.selection = selection;
        this.families = families;
        ToggleGroup group = new ToggleGroup();
        for (ToggleButton pill : List.of(model, layer)) {
            pill.setToggleGroup(group);
            pill.setOnAction(e -> {
                pill.setSelected(true);
                ask();
            });
        }
        model.setSelected(true);
        HBox pills = new HBox(model, layer);
        pills.setMinWidth(Region.USE_PREF_SIZE);
        lay(this::moved, this::pressed, pills);
        selection.networkProperty().addListener((o, was, is) -> show());
        selection.tokenProperty().addListener((o, was, is) -> show());
        selection.layerProperty().addListener((o, was, is) -> {
            if (layer.isSelected()) {
                ask();
            }
        });
        families.familiesProperty().addListener((o, was, is) -> show());
    }

    @Override
    protected Question<CarpetData> question() {
        int l = model.isSelected() ? -1 : Math.max(0, selection.layerProperty().get());
        return (study, progress) ->
                l < 0 ? CarpetData.ofModel(study, progress) : CarpetData.ofLayer(study, l, progress);
    }

    private CarpetPainter painter(CarpetData d, Theme theme) {
        Token token = selection.tokenProperty().get();
        return new CarpetPainter(
                d,
                families.familiesProperty().get(),
                selection.networkProperty().get(),
                token == null || token.group() != 0 ? -1 : token.index(),
                theme);
    }

    @Override
    protected void show() {
        CarpetData now = data();
        if (now == null || families.familiesProperty().get() == null) {
            figure().show(null);
            figure().setAccessibleText("Carpet: nothing to show yet");
            return;
        }
        figure().show(theme -> painter(now, theme));
        figure().setAccessibleText(now.title() + ": " + now.rows() + " rows, " + now.tokens() + " tokens");
    }

    private void moved(MouseEvent e) {
        if (data() == null) {
            return;
        }
        CarpetPainter painter = painter(data(), figure().themed());
        int row = painter.rowAt(e.getY(), figure().getWidth(), figure().getHeight());
        int token = painter.tokenAt(e.getX(), figure().getWidth(), figure().getHeight());
        words().setText(row < 0 || token < 0 ? "" : "network " + data().owner()[row] + "  ·  token " + token);
    }

    private void pressed(MouseEvent e) {
        figure().requestFocus();
        if (data() == null || e.getButton() != MouseButton.PRIMARY) {
            return;
        }
        CarpetPainter painter = painter(data(), figure().themed());
        int row = painter.rowAt(e.getY(), figure().getWidth(), figure().getHeight());
        int token = painter.tokenAt(e.getX(), figure().getWidth(), figure().getHeight());
        if (row >= 0 && token >= 0) {
            selection.tokenProperty().set(new Token(0, token));
            selection.networkProperty().set(data().owner()[row]);
        }
    }

    @Override
    public Shown shown() {
        CarpetData now = data();
        return now == null
                ? null
                : new Shown(
                        subject().name() + " · " + now.title(),
                        "carpet",
                        theme -> painter(now, theme),
                        0.62,
                        () -> numbers(now),
                        "--view carpet"
                                + (model.isSelected()
                                        ? ""
                                        : " --layer "
                                                + selection.layerProperty().get()));
    }

    private static List<List<String>> numbers(CarpetData d) {
        List<List<String>> rows = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of("row"));
        int columns = d.values()[0].length;
        for (int c = 0; c < columns; c++) {
            head.add("token " + (long) c * d.tokens() / columns);
        }
        rows.add(head);
        for (int r = 0; r < d.values().length; r++) {
            NetworkId owner = d.owner()[(int) ((long) r * d.rows() / d.values().length)];
            List<String> row = new ArrayList<>(List.of(owner.toString()));
            for (float value : d.values()[r]) {
                row.add(String.format(Locale.ROOT, "%.4g", value));
            }
            rows.add(row);
        }
        return rows;
    }
}
