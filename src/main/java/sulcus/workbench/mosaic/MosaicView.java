package sulcus.workbench.mosaic;

import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.Locale;
import javafx.beans.value.ObservableValue;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;
import sulcus.figure.ColourBar;
import sulcus.figure.MosaicData;
import sulcus.figure.MosaicGeometry;
import sulcus.figure.MosaicPainter;
import sulcus.figure.MosaicRaster;
import sulcus.figure.Theme;
import sulcus.figure.Zoom;
import sulcus.workbench.preserve.CutModel;
import sulcus.workbench.study.Figures;
import sulcus.workbench.theme.Sheet;
import sulcus.workbench.view.Spot;

/**
 * The sheet of slices. The frame is drawn when the size, the look or a lock changes; the cells' neurons and colours are
 * found when the overlay changes; a move of the threshold only recolours cells and redraws the labels.
 */
public final class MosaicView extends Region {
    private final MosaicModel model;
    private final CutModel cut;
    private final ObservableValue<Theme> theme;
    private final Sheet frame = new Sheet();
    private final Sheet cells = new Sheet();
    private final Sheet locks = new Sheet();
    private final Sheet labels = new Sheet();
    private final Rectangle cursor = new Rectangle();
    private final Rectangle lock = new Rectangle();
    private final Region bar = new Region();
    private final Region ring = new Region();

    private MosaicGeometry geometry;
    private MosaicRaster raster;
    private MosaicData framed;
    private MosaicData rastered;
    private Theme themed;
    private Zoom zoomed;
    private double pixelsPerUnit;

    public MosaicView(MosaicModel model, CutModel cut, ObservableValue<Theme> theme) {
        this.model = model;
        this.cut = cut;
        this.theme = theme;
        getStyleClass().add("mosaic");
        cursor.getStyleClass().add("cell-cursor");
        lock.getStyleClass().add("cell-lock");
        cursor.setManaged(false);
        lock.setManaged(false);
        cursor.setMouseTransparent(true);
        lock.setMouseTransparent(true);
        bar.getStyleClass().add("mosaic-bar");
        bar.setCursor(Cursor.V_RESIZE);
        bar.setManaged(false);
        ring.getStyleClass().add("focus-ring");
        ring.setMouseTransparent(true);
        ring.setManaged(false);
        ring.visibleProperty().bind(focusedProperty());
        getChildren().addAll(frame.view(), cells.view(), locks.view(), labels.view(), cursor, lock, bar, ring);
        setFocusTraversable(true);
        Sheet.followScreen(this);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setMinSize(200, 160);

        model.dataProperty().addListener((o, was, is) -> changed());
        model.selection().hoveredProperty().addListener((o, was, is) -> marks());
        model.selection().lockedProperty().addListener((o, was, is) -> {
            setAccessibleText(describe());
            marks();
        });
        model.selection().layerProperty().addListener((o, was, is) -> setAccessibleText(describe()));
        model.zoomProperty().addListener((o, was, is) -> changed());
        theme.addListener((o, was, is) -> changed());
        addEventHandler(
                MouseEvent.MOUSE_MOVED, e -> model.selection().hoveredProperty().set(at(e.getX(), e.getY())));
        addEventHandler(
                MouseEvent.MOUSE_EXITED,
                e -> model.selection().hoveredProperty().set(null));
        addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
        new MosaicKeys(this, model, cut);
        new MosaicHand(this, model);
        bar.addEventHandler(MouseEvent.MOUSE_PRESSED, e -> {
            cut.begin("threshold");
            drag(e);
        });
        bar.addEventHandler(MouseEvent.MOUSE_DRAGGED, this::drag);
        bar.addEventHandler(MouseEvent.MOUSE_RELEASED, e -> {
            cut.end();
            e.consume();
        });
    }

    private void changed() {
        setAccessibleText(describe());
        requestLayout();
    }

    private String describe() {
        MosaicData d = model.dataProperty().get();
        if (d == null) {
            return "Mosaic of the model's layers: nothing is open";
        }
        int layer = model.selection().layerProperty().get();
        Spot locked = model.selection().lockedProperty().get();
        double factor = model.zoomProperty().get().factor();
        return "Mosaic of " + d.layers() + " layers showing "
                + (d.families() == null ? d.scale().label() : "families of networks") + "; preserved neurons: "
                + Figures.count(cut.outcome().neuronsKept()) + " of "
                + Figures.count(cut.outcome().neurons())
                + (layer < 0 ? "" : "; layer " + layer + " is chosen")
                + (locked == null ? "" : "; locked on neuron " + locked.neuron())
                + (factor == 1 ? "" : String.format(Locale.ROOT, "; %.1f times as large", factor));
    }

    private void drag(MouseEvent e) {
        MosaicData d = model.dataProperty().get();
        if (d != null && geometry != null && model.scaled()) {
            double y = bar.localToParent(e.getX(), e.getY()).getY();
            cut.setThreshold(
                    (float) Math.abs(new ColourBar(d.scale(), d.threshold(), themed).value(geometry.bar(), y)));
        }
        e.consume();
    }

    private void clicked(MouseEvent e) {
        requestFocus();
        if (e.getButton() == MouseButton.PRIMARY && e.getClickCount() == 2) {
            int layer = geometry == null ? -1 : geometry.layerAt(e.getX(), e.getY());
            if (model.zoomProperty().get().factor() > 1) {
                model.zoomProperty().set(Zoom.WHOLE);
            } else if (layer >= 0) {
                enlarge(layer);
            }
        } else if (e.getButton() == MouseButton.PRIMARY && e.isStillSincePress()) {
            Spot spot = at(e.getX(), e.getY());
            int layer = geometry == null ? -1 : geometry.layerAt(e.getX(), e.getY());
            if (spot == null && layer >= 0) {
                model.selection().chooseLayer(layer);
            } else {
                model.selection().click(spot);
            }
        }
    }

