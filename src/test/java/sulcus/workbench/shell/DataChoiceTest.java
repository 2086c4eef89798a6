package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.study.data.DataForm;
import sulcus.study.data.DataKind;
import sulcus.study.data.WriteData;

class DataChoiceTest {
    @TempDir
    Path folder;

    private DataChoice choice;

    @BeforeEach
    void choice() {
        choice = new DataChoice("sample", folder);
    }

    private String out() {
        return choice.outProperty().get();
    }

    @Test
    void anOfferedNameFollowsWhatIsChosen() {
        choice.kindProperty().set(DataKind.SCORES);
        choice.formProperty().set(DataForm.CSV);
        choice.layerProperty().set(3);
        Path file = folder.resolve("sample-scores-layer-3.csv");
        assertThat(out()).isEqualTo(file.toString());
        assertThat(choice.operation()).isEqualTo(new WriteData(DataKind.SCORES, file, 3, 0));
        choice.kindProperty().set(DataKind.TIME_COURSES);
        assertThat(choice.formProperty().get()).as("time courses are no table").isEqualTo(DataForm.SAFETENSORS);
        assertThat(out())
                .isEqualTo(folder.resolve("sample-time-courses-layer-3.safetensors")
                        .toString());
    }

    @Test
    void aNameThatIsTakenIsNotOffered() throws IOException {
        Files.createFile(folder.resolve("sample-masks.nii.gz"));
        choice.kindProperty().set(DataKind.MASKS);
        choice.formProperty().set(DataForm.NIFTI);
        assertThat(out()).isEqualTo(folder.resolve("sample-masks-2.nii.gz").toString());
    }

    @Test
    void aTypedNameKeepsAllButItsEnd() {
        choice.outProperty().set(folder.resolve("of my own.safetensors").toString());
        choice.formProperty().set(DataForm.NIFTI);
        assertThat(out()).isEqualTo(folder.resolve("of my own.nii.gz").toString());
        assertThat(choice.problem().get()).isEmpty();
        choice.outProperty().set(folder.resolve("without").toString());
        assertThat(choice.problem().get()).isEqualTo("Name a file that ends with .nii.gz");
    }

    @Test
    void anArrayHoldsOneLayer() {
        choice.formProperty().set(DataForm.NPY);
        assertThat(choice.problem().get()).contains("choose the layer");
        choice.layerProperty().set(0);
        assertThat(choice.problem().get()).isEmpty();
        choice.layerProperty().set(DataChoice.ALL);
        choice.kindProperty().set(DataKind.CONNECTIVITY);
        assertThat(choice.problem().get()).isEmpty();
    }

    @Test
    void onlyWhatTheUserAgreedToIsReplaced() throws IOException {
        Path there = Files.createFile(folder.resolve("mine.safetensors"));
        choice.outProperty().set(there.toString());
        assertThat(choice.problem().get()).startsWith("This file exists already");
        choice.choose(there);
        assertThat(choice.problem().get()).isEmpty();
        assertThat(choice.operation().out()).isEqualTo(there);
        // the dialog asked about "mine", which is not what would be replaced
        choice.choose(folder.resolve("mine"));
        assertThat(choice.problem().get()).startsWith("This file exists already");
    }

    @Test
    void onlyLayersThatWereDecomposedAreOffered() {
        assertThat(DataChoice.layers(new int[] {0, 24, 0, 24})).containsExactly(DataChoice.ALL, 1, 3);
    }
}
