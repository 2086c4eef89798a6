package sulcus.workbench.shell;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;
import sulcus.study.Study;
import sulcus.task.Lanes;
import sulcus.task.Refusal;
import sulcus.workbench.session.Session;
import sulcus.workbench.session.SessionFile;
import sulcus.workbench.study.Subject;
import sulcus.workbench.theme.Look;
import sulcus.workbench.theme.WindowIcon;

/** The window itself. */
public final class WorkbenchApplication extends Application {
    private static final Path SAMPLE = Path.of("sample-data", "study");

    private final Lanes lanes = new Lanes();
    private final StudyOperations operations = new StudyOperations();
    private final SessionFile settings = SessionFile.ofUser();
    private Workbench workbench;
    private Stage window;
    private ObservableList<Path> opened;

    @Override
    public void start(Stage stage) {
        List<String> problems = new ArrayList<>();
        Session session = settings.read(problems::add);
        workbench = new Workbench(
                operations, new SystemFilePicker(stage), new Look(session.look()), lanes, Platform::runLater);
        problems.forEach(line -> workbench.tasks().failed("The session", new Refusal(line)));
        workbench
                .recent()
                .restore(session.recent().stream()
                        .flatMap(WorkbenchApplication::path)
                        .toList());
        // what was opened survives a crash
        opened = workbench.recent().files();
        opened.addListener((ListChangeListener<Path>) change -> {
            Session now = session();
            lanes.reading().execute(() -> write(now));
        });
        window = stage;
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, e) -> Platform.runLater(() -> workbench.tasks().failed("The window", e)));
        Rectangle2D screen = Screen.getPrimary().getVisualBounds();
        double width = Math.min(session.width(), screen.getWidth());
        double height = Math.min(session.height(), screen.getHeight());
        stage.setScene(workbench.scene(width, height));
        stage.setMinWidth(Math.min(Workbench.LEAST_WIDTH, screen.getWidth()));
        stage.setMinHeight(Math.min(Workbench.LEAST_HEIGHT, screen.getHeight()));
        stage.getIcons().setAll(WindowIcon.images());
        stage.titleProperty().bind(workbench.titleProperty());
        stage.show();
        if (session.views() != null) {
            workbench.views().arrange(session.views());
            workbench.panes().sides(!session.alone());
        }
        List<String> arguments = getParameters().getUnnamed();
        Optional<Path> last = session.study() == null
                ? Optional.empty()
                : path(session.study()).filter(Study::isStudy).findFirst();
        if (!arguments.isEmpty()) {
            workbench.open(Path.of(arguments.getFirst()));
        } else if (last.isPresent()) {
            workbench.open(last.get());
        } else {
            sample().forEach(study -> {
                operations.leaveUntouched(study);
                workbench.open(study);
            });
        }
    }

    /** What was remembered may be no path on this system. */
    private static Stream<Path> path(String text) {
        try {
            return Stream.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
    }

    private synchronized void write(Session session) {
        try {
            settings.write(session);
        } catch (Refusal e) {
            // nothing depends on it: without settings the next start is as the first
            System.getLogger("sulcus").log(System.Logger.Level.WARNING, e.getMessage());
        }
    }

    /** What is worth remembering; the bundled sample is shown anyway where nothing else was open. */
    private Session session() {
        Subject subject = workbench.study().subjectProperty().get();
        Path study = subject == null || subject.study() == null
                ? null
                : subject.study().folder();
        boolean bundled = study != null
                && sample().stream()
                        .anyMatch(s -> s.toAbsolutePath().normalize().equals(study));
        return new Session(
                Session.VERSION,
                workbench.look().choiceProperty().get(),
                window.getScene().getWidth(),
                window.getScene().getHeight(),
                study == null || bundled ? null : study.toString(),
                workbench.recent().files().stream().map(Path::toString).toList(),
                workbench.views().arrangement(),
                !workbench.panes().hasSides());
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
        write(session());
        workbench.views().close();
        operations.close();
        lanes.close();
    }
}
