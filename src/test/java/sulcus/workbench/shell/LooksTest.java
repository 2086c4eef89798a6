package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import sulcus.prune.Decision;
import sulcus.prune.NetworkId;
import sulcus.study.Study;
import sulcus.task.Lanes;
import sulcus.workbench.Toolkit;
import sulcus.workbench.theme.Look;

/** Every part of the window in both looks: its text is whole, and a picture of it is left to be looked at. */
class LooksTest {
    private static final Path STUDY = Path.of("sample-data", "study");

    private final Lanes lanes = new Lanes();
    private final StudyOperations operations = new StudyOperations();
    private final CountDownLatch hold = new CountDownLatch(1);
    private Workbench workbench;
    private Scene scene;

    @BeforeEach
    void toolkit() {
        assumeTrue(Study.isStudy(STUDY), "the bundled sample study is not there");
        Toolkit.start();
        operations.leaveUntouched(STUDY);
    }

    @AfterEach
    void close() {
        Toolkit.close(scene);
        assertThat(Toolkit.watchdog().stop())
                .as("what holds the window for more than 100 ms")
                .isEmpty();
        hold.countDown();
        operations.close();
        lanes.close();
    }

    private void window(Look.Choice look, double width, double height) {
        workbench = Toolkit.onWindow(
                () -> new Workbench(operations, new NoFiles(), new Look(look), lanes, Toolkit.watchdog()));
        scene = Toolkit.onWindow(() -> workbench.scene(width, height));
        Toolkit.snapshot(scene);
        Toolkit.watchdog().start();
    }

    private void open() {
        Toolkit.run(() -> workbench.open(STUDY));
        Toolkit.until("study open", () -> workbench.study().subjectProperty().get() != null);
        Toolkit.until("listed", () -> !workbench.networks().rows().isEmpty());
        Toolkit.until("idle", () -> workbench.tasks().rows().isEmpty());
        Toolkit.snapshot(scene);
        Toolkit.watchdog().shown();
    }

    private void run(String command) {
        Toolkit.run(() -> workbench.commands().stream()
                .filter(c -> c.id().equals(command))
                .findFirst()
                .orElseThrow()
                .run());
        Toolkit.snapshot(scene);
    }

    private void look(String what, Look.Choice look) {
        Toolkit.write(
                Toolkit.snapshot(scene),
                Path.of("target", "screenshots", what + "-" + look.name().toLowerCase(java.util.Locale.ROOT) + ".png"));
        assertThat(Toolkit.onWindow(() -> {
                    scene.getRoot().applyCss();
                    scene.getRoot().layout();
                    return clipped(scene.getRoot());
                }))
                .as(what)
                .isEmpty();
    }

    /** Texts of which an end is left out for want of room. */
    private static List<String> clipped(Node from) {
        List<String> found = new ArrayList<>();
        if (!from.isVisible()) {
            return found;
        }
        if (from instanceof Labeled labeled && labeled.getText() != null) {
            for (Node child : labeled.getChildrenUnmodifiable()) {
                if (child instanceof Text shown
                        && shown.getStyleClass().contains("text")
                        && !labeled.getText().strip().equals(shown.getText().strip())) {
                    found.add(labeled.getText() + " is shown as " + shown.getText());
                }
            }
        }
        if (from instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> found.addAll(clipped(child)));
        }
        return found;
    }

    @ParameterizedTest
    @EnumSource(names = {"DARK", "LIGHT"})
    void nothingIsOpenYet(Look.Choice look) {
        window(look, 1400, 900);
        look("welcome", look);
    }

    @ParameterizedTest
    @EnumSource(names = {"DARK", "LIGHT"})
    void theSmallestWindow(Look.Choice look) {
        window(look, Workbench.LEAST_WIDTH, Workbench.LEAST_HEIGHT);
        open();
        look("smallest", look);
        assertThat(Toolkit.onWindow(() -> {
                    Node header = scene.lookup(".window-header");
                    Node status = scene.lookup(".status-bar");
                    return header.localToScene(header.getBoundsInLocal()).getMinY() >= 0
                            && status.localToScene(status.getBoundsInLocal()).getMaxY() <= Workbench.LEAST_HEIGHT;
                }))
                .as("menus and status bar are in the window")
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"DARK", "LIGHT"})
    void exceptionsInTheSmallestWindow(Look.Choice look) {
        window(look, Workbench.LEAST_WIDTH, Workbench.LEAST_HEIGHT);
        open();
        Toolkit.run(() -> {
            NetworkId id = workbench.networks().rows().get(3).id();
            workbench.networks().threshold(id, 4.5f);
            workbench.networks().decide(id, Decision.PRESERVE);
            workbench.networks().colour(id, "#e69f00");
            workbench.cut().setLayerThreshold(3, 2.5f);
            workbench.cut().setLayerThreshold(4, 2.5f);
            workbench.selection().networkProperty().set(id);
        });
        run("view.bring.network");
        look("exceptions-network", look);
        Toolkit.run(() -> workbench.panes().toggleNetworks());
        Toolkit.snapshot(scene);
        look("exceptions-table", look);
    }

    @ParameterizedTest
    @EnumSource(names = {"DARK", "LIGHT"})
    void forms(Look.Choice look) {
        window(look, 1400, 900);
        open();
        run("study.decompose");
        look("form-decompose", look);
        run("study.export");
        look("form-export", look);
        run("figure.export");
        look("form-figure", look);
        run("study.history");
        Toolkit.until("history", () -> scene.lookup("#history") != null);
        look("history", look);
        run("help.keys");
        look("shortcuts", look);
    }

    @ParameterizedTest
    @EnumSource(names = {"DARK", "LIGHT"})
    void palette(Look.Choice look) {
        window(look, 1400, 900);
        open();
        run("help.palette");
        look("palette", look);
        Toolkit.run(() -> ((TextField) scene.lookup("#palette-field")).setText("o st"));
        look("palette-typed", look);
    }

    @ParameterizedTest
    @EnumSource(names = {"DARK", "LIGHT"})
    void tasksAndNotices(Look.Choice look) {
        window(look, 1400, 900);
        open();
        Toolkit.run(() -> {
            for (String name : List.of("Decompose SmolLM2-135M-Instruct", "Export SmolLM2-135M-Instruct-pruned-30")) {
                var unused = workbench
                        .tasks()
                        .read(
                                name,
                                progress -> {
                                    progress.report("layer 7 of 30", 0.23);
                                    hold.await();
                                    return name;
                                },
                                done -> {});
            }
            workbench.tasks().tell("Exported to models/pruned: reloaded, logits within 1.0e-05 of the masked model");
            workbench.open(Path.of("no", "such", "model.gguf"));
        });
        Toolkit.until(
                "running",
                () -> workbench.tasks().rows().size() == 2
                        && workbench.tasks().rows().stream()
                                .allMatch(row -> row.fractionProperty().get() > 0));
        look("tasks", look);
        List<Region> headers = Toolkit.onWindow(() -> scene.getRoot().lookupAll(".notification").stream()
                .map(card -> (Region) card.lookup(".header"))
                .toList());
        assertThat(headers)
                .as("rules for the window's header leave those of notices alone")
                .hasSize(2)
                .allMatch(header -> header.getBackground() == null && header.getBorder() == null);
        run("help.log");
        look("log", look);
    }
}