    /** Shows one slice as large as there is room. */
    public void enlarge(int layer) {
        if (geometry != null) {
            model.zoomProperty().set(Zoom.on(layer, geometry));
        }
    }

    /** Larger or smaller about the middle of what is seen. */
    public void zoomBy(double by) {
        if (geometry != null) {
            Rectangle2D seen = geometry.view();
            model.zoomProperty().set(model.zoomProperty().get().by(by, geometry, seen.getCenterX(), seen.getCenterY()));
        }
    }

    /** Of what is on the screen; null while there is nothing. */
    MosaicGeometry geometry() {
        return geometry;
    }

    private Spot at(double x, double y) {
        if (raster == null || model.dataProperty().get() == null) {
            return null;
        }
        int px = (int) Math.floor(x * pixelsPerUnit);
        int py = (int) Math.floor(y * pixelsPerUnit);
        int layer = raster.layerAt(px, py);
        int neuron = layer < 0 ? -1 : raster.neuronAt(px, py);
        return neuron < 0 ? null : new Spot(layer, neuron);
    }

    @Override
    protected void layoutChildren() {
        MosaicData d = model.dataProperty().get();
        ring.resizeRelocate(0, 0, getWidth(), getHeight());
        if (d == null || getWidth() < 8 || getHeight() < 8) {
            frame.clear();
            cells.clear();
            locks.clear();
            labels.clear();
            raster = null;
            framed = null;
            rastered = null;
            marks();
            return;
        }
        double scale = Sheet.pixelsPerUnit(this);
        boolean fresh = framed == null
                || themed != theme.getValue()
                || scale != pixelsPerUnit
                || framed.layout() != d.layout()
                || !model.zoomProperty().get().equals(zoomed)
                || geometry.width() != getWidth()
                || geometry.height() != getHeight();
        MosaicPainter painter =
                new MosaicPainter(d, theme.getValue(), model.zoomProperty().get());
        if (fresh) {
            themed = theme.getValue();
            pixelsPerUnit = scale;
            zoomed = model.zoomProperty().get();
            geometry = painter.geometry(getWidth(), getHeight(), scale);
            for (Sheet sheet : new Sheet[] {frame, cells, locks, labels}) {
                sheet.resize(getWidth(), getHeight(), scale);
            }
            cells.clear();
            placeBar();
        }
        if (fresh || !Arrays.equals(framed.protectedLayers(), d.protectedLayers())) {
            frame.draw(g -> painter.paintFrame(g, geometry));
            locks.draw(g -> painter.paintLocks(g, geometry));
        }
        if (fresh
                || rastered.values() != d.values()
                || rastered.families() != d.families()
                || rastered.palette() != d.palette()
                || !rastered.scale().equals(d.scale())
                || !d.preserved().ordersAs(rastered.preserved())) {
            raster = new MosaicRaster(d, geometry, themed, raster);
        }
        cells.fill(pixels -> raster.recolour(pixels, d));
        labels.draw(g -> painter.paintLabels(g, geometry));
        framed = d;
        rastered = d;
        marks();
    }

    private void placeBar() {
        Rectangle2D area = geometry.bar();
        // wide enough for the hand, mark and number included
        bar.resizeRelocate(area.getX() - 8, area.getY() - 8, area.getWidth() + 48, area.getHeight() + 16);
        bar.setVisible(true);
    }

    private void marks() {
        mark(cursor, model.selection().hoveredProperty().get());
        mark(lock, model.selection().lockedProperty().get());
        bar.setVisible(
                model.dataProperty().get() != null && model.dataProperty().get().families() == null);
    }

    private void mark(Rectangle mark, Spot spot) {
        MosaicData d = model.dataProperty().get();
        java.awt.Rectangle place = d == null || spot == null || raster == null ? null : place(spot);
        mark.setVisible(place != null);
        if (place != null) {
            mark.setX(place.x / pixelsPerUnit - 1.5);
            mark.setY(place.y / pixelsPerUnit - 1.5);
            mark.setWidth(place.width / pixelsPerUnit + 3);
            mark.setHeight(place.height / pixelsPerUnit + 3);
        }
    }

    /** The pixels that show a neuron, null if a stronger one covers it. */
    private java.awt.Rectangle place(Spot spot) {
        if (geometry.cell() >= 1) {
            var seen = geometry.cellArea(spot.layer(), framed.layout().cells()[spot.layer()][spot.neuron()]);
            Rectangle2D view = geometry.view();
            boolean inside = view.contains(seen.getCenterX() / pixelsPerUnit, seen.getCenterY() / pixelsPerUnit);
            return inside ? seen : null;
        }
        Rectangle2D area = geometry.outline(spot.layer()).getBounds2D();
        java.awt.Rectangle found = null;
        int bottom = (int) (area.getMaxY() * pixelsPerUnit);
        int right = (int) (area.getMaxX() * pixelsPerUnit);
        for (int y = Math.max(0, (int) (area.getY() * pixelsPerUnit)); y < bottom; y++) {
            for (int x = Math.max(0, (int) (area.getX() * pixelsPerUnit)); x < right; x++) {
                if (raster.layerAt(x, y) == spot.layer() && raster.neuronAt(x, y) == spot.neuron()) {
                    java.awt.Rectangle pixel = new java.awt.Rectangle(x, y, 1, 1);
                    found = found == null ? pixel : found.union(pixel);
                }
            }
        }
        return found;
    }
}
