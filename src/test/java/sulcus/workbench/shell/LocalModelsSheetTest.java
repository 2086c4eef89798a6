package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.controls.ModalPane;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.Scene;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.Test;
import sulcus.model.LocalModel;
import sulcus.workbench.Toolkit;
import sulcus.workbench.theme.Look;

class LocalModelsSheetTest {
    @Test
    void aModelOfTheListIsOpenedWhereItLies() {
        Toolkit.start();
        List<Path> opened = new ArrayList<>();
        List<LocalModel> models = List.of(
                new LocalModel(
                        "HuggingFaceTB/SmolLM2-135M", "Hugging Face cache", Path.of("snapshots", "0a1b"), 269_060_552),
                new LocalModel("ollama:qwen2.5:7b", "Ollama", Path.of("blobs", "sha256-00"), 4_683_073_184L));
        ModalPane over = Toolkit.onWindow(ModalPane::new);
        Scene scene = Toolkit.onWindow(() -> {
            Scene made = new Scene(new StackPane(over), 900, 520);
            new Look(Look.Choice.DARK).dress(made);
            return made;
        });
        Toolkit.snapshot(scene);
        Toolkit.run(() -> LocalModelsSheet.show(over, models, opened::add));
        Toolkit.snapshot(scene);
        Toolkit.write(Toolkit.snapshot(scene), Path.of("target", "screenshots", "local-models.png"));
        ListView<?> list = (ListView<?>) scene.lookup("#local-models");
        assertThat(list.getItems()).hasSize(2);
        Toolkit.run(() -> {
            list.getSelectionModel().select(1);
            WindowFixture.key(list, KeyCode.ENTER);
        });
        assertThat(opened).containsExactly(Path.of("blobs", "sha256-00"));
        Toolkit.close(scene);
    }
}
