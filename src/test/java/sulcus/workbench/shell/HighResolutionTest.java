package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import javafx.geometry.Bounds;
import javafx.scene.Scene;
import javafx.scene.image.ImageView;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sulcus.prune.NetworkId;
import sulcus.study.Study;
import sulcus.task.Lanes;
import sulcus.workbench.Toolkit;
import sulcus.workbench.mosaic.MosaicView;
import sulcus.workbench.theme.Look;
import sulcus.workbench.view.View;

/** On a screen of two pixels a unit: maps are drawn in those pixels, not stretched, and pictures are left to be looked at. */
class HighResolutionTest {
    private static final Path STUDY = Path.of("sample-data", "study");

    private final Lanes lanes = new Lanes();
    private final StudyOperations operations = new StudyOperations();
    private Workbench workbench;
    private Scene scene;

    @AfterEach
    void close() {
        Toolkit.close(scene);
        operations.close();
        lanes.close();
    }

    @Test
    void everyViewIsDrawnInThePixelsOfTheScreen() {
        assumeTrue(Study.isStudy(STUDY), "the bundled sample study is not there");
        Toolkit.start();
        operations.leaveUntouched(STUDY);
        workbench = Toolkit.onWindow(
                () -> new Workbench(operations, new NoFiles(), new Look(Look.Choice.DARK), lanes, Toolkit.watchdog()));
        scene = Toolkit.onWindow(() -> workbench.scene(1440, 900));
        Toolkit.snapshot(scene);
        Toolkit.run(() -> workbench.open(STUDY));
        Toolkit.until("study open", () -> workbench.study().subjectProperty().get() != null);
        Toolkit.until("listed", () -> !workbench.networks().rows().isEmpty());
        Toolkit.until("idle", () -> workbench.tasks().rows().isEmpty());
        BufferedImage once = Toolkit.snapshot(scene);
        BufferedImage twice = Toolkit.snapshot(scene, 2);
        assertThat(twice.getWidth()).isEqualTo(2880);
        assertThat(twice.getHeight()).isEqualTo(1800);
        MosaicView mosaic = (MosaicView) scene.lookup(".mosaic");
        for (var child : mosaic.getChildrenUnmodifiable()) {
            if (child instanceof ImageView sheet) {
                assertThat(sheet.getImage().getWidth()).isEqualTo(Math.round(sheet.getFitWidth() * 2));
            }
        }
        Bounds place = Toolkit.onWindow(() -> mosaic.localToScene(mosaic.getBoundsInLocal()));
        assertThat(finer(once, place, 1))
                .as("pairs of unlike pixels in a picture that is stretched")
                .isZero();
        assertThat(finer(twice, place, 2))
                .as("pairs of unlike pixels in the mosaic")
                .isGreaterThan(20_000);

        Toolkit.run(() -> workbench.selection().networkProperty().set(new NetworkId(2, 0, 1)));
        for (View view : workbench.views().views()) {
            Toolkit.run(() -> workbench.views().bring(view.id()));
            if (!ViewsTest.MEASURED.contains(view.id())) {
                Toolkit.until(view.title(), () -> view.shown() != null);
            }
            Toolkit.write(
                    Toolkit.snapshot(scene, 2), Path.of("target", "screenshots", "view-" + view.id() + "-200.png"));
        }
        Toolkit.run(() -> workbench.look().choiceProperty().set(Look.Choice.LIGHT));
        Toolkit.run(() -> workbench.views().bring("mosaic"));
        Toolkit.write(Toolkit.snapshot(scene, 2), Path.of("target", "screenshots", "workbench-light-200.png"));
    }

    /** Of the pairs of pixels that one unit is wide at 2 pixels a unit, those that are not alike: none if it was doubled. */
    private static int finer(BufferedImage image, Bounds place, int scale) {
        int found = 0;
        for (int y = (int) place.getMinY() + 1; y < place.getMaxY() - 1; y++) {
            for (int x = (int) place.getMinX() + 1; x < place.getMaxX() - 1; x++) {
                // at scale 1 a unit is one pixel: doubled, both its pixels are that one
                int left = image.getRGB(x * scale, y * scale);
                int right = image.getRGB(x * scale + scale - 1, y * scale);
                found += left == right ? 0 : 1;
            }
        }
        return found;
    }
}
