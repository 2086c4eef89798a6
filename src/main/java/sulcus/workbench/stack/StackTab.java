package sulcus.workbench.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import sulcus.figure.MosaicData;
import sulcus.figure.StackArcs;
import sulcus.figure.StackPainter;
import sulcus.figure.StackPainter.Turn;
import sulcus.figure.Theme;
import sulcus.prune.NetworkId;
import sulcus.task.NewestWins;
import sulcus.workbench.mosaic.MosaicModel;
import sulcus.workbench.study.Subject;
import sulcus.workbench.view.FigureView;
import sulcus.workbench.view.Selection;
import sulcus.workbench.view.Shown;
import sulcus.workbench.view.Spot;
import sulcus.workbench.view.View;

/** The mosaic's slices as a glass brain that turns under the mouse or the arrow keys; connections on demand. */
public final class StackTab implements View {
    private final Selection selection;
    private final MosaicModel mosaic;
    private final NewestWins<Question, StackArcs> reading;
    private final VBox pane = new VBox();
    private final FigureView figure;
    private final ToggleButton connections = new ToggleButton("connections");
    private final ToggleButton own = new ToggleButton("of this network");
    private final Slider least = new Slider(0.2, 1, 0.6);
    private final Label words = new Label();
    private StackArcs arcs = StackArcs.NONE;
    private Turn turn = Turn.START;
    private StackPainter painted;
    private MosaicData paintedData;
    private StackArcs paintedArcs;
    private Theme paintedTheme;
    private Subject subject;
    private double grabX;
    private double grabY;

    private record Question(Subject subject, MosaicData data, NetworkId of, float least) {}

    public StackTab(
            Selection selection,
            MosaicModel mosaic,
            ObservableValue<Theme> theme,
            NewestWins.Timer timer,
            Executor reader,
            Executor window) {
        this.selection = selection;
        this.mosaic = mosaic;
        figure = new FigureView(theme);
        figure.setId("stack");
        reading = new NewestWins<>(
                (q, progress) -> StackArcs.of(q.subject().study(), q.data().layout(), q.of(), q.least(), progress),
                100,
                timer,
                reader,
                window,
                new NewestWins.Listener<>() {
                    @Override
                    public void answered(Question question, StackArcs answer) {
                        arcs = answer;
                        show();
                    }

                    @Override
                    public void failed(Question question, Throwable failure) {
                        arcs = StackArcs.NONE;
                        words.setText(String.valueOf(failure.getMessage()));
                        show();
                    }
                });
        pane.getStyleClass().add("view-pane");
        pane.getChildren().addAll(header(), figure);
        VBox.setVgrow(figure, Priority.ALWAYS);
        mosaic.dataProperty().addListener((o, was, is) -> show());
        selection.networkProperty().addListener((o, was, is) -> {
            if (own.isSelected()) {
                ask();
            }
        });
        figure.addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
        figure.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
        figure.addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
        figure.addEventHandler(
                MouseEvent.MOUSE_MOVED, e -> selection.hoveredProperty().set(at(e)));
        figure.addEventHandler(
                MouseEvent.MOUSE_EXITED, e -> selection.hoveredProperty().set(null));
        figure.addEventHandler(ScrollEvent.SCROLL, e -> {
            turn = new Turn(turn.yaw(), turn.pitch(), Math.clamp(turn.zoom() * Math.exp(e.getDeltaY() / 400), 0.4, 8));
            show();
            e.consume();
        });
        figure.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    }

    private Region header() {
        for (ToggleButton button : List.of(connections, own)) {
            button.getStyleClass().add("small");
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.setOnAction(e -> ask());
        }
        connections.getStyleClass().add("left-pill");
        own.getStyleClass().add("right-pill");
        connections.setAccessibleText("Show functional connections between networks of different layers");
        own.setAccessibleText("Only connections of the chosen network");
        own.disableProperty().bind(connections.selectedProperty().not());
        least.setAccessibleText("Least correlation of a connection");
        least.setPrefWidth(120);
        least.setMinWidth(60);
        least.disableProperty().bind(connections.selectedProperty().not());
        Label value = new Label();
        value.getStyleClass().add("mosaic-words");
        value.setMinWidth(Region.USE_PREF_SIZE);
        least.valueProperty().addListener((o, was, is) -> {
            value.setText(String.format(java.util.Locale.ROOT, "|r| ≥ %.2f", is.doubleValue()));
            ask();
        });
        value.setText("|r| ≥ 0.60");
        words.getStyleClass().add("mosaic-words");
        words.setText("drag or arrow keys turn, wheel zooms, double click resets");
        words.setMinWidth(0);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox pills = new HBox(connections, own);
        pills.setAlignment(Pos.CENTER_LEFT);
        HBox header = new HBox(8, words, space, pills, least, value);
        header.setAlignment(Pos.CENTER_LEFT);
        header.getStyleClass().add("pane-header");
        return header;
    }

