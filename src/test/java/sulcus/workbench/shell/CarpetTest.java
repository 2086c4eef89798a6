package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javafx.application.Platform;
import javafx.event.EventType;
import javafx.geometry.Point2D;
import javafx.scene.Scene;
import javafx.scene.control.Label;
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
import sulcus.prune.NetworkId;
import sulcus.study.Study;
import sulcus.task.Lanes;
import sulcus.workbench.Toolkit;
import sulcus.workbench.theme.Look;
import sulcus.workbench.view.Selection;
import sulcus.workbench.view.Token;
import sulcus.workbench.view.View;

/** The carpet of the bundled sample: read out, clicked, stepped through. */
class CarpetTest {
    private static final Path STUDY = Path.of("sample-data", "study");

    private final Lanes lanes = new Lanes();
    private final StudyOperations operations = new StudyOperations();
    private Workbench workbench;
    private Scene scene;
    private View tab;
    private Region carpet;

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
        tab = workbench.views().views().stream()
                .filter(view -> view.id().equals("carpet"))
                .findFirst()
                .orElseThrow();
        Toolkit.run(() -> workbench.views().bring("carpet"));
        Toolkit.until("carpet", () -> tab.shown() != null);
        Toolkit.snapshot(scene);
        carpet = (Region) scene.lookup("#carpet");
    }

    @AfterEach
    void close() {
        operations.close();
        lanes.close();
    }

    private Selection selection() {
        return workbench.selection();
    }

    private void mouse(EventType<MouseEvent> type, double x, double y) {
        Toolkit.run(() -> {
            Point2D at = carpet.localToScene(x, y);
            boolean down = type == MouseEvent.MOUSE_PRESSED;
            carpet.fireEvent(new MouseEvent(
                    type,
                    x,
                    y,
                    at.getX(),
                    at.getY(),
                    MouseButton.PRIMARY,
                    1,
                    false,
                    false,
                    false,
                    false,
                    down,
                    false,
                    false,
                    false,
                    false,
                    true,
                    new PickResult(carpet, at.getX(), at.getY())));
        });
    }

    private void key(KeyCode code, boolean shift) {
        Toolkit.run(
                () -> carpet.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, false, false, false)));
    }

    private String words() {
        return Toolkit.onWindow(() -> ((Label) scene.lookup("#carpet-words")).getText());
    }

    private void picture(String name) {
        for (Look.Choice look : new Look.Choice[] {Look.Choice.DARK, Look.Choice.LIGHT}) {
            Toolkit.run(() -> workbench.look().choiceProperty().set(look));
            Toolkit.snapshot(scene);
            Toolkit.write(
                    Toolkit.snapshot(scene),
                    Path.of("target", "screenshots", name + "-" + look.name().toLowerCase(Locale.ROOT) + ".png"));
        }
    }

    @Test
    void aNetworkAndATokenAreReadOutAndChosen() {
        double x = carpet.getWidth() * 0.4;
        double y = carpet.getHeight() * 0.5;
        mouse(MouseEvent.MOUSE_MOVED, x, y);
        assertThat(words()).matches("layer \\d  ·  network \\d\\.\\d+  ·  token [\\d,]+ “.+”  ·  strongest z here .*");
        assertThat(selection().networkProperty().get()).isNull();
        mouse(MouseEvent.MOUSE_PRESSED, x, y);
        NetworkId network = selection().networkProperty().get();
        Token token = selection().tokenProperty().get();
        assertThat(words())
                .contains("network " + network + " ", String.format(Locale.ROOT, "token %,d", token.index()));
        assertThat(selection().layerProperty().get()).isEqualTo(network.layer());
        assertThat(Toolkit.onWindow(carpet::getAccessibleText))
                .contains("144 networks over 14,490 tokens of 84 texts", "network " + network + " is marked");
        assertThat(Toolkit.onWindow(() -> tab.shown().command())).isEqualTo("--view carpet --network " + network);
        picture("carpet");
        mouse(MouseEvent.MOUSE_MOVED, 1, 1);
        assertThat(words()).isEmpty();
    }

    @Test
    void theArrowKeysStepThroughNetworksAndTokens() {
        key(KeyCode.DOWN, false);
        assertThat(selection().networkProperty().get()).isEqualTo(new NetworkId(0, 0, 0));
        key(KeyCode.DOWN, true);
        assertThat(selection().networkProperty().get()).isEqualTo(new NetworkId(0, 0, 10));
        key(KeyCode.UP, false);
        assertThat(selection().networkProperty().get()).isEqualTo(new NetworkId(0, 0, 9));
        key(KeyCode.RIGHT, false);
        key(KeyCode.RIGHT, true);
        assertThat(selection().tokenProperty().get()).isEqualTo(new Token(0, 10));
        key(KeyCode.LEFT, false);
        assertThat(words()).startsWith("layer 0  ·  network 0.9  ·  token 9 ");
        key(KeyCode.UP, true);
        key(KeyCode.UP, false);
        assertThat(selection().networkProperty().get()).isEqualTo(new NetworkId(0, 0, 0));
    }

    @Test
    void theNeuronsOfTheLayerInViewAreShown() {
        Toolkit.run(() -> {
            selection().chooseLayer(3);
            ((ToggleButton) scene.lookup("#carpet-neurons")).fire();
        });
        Toolkit.until("layer 3", () -> tab.shown().command().equals("--view carpet --layer 3"));
        mouse(MouseEvent.MOUSE_PRESSED, carpet.getWidth() * 0.4, carpet.getHeight() * 0.3);
        int neuron = selection().lockedProperty().get().neuron();
        NetworkId network = selection().networkProperty().get();
        assertThat(network.layer()).isEqualTo(3);
        mouse(MouseEvent.MOUSE_MOVED, carpet.getWidth() * 0.4, carpet.getHeight() * 0.3);
        assertThat(words()).contains("network " + network, "neuron " + neuron, "token ");
        picture("carpet-neurons");
        List<String> head = Toolkit.onWindow(() -> tab.shown().numbers().get().getFirst());
        assertThat(head.subList(0, 3)).containsExactly("network", "neuron", "token 0");
        Toolkit.run(() -> selection().chooseLayer(1));
        Toolkit.until("layer 1", () -> tab.shown().command().startsWith("--view carpet --layer 1"));
        assertThat(Toolkit.onWindow(carpet::getAccessibleText)).contains("512 neurons over 14,490 tokens");
    }
}
