package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.export.Destination;
import sulcus.export.GgufType;
import sulcus.export.Layout;
import sulcus.format.ElementType;

class ExportModelTest {
    @TempDir
    Path folder;

    @Test
    void theNameAndTheNumbersFollowTheKind() throws Exception {
        ExportModel choice = new ExportModel();
        Path plain = folder.resolve("smaller");
        choice.outProperty().set(plain.toString());
        choice.typeProperty().set("float16");
        assertThat(choice.destination()).isEqualTo(new Destination.Folder(plain, Layout.COMPACT, ElementType.F16));
        choice.kindProperty().set(ExportModel.Kind.GGUF);
        Path file = folder.resolve("smaller.gguf");
        assertThat(choice.destination()).isEqualTo(new Destination.Gguf(file, Layout.COMPACT, GgufType.F16));
        assertThat(choice.problem().get()).isEmpty();
        choice.typeProperty().set("q4_k_m");
        assertThat(choice.destination()).isEqualTo(new Destination.Gguf(file, Layout.COMPACT, GgufType.Q4_K_M));
        Files.createFile(file);
        choice.outProperty().set(file + " ");
        assertThat(choice.problem().get()).startsWith("This file exists already");
        choice.outProperty().set(plain.toString());
        assertThat(choice.problem().get()).contains(".gguf");
        choice.outProperty().set(file.toString());
        choice.kindProperty().set(ExportModel.Kind.FOLDER);
        assertThat(choice.destination()).isEqualTo(new Destination.Folder(plain, Layout.COMPACT, null));
    }
}
