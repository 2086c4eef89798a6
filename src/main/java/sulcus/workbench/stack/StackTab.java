package sulcus.workbench.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import sulcus.figure.MosaicData;
import sulcus.figure.StackArcs;
import sulcus.figure.StackPainter;
import sulcus.figure.StackPainter.Place;
import sulcus.figure.Theme;
import sulcus.prune.NetworkId;
import sulcus.task.NewestWins;
import sulcus.workbench.mosaic.MosaicModel;
import sulcus.workbench.study.Subject;
import sulcus.workbench.view.Hint;
import sulcus.workbench.view.Selection;
import sulcus.workbench.view.Shown;
import sulcus.workbench.view.View;

/** The mosaic's slices as a glass brain that turns under the mouse or the arrow keys; connections on demand. */
public final class StackTab implements View {
    private static final float FIRST_LEAST = 0.6f;

    private final Selection selection;
    private final MosaicModel mosaic;
    private final NewestWins<Question, StackArcs> reading;
    private final VBox pane = new VBox();
    private final StackView view;
    private final ToggleButton connections = new ToggleButton("connections");
    private final ToggleButton own = new ToggleButton("of this network");
    private final Slider least = new Slider(StackArcs.LEAST, 1, FIRST_LEAST);
    private final Label leastWords = new Label();
    private final Label words = new Label();
    private StackArcs strongest = StackArcs.NONE;
    private Subject subject;
    private boolean showing;

    private record Question(Subject subject, MosaicData data, NetworkId of) {}

    public StackTab(
            Selection selection,
            MosaicModel mosaic,
            ObservableValue<Theme> theme,
            NewestWins.Timer timer,
            Executor reader,
            Executor window) {
        this.selection = selection;
        this.mosaic = mosaic;
        view = new StackView(selection, mosaic, theme);
        reading = new NewestWins<>(
                (q, progress) -> StackArcs.of(q.subject().study(), q.data().layout(), q.of(), progress),
                0,
                timer,
                reader,
                window,
                new NewestWins.Listener<>() {
                    @Override
                    public void answered(Question question, StackArcs answer) {
                        strongest = answer;
                        words.setText("");
                        connect();
                    }

                    @Override
                    public void failed(Question question, Throwable failure) {
                        strongest = StackArcs.NONE;
                        words.setText(String.valueOf(failure.getMessage()));
                        connect();
                    }
                });
        pane.getStyleClass().add("view-pane");
        pane.getChildren().addAll(header(), view);
        VBox.setVgrow(view, Priority.ALWAYS);
        selection.networkProperty().addListener((o, was, is) -> {
            if (showing && own.isSelected()) {
                ask();
            }
        });
    }

    private Region header() {
        for (ToggleButton button : List.of(connections, own)) {
            button.getStyleClass().add("small");
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setOnAction(e -> ask());
        }
        connections.setId("stack-connections");
        connections.getStyleClass().add("left-pill");
        connections.setAccessibleText("Show functional connections between networks of different layers");
        connections.setTooltip(new Tooltip(
                "Arcs between networks of different layers whose time courses correlate, at most the 200 strongest"));
        own.setId("stack-own");
        own.getStyleClass().add("right-pill");
        own.setAccessibleText("Only connections of the chosen network");
        own.setTooltip(new Tooltip("Only those of the chosen network"));
        own.disableProperty()
                .bind(connections
                        .selectedProperty()
                        .not()
                        .or(selection.networkProperty().isNull()));
        least.setId("stack-least");
        least.setAccessibleText("Least correlation of a connection");
        least.setPrefWidth(120);
        least.setMinWidth(60);
        least.setBlockIncrement(0.05);
        least.disableProperty().bind(connections.selectedProperty().not());
        leastWords.getStyleClass().add("mosaic-words");
        leastWords.setMinWidth(Region.USE_PREF_SIZE);
        least.valueProperty().addListener((o, was, is) -> connect());
        words.getStyleClass().add("mosaic-words");
        words.setMinWidth(0);
        Label turning = new Label("drag or arrow keys turn · wheel zooms · double click resets");
        turning.getStyleClass().add("mosaic-words");
        turning.setMinWidth(0);
        turning.visibleProperty().bind(words.textProperty().isEmpty());
        turning.managedProperty().bind(turning.visibleProperty());
        words.managedProperty().bind(turning.visibleProperty().not());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox pills = new HBox(connections, own);
        pills.setAlignment(Pos.CENTER_LEFT);
        HBox header = new HBox(8, turning, words, space, pills, least, leastWords);
        header.setAlignment(Pos.CENTER_LEFT);
        header.getStyleClass().add("pane-header");
        connect();
        return header;
    }

