package sulcus.workbench.stack;

import javafx.beans.value.ObservableValue;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import sulcus.figure.MosaicData;
import sulcus.figure.StackArcs;
import sulcus.figure.StackPainter;
import sulcus.figure.StackPainter.Marks;
import sulcus.figure.StackPainter.Place;
import sulcus.figure.StackPainter.Turn;
import sulcus.figure.StackScreen;
import sulcus.figure.Theme;
import sulcus.workbench.mosaic.MosaicModel;
import sulcus.workbench.study.Figures;
import sulcus.workbench.view.FigureView;
import sulcus.workbench.view.Selection;
import sulcus.workbench.view.Spot;

/** The stack itself: turned by dragging and by keys, a neuron read out under the cursor, a layer chosen by its number. */
final class StackView extends FigureView {
    private static final double DEGREES_PER_PIXEL = 0.4;

    private final Selection selection;
    private final MosaicModel mosaic;
    private final StackScreen screen = new StackScreen();
    private StackArcs arcs = StackArcs.NONE;
    private Turn turn = Turn.START;
    private StackPainter painted;
    private MosaicData paintedData;
    private Theme paintedTheme;
    private double grabX;
    private double grabY;

    StackView(Selection selection, MosaicModel mosaic, ObservableValue<Theme> theme) {
        super(theme);
        this.selection = selection;
        this.mosaic = mosaic;
        setId("stack");
        mosaic.dataProperty().addListener((o, was, is) -> paint());
        selection.layerProperty().addListener((o, was, is) -> paint());
        selection.hoveredProperty().addListener((o, was, is) -> paint());
        selection.lockedProperty().addListener((o, was, is) -> paint());
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::dragged);
        addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
        addEventHandler(MouseEvent.MOUSE_MOVED, e -> selection.hoveredProperty().set(at(e)));
        addEventHandler(
                MouseEvent.MOUSE_EXITED, e -> selection.hoveredProperty().set(null));
        addEventHandler(ScrollEvent.SCROLL, e -> {
            turn(turn.zoomedBy(Math.exp(e.getDeltaY() / 400)));
            e.consume();
        });
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        paint();
    }

    Turn turn() {
        return turn;
    }

    StackArcs arcs() {
        return arcs;
    }

    /** Shows other connections. */
    void connect(StackArcs others) {
        arcs = others;
        paint();
    }

    /** As at the start. */
    void reset() {
        turn(Turn.START);
    }

    private void turn(Turn other) {
        turn = other;
        paint();
    }

    private void paint() {
        MosaicData d = mosaic.dataProperty().get();
        if (d == null) {
            show(null);
            setAccessibleText("Stack: nothing is open");
            return;
        }
        show(theme -> screen.of(painter(theme)));
        int layer = selection.layerProperty().get();
        setAccessibleText("Stack of " + d.layers() + " layers showing "
                + d.scale().label() + ", turned by "
                + Math.round(turn.yaw()) + " and " + Math.round(turn.pitch()) + " degrees"
                + (layer < 0 ? "" : "; layer " + layer + " is chosen")
                + (arcs.arcs().isEmpty() ? "" : "; " + Figures.count(arcs.arcs().size()) + " connections"));
    }

    private StackPainter painter(Theme theme) {
        MosaicData d = mosaic.dataProperty().get();
        if (painted == null || paintedData != d || paintedTheme != theme) {
            painted = new StackPainter(d, arcs, turn, theme);
            paintedData = d;
            paintedTheme = theme;
        }
        int layer = selection.layerProperty().get();
        Marks marks = new Marks(
                layer < d.layers() ? layer : -1,
                place(d, selection.hoveredProperty().get()),
                place(d, selection.lockedProperty().get()));
        painted = painted.seen(arcs, turn, marks);
        return painted;
    }

    private static Place place(MosaicData d, Spot spot) {
        boolean here = spot != null && spot.layer() < d.layers() && spot.neuron() < d.values()[spot.layer()].length;
        return here ? new Place(spot.layer(), spot.neuron()) : null;
    }

    private Spot at(MouseEvent e) {
        if (mosaic.dataProperty().get() == null) {
            return null;
        }
        Place found = painter(themed()).neuronAt(e.getX(), e.getY(), getWidth(), getHeight());
        return found == null ? null : new Spot(found.layer(), found.neuron());
    }

    private void pressed(MouseEvent e) {
        requestFocus();
        grabX = e.getX();
        grabY = e.getY();
    }

    private void dragged(MouseEvent e) {
        turn(turn.by((e.getX() - grabX) * DEGREES_PER_PIXEL, (e.getY() - grabY) * DEGREES_PER_PIXEL));
        grabX = e.getX();
        grabY = e.getY();
    }

    private void clicked(MouseEvent e) {
        if (e.getButton() != MouseButton.PRIMARY || mosaic.dataProperty().get() == null) {
            return;
        }
        if (e.getClickCount() == 2) {
            reset();
        } else if (e.isStillSincePress()) {
            int layer = painter(themed()).layerAt(e.getX(), e.getY(), getWidth(), getHeight());
            if (layer >= 0) {
                selection.chooseLayer(layer);
            } else {
                selection.click(at(e));
            }
        }
    }

    private void key(KeyEvent e) {
        double step = e.isShiftDown() ? 30 : 5;
        switch (e.getCode()) {
            case LEFT -> turn(turn.by(-step, 0));
            case RIGHT -> turn(turn.by(step, 0));
            case UP -> turn(turn.by(0, -step));
            case DOWN -> turn(turn.by(0, step));
            case PLUS, ADD, EQUALS -> turn(turn.zoomedBy(1.25));
            case MINUS, SUBTRACT -> turn(turn.zoomedBy(0.8));
            case PAGE_UP -> layer(-1);
            case PAGE_DOWN -> layer(1);
            case HOME -> reset();
            default -> {
                return;
            }
        }
        e.consume();
    }

    private void layer(int step) {
        MosaicData d = mosaic.dataProperty().get();
        if (d != null) {
            selection.chooseLayer(Math.clamp(selection.layerProperty().get() + step, 0, d.layers() - 1));
        }
    }
}
