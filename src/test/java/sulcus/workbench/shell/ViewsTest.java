package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sulcus.prune.NetworkId;
import sulcus.study.Study;
import sulcus.task.Lanes;
import sulcus.workbench.Toolkit;
import sulcus.workbench.mosaic.Overlay;
import sulcus.workbench.preserve.MeasureModel.Reading;
import sulcus.workbench.theme.Look;
import sulcus.workbench.view.Shown;
import sulcus.workbench.view.View;

/** Every view on the bundled sample: it has something to show, follows the selection, and leaves a picture in both looks. */
class ViewsTest {
    private static final Path STUDY = Path.of("sample-data", "study");
    private static final NetworkId NETWORK = new NetworkId(2, 0, 1);

    private final Lanes lanes = new Lanes();
    private final StudyOperations operations = new StudyOperations();
    private Workbench workbench;
    private Scene scene;

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
        Toolkit.until("idle", () -> workbench.tasks().rows().isEmpty());
    }

    @AfterEach
    void close() {
        operations.close();
        lanes.close();
    }

    @Test
    void everyViewShowsTheSample() {
        for (double share : new double[] {0.1, 0.3, 0.5}) {
            Toolkit.run(() -> workbench.cut().setNeuronsRemoved(share));
            Toolkit.until("measured", () -> workbench.measure().prunedProperty().get() instanceof Reading.Measured);
        }
        Toolkit.run(() -> workbench.selection().networkProperty().set(NETWORK));
        for (View view : workbench.views().views()) {
            Toolkit.run(() -> workbench.views().bring(view.id()));
            Toolkit.until(view.title(), () -> view.shown() != null);
            if (view.id().equals("stack")) {
                Toolkit.run(() -> workbench.mosaic().overlayProperty().set(new Overlay.Winners()));
                Toolkit.run(() -> ((ToggleButton) view.node().lookup(".left-pill")).fire());
                Toolkit.until("connections", () -> view.shown().numbers().get().size() > 1);
            }
            for (Look.Choice look : new Look.Choice[] {Look.Choice.DARK, Look.Choice.LIGHT}) {
                Toolkit.run(() -> workbench.look().choiceProperty().set(look));
                Toolkit.snapshot(scene);
                Toolkit.write(
                        Toolkit.snapshot(scene),
                        Path.of(
                                "target",
                                "screenshots",
                                "view-" + view.id() + "-" + look.name().toLowerCase(java.util.Locale.ROOT) + ".png"));
            }
            Shown shown = Toolkit.onWindow(view::shown);
            assertThat(shown.title()).isNotBlank();
            assertThat(shown.numbers().get()).as(view.title()).hasSizeGreaterThan(1);
        }
    }
}
