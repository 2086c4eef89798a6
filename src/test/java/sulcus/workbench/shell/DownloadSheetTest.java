package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;

import atlantafx.base.controls.ModalPane;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sulcus.hub.Download;
import sulcus.hub.LoopbackHub;
import sulcus.workbench.Toolkit;
import sulcus.workbench.study.Figures;
import sulcus.workbench.theme.Look;

class DownloadSheetTest {
    private ModalPane over;
    private Scene scene;

    @BeforeEach
    void open() {
        Toolkit.start();
        over = Toolkit.onWindow(ModalPane::new);
        scene = Toolkit.onWindow(() -> {
            Scene made = new Scene(new StackPane(over), 900, 520);
            new Look(Look.Choice.DARK).dress(made);
            return made;
        });
        Toolkit.snapshot(scene);
    }

    @AfterEach
    void close() {
        Toolkit.close(scene);
    }

    private Button button(String words) {
        return scene.getRoot().lookupAll(".button").stream()
                .filter(Button.class::isInstance)
                .map(Button.class::cast)
                .filter(b -> words.equals(b.getText()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theHubIsAskedOnlyOfANameAndASafeAddress() {
        DownloadChoice choice = Toolkit.onWindow(() -> new DownloadChoice(Map.of()));
        List<String> asked = new ArrayList<>();
        Toolkit.run(() -> DownloadSheet.ask(over, choice, () -> asked.add("yes")));
        Toolkit.snapshot(scene);
        assertThat(Toolkit.onWindow(() -> button("List files").isDisabled())).isTrue();
        Toolkit.run(() -> {
            choice.nameProperty().set("HuggingFaceTB/SmolLM2-135M");
            choice.hubProperty().set("http://mirror.example");
        });
        assertThat(Toolkit.onWindow(() -> button("List files").isDisabled())).isTrue();
        Toolkit.run(() -> choice.hubProperty().set("https://mirror.example"));
        Toolkit.write(Toolkit.snapshot(scene), Path.of("target", "screenshots", "download-ask.png"));
        Toolkit.run(() -> button("List files").fire());
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatWouldBeFetchedIsSeenBeforeTheYes() throws IOException {
        try (LoopbackHub hub = new LoopbackHub()) {
            hub.file("config.json", new byte[700])
                    .file("model.safetensors", new byte[2_400_000])
                    .file("tokenizer.json", new byte[90_000])
                    .file("pytorch_model.bin", new byte[50]);
            DownloadChoice choice = Toolkit.onWindow(() -> new DownloadChoice(Map.of("HF_ENDPOINT", hub.address())));
            Toolkit.run(() -> choice.nameProperty().set("org/model"));
            Download download = Toolkit.onWindow(choice::question).get();
            List<String> fetched = new ArrayList<>();
            Toolkit.run(() -> DownloadSheet.confirm(over, download, () -> fetched.add("yes")));
            Toolkit.snapshot(scene);
            Toolkit.write(Toolkit.snapshot(scene), Path.of("target", "screenshots", "download-confirm.png"));
            assertThat(((ListView<?>) scene.lookup("#hub-files")).getItems()).hasSize(3);
            assertThat(hub.asked).as("the list alone").hasSize(1);
            Toolkit.run(
                    () -> button("Fetch " + Figures.bytes(download.missing())).fire());
            assertThat(fetched).hasSize(1);
        }
    }
}
