package sulcus.workbench.shell;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;
import sulcus.task.Lanes;
import sulcus.workbench.theme.Look;
import sulcus.workbench.theme.WindowIcon;

/** The window itself. */
public final class WorkbenchApplication extends Application {
    private static final Path SAMPLE = Path.of("sample-data", "study");

    private final Lanes lanes = new Lanes();
    private final StudyOperations operations = new StudyOperations();
    private Workbench workbench;

    @Override
    public void start(Stage stage) {
        workbench = new Workbench(
                operations, new SystemFilePicker(stage), new Look(Look.Choice.SYSTEM), lanes, Platform::runLater);
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, e) -> Platform.runLater(() -> workbench.tasks().failed("The window", e)));
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        double width = Math.min(1400, screen.getWidth());
        double height = Math.min(900, screen.getHeight());
        stage.setScene(workbench.scene(width, height));
        stage.setMinWidth(Math.min(Workbench.LEAST_WIDTH, screen.getWidth()));
        stage.setMinHeight(Math.min(Workbench.LEAST_HEIGHT, screen.getHeight()));
        stage.getIcons().setAll(WindowIcon.images());
        stage.titleProperty().bind(workbench.titleProperty());
        stage.show();
        List<String> arguments = getParameters().getUnnamed();
        if (!arguments.isEmpty()) {
            workbench.open(Path.of(arguments.getFirst()));
        } else {
            sample().forEach(study -> {
                operations.leaveUntouched(study);
                workbench.open(study);
            });
        }
    }

    /** The bundled study: where the program stands, or where it was installed. */
    private static List<Path> sample() {
        Path installed = Path.of(System.getProperty("sulcus.home", ".")).resolve(SAMPLE);
        Path beside =
                Path.of(System.getProperty("sulcus.home", ".")).resolve("../..").resolve(SAMPLE);
        return List.of(SAMPLE, installed, beside).stream()
                .filter(Files::isDirectory)
                .limit(1)
                .toList();
    }

    @Override
    public void stop() {
        workbench.tasks().cancelAll();
        operations.close();
        lanes.close();
    }
}
