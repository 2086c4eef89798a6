package sulcus.workbench.carpet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import sulcus.figure.CarpetData;
import sulcus.figure.CarpetPainter;
import sulcus.figure.Theme;
import sulcus.prune.NetworkId;
import sulcus.task.NewestWins;
import sulcus.workbench.families.FamilyModel;
import sulcus.workbench.study.Subject;
import sulcus.workbench.view.FigureView;
import sulcus.workbench.view.Selection;
import sulcus.workbench.view.Shown;
import sulcus.workbench.view.Token;
import sulcus.workbench.view.View;

/** Networks of all layers, or neurons of one, over the calibration tokens; a click chooses network and token. */
public final class CarpetTab implements View {
    private final Selection selection;
    private final FamilyModel families;
    private final NewestWins<Question, CarpetData> reading;
    private final VBox pane = new VBox();
    private final FigureView figure;
    private final ToggleButton model = pill("all networks", "left-pill", "Time courses of the networks of all layers");
    private final ToggleButton layer =
            pill("this layer's neurons", "right-pill", "Neurons of the layer in view, as its networks make them");
    private final Label words = new Label();
    private Subject subject;
    private boolean showing;
    private CarpetData data;

    private record Question(Subject subject, int layer) {}

    public CarpetTab(
            Selection selection,
            FamilyModel families,
            ObservableValue<Theme> theme,
            NewestWins.Timer timer,
            Executor reader,
            Executor window) {
        this.selection = selection;
        this.families = families;
        figure = new FigureView(theme);
        figure.setId("carpet");
        reading = new NewestWins<>(
                (q, progress) -> q.layer() < 0
                        ? CarpetData.ofModel(q.subject().study(), progress)
                        : CarpetData.ofLayer(q.subject().study(), q.layer(), progress),
                0,
                timer,
                reader,
                window,
                new NewestWins.Listener<>() {
                    @Override
                    public void answered(Question question, CarpetData answer) {
                        data = answer;
                        show();
                    }

                    @Override
                    public void failed(Question question, Throwable failure) {
                        data = null;
                        words.setText(String.valueOf(failure.getMessage()));
                        show();
                    }
                });
        ToggleGroup group = new ToggleGroup();
        for (ToggleButton pill : List.of(model, layer)) {
            pill.setToggleGroup(group);
            pill.setOnAction(e -> {
                pill.setSelected(true);
                ask();
            });
        }
        model.setSelected(true);
        words.getStyleClass().add("mosaic-words");
        words.setMinWidth(0);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox pills = new HBox(model, layer);
        pills.setMinWidth(Region.USE_PREF_SIZE);
        HBox header = new HBox(8, words, space, pills);
        header.setAlignment(Pos.CENTER_LEFT);
        header.getStyleClass().add("pane-header");
        VBox.setVgrow(figure, Priority.ALWAYS);
        pane.getStyleClass().add("view-pane");
        pane.getChildren().addAll(header, figure);
        selection.networkProperty().addListener((o, was, is) -> show());
        selection.tokenProperty().addListener((o, was, is) -> show());
        selection.layerProperty().addListener((o, was, is) -> {
            if (layer.isSelected()) {
                ask();
            }
        });
        families.familiesProperty().addListener((o, was, is) -> show());
        figure.addEventHandler(MouseEvent.MOUSE_MOVED, this::moved);
        figure.addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
    }

    private static ToggleButton pill(String words, String style, String tip) {
        ToggleButton pill = new ToggleButton(words);
        pill.getStyleClass().addAll("small", style);
        pill.setTooltip(new Tooltip(tip));
        pill.setAccessibleText("Carpet of " + words);
        return pill;
    }

    @Override
    public void showing(boolean now) {
        showing = now;
        if (now) {
            ask();
            figure.redraw();
        }
    }

    private void ask() {
        if (!showing) {
            return;
        }
        if (subject != null && subject.study() != null) {
            reading.ask(new Question(
                    subject,
                    model.isSelected()
                            ? -1
                            : Math.max(0, selection.layerProperty().get())));
        }
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

    private void show() {
        CarpetData now = data;
        if (now == null || families.familiesProperty().get() == null) {
            figure.show(null);
            figure.setAccessibleText("Carpet: nothing to show yet");
            return;
        }
        figure.show(theme -> painter(now, theme));
        figure.setAccessibleText(now.title() + ": " + now.rows() + " rows, " + now.tokens() + " tokens");
    }

    private void moved(MouseEvent e) {
        if (data == null) {
            return;
        }
        CarpetPainter painter = painter(data, figure.themed());
        int row = painter.rowAt(e.getY(), figure.getWidth(), figure.getHeight());
        int token = painter.tokenAt(e.getX(), figure.getWidth(), figure.getHeight());
        words.setText(row < 0 || token < 0 ? "" : "network " + data.owner()[row] + "  ·  token " + token);
    }

    private void pressed(MouseEvent e) {
        figure.requestFocus();
        if (data == null || e.getButton() != MouseButton.PRIMARY) {
            return;
        }
        CarpetPainter painter = painter(data, figure.themed());
        int row = painter.rowAt(e.getY(), figure.getWidth(), figure.getHeight());
        int token = painter.tokenAt(e.getX(), figure.getWidth(), figure.getHeight());
        if (row >= 0 && token >= 0) {
            selection.tokenProperty().set(new Token(0, token));
            selection.networkProperty().set(data.owner()[row]);
        }
    }

    @Override
    public String id() {
        return "carpet";
    }

    @Override
    public String title() {
        return "Carpet";
    }

    @Override
    public Region node() {
        return pane;
    }

    @Override
    public void open(Subject next) {
        reading.withdraw();
        subject = next;
        data = null;
        words.setText("");
        ask();
        show();
    }

    @Override
    public Shown shown() {
        CarpetData now = data;
        return now == null
                ? null
                : new Shown(
                        subject.name() + " · " + now.title(),
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
