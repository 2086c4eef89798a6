package sulcus.workbench.shell;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.Scene;
import sulcus.study.Study;
import sulcus.task.Lanes;
import sulcus.task.Refusal;
import sulcus.workbench.session.Session;
import sulcus.workbench.session.SessionFile;
import sulcus.workbench.study.Subject;

/** What the window takes up from the last start, and what it leaves for the next one. */
final class Remembered {
    private static final Path SAMPLE = Path.of("sample-data", "study");

    private final SessionFile file;
    private final Lanes lanes;
    private final List<String> problems = new ArrayList<>();
    private final Session session;
    // held here: a listener on it does not keep it alive
    private ObservableList<Path> opened;

    /** Reads what was left; what is wrong with it is told by {@link #restore}. */
    Remembered(SessionFile file, Lanes lanes) {
        this.file = file;
        this.lanes = lanes;
        session = file.read(problems::add);
    }

    /** As it was read; {@link Session#FIRST} at the first start. */
    Session session() {
        return session;
    }

    /** Takes up the files that were opened and where the views stood; from now on what is opened is remembered at once. */
    void restore(Workbench workbench, Scene scene) {
        problems.forEach(line -> workbench.tasks().failed("The session", new Refusal(line)));
        workbench
                .recent()
                .restore(session.recent().stream().flatMap(Remembered::path).toList());
        if (session.views() != null) {
            workbench.views().arrange(session.views());
            workbench.panes().sides(!session.alone());
        }
        // what was opened survives a crash
        opened = workbench.recent().files();
        opened.addListener((ListChangeListener<Path>) change -> {
            Session now = now(workbench, scene);
            lanes.reading().execute(() -> write(now));
        });
    }

    /**
     * Opens what was asked for, else the last study, else the bundled sample, which stays as it came.
     *
     * @param asked a path, or empty
     */
    void open(Workbench workbench, Optional<Path> asked, StudyOperations operations) {
        Optional<Path> last = session.study() == null
                ? Optional.empty()
                : path(session.study()).filter(Study::isStudy).findFirst();
        asked.or(() -> last)
                .or(() -> sample().map(study -> {
                    operations.leaveUntouched(study);
                    return study;
                }))
                .ifPresent(workbench::open);
    }

    /** Leaves everything for the next start. */
    void save(Workbench workbench, Scene scene) {
        write(now(workbench, scene));
    }

    private synchronized void write(Session now) {
        try {
            file.write(now);
        } catch (Refusal e) {
            // nothing depends on it: without settings the next start is as the first
            System.getLogger("sulcus").log(System.Logger.Level.WARNING, e.getMessage());
        }
    }

    /** What is worth remembering; the bundled sample is shown anyway where nothing else was open. */
    private static Session now(Workbench workbench, Scene scene) {
        Subject subject = workbench.study().subjectProperty().get();
        Path study = subject == null || subject.study() == null
                ? null
                : subject.study().folder();
        boolean bundled = study != null
                && sample().filter(s -> s.toAbsolutePath().normalize().equals(study))
                        .isPresent();
        return new Session(
                Session.VERSION,
                workbench.look().choiceProperty().get(),
                scene.getWidth(),
                scene.getHeight(),
                study == null || bundled ? null : study.toString(),
                workbench.recent().files().stream().map(Path::toString).toList(),
                workbench.views().arrangement(),
                !workbench.panes().hasSides());
    }

    /** What was remembered may be no path on this system. */
    private static Stream<Path> path(String text) {
        try {
            return Stream.of(Path.of(text));
        } catch (InvalidPathException e) {
            return Stream.empty();
        }
    }

    /** The bundled study: where the program stands, or where it was installed. */
    private static Optional<Path> sample() {
        Path home = Path.of(System.getProperty("sulcus.home", "."));
        return Stream.of(SAMPLE, home.resolve(SAMPLE), home.resolve("../..").resolve(SAMPLE))
                .filter(Files::isDirectory)
                .findFirst();
    }
}
