package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.nio.file.Path;
import javafx.embed.swing.SwingFXUtils;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import javafx.scene.input.ScrollEvent;
import javafx.stage.Window;
import org.controlsfx.control.PopOver;
import org.junit.jupiter.api.Test;
import sulcus.figure.ColourMap;
import sulcus.figure.Colours;
import sulcus.figure.MosaicData;
import sulcus.figure.MosaicGeometry;
import sulcus.figure.Theme;
import sulcus.figure.Zoom;
import sulcus.workbench.Toolkit;
import sulcus.workbench.mosaic.MosaicView;
import sulcus.workbench.mosaic.Overlay;
import sulcus.workbench.mosaic.SliceView;
import sulcus.workbench.view.Spot;

/** The mosaic from the whole sheet down to single neurons, by hand and by keys. */
class MosaicZoomTest extends WindowFixture {
    private MosaicView view() {
        return workbench.mosaicPane().view();
    }

    private MosaicData data() {
        return workbench.mosaic().dataProperty().get();
    }

    private Zoom zoom() {
        return workbench.mosaic().zoomProperty().get();
    }

    private MosaicGeometry geometry() {
        return new MosaicGeometry(data(), zoom(), Theme.DARK.text(), view().getWidth(), view().getHeight(), 1);
    }

    private void wheel(double x, double y, double delta) {
        Toolkit.run(() -> {
            Point2D at = view().localToScene(x, y);
            view().fireEvent(new ScrollEvent(
                    ScrollEvent.SCROLL,
                    x,
                    y,
                    at.getX(),
                    at.getY(),
                    false,
                    false,
                    false,
                    false,
                    false,
                    false,
                    0,
                    delta,
                    0,
                    delta,
                    ScrollEvent.HorizontalTextScrollUnits.NONE,
                    0,
                    ScrollEvent.VerticalTextScrollUnits.NONE,
                    0,
                    0,
                    new PickResult(view(), at.getX(), at.getY())));
        });
        Toolkit.snapshot(scene);
    }

