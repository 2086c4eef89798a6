package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.cli.CommandLineRun;
import sulcus.prune.NetworkId;
import sulcus.study.Study;
import sulcus.task.Lanes;
import sulcus.workbench.Toolkit;
import sulcus.workbench.theme.Look;
import sulcus.workbench.view.View;

/** Recurrence and fingerprints in the window, on a copy of the sample. */
class LikenessTest {
    private static final Path SAMPLE = Path.of("sample-data");

    private final Lanes lanes = new Lanes();
    private final StudyOperations operations = new StudyOperations();
    private Workbench workbench;
    private Scene scene;
    private Path study;

    @TempDir
    Path folder;

    @BeforeEach
    void open() throws IOException {
        assumeTrue(Study.isStudy(SAMPLE.resolve("study")), "the bundled sample study is not there");
        Path copy = folder.resolve("sample");
        try (var files = Files.walk(SAMPLE)) {
            for (Path file : files.sorted().toList()) {
                Files.copy(file, copy.resolve(SAMPLE.relativize(file).toString()));
            }
        }
        study = copy.resolve("study");
        Toolkit.start();
        workbench = Toolkit.onWindow(
                () -> new Workbench(operations, new NoFiles(), new Look(Look.Choice.DARK), lanes, Toolkit.watchdog()));
        scene = Toolkit.onWindow(() -> workbench.scene(1400, 900));
        Toolkit.snapshot(scene);
    }

    @AfterEach
    void close() {
        Toolkit.close(scene);
        operations.close();
        lanes.close();
    }

    private void shown(String view) {
        Toolkit.run(() -> workbench.open(study));
        Toolkit.until("study open", () -> workbench.study().subjectProperty().get() != null);
        Toolkit.run(() -> workbench.views().bring(view));
        Toolkit.snapshot(scene);
    }

    private String said(String view) {
        Node figure = scene.lookup("#" + view);
        return figure == null || figure.getAccessibleText() == null ? "" : figure.getAccessibleText();
    }

    @Test
    void whatWasNotMeasuredSaysHowToMeasureIt() {
        shown("recurrence");
        Toolkit.until("words", () -> words("Not measured yet"));
        shown("fingerprint");
        Toolkit.until("words", () -> words("Compare networks with another model"));
    }

    private boolean words(String part) {
        return scene.getRoot().lookupAll(".mosaic-words").stream()
                .anyMatch(l -> l instanceof Label label && label.getText().contains(part));
    }

    @Test
    void recurrenceIsSeenAndANetworkChosenInIt() throws IOException {
        CommandLineRun run = CommandLineRun.of(
                "recurrence",
                study,
                "--text",
                SAMPLE.resolve("text/held-out.jsonl"),
                "--by",
                "kind",
                "--texts",
                2,
                "--nulls",
                1,
                "--layers",
                "0,2",
                "-q");
        assertThat(run.status()).as(run.err()).isZero();
        shown("recurrence");
        Toolkit.until("drawn", () -> said("recurrence").contains("found again in 14 single texts"));
        Toolkit.run(() -> workbench.selection().networkProperty().set(new NetworkId(2, 0, 15)));
        Toolkit.until("chosen", () -> said("recurrence").contains("network 2.15"));
        Toolkit.write(Toolkit.snapshot(scene), Path.of("target", "screenshots", "recurrence.png"));
    }

    @Test
    void aFingerprintIsMeasuredFromTheWindowAndSeen() throws IOException {
        shown("fingerprint");
        Toolkit.run(() -> workbench
                .tasks()
                .compute(
                        "Fingerprint",
                        p -> operations.fingerprint(
                                workbench.study().subjectProperty().get(), study.resolveSibling("model"), p),
                        done -> workbench.study().open(done)));
        Toolkit.until("drawn", () -> said("fingerprint").contains("119 of 119 networks survived"));
        Toolkit.run(() -> workbench.selection().networkProperty().set(new NetworkId(3, 0, 2)));
        Toolkit.write(Toolkit.snapshot(scene), Path.of("target", "screenshots", "fingerprint.png"));
        View view = workbench.views().views().stream()
                .filter(v -> v.id().equals("fingerprint"))
                .findFirst()
                .orElseThrow();
        assertThat(Toolkit.onWindow(() -> view.shown().command())).endsWith("--layer 3 --network 3.2");
        CommandLineRun drawn = CommandLineRun.of(
                "figure", study, "--view", "fingerprint", "--network", "3.2", "--out", study.resolve("pair.svg"));
        assertThat(drawn.status()).as(drawn.err()).isZero();
        assertThat(Files.readString(study.resolve("pair.svg"))).contains("mean signed z of key neurons");
        assertThat(study.resolve("fingerprint.json")).exists();
    }
}
