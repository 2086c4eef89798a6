package sulcus.workbench.shell;

import java.nio.file.Path;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.stage.Screen;
import javafx.stage.Stage;
import sulcus.task.Lanes;
import sulcus.workbench.session.Session;
import sulcus.workbench.session.SessionFile;
import sulcus.workbench.theme.Look;
import sulcus.workbench.theme.WindowIcon;

/** The window itself. */
public final class WorkbenchApplication extends Application {
    private final Lanes lanes = new Lanes();
    private final StudyOperations operations = new StudyOperations();
    private final Remembered remembered = new Remembered(SessionFile.ofUser(), lanes);
    private Workbench workbench;
    private Scene scene;

    @Override
    public void start(Stage stage) {
        Session session = remembered.session();
        workbench = new Workbench(
                operations, new SystemFilePicker(stage), new Look(session.look()), lanes, Platform::runLater);
        // the lanes' threads and the window's own alike: what nobody caught is told, and can be copied from the log
        Thread.setDefaultUncaughtExceptionHandler(workbench.tasks()::uncaught);
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        double width = Math.min(session.width(), screen.getWidth());
        double height = Math.min(session.height(), screen.getHeight());
        scene = workbench.scene(width, height);
        stage.setScene(scene);
        stage.setMinWidth(Math.min(Workbench.LEAST_WIDTH, screen.getWidth()));
        stage.setMinHeight(Math.min(Workbench.LEAST_HEIGHT, screen.getHeight()));
        stage.getIcons().setAll(WindowIcon.images());
        stage.titleProperty().bind(workbench.titleProperty());
        stage.show();
        remembered.restore(workbench, scene);
        remembered.open(
                workbench, getParameters().getUnnamed().stream().findFirst().map(Path::of), operations);
    }

    @Override
    public void stop() {
        workbench.tasks().cancelAll();
        remembered.save(workbench, scene);
        workbench.views().close();
        operations.close();
        lanes.close();
    }
}
