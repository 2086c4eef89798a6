package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Locale;
import javafx.application.Platform;
import javafx.event.EventType;
import javafx.geometry.Point2D;
import javafx.scene.Scene;
import javafx.scene.control.Slider;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sulcus.figure.MosaicData;
import sulcus.figure.StackArcs;
import sulcus.figure.StackPainter;
import sulcus.figure.StackPainter.Place;
import sulcus.figure.StackPainter.Turn;
import sulcus.figure.Theme;
import sulcus.prune.NetworkId;
import sulcus.study.Study;
import sulcus.task.Lanes;
import sulcus.workbench.Toolkit;
import sulcus.workbench.theme.Look;
import sulcus.workbench.view.Selection;
import sulcus.workbench.view.Spot;
import sulcus.workbench.view.View;

/** The stack of the bundled sample: turned, pointed at, and connected by hand. */
class StackTest {
    private static final Path STUDY = Path.of("sample-data", "study");

    private final Lanes lanes = new Lanes();
    private final StudyOperations operations = new StudyOperations();
    private Workbench workbench;
    private Scene scene;
    private View tab;
    private Region stack;

    @BeforeEach
    void open() {
        assumeTrue(Study.isStudy(STUDY), "the bundled sample study is not there");
        Toolkit.start();
        operations.leaveUntouched(STUDY);
        workbench = Toolkit.onWindow(
                () -> new Workbench(operations, new NoFiles(), new Look(Look.Choice.DARK), lanes, Platform::runLater));
        scene = Toolkit.onWindow(() -> workbench.scene(1440, 900));
        Toolkit.snapshot(scene);
        Toolkit.run(() -> workbench.open(STUDY));
        Toolkit.until("study open", () -> workbench.study().subjectProperty().get() != null);
        Toolkit.until("listed", () -> !workbench.networks().rows().isEmpty());
        Toolkit.until("idle", () -> workbench.tasks().rows().isEmpty());
        tab = workbench.views().views().stream()
                .filter(view -> view.id().equals("stack"))
                .findFirst()
                .orElseThrow();
        Toolkit.run(() -> workbench.views().bring("stack"));
        Toolkit.snapshot(scene);
        stack = (Region) scene.lookup("#stack");
    }

    @AfterEach
    void close() {
        operations.close();
        lanes.close();
    }

    private StackPainter painter() {
        MosaicData data = workbench.mosaic().dataProperty().get();
        return new StackPainter(data, StackArcs.NONE, Turn.START, Theme.DARK);
    }

    private Selection selection() {
        return workbench.selection();
    }

    private void mouse(EventType<MouseEvent> type, double x, double y, int clicks, boolean still) {
        Toolkit.run(() -> {
            Point2D at = stack.localToScene(x, y);
            boolean down = type == MouseEvent.MOUSE_PRESSED || type == MouseEvent.MOUSE_DRAGGED;
            stack.fireEvent(new MouseEvent(
                    type,
                    x,
                    y,
                    at.getX(),
                    at.getY(),
                    MouseButton.PRIMARY,
                    clicks,
                    false,
                    false,
                    false,
                    false,
                    down,
                    false,
                    false,
                    false,
                    false,
                    still,
                    new PickResult(stack, at.getX(), at.getY())));
        });
    }

