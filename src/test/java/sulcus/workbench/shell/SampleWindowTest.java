package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Optional;
import javafx.application.Platform;
import javafx.scene.Scene;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.export.Exported;
import sulcus.export.Layout;
import sulcus.model.Model;
import sulcus.study.Study;
import sulcus.task.Lanes;
import sulcus.task.Progress;
import sulcus.workbench.Toolkit;
import sulcus.workbench.preserve.MeasureModel.Reading;
import sulcus.workbench.theme.Look;

/** The window on the bundled sample: a real model is opened, cut, measured and exported. */
class SampleWindowTest {
    private static final Path STUDY = Path.of("sample-data", "study");

    private final Lanes lanes = new Lanes();
    private final StudyOperations operations = new StudyOperations();
    private Workbench workbench;
    private Scene scene;

    @TempDir
    Path folder;

    @BeforeEach
    void open() {
        assumeTrue(Study.isStudy(STUDY), "the bundled sample study is not there");
        Toolkit.start();
        operations.leaveUntouched(STUDY);
        FilePicker none = new FilePicker() {
            @Override
            public Optional<Path> model() {
                return Optional.empty();
            }

            @Override
            public Optional<Path> text(String title) {
                return Optional.empty();
            }

            @Override
            public Optional<Path> folder(String title) {
                return Optional.empty();
            }
        };
        workbench = Toolkit.onWindow(
                () -> new Workbench(operations, none, new Look(Look.Choice.DARK), lanes, Platform::runLater));
        scene = Toolkit.onWindow(() -> workbench.scene(1400, 900));
        Toolkit.run(() -> workbench.open(STUDY));
        Toolkit.until("study open", () -> workbench.study().subjectProperty().get() != null);
    }

    @AfterEach
    void close() {
        operations.close();
        lanes.close();
    }

    @Test
    void isCutMeasuredPicturedAndExported() {
        Toolkit.run(() -> workbench.cut().setNeuronsRemoved(0.3));
        Toolkit.until("measured", () -> {
            Reading reading = workbench.measure().prunedProperty().get();
            return reading instanceof Reading.Measured || reading instanceof Reading.Failed;
        });
        double dense = ((Reading.Measured) workbench.measure().denseProperty().get())
                .perplexity()
                .perplexity();
        double pruned = ((Reading.Measured) workbench.measure().prunedProperty().get())
                .perplexity()
                .perplexity();
        assertThat(dense).isGreaterThan(1).isLessThan(pruned);

        Toolkit.snapshot(scene);
        BufferedImage picture = Toolkit.snapshot(scene);
        Toolkit.write(picture, Path.of("target", "screenshots", "workbench-dark.png"));
        assertThat(picture.getWidth()).isEqualTo(1400);
        assertThat(picture.getHeight()).isEqualTo(900);

        Path out = folder.resolve("pruned");
        var outcome = Toolkit.onWindow(() -> workbench.cut().outcome());
        var cut = Toolkit.onWindow(() -> workbench.cut().cut());
        Exported exported = operations.export(
                workbench.study().subjectProperty().get(),
                cut,
                outcome.plan(),
                Layout.COMPACT,
                null,
                out,
                Progress.NONE);
        assertThat(exported.maximumLogitDifference()).isLessThan(1e-3);
        try (Model model = Model.open(out)) {
            assertThat(model.description().neurons()).isEqualTo(outcome.kept());
            assertThat(model.parameters()).isEqualTo(outcome.pruned().parameters());
        }
    }
}
