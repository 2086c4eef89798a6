package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.controls.ModalPane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.Scene;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.text.TextFiles;
import sulcus.workbench.Toolkit;
import sulcus.workbench.theme.Look;

/** Forms that ask for a text take files and folders. */
class TextsFieldTest {
    @TempDir
    Path folder;

    private void choose(Scene scene, String words) {
        MenuButton browse = (MenuButton) scene.lookup("#browse-texts");
        MenuItem item = browse.getItems().stream()
                .filter(one -> words.equals(one.getText()))
                .findFirst()
                .orElseThrow();
        Toolkit.run(item::fire);
    }

    @Test
    void comparisonsArePredictedOnFilesAndFolders() throws IOException {
        Path news = Files.createDirectory(folder.resolve("news"));
        Path a = Files.writeString(folder.resolve("a.txt"), "a");
        Path b = Files.writeString(folder.resolve("b.txt"), "b");
        FilePicker files = new NoFiles() {
            @Override
            public List<Path> texts(String title) {
                return List.of(a, b);
            }

            @Override
            public Optional<Path> folder(String title) {
                return Optional.of(news);
            }
        };
        Toolkit.start();
        CompareModel choice = new CompareModel();
        ModalPane over = Toolkit.onWindow(ModalPane::new);
        Scene scene = Toolkit.onWindow(() -> {
            Scene made = new Scene(new StackPane(over), 900, 760);
            new Look(Look.Choice.DARK).dress(made);
            return made;
        });
        Toolkit.snapshot(scene);
        Toolkit.run(() -> CompareForm.show(over, choice, 1024, files, () -> {}));
        Toolkit.snapshot(scene);
        assertThat(choice.problem().get()).isEqualTo("Choose the text to predict");
        choose(scene, "Folder…");
        assertThat(choice.problem().get()).isEmpty();
        assertThat(choice.operation(null).text()).isEqualTo(TextFiles.of(news));
        choose(scene, "Add files…");
        assertThat(choice.operation(null).text()).isEqualTo(TextFiles.of(news, a, b));
        Toolkit.snapshot(scene);
        Toolkit.write(Toolkit.snapshot(scene), Path.of("target", "screenshots", "compare-texts.png"));
        choose(scene, "Files…");
        assertThat(choice.operation(null).text()).isEqualTo(TextFiles.of(a, b));
        Files.delete(b);
        Toolkit.run(() -> choice.textProperty().set(choice.textProperty().get() + " "));
        assertThat(choice.problem().get()).isEqualTo("Choose the text to predict");
        Toolkit.close(scene);
    }
}
