package sulcus.workbench.mosaic;

import java.awt.BasicStroke;
import java.awt.RenderingHints;
import java.util.function.IntConsumer;
import javafx.beans.value.ObservableValue;
import javafx.scene.AccessibleRole;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import sulcus.decompose.layout.SliceLayout;
import sulcus.figure.ColourScale;
import sulcus.figure.FamilyColours;
import sulcus.figure.MosaicData;
import sulcus.figure.MosaicGeometry;
import sulcus.figure.MosaicPainter;
import sulcus.figure.MosaicRaster;
import sulcus.figure.Preserved;
import sulcus.figure.Theme;
import sulcus.workbench.theme.Sheet;
import sulcus.workbench.view.Spot;

/** One layer's slice, as large as there is room: the layer under the cursor, or the one that was chosen. */
public final class SliceView extends Region {
    /** The geometry keeps room for labels in units of their size; here there are none. */
    private static final double NO_TEXT = 0.9;

    private final MosaicModel model;
    private final ObservableValue<Theme> theme;
    private final Sheet frame = new Sheet();
    private final Sheet cells = new Sheet();
    private final Sheet hatching = new Sheet();

    private MosaicGeometry geometry;
    private MosaicRaster raster;
    private Theme themed;
    private float[] rasteredValues;
    private int[] rasteredFamilies;
    private FamilyColours rasteredPalette;
    private Preserved rasteredOrder;
    private ColourScale rasteredScale;
    private SliceLayout laidOut;
    private boolean framedLock;
    private double pixelsPerUnit;

    /** @param enlarge shows a layer as large as there is room */
    public SliceView(MosaicModel model, ObservableValue<Theme> theme, IntConsumer enlarge) {
        this.model = model;
        this.theme = theme;
        getStyleClass().add("slice");
        getChildren().addAll(frame.view(), cells.view(), hatching.view());
        Sheet.followScreen(this);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setMinSize(80, 80);
        model.dataProperty().addListener((o, was, is) -> changed());
        model.selection().layerProperty().addListener((o, was, is) -> changed());
        theme.addListener((o, was, is) -> requestLayout());
        addEventHandler(
                MouseEvent.MOUSE_MOVED, e -> model.selection().hoveredProperty().set(at(e)));
        addEventHandler(
                MouseEvent.MOUSE_EXITED,
                e -> model.selection().hoveredProperty().set(null));
        addEventHandler(MouseEvent.MOUSE_CLICKED, e -> {
            if (e.getButton() == MouseButton.PRIMARY && e.getClickCount() == 2) {
                enlarge.accept(model.selection().layerProperty().get());
            } else if (e.getButton() == MouseButton.PRIMARY) {
                model.selection().click(at(e));
            }
        });
    }

    private void changed() {
        MosaicData d = model.dataProperty().get();
        int l = model.selection().layerProperty().get();
        if (d == null || l < 0 || l >= d.layers()) {
            setAccessibleText("Slice: no layer is chosen");
        } else {
            int all = d.values()[l].length;
            setAccessibleText("Slice of layer " + l + " showing "
                    + (d.families() == null ? d.scale().label() : "families of networks")
                    + (d.protectedLayers()[l]
                            ? "; protected"
                            : d.preserved() == null
                                    ? ""
                                    : "; " + d.preserved().kept()[l] + " of " + all + " neurons preserved"));
        }
        requestLayout();
    }

    private Spot at(MouseEvent e) {
        if (raster == null) {
            return null;
        }
        int neuron = raster.neuronAt((int) (e.getX() * pixelsPerUnit), (int) (e.getY() * pixelsPerUnit));
        return neuron < 0 ? null : new Spot(model.selection().layerProperty().get(), neuron);
    }

    @Override
    protected void layoutChildren() {
        MosaicData all = model.dataProperty().get();
        int l = model.selection().layerProperty().get();
        if (all == null || l < 0 || l >= all.layers() || getWidth() < 8 || getHeight() < 8) {
            frame.clear();
            cells.clear();
            hatching.clear();
            raster = null;
            geometry = null;
            return;
        }
        double scale = Sheet.pixelsPerUnit(this);
        boolean fresh = geometry == null
                || laidOut != all.layout()
                || themed != theme.getValue()
                || scale != pixelsPerUnit
                || geometry.width() != getWidth()
                || geometry.height() != getHeight();
        MosaicData d = alone(all, l);
        if (fresh) {
            themed = theme.getValue();
            pixelsPerUnit = scale;
            laidOut = all.layout();
            geometry = new MosaicGeometry(d, NO_TEXT, getWidth(), getHeight(), scale);
            frame.resize(getWidth(), getHeight(), scale);
            cells.resize(getWidth(), getHeight(), scale);
            hatching.resize(getWidth(), getHeight(), scale);
        }
        int[] families = all.families() == null ? null : all.families()[l];
        if (fresh
                || rasteredValues != d.values()[0]
                || rasteredFamilies != families
                || rasteredPalette != d.palette()
                || !d.scale().equals(rasteredScale)
                || !d.preserved().ordersAs(rasteredOrder)) {
            raster = new MosaicRaster(d, geometry, themed);
            rasteredValues = d.values()[0];
            rasteredFamilies = families;
            rasteredPalette = d.palette();
            rasteredScale = d.scale();
            rasteredOrder = d.preserved();
            cells.clear();
        }
        if (fresh || framedLock != d.protectedLayers()[0]) {
            framedLock = d.protectedLayers()[0];
            frame.draw(g -> {
                g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
                g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
                g.setColor(themed.gap());
                g.fill(geometry.outline(0));
                g.setColor(framedLock ? themed.locked() : themed.outline());
                g.setStroke(
                        framedLock
                                ? new BasicStroke(
                                        1.3f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {5, 3}, 0)
                                : new BasicStroke(1.1f));
                g.draw(geometry.outline(0));
            });
            hatching.draw(g -> new MosaicPainter(d, themed).paintLocks(g, geometry));
        }
        cells.fill(pixels -> raster.recolour(pixels, d));
    }

    private static MosaicData alone(MosaicData d, int l) {
        SliceLayout layout = d.layout();
        return new MosaicData(
                "",
                "",
                new SliceLayout(layout.grid(), new int[][] {layout.cells()[l]}, layout.families()),
                new float[][] {d.values()[l]},
                new float[][] {d.anatomy()[l]},
                d.families() == null ? null : new int[][] {d.families()[l]},
                d.palette(),
                d.scale(),
                new float[] {d.thresholds()[l]},
                d.threshold(),
                new boolean[] {d.protectedLayers()[l]},
                d.preserved().layer(l));
    }
}
