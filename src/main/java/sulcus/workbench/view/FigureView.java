package sulcus.workbench.view;

import java.util.function.Function;
import javafx.beans.value.ObservableValue;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.layout.Region;
import sulcus.figure.Figure;
import sulcus.figure.Theme;
import sulcus.workbench.theme.Sheet;

/** Shows a figure at the screen's own resolution, by the painter that also writes it into files. */
public class FigureView extends Region {
    private final ObservableValue<Theme> theme;
    private final Sheet sheet = new Sheet();
    private final Region ring = new Region();
    private Function<Theme, Figure> figure;
    private boolean stale = true;
    private double pixelsPerUnit = 1;
    private double drawnWidth;
    private double drawnHeight;

    public FigureView(ObservableValue<Theme> theme) {
        this.theme = theme;
        ring.getStyleClass().add("focus-ring");
        ring.setMouseTransparent(true);
        ring.setManaged(false);
        ring.visibleProperty().bind(focusedProperty());
        getChildren().addAll(sheet.view(), ring);
        Sheet.followScreen(this);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setFocusTraversable(true);
        setMinSize(80, 60);
        theme.addListener((o, was, is) -> redraw());
    }

    /** @param next null shows nothing */
    public final void show(Function<Theme, Figure> next) {
        figure = next;
        redraw();
    }

    /** Behind another tab: it is drawn when it comes to the front. */
    private boolean hidden() {
        for (Node at = this; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return true;
            }
        }
        return false;
    }

    /** The look it is drawn in now. */
    public final Theme themed() {
        return theme.getValue();
    }

    /** Draws anew at the next pulse. */
    public final void redraw() {
        stale = true;
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        ring.resizeRelocate(0, 0, getWidth(), getHeight());
        if (getWidth() < 8 || getHeight() < 8 || hidden()) {
            return;
        }
        double scale = Sheet.pixelsPerUnit(this);
        boolean resized = getWidth() != drawnWidth || getHeight() != drawnHeight || scale != pixelsPerUnit;
        if (!stale && !resized) {
            return;
        }
        stale = false;
        drawnWidth = getWidth();
        drawnHeight = getHeight();
        pixelsPerUnit = scale;
        sheet.resize(getWidth(), getHeight(), scale);
        if (figure == null) {
            sheet.clear();
        } else {
            Figure drawn = figure.apply(theme.getValue());
            sheet.draw(g -> drawn.paint(g, getWidth(), getHeight(), pixelsPerUnit));
        }
    }
}
