package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import sulcus.workbench.Toolkit;
import sulcus.workbench.session.RecentFiles;
import sulcus.workbench.session.Session;
import sulcus.workbench.session.SessionFile;
import sulcus.workbench.tasks.Notice;
import sulcus.workbench.theme.Look;
import sulcus.workbench.view.Arrangement;

/** What one start leaves, the next takes up: recent files, the layout, the look; and files that are gone can be taken off. */
class RememberedTest extends WindowFixture {
    private final StudyOperations operations = new StudyOperations();

    private Remembered remembered() {
        return new Remembered(new SessionFile(folder.resolve("settings").resolve("session.json")), lanes);
    }

    /** Another window, as at the next start. */
    private Workbench next(Remembered from) {
        return Toolkit.onWindow(() -> {
            Workbench second = new Workbench(
                    operations, new NoFiles(), new Look(from.session().look()), lanes, Toolkit.watchdog());
            Scene there = second.scene(from.session().width(), from.session().height());
            from.restore(second, there);
            return second;
        });
    }

    @Test
    void layoutLookAndFilesAreAsTheyWereLeft() {
        Remembered first = remembered();
        assertThat(first.session()).isEqualTo(Session.FIRST);
        run("layout.compare");
        run("look.light");
        Toolkit.run(() -> first.save(workbench, scene));
        Remembered second = remembered();
        Workbench again = next(second);
        Arrangement there = Toolkit.onWindow(() -> again.views().arrangement());
        assertThat(there).isEqualTo(Toolkit.onWindow(() -> workbench.views().arrangement()));
        assertThat(there.right()).containsExactly("compare");
        assertThat(second.session().look()).isEqualTo(Look.Choice.LIGHT);
        assertThat(second.session().width()).isEqualTo(1400);
        assertThat(again.recent().files()).containsExactly(folder.resolve("study"));

        run("layout.figure");
        Toolkit.run(() -> first.save(workbench, scene));
        Workbench third = next(remembered());
        assertThat(Toolkit.onWindow(() -> third.panes().hasSides())).isFalse();
        assertThat(Toolkit.onWindow(() -> third.views().arrangement().right())).isEmpty();
    }

    @Test
    void whatIsOpenedIsWrittenAtOnce() throws Exception {
        Remembered first = remembered();
        Toolkit.run(() -> first.restore(workbench, scene));
        Path text = Files.writeString(folder.resolve("words.txt"), "words");
        Toolkit.run(() -> workbench.open(text));
        Toolkit.until(
                "written",
                () -> remembered().session().recent().stream().findFirst().equals(Optional.of(text.toString())));
    }

    @Test
    void tenFilesAreListedAndThoseThatAreGoneCanBeTakenOff() throws Exception {
        Remembered first = remembered();
        for (int i = 0; i < 12; i++) {
            Path file = Files.writeString(folder.resolve("text" + i + ".txt"), "words");
            Toolkit.run(() -> workbench.recent().opened(file));
        }
        Toolkit.run(() -> first.save(workbench, scene));
        Workbench again = next(remembered());
        RecentFiles recent = again.recent();
        assertThat(recent.files()).hasSize(10).first().isEqualTo(folder.resolve("text11.txt"));
        Files.delete(folder.resolve("text11.txt"));

        Scene there = Toolkit.onWindow(() -> again.root().getScene());
        Toolkit.snapshot(there);
        Toolkit.run(() -> again.opening().openRecent());
        Toolkit.snapshot(there);
        ListView<?> list = (ListView<?>) there.lookup("#recent");
        List<Button> remove = Toolkit.onWindow(() -> all(list).stream()
                .filter(node -> node instanceof Button button && "Remove".equals(button.getText()) && shown(button))
                .map(Button.class::cast)
                .toList());
        assertThat(remove).as("only what is gone is offered for removal").hasSize(1);
        Toolkit.write(Toolkit.snapshot(there), Path.of("target", "screenshots", "recent-dark.png"));
        Toolkit.run(() -> remove.getFirst().fire());
        assertThat(recent.files()).hasSize(9).doesNotContain(folder.resolve("text11.txt"));
        Toolkit.run(() -> {
            list.getSelectionModel().select(0);
            key(list, KeyCode.DELETE);
        });
        assertThat(recent.files()).hasSize(8);
        Toolkit.run(() -> ((Button) there.lookup("#form-action")).fire());
        assertThat(recent.files()).isEmpty();
        Toolkit.close(there);
    }

    private static boolean shown(javafx.scene.Node node) {
        for (javafx.scene.Node at = node; at != null; at = at.getParent()) {
            if (!at.isVisible()) {
                return false;
            }
        }
        return true;
    }

    @Test
    void theFirstStartOpensTheSampleAndALaterOneTheLastStudy() throws Exception {
        Path study = folder.resolve("study");
        Remembered first = remembered();
        Toolkit.run(() -> first.open(workbench, Optional.of(study), operations));
        Toolkit.until("asked for", () -> workbench.tasks().rows().isEmpty());
        assertThat(workbench.recent().files()).containsExactly(study);

        new SessionFile(folder.resolve("settings").resolve("session.json"))
                .write(new Session(
                        Session.VERSION, Look.Choice.DARK, 1400, 900, study.toString(), List.of(), null, false));
        Remembered second = remembered();
        Toolkit.run(() -> workbench.recent().clear());
        Toolkit.run(() -> second.open(workbench, Optional.empty(), operations));
        Toolkit.until("last study", () -> !workbench.recent().files().isEmpty());
        assertThat(workbench.recent().files()).containsExactly(study);

        Files.delete(study.resolve("study.json"));
        Toolkit.run(() -> workbench.recent().clear());
        Toolkit.run(() -> second.open(workbench, Optional.empty(), operations));
        Toolkit.until("the sample", () -> !workbench.recent().files().isEmpty());
        assertThat(workbench.recent().files().getFirst()).endsWith(Path.of("sample-data", "study"));
    }

    @Test
    void whatNobodyCaughtOnALaneIsToldOf() throws Exception {
        var before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler(workbench.tasks()::uncaught);
        try {
            lanes.reading().execute(() -> {
                throw new IllegalStateException("on a reading lane");
            });
            lanes.engine().execute(() -> {
                throw new IllegalStateException("on the engine's lane");
            });
            lanes.timer().after(1, () -> {
                throw new IllegalStateException("on the clock");
            });
            javafx.application.Platform.runLater(() -> {
                throw new IllegalStateException("on the window's thread");
            });
            Toolkit.until("told", () -> workbench.tasks().notices().size() == 4);
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
        assertThat(Toolkit.onWindow(() -> List.copyOf(workbench.tasks().notices())))
                .allMatch(notice -> notice.kind() == Notice.Kind.DEFECT)
                .extracting(Notice::text)
                .anyMatch(text -> text.contains("on a reading lane"))
                .anyMatch(text -> text.contains("on the engine's lane"))
                .anyMatch(text -> text.contains("on the clock"))
                .anyMatch(text -> text.contains("on the window's thread"));
    }
}
