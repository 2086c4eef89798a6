package sulcus.workbench.preserve;

import javafx.beans.value.ObservableValue;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import sulcus.figure.HistogramData;
import sulcus.figure.HistogramPainter;
import sulcus.figure.Theme;
import sulcus.workbench.study.Ranking;
import sulcus.workbench.theme.Sheet;

/**
 * The histogram of the scores, drawn as in a file, with the threshold as a line that can be taken anywhere on it.
 */
public final class HistogramView extends Region {
    private final CutModel cut;
    private final ObservableValue<Theme> theme;
    private final Sheet sheet = new Sheet();
    private final Region ring = new Region();
    private HistogramData counted;
    private HistogramPainter painter;
    /** Whether an arrow key is down: its repetitions are one step. */
    private boolean held;

    public HistogramView(CutModel cut, ObservableValue<Theme> theme) {
        this.cut = cut;
        this.theme = theme;
        getStyleClass().add("histogram");
        ring.getStyleClass().add("focus-ring");
        ring.setMouseTransparent(true);
        ring.setManaged(false);
        ring.visibleProperty().bind(focusedProperty());
        getChildren().addAll(sheet.view(), ring);
        setCursor(Cursor.H_RESIZE);
        setFocusTraversable(true);
        Sheet.followScreen(this);
        setAccessibleRole(AccessibleRole.SLIDER);
        cut.rankingProperty().addListener((o, was, is) -> show(is));
        show(cut.rankingProperty().get());
        cut.outcomeProperty().addListener((o, was, is) -> requestLayout());
        theme.addListener((o, was, is) -> requestLayout());
        addEventHandler(MouseEvent.MOUSE_PRESSED, e -> {
            requestFocus();
            cut.begin("threshold");
            cut.setThreshold(value(e.getX()));
        });
        addEventHandler(MouseEvent.MOUSE_DRAGGED, e -> cut.setThreshold(value(e.getX())));
        addEventHandler(MouseEvent.MOUSE_RELEASED, e -> cut.end());
        addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
        addEventHandler(KeyEvent.KEY_RELEASED, e -> {
            held = false;
            cut.end();
        });
    }

    private void show(Ranking by) {
        counted = by == null ? null : by.histogram();
        setAccessibleText("Threshold on the histogram of "
                + (by == null ? "scores" : by.method().axis()));
        requestLayout();
    }

    private void pressed(KeyEvent e) {
        if (cut.outcome() == null) {
            return;
        }
        float one = cut.rankingProperty().get().step();
        float step = e.isShiftDown() ? 10 * one : one;
        float threshold = cut.outcome().threshold();
        float next = switch (e.getCode()) {
            case LEFT, DOWN -> threshold - step;
            case RIGHT, UP -> threshold + step;
            case HOME -> cut.rankingProperty().get().least();
            default -> Float.NaN;
        };
        if (!Float.isNaN(next)) {
            if (!held) {
                held = true;
                cut.begin("threshold");
            }
            cut.setThreshold(Math.round(next / one) * one);
            e.consume();
        }
    }

    private float value(double x) {
        return painter == null ? 0 : (float) painter.value(x, getWidth(), getHeight());
    }

    /** Where a threshold stands, in units from the left. */
    public double x(float threshold) {
        return painter == null ? 0 : painter.x(threshold, getWidth(), getHeight());
    }

    @Override
    protected void layoutChildren() {
        ring.resizeRelocate(0, 0, getWidth(), getHeight());
        if (getWidth() < 8 || getHeight() < 8) {
            return;
        }
        double scale = Sheet.pixelsPerUnit(this);
        sheet.resize(getWidth(), getHeight(), scale);
        painter = counted == null || cut.outcome() == null ? null : new HistogramPainter(now(), theme.getValue());
        if (painter == null) {
            sheet.clear();
        } else {
            sheet.draw(g -> painter.paint(g, getWidth(), getHeight(), scale));
        }
    }

    private HistogramData now() {
        Outcome o = cut.outcome();
        boolean[] whole = new boolean[o.kept().length];
        for (int l = 0; l < whole.length; l++) {
            whole[l] = cut.cut().rules().protectedLayers().contains(l);
        }
        return counted.at(o.threshold(), o.neuronsKept(), o.neurons(), whole);
    }
}
