package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.export.Destination;
import sulcus.export.Exported;
import sulcus.export.Layout;
import sulcus.model.Model;
import sulcus.prune.Compensation;
import sulcus.prune.Rules;
import sulcus.prune.Target;
import sulcus.prune.score.Score;
import sulcus.prune.score.Scores;
import sulcus.study.History;
import sulcus.study.Masks;
import sulcus.study.RecoverModel;
import sulcus.study.Study;
import sulcus.study.StudyScript;
import sulcus.study.Tried;
import sulcus.task.Lanes;
import sulcus.task.Progress;
import sulcus.workbench.Toolkit;
import sulcus.workbench.preserve.MeasureModel.Reading;
import sulcus.workbench.theme.Look;

/** The window prunes a copy of the sample by a rival's scores, compares methods and trains what it pruned. */
class MethodsTest {
    private static final Path SAMPLE = Path.of("sample-data");
    private static final Score WANDA = Scores.parse("wanda");

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
        copy(SAMPLE, folder.resolve("copy"));
        study = folder.resolve("copy").resolve("study");
        Toolkit.start();
        workbench = Toolkit.onWindow(
                () -> new Workbench(operations, new NoFiles(), new Look(Look.Choice.DARK), lanes, Toolkit.watchdog()));
        scene = Toolkit.onWindow(() -> workbench.scene(1400, 900));
        Toolkit.snapshot(scene);
        Toolkit.watchdog().start();
        Toolkit.run(() -> workbench.open(study));
        Toolkit.until("study open", () -> workbench.study().subjectProperty().get() != null);
        Toolkit.snapshot(scene);
        Toolkit.watchdog().shown();
    }

    @AfterEach
    void close() {
        Toolkit.close(scene);
        assertThat(Toolkit.watchdog().stop())
                .as("what holds the window for more than 100 ms")
                .isEmpty();
        operations.close();
        lanes.close();
    }

    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            all.forEach(path -> {
                try {
                    Files.copy(path, to.resolve(from.relativize(path).toString()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private void measured() {
        Toolkit.until("measured", () -> workbench.measure().prunedProperty().get() instanceof Reading.Measured);
    }

    private double perplexity() {
        return ((Reading.Measured) workbench.measure().prunedProperty().get())
                .perplexity()
                .perplexity();
    }

    private void picture(String name) {
        Toolkit.snapshot(scene);
        Toolkit.write(Toolkit.snapshot(scene), Path.of("target", "screenshots", name + ".png"));
    }

    @SuppressWarnings("unchecked")
    private ComboBox<Score> chooser() {
        return (ComboBox<Score>) scene.lookup("#method");
    }

    @Test
    void aRivalsScoresAreOfferedComputedCutMeasuredRecordedAndExported() {
        Toolkit.run(() -> workbench.cut().setNeuronsRemoved(0.3));
        measured();
        double own = perplexity();
        assertThat(chooser().getItems()).startsWith(Scores.ALL.toArray(Score[]::new));
        Toolkit.run(() -> chooser().setValue(WANDA));
        Toolkit.until("offered", () -> workbench.methods().offeredProperty().get() == WANDA);
        picture("method-offered");
        assertThat(((Label) scene.lookup("#method-missing")).getText())
                .isEqualTo("Its scores are not in this study yet; the cut stays with functional networks");
        Toolkit.run(() -> ((Button) scene.lookup("#method-offer .accent")).fire());
        Toolkit.until("computed", () -> workbench.cut().cut().method() == WANDA);
        assertThat(study.resolve("scores.wanda.safetensors")).exists();
        measured();
        assertThat(perplexity()).as("by another order").isNotEqualTo(own);
        picture("method-wanda");

        Toolkit.run(() -> workbench.cut().setFeedback(0.75));
        Toolkit.until(
                "measured anew", () -> workbench.measure().prunedProperty().get() instanceof Reading.Open);
        measured();
        picture("method-feedback");
        Toolkit.until(
                "kept",
                () -> history().stream()
                                .filter(h -> h.arguments().containsKey("method"))
                                .count()
                        == 2);
        Rules rules = Toolkit.onWindow(() -> workbench.cut().cut().applied());
        History.Step step = history().getLast();
        assertThat(step.arguments()).containsEntry("method", "wanda");
        try (Study opened = Study.open(study)) {
            assertThat(step.mask())
                    .isEqualTo(Masks.hash(opened.planner(WANDA).plan(rules)))
                    .isNotEqualTo(Masks.hash(opened.planner().plan(rules)));
            assertThat(StudyScript.of(opened)).contains("threshold", "--method wanda", "--neurons 0.3");
            assertThat(opened.rules().target()).as("the study's own").isEqualTo(new Target.Neurons(0.3));
            assertThat(Tried.all(opened))
                    .extracting(Tried::name)
                    .contains("30.0 % of neurons", "Wanda-sp, 30.0 % of neurons")
                    .contains("Wanda-sp, 30.0 % of neurons, feedback α 0.75");
        }
        exports();
    }

    private void exports() {
        var outcome = Toolkit.onWindow(() -> workbench.cut().outcome());
        var cut = Toolkit.onWindow(() -> workbench.cut().cut());
        assertThat(cut.compensation()).isEqualTo(Compensation.FEEDBACK);
        Path out = folder.resolve("pruned");
        Exported exported = operations.export(
                workbench.study().subjectProperty().get(),
                cut,
                new Destination.Folder(out, Layout.COMPACT, null),
                Progress.NONE);
        assertThat(exported.maximumLogitDifference()).isLessThan(1e-3);
        try (Model model = Model.open(out)) {
            assertThat(model.description().neurons()).isEqualTo(outcome.kept());
        }
        assertThat(history().getLast().arguments())
                .containsEntry("method", "wanda")
                .containsEntry("feedback", "0.75");
    }

    @Test
    void methodsAreComparedAndRowsComeAsTheyAreMeasured() throws IOException {
        Toolkit.run(() -> {
            workbench.views().bring("compare");
            ((Button) scene.lookup("#compare-methods")).fire();
        });
        Toolkit.until("asked", () -> scene.lookup("#form-action") != null);
        picture("compare-form");
        Toolkit.run(() -> {
            field("Seeds").setText("0, 1");
            field("Neurons removed").setText("0.4");
            ((Button) scene.lookup("#form-action")).fire();
        });
        Toolkit.until("first rows", () -> rows() > 3);
        picture("compare-growing");
        Toolkit.until("all rows", () -> rows() == 9);
        Toolkit.until(
                "told",
                () -> workbench.tasks().log().stream()
                        .anyMatch(n -> n.text().equals("Compared 9 settings, the dense model among them")));
        measured();
        Toolkit.run(() -> workbench.tasks().notices().clear());
        picture("compare-plot");
        Toolkit.run(() -> choose("Overlap of preserved sets"));
        shows("4 methods preserve in common");
        picture("compare-overlap");
        Toolkit.run(() -> choose("Two settings, A and B"));
        shows("; A: ");
        picture("compare-settings");
        Toolkit.run(() -> {
            workbench.look().toggle();
            choose("Plot alone");
            choose("Logarithmic perplexity");
            choose("Across: parameters removed");
            WindowFixture.key(scene.lookup("#compare"), KeyCode.DIGIT1);
        });
        picture("compare-light");
    }

    @Test
    void aPrunedModelIsTrainedWatchedAndStoppedWithTheBest() {
        Path pruned = folder.resolve("smaller");
        var cut = Toolkit.onWindow(() -> workbench.cut().cut());
        operations.export(
                workbench.study().subjectProperty().get(),
                cut,
                new Destination.Folder(pruned, Layout.COMPACT, null),
                Progress.NONE);
        Toolkit.run(() -> {
            workbench.recovering().exported(pruned);
            workbench.recovering().ask();
        });
        picture("recover-form");
        Toolkit.run(() -> {
            ((Button) scene.lookup("#form-action")).fire();
        });
        RecoveryRun run =
                Toolkit.onWindow(() -> workbench.recovering().runProperty().get());
        Toolkit.until("points", () -> run.pointsProperty().get().size() > 2);
        picture("recovery");
        assertThat(run.pointsProperty().get().getFirst().step()).isZero();
        Toolkit.run(() -> ((Button) scene.lookup("#recovery-stop")).fire());
        Toolkit.until("ended", () -> !run.runningProperty().get());
        Path out = folder.resolve("smaller-recovered");
        assertThat(out.resolve(RecoverModel.CURVE)).exists();
        assertThat(folder.resolve("smaller-recovered.partial-recovery"))
                .as("nothing is left of the work")
                .doesNotExist();
        assertThat(run.pointsProperty().get().getLast().step()).isLessThan(run.steps());
        Toolkit.until(
                "told",
                () -> workbench.tasks().log().stream().anyMatch(n -> n.text().startsWith("Recovered into " + out)));
        picture("recovery-ended");
    }

    private void shows(String words) {
        Toolkit.until(words, () -> scene.lookup("#compare").getAccessibleText().contains(words));
    }

    private void choose(String words) {
        MenuItem item = ((MenuButton) scene.lookup("#compare-show"))
                .getItems().stream()
                        .filter(i -> words.equals(i.getText()))
                        .findFirst()
                        .orElseThrow();
        if (item instanceof RadioMenuItem radio) {
            radio.setSelected(true);
        } else {
            ((CheckMenuItem) item).setSelected(false);
        }
    }

    private TextField field(String name) {
        return WindowFixture.all(scene.getRoot()).stream()
                .filter(TextField.class::isInstance)
                .map(TextField.class::cast)
                .filter(f -> name.equals(f.getAccessibleText()))
                .findFirst()
                .orElseThrow();
    }

    private int rows() {
        try (Study opened = Study.open(study)) {
            return opened.compared().size();
        }
    }

    private List<History.Step> history() {
        try (Study opened = Study.open(study)) {
            return opened.history().steps();
        }
    }
}
