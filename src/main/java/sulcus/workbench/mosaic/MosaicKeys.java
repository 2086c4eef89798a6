package sulcus.workbench.mosaic;

import java.awt.Rectangle;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import sulcus.decompose.layout.SliceGrid;
import sulcus.figure.MosaicData;
import sulcus.figure.MosaicGeometry;
import sulcus.figure.Zoom;
import sulcus.workbench.preserve.CutModel;
import sulcus.workbench.view.Selection;
import sulcus.workbench.view.Spot;

/**
 * The mosaic by keys. Arrows go from layer to layer; once the read-out is locked on a neuron they go from neuron to neuron.
 * Plus and minus move the threshold, with the shortcut key they zoom.
 */
final class MosaicKeys {
    private static final float STEP = 0.01f;
    private static final double LARGER = 1.25;

    private final MosaicView view;
    private final MosaicModel model;
    private final CutModel cut;
    private final Selection selection;
    /** Whether a threshold key is down: its repetitions are one step. */
    private boolean held;

    MosaicKeys(MosaicView view, MosaicModel model, CutModel cut) {
        this.view = view;
        this.model = model;
        this.cut = cut;
        selection = model.selection();
        view.addEventHandler(KeyEvent.KEY_PRESSED, e -> {
            if (model.dataProperty().get() != null && pressed(e)) {
                e.consume();
            }
        });
        view.addEventHandler(KeyEvent.KEY_RELEASED, e -> {
            if (held) {
                held = false;
                cut.end();
            }
        });
    }

    private boolean pressed(KeyEvent e) {
        int far = e.isShiftDown() ? 10 : 1;
        return switch (e.getCode()) {
            case LEFT -> step(-far, 0);
            case RIGHT -> step(far, 0);
            case UP -> step(0, -far);
            case DOWN -> step(0, far);
            case PAGE_UP -> layer(-far);
            case PAGE_DOWN -> layer(far);
            case ENTER, SPACE -> lock();
            case ESCAPE -> free();
            case HOME -> zoom(Zoom.WHOLE);
            // the key of plus is the key of equals, with Shift on many keyboards
            case PLUS, EQUALS, ADD -> e.isShortcutDown() ? zoom(LARGER) : threshold(e, 1);
            case MINUS, SUBTRACT -> e.isShortcutDown() ? zoom(1 / LARGER) : threshold(e, -1);
            default -> false;
        };
    }

    private boolean zoom(double by) {
        view.zoomBy(by);
        return true;
    }

    private boolean zoom(Zoom to) {
        model.zoomProperty().set(to);
        return true;
    }

    private boolean threshold(KeyEvent e, int sign) {
        if (cut.outcome() == null) {
            return false;
        }
        if (!held) {
            held = true;
            cut.begin("threshold");
        }
        boolean far = e.isShiftDown() && e.getCode() != KeyCode.PLUS;
        float next = cut.outcome().threshold() + sign * (far ? 10 * STEP : STEP);
        cut.setThreshold(Math.round(next / STEP) * STEP);
        return true;
    }

    private boolean step(int dx, int dy) {
        if (selection.lockedProperty().get() != null) {
            neuron(selection.lockedProperty().get(), dx, dy);
            return true;
        }
        int columns = view.geometry() == null ? 1 : view.geometry().columns();
        return layer(dx + dy * columns);
    }

    private boolean layer(int by) {
        int last = model.dataProperty().get().layers() - 1;
        int next = Math.clamp(selection.layerProperty().get() + by, 0, last);
        selection.chooseLayer(next);
        MosaicGeometry now = view.geometry();
        if (now != null && now.zoomed()) {
            model.zoomProperty().set(model.zoomProperty().get().centred(now, now.middleX(next), now.middleY(next)));
        }
        return true;
    }

    /** The neuron that far away on the slice; over cells without one, as in the corners, to the next that has one. */
    private void neuron(Spot from, int dx, int dy) {
        MosaicData d = model.dataProperty().get();
        SliceGrid grid = d.layout().grid();
        int[] neurons = d.layout().neurons(from.layer());
        int cell = d.layout().cells()[from.layer()][from.neuron()];
        int x = cell % grid.width();
        int y = cell / grid.width();
        int found = -1;
        int steps = Math.max(Math.abs(dx), Math.abs(dy));
        for (int i = 0; i < steps || found < 0; i++) {
            x += Integer.signum(dx);
            y += Integer.signum(dy);
            if (x < 0 || y < 0 || x >= grid.width() || y >= grid.height()) {
                break;
            }
            int there = neurons[y * grid.width() + x];
            found = there >= 0 ? there : found;
        }
        if (found >= 0) {
            lockOn(new Spot(from.layer(), found));
        }
    }

    private void lockOn(Spot spot) {
        selection.click(spot);
        MosaicGeometry now = view.geometry();
        if (now != null && now.zoomed()) {
            int cell = model.dataProperty().get().layout().cells()[spot.layer()][spot.neuron()];
            Rectangle area = now.cellArea(spot.layer(), cell);
            double x = area.getCenterX() / now.pixelsPerUnit();
            double y = area.getCenterY() / now.pixelsPerUnit();
            if (!now.view().contains(x, y)) {
                model.zoomProperty().set(model.zoomProperty().get().centred(now, x, y));
            }
        }
    }

    /** On the strongest neuron of the layer in view, or on none if there is a lock. */
    private boolean lock() {
        if (free()) {
            return true;
        }
        int layer = selection.layerProperty().get();
        MosaicData d = model.dataProperty().get();
        if (layer < 0 || layer >= d.layers() || d.values()[layer].length == 0) {
            return false;
        }
        float[] values = d.values()[layer];
        int strongest = 0;
        for (int j = 1; j < values.length; j++) {
            strongest = Math.abs(values[j]) > Math.abs(values[strongest]) ? j : strongest;
        }
        lockOn(new Spot(layer, strongest));
        return true;
    }

    private boolean free() {
        Spot locked = selection.lockedProperty().get();
        if (locked != null) {
            selection.chooseLayer(locked.layer());
        }
        return locked != null;
    }
}