    @Override
    public void showing(boolean now) {
        if (now) {
            figure.redraw();
        }
    }

    private void ask() {
        if (!connections.isSelected()) {
            reading.withdraw();
            arcs = StackArcs.NONE;
            show();
        } else if (subject != null
                && subject.study() != null
                && mosaic.dataProperty().get() != null) {
            NetworkId of = own.isSelected() ? selection.networkProperty().get() : null;
            reading.ask(new Question(subject, mosaic.dataProperty().get(), of, (float) least.getValue()));
        }
    }

    private StackPainter painter(Theme theme) {
        MosaicData d = mosaic.dataProperty().get();
        if (painted == null || paintedData != d || paintedArcs != arcs || paintedTheme != theme) {
            painted = new StackPainter(d, arcs, turn, theme);
            paintedData = d;
            paintedArcs = arcs;
            paintedTheme = theme;
        } else {
            painted = painted.turned(turn);
        }
        return painted;
    }

    private void show() {
        MosaicData d = mosaic.dataProperty().get();
        if (d == null) {
            figure.show(null);
            figure.setAccessibleText("Stack: nothing is open");
            return;
        }
        figure.show(this::painter);
        figure.setAccessibleText("Stack of " + d.layers() + " layers showing "
                + d.scale().label() + "; " + arcs.arcs().size() + " connections");
    }

    private Spot at(MouseEvent e) {
        if (mosaic.dataProperty().get() == null) {
            return null;
        }
        int[] found = painter(figure.themed()).neuronAt(e.getX(), e.getY(), figure.getWidth(), figure.getHeight());
        return found == null ? null : new Spot(found[0], found[1]);
    }

    private void pressed(MouseEvent e) {
        figure.requestFocus();
        grabX = e.getX();
        grabY = e.getY();
    }

    private void dragged(MouseEvent e) {
        turn = new Turn(
                turn.yaw() + (e.getX() - grabX) * 0.4,
                Math.clamp(turn.pitch() + (e.getY() - grabY) * 0.4, -90, 90),
                turn.zoom());
        grabX = e.getX();
        grabY = e.getY();
        show();
    }

    private void clicked(MouseEvent e) {
        if (e.getButton() == MouseButton.PRIMARY && e.getClickCount() == 2) {
            turn = Turn.START;
            show();
        } else if (e.getButton() == MouseButton.PRIMARY && e.isStillSincePress()) {
            selection.click(at(e));
        }
    }

    private void key(KeyEvent e) {
        double step = e.isShiftDown() ? 30 : 5;
        Turn next = switch (e.getCode()) {
            case LEFT -> new Turn(turn.yaw() - step, turn.pitch(), turn.zoom());
            case RIGHT -> new Turn(turn.yaw() + step, turn.pitch(), turn.zoom());
            case UP -> new Turn(turn.yaw(), Math.max(-90, turn.pitch() - step), turn.zoom());
            case DOWN -> new Turn(turn.yaw(), Math.min(90, turn.pitch() + step), turn.zoom());
            case HOME -> Turn.START;
            default -> null;
        };
        if (next != null) {
            turn = next;
            show();
            e.consume();
        }
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
        arcs = StackArcs.NONE;
        connections.setSelected(false);
        turn = Turn.START;
        show();
    }

    @Override
    public Shown shown() {
        MosaicData d = mosaic.dataProperty().get();
        if (d == null) {
            return null;
        }
        StackArcs now = arcs;
        Turn seen = turn;
        return new Shown(
                subject.name() + " · stack",
                "stack",
                theme -> new StackPainter(d, now, seen, theme),
                0.62,
                () -> numbers(now),
                "--view stack");
    }

    private static List<List<String>> numbers(StackArcs arcs) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("network", "other network", "|r|"));
        arcs.arcs().forEach(a -> rows.add(List.of(a.a().toString(), a.b().toString(), Float.toString(a.likeness()))));
        return rows;
    }
}