    @Override
    public void showing(boolean now) {
        showing = now;
        if (now) {
            if (connections.isSelected()) {
                ask();
            }
            view.redraw();
        }
    }

    private void ask() {
        if (!connections.isSelected() || subject == null || subject.study() == null) {
            reading.withdraw();
            strongest = StackArcs.NONE;
            connect();
        } else if (mosaic.dataProperty().get() != null) {
            NetworkId of = own.isSelected() ? selection.networkProperty().get() : null;
            words.setText("correlating time courses …");
            reading.ask(new Question(subject, mosaic.dataProperty().get(), of));
        }
    }

    private void connect() {
        leastWords.setText(String.format(Locale.ROOT, "|r| ≥ %.2f", least.getValue()));
        view.connect(strongest.above((float) least.getValue()));
    }

    @Override
    public String id() {
        return "stack";
    }

    @Override
    public String title() {
        return "Stack";
    }

    @Override
    public Region node() {
        return pane;
    }

    @Override
    public void open(Subject next) {
        reading.withdraw();
        subject = next;
        words.setText("");
        connections.setSelected(false);
        strongest = StackArcs.NONE;
        view.reset();
        connect();
    }

    @Override
    public Shown shown() {
        MosaicData d = mosaic.dataProperty().get();
        if (d == null) {
            return null;
        }
        MosaicData titled = d.titled(subject.name() + " · " + d.scale().label());
        StackPainter.Turn turn = view.turn();
        StackArcs arcs = view.arcs();
        return new Shown(
                titled.title(),
                "stack",
                theme -> new StackPainter(titled, arcs, turn, theme),
                0.62,
                () -> numbers(d, arcs),
                "--view stack" + mosaic.overlayProperty().get().option()
                        + mosaic.coloursProperty().get().options()
                        + String.format(Locale.ROOT, " --turn=%.1f,%.1f,%.3f", turn.yaw(), turn.pitch(), turn.zoom())
                        + (arcs.arcs().isEmpty()
                                ? ""
                                : String.format(Locale.ROOT, " --connections %.3f", arcs.least())));
    }

    @Override
    public List<Hint> keys() {
        return List.of(
                new Hint("Turn", "← → ↑ ↓, with Shift further"),
                new Hint("Zoom; as at first", "+ −; Home"),
                new Hint("From layer to layer", "Page ↑ ↓"));
    }

    /** The connections, or without them the points. */
    private static List<List<String>> numbers(MosaicData d, StackArcs arcs) {
        List<List<String>> rows = new ArrayList<>();
        if (!arcs.arcs().isEmpty()) {
            rows.add(List.of("network", "other network", "|r|"));
            arcs.arcs()
                    .forEach(a -> rows.add(List.of(a.a().toString(), a.b().toString(), Float.toString(a.likeness()))));
            return rows;
        }
        rows.add(List.of("layer", "neuron", d.scale().label()));
        for (Place p : StackPainter.places(d)) {
            rows.add(List.of(
                    Integer.toString(p.layer()),
                    Integer.toString(p.neuron()),
                    Float.toString(d.values()[p.layer()][p.neuron()])));
        }
        return rows;
    }
}