    private void press(KeyCode code, boolean shift, boolean control) {
        Toolkit.run(() -> {
            view().fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, control, false, false));
            view().fireEvent(new KeyEvent(KeyEvent.KEY_RELEASED, "", "", code, shift, control, false, false));
        });
        Toolkit.snapshot(scene);
    }

    private void twice(Node on, double x, double y) {
        Toolkit.run(() -> {
            Point2D at = on.localToScene(x, y);
            on.fireEvent(new MouseEvent(
                    MouseEvent.MOUSE_CLICKED,
                    x,
                    y,
                    at.getX(),
                    at.getY(),
                    MouseButton.PRIMARY,
                    2,
                    false,
                    false,
                    false,
                    false,
                    true,
                    false,
                    false,
                    false,
                    false,
                    true,
                    new PickResult(on, at.getX(), at.getY())));
        });
        Toolkit.snapshot(scene);
    }

    @Test
    void theWheelZoomsAboutTheCursorDownToSingleNeurons() {
        MosaicGeometry before = geometry();
        int neuron = 5;
        var area = before.cellArea(3, data().layout().cells()[3][neuron]);
        double x = area.getCenterX();
        double y = area.getCenterY();
        for (int i = 0; i < 40; i++) {
            wheel(x, y, 60);
        }
        MosaicGeometry near = geometry();
        assertThat(zoom().factor()).isEqualTo(before.mostZoom());
        assertThat(near.cell()).isGreaterThan(3.2 * Theme.DARK.text());
        Toolkit.run(() -> mouse(view(), MouseEvent.MOUSE_MOVED, x, y));
        Spot under = workbench.selection().hoveredProperty().get();
        assertThat(under).as("what lay under the cursor still does").isEqualTo(new Spot(3, neuron));
        Toolkit.write(Toolkit.snapshot(scene), Path.of("target", "screenshots", "mosaic-neurons.png"));
        press(KeyCode.HOME, false, false);
        assertThat(zoom()).isEqualTo(Zoom.WHOLE);
    }

    @Test
    void everyNeuronIsFoundWhereItIsDrawn() {
        Toolkit.run(() -> view().enlarge(4));
        Toolkit.snapshot(scene);
        Toolkit.write(Toolkit.snapshot(scene), Path.of("target", "screenshots", "mosaic-one-layer.png"));
        assertThat(zoom().factor()).isGreaterThan(1.5);
        MosaicGeometry near = geometry();
        int[] cells = data().layout().cells()[4];
        for (int j = 0; j < cells.length; j += 17) {
            var area = near.cellArea(4, cells[j]);
            assertThat(near.view().contains(area.getCenterX(), area.getCenterY()))
                    .isTrue();
            Spot expected = new Spot(4, j);
            Toolkit.run(() -> mouse(view(), MouseEvent.MOUSE_MOVED, area.getCenterX(), area.getCenterY()));
            assertThat(workbench.selection().hoveredProperty().get()).isEqualTo(expected);
        }
    }

    @Test
    void aDoubleClickEnlargesASliceAndGivesTheSheetBack() {
        MosaicGeometry whole = geometry();
        twice(view(), whole.middleX(2), whole.middleY(2));
        assertThat(zoom().factor()).isGreaterThan(1);
        MosaicGeometry near = geometry();
        assertThat(near.middleX(2)).isCloseTo(near.view().getCenterX(), offset(3.0));
        twice(view(), near.middleX(2), near.middleY(2));
        assertThat(zoom()).isEqualTo(Zoom.WHOLE);
        SliceView slice = find(SliceView.class);
        Toolkit.run(() -> workbench.selection().chooseLayer(3));
        twice(slice, 20, 20);
        assertThat(geometry().middleX(3)).isCloseTo(geometry().view().getCenterX(), offset(3.0));
    }

    @Test
    void dragMovesWhatIsZoomedAndDoesNotLock() {
        Toolkit.run(() -> view().zoomBy(4));
        Toolkit.snapshot(scene);
        double before = geometry().middleX(2);
        Toolkit.run(() -> {
            mouse(view(), MouseEvent.MOUSE_PRESSED, 300, 300);
            mouse(view(), MouseEvent.MOUSE_DRAGGED, 320, 300);
        });
        Toolkit.snapshot(scene);
        assertThat(geometry().middleX(2)).isCloseTo(before + 20, offset(1.5));
        assertThat(workbench.selection().lockedProperty().get()).isNull();
    }

    @Test
    void keysLockStepAndMoveTheThreshold() {
        Toolkit.run(() -> workbench.selection().chooseLayer(3));
        press(KeyCode.ENTER, false, false);
        Spot first = workbench.selection().lockedProperty().get();
        float[] z = data().values()[3];
        for (float other : z) {
            assertThat(Math.abs(other)).isLessThanOrEqualTo(Math.abs(z[first.neuron()]));
        }
        int width = data().layout().grid().width();
        int cell = data().layout().cells()[3][first.neuron()];
        boolean leftHalf = cell % width < width / 2;
        press(leftHalf ? KeyCode.RIGHT : KeyCode.LEFT, false, false);
        Spot next = workbench.selection().lockedProperty().get();
        int there = data().layout().cells()[3][next.neuron()];
        assertThat(there / width).isEqualTo(cell / width);
        assertThat(there % width).isNotEqualTo(cell % width);
        assertThat(view().getAccessibleText()).contains("locked on neuron " + next.neuron());
        press(KeyCode.ENTER, false, false);
        assertThat(workbench.selection().lockedProperty().get()).isNull();
        press(KeyCode.RIGHT, false, false);
        assertThat(workbench.selection().layerProperty().get()).isEqualTo(4);

        float threshold = workbench.cut().outcome().threshold();
        press(KeyCode.ADD, false, false);
        assertThat(workbench.cut().outcome().threshold()).isCloseTo(threshold + 0.01f, offset(0.006f));
        press(KeyCode.ADD, true, false);
        assertThat(workbench.cut().outcome().threshold()).isCloseTo(threshold + 0.11f, offset(0.006f));
        press(KeyCode.ADD, false, true);
        assertThat(zoom().factor()).isCloseTo(1.25, offset(1e-6));
        press(KeyCode.SUBTRACT, false, true);
        assertThat(zoom().factor()).isCloseTo(1, offset(1e-6));
        run("mosaic.larger");
        assertThat(zoom().factor()).isCloseTo(1.25, offset(1e-6));
        run("mosaic.whole");
        assertThat(zoom()).isEqualTo(Zoom.WHOLE);
    }

    @Test
    void coloursAreChosenInAPopover() {
        run("view.colours");
        PopOver popover = Toolkit.onWindow(() -> Window.getWindows().stream()
                .filter(PopOver.class::isInstance)
                .map(PopOver.class::cast)
                .findFirst()
                .orElseThrow());
        Toolkit.write(
                Toolkit.onWindow(
                        () -> SwingFXUtils.fromFXImage(popover.getScene().snapshot(null), null)),
                Path.of("target", "screenshots", "colours.png"));
        Toolkit.run(() -> {
            Node content = popover.getContentNode();
            ((RadioButton) content.lookup("#colours-cividis")).fire();
            ((CheckBox) content.lookup("#colours-across")).fire();
            popover.hide();
        });
        assertThat(workbench.mosaic().coloursProperty().get())
                .isEqualTo(new Colours(ColourMap.CIVIDIS, true, false, false, true));
        assertThat(data().scale().map()).isEqualTo(ColourMap.CIVIDIS);
    }

    @Test
    void allKeysStandOnOneSheetInASmallWindow() {
        Toolkit.run(() -> {
            scene.getWindow().setWidth(960);
            scene.getWindow().setHeight(640);
        });
        run("help.keys");
        Toolkit.write(Toolkit.snapshot(scene), Path.of("target", "screenshots", "keys.png"));
        var words = Toolkit.onWindow(() -> all(scene.getRoot()).stream()
                .filter(Label.class::isInstance)
                .map(node -> ((Label) node).getText())
                .toList());
        assertThat(words).contains("Mosaic: From layer to layer", "Mosaic larger");
        workbench
                .views()
                .views()
                .forEach(view -> assertThat(words).anyMatch(w -> w != null && w.startsWith(view.title() + ": ")));
    }

    @Test
    void coloursGoToEveryPictureAndToTheCommandLine() {
        Colours chosen = new Colours(ColourMap.VIRIDIS, true, true, true, true);
        Toolkit.run(() -> {
            workbench.mosaic().coloursProperty().set(chosen);
            workbench.mosaic().overlayProperty().set(new Overlay.Network(new sulcus.prune.NetworkId(3, 0, 1)));
        });
        Toolkit.until("network", () -> data().scale().label().equals("z"));
        assertThat(data().scale().colours()).isEqualTo(chosen);
        assertThat(data().scale().scope()).isEqualTo("all networks");
        float reach =
                workbench.study().subjectProperty().get().groundwork().scale().maximum();
        assertThat(data().scale().maximum()).isEqualTo(reach);
        Toolkit.write(Toolkit.snapshot(scene), Path.of("target", "screenshots", "mosaic-viridis.png"));
        String command = Toolkit.onWindow(
                () -> workbench.views().views().getFirst().shown().command());
        assertThat(command).contains("--colours viridis", "--fade", "--below grey", "--scale all");
        Toolkit.run(() -> workbench.mosaic().coloursProperty().set(Colours.START));
        assertThat(data().scale().scope()).isEqualTo("this network");
        assertThat(data().scale().maximum()).isNotEqualTo(reach);
    }
}
