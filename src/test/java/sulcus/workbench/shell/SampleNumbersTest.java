package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Spinner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.evaluate.MultipleChoice;
import sulcus.format.SafetensorsFile;
import sulcus.run.Device;
import sulcus.study.MeasureChoices;
import sulcus.study.Study;
import sulcus.study.data.DataForm;
import sulcus.study.data.DataKind;
import sulcus.task.Lanes;
import sulcus.task.Progress;
import sulcus.workbench.Toolkit;
import sulcus.workbench.theme.Look;

/** Numbers leave the window and are measured from it, on the bundled sample. */
class SampleNumbersTest {
    private static final Path STUDY = Path.of("sample-data", "study");

    private static final Path ITEMS = Path.of("sample-data", "tasks", "choices.jsonl");

    private final Lanes lanes = new Lanes();
    private final StudyOperations operations = new StudyOperations();
    private Workbench workbench;
    private Scene scene;

    @TempDir
    Path folder;

    private final FilePicker files = new NoFiles() {
        @Override
        public List<Path> texts(String title) {
            return List.of(ITEMS);
        }

        @Override
        public Optional<Path> newFile(String title, String name) {
            return Optional.of(folder.resolve(name));
        }
    };

    @BeforeEach
    void open() {
        assumeTrue(Study.isStudy(STUDY), "the bundled sample study is not there");
        Toolkit.start();
        operations.leaveUntouched(STUDY);
        workbench = Toolkit.onWindow(
                () -> new Workbench(operations, files, new Look(Look.Choice.DARK), lanes, Toolkit.watchdog()));
        scene = Toolkit.onWindow(() -> workbench.scene(1400, 900));
        Toolkit.run(() -> workbench.open(STUDY));
        Toolkit.until("study open", () -> workbench.study().subjectProperty().get() != null);
        Toolkit.snapshot(scene);
    }

    @AfterEach
    void close() {
        Toolkit.close(scene);
        operations.close();
        lanes.close();
    }

    private void ask(String id) {
        Toolkit.run(() -> workbench.commands().stream()
                .filter(c -> c.id().equals(id))
                .findFirst()
                .orElseThrow()
                .run());
        Toolkit.snapshot(scene);
    }

    @SuppressWarnings("unchecked")
    private <T> void choose(String id, T value) {
        Toolkit.run(() -> ((ComboBox<T>) scene.lookup("#data-" + id)).setValue(value));
    }

    private Button action() {
        return (Button) scene.lookup("#form-action");
    }

    private void picture(String name) {
        Toolkit.snapshot(scene);
        Toolkit.write(Toolkit.snapshot(scene), Path.of("target", "screenshots", name + ".png"));
    }

    @Test
    void theMaskIsThatOfTheCutAsItIsSeen() {
        Toolkit.run(() -> workbench.cut().setNeuronsRemoved(0.3));
        int[] kept = Toolkit.onWindow(() -> workbench.cut().outcome().kept());
        ask("study.data");
        choose("kind", DataKind.MASKS);
        Toolkit.run(() -> ((Button) scene.lookup("#browse")).fire());
        picture("data-mask");
        Toolkit.run(() -> action().fire());
        Path out = folder.resolve("study-masks.safetensors");
        Toolkit.until("told", () -> !workbench.tasks().notices().isEmpty());
        assertThat(workbench.tasks().notices().getLast().text()).isEqualTo("Wrote mask of the cut to " + out);
        try (SafetensorsFile file = SafetensorsFile.open(out)) {
            int[] written = new int[kept.length];
            for (int layer = 0; layer < kept.length; layer++) {
                byte[] mask = file.bytes(file.tensors().get("layer." + layer + ".masks"))
                        .toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
                for (byte one : mask) {
                    written[layer] += one;
                }
            }
            assertThat(written).isEqualTo(kept);
        }
        try (Study study = Study.open(STUDY)) {
            assertThat(Arrays.stream(kept).sum())
                    .as("not the rules of the study, which is left as it came")
                    .isNotEqualTo(
                            Arrays.stream(study.planner().plan(study.rules()).kept())
                                    .sum());
        }
    }

    @Test
    void aModelAnswersItemsAsOnTheCommandLine() {
        ask("study.accuracy");
        assertThat(action().isDisabled()).as("no items yet").isTrue();
        Toolkit.run(() -> scene.getRoot().lookupAll("#browse").stream()
                .map(Button.class::cast)
                .reduce((first, last) -> last)
                .orElseThrow()
                .fire());
        @SuppressWarnings("unchecked")
        Spinner<Integer> most = (Spinner<Integer>) scene.getRoot().lookupAll(".spinner").stream()
                .filter(node -> "Items at most".equals(node.getAccessibleText()))
                .findFirst()
                .orElseThrow();
        Toolkit.run(() -> most.getValueFactory().setValue(5));
        picture("accuracy");
        Toolkit.run(() -> action().fire());
        Toolkit.until("told", () -> !workbench.tasks().notices().isEmpty());
        MultipleChoice five = new MeasureChoices(
                        Path.of("sample-data", "model"), ITEMS, "", 5, 0, List.of(), Device.AUTO)
                .run(Progress.NONE);
        assertThat(workbench.tasks().notices().getLast().text())
                .isEqualTo(String.format(
                        Locale.ROOT,
                        "Accuracy of model on 5 items of choices.jsonl: %.4f ± %.4f, normalized by length %.4f ± %.4f",
                        five.accuracy(),
                        five.standardError(),
                        five.accuracyNormalized(),
                        five.standardErrorNormalized()));
    }

    @Test
    void whatCannotBeWrittenSoIsSaidBeforehand() {
        ask("study.data");
        picture("data-maps");
        choose("form", DataForm.NPY);
        picture("data-array");
        assertThat(action().isDisabled()).isTrue();
        choose("layer", 2);
        assertThat(action().isDisabled()).isFalse();
        choose("kind", DataKind.CONNECTIVITY);
        Toolkit.run(() -> workbench.look().toggle());
        picture("data-connectivity-light");
        @SuppressWarnings("unchecked")
        ComboBox<DataForm> form = (ComboBox<DataForm>) scene.lookup("#data-form");
        assertThat(form.getItems()).containsExactly(DataForm.SAFETENSORS, DataForm.NPY, DataForm.CSV);
        assertThat(form.getValue()).isEqualTo(DataForm.NPY);
    }
}
