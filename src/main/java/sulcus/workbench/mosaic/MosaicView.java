package sulcus.workbench.mosaic;

import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import javafx.beans.value.ObservableValue;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.input.KeyEvent;
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

    private MosaicGeometry geometry;
    private MosaicRaster raster;
    private MosaicData framed;
    private MosaicData rastered;
    private Theme themed;
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
        getChildren().addAll(frame.view(), cells.view(), locks.view(), labels.view(), cursor, lock, bar);
        setFocusTraversable(true);
        Sheet.followScreen(this);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setMinSize(200, 160);

        model.dataProperty().addListener((o, was, is) -> changed());
        model.selection().hoveredProperty().addListener((o, was, is) -> marks());
        model.selection().lockedProperty().addListener((o, was, is) -> marks());
        theme.addListener((o, was, is) -> changed());
        addEventHandler(
                MouseEvent.MOUSE_MOVED, e -> model.selection().hoveredProperty().set(at(e.getX(), e.getY())));
        addEventHandler(
                MouseEvent.MOUSE_EXITED,
                e -> model.selection().hoveredProperty().set(null));
        addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
        addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
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
        return d == null
                ? "Mosaic of the model's layers: nothing is open"
                : "Mosaic of " + d.layers() + " layers; preserved neurons: "
                        + Figures.count(cut.outcome().neuronsKept()) + " of "
                        + Figures.count(cut.outcome().neurons());
    }

    private void drag(MouseEvent e) {
        MosaicData d = model.dataProperty().get();
        if (d != null && geometry != null) {
            double y = bar.localToParent(e.getX(), e.getY()).getY();
            cut.setThreshold(
                    (float) Math.abs(new ColourBar(d.scale(), d.threshold(), themed).value(geometry.bar(), y)));
        }
        e.consume();
    }

    private void clicked(MouseEvent e) {
        requestFocus();
        if (e.getButton() == MouseButton.PRIMARY) {
            Spot spot = at(e.getX(), e.getY());
            int layer = geometry == null ? -1 : geometry.layerAt(e.getX(), e.getY());
            if (spot == null && layer >= 0) {
                model.selection().chooseLayer(layer);
            } else {
                model.selection().click(spot);
            }
        }
    }

    private void pressed(KeyEvent e) {
        MosaicData d = model.dataProperty().get();
        if (d == null) {
            return;
        }
        int columns = geometry == null ? 1 : geometry.columns();
        int step = switch (e.getCode()) {
            case LEFT -> -1;
            case RIGHT -> 1;
            case UP -> -columns;
            case DOWN -> columns;
            default -> 0;
        };
        if (step != 0) {
            model.selection()
                    .chooseLayer(Math.clamp(model.selection().layerProperty().get() + step, 0, d.layers() - 1));
            e.consume();
        }
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
                || geometry.width() != getWidth()
                || geometry.height() != getHeight();
        MosaicPainter painter = new MosaicPainter(d, theme.getValue());
        if (fresh) {
            themed = theme.getValue();
            pixelsPerUnit = scale;
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