    private void key(KeyCode code) {
        Toolkit.run(
                () -> stack.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false)));
    }

    private String command() {
        return Toolkit.onWindow(() -> tab.shown().command());
    }

    @Test
    void turnsUnderTheMouseAndUnderTheKeys() {
        assertThat(command()).contains("--turn=58.0,16.0,1.000");
        mouse(MouseEvent.MOUSE_PRESSED, 200, 200, 1, true);
        mouse(MouseEvent.MOUSE_DRAGGED, 225, 190, 1, false);
        mouse(MouseEvent.MOUSE_DRAGGED, 250, 180, 1, false);
        assertThat(command()).contains("--turn=78.0,8.0,1.000");
        key(KeyCode.LEFT);
        key(KeyCode.DOWN);
        key(KeyCode.PLUS);
        assertThat(command()).contains("--turn=73.0,13.0,1.250");
        mouse(MouseEvent.MOUSE_CLICKED, 3, 300, 2, true);
        assertThat(command()).contains("--turn=58.0,16.0,1.000");
        int layer = selection().layerProperty().get();
        key(KeyCode.PAGE_DOWN);
        assertThat(selection().layerProperty().get()).isEqualTo(layer + 1);
        assertThat(Toolkit.onWindow(stack::getAccessibleText))
                .contains("Stack of 6 layers", "layer " + (layer + 1) + " is chosen");
    }

    @Test
    void aNeuronIsReadOutAndLockedAndALayerChosen() {
        StackPainter painter = Toolkit.onWindow(this::painter);
        double width = stack.getWidth();
        double height = stack.getHeight();
        Place place = null;
        double x = 0;
        double y = 0;
        var area = painter.stack(width, height);
        for (y = area.getY(); y < area.getMaxY() && place == null; y += 3) {
            for (x = area.getX(); x < area.getMaxX() && place == null; x += 3) {
                place = painter.neuronAt(x, y, width, height);
            }
        }
        // the loops have stepped on
        x -= 3;
        y -= 3;
        mouse(MouseEvent.MOUSE_MOVED, x, y, 0, true);
        Spot spot = new Spot(place.layer(), place.neuron());
        assertThat(selection().hoveredProperty().get()).isEqualTo(spot);
        assertThat(Toolkit.onWindow(() -> workbench.mosaic().readOutProperty().get()))
                .startsWith("layer " + spot.layer());
        mouse(MouseEvent.MOUSE_CLICKED, x, y, 1, true);
        assertThat(selection().lockedProperty().get()).isEqualTo(spot);

        Point2D number = null;
        for (y = 0; y < height && number == null; y += 4) {
            for (x = 0; x < width && number == null; x += 4) {
                number = painter.layerAt(x, y, width, height) == 4 ? new Point2D(x, y) : null;
            }
        }
        mouse(MouseEvent.MOUSE_CLICKED, number.getX(), number.getY(), 1, true);
        assertThat(selection().layerProperty().get()).isEqualTo(4);
        assertThat(selection().lockedProperty().get()).isNull();
    }

    @Test
    void connectionsComeOnDemandAndFollowTheSlider() {
        assertThat(command()).doesNotContain("--connections");
        Toolkit.run(() -> ((ToggleButton) scene.lookup("#stack-connections")).fire());
        Toolkit.until("connections", () -> tab.shown().command().contains("--connections 0.600"));
        int many = Toolkit.onWindow(() -> tab.shown().numbers().get()).size();
        Toolkit.run(() -> ((Slider) scene.lookup("#stack-least")).setValue(0.3));
        int more = Toolkit.onWindow(() -> tab.shown().numbers().get()).size();
        assertThat(more).isGreaterThan(many).isLessThanOrEqualTo(201);
        NetworkId network = new NetworkId(3, 0, 2);
        Toolkit.run(() -> {
            selection().networkProperty().set(network);
            ((ToggleButton) scene.lookup("#stack-own")).fire();
        });
        Toolkit.until(
                "of the network",
                () -> tab.shown().numbers().get().stream()
                        .skip(1)
                        .allMatch(row -> row.get(0).equals("3.2") || row.get(1).equals("3.2")));
        assertThat(Toolkit.onWindow(() -> tab.shown().numbers().get())).hasSizeGreaterThan(1);
        Toolkit.run(() -> selection().networkProperty().set(null));
        for (Look.Choice look : new Look.Choice[] {Look.Choice.DARK, Look.Choice.LIGHT}) {
            Toolkit.run(() -> {
                workbench.look().choiceProperty().set(look);
                workbench.mosaic().overlayProperty().set(new sulcus.workbench.mosaic.Overlay.Strongest());
                ((ToggleButton) scene.lookup("#stack-own")).setSelected(false);
                ((Slider) scene.lookup("#stack-least")).setValue(0.6);
            });
            Toolkit.snapshot(scene);
            String name = "stack-" + look.name().toLowerCase(Locale.ROOT) + ".png";
            Toolkit.write(Toolkit.snapshot(scene), Path.of("target", "screenshots", name));
        }
        Toolkit.run(() -> ((ToggleButton) scene.lookup("#stack-connections")).fire());
        assertThat(command()).doesNotContain("--connections");
    }
}
