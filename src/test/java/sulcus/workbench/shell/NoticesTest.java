package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.input.DragEvent;
import javafx.scene.input.Dragboard;
import javafx.scene.input.TransferMode;
import org.junit.jupiter.api.Test;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;
import sulcus.workbench.Toolkit;
import sulcus.workbench.tasks.Notice;
import sulcus.workbench.view.Spot;

/** What the window tells can be read again later and taken along. */
class NoticesTest extends WindowFixture {
    private String clipboard() {
        return Toolkit.onWindow(() -> Clipboard.getSystemClipboard().getString());
    }

    private void fire(String words) {
        Toolkit.run(() -> all(scene.getRoot()).stream()
                .filter(node -> node instanceof Button button && words.equals(button.getText()))
                .map(Button.class::cast)
                .findFirst()
                .orElseThrow()
                .fire());
    }

    @SuppressWarnings("unchecked")
    private List<Notice> log() {
        return Toolkit.onWindow(() -> List.copyOf(((ListView<Notice>) scene.lookup("#log")).getItems()));
    }

    @Test
    void aDefectIsCopiedWithWhereItCameFrom() {
        Toolkit.run(() -> workbench.tasks().failed("Moving", new IllegalStateException("lost")));
        Toolkit.snapshot(scene);
        fire("Copy");
        assertThat(clipboard())
                .contains("defect  Moving: defect of Sulcus: java.lang.IllegalStateException: lost")
                .contains("at sulcus.workbench.shell.NoticesTest");
    }

    @Test
    void theLogHasWhatWasClosedToo() {
        Toolkit.run(() -> {
            workbench.tasks().tell("first");
            workbench.tasks().failed("Open", new Refusal("x.gguf: no; take another"));
            workbench.tasks().notices().removeFirst();
        });
        Toolkit.snapshot(scene);
        fire("Show log");
        assertThat(log()).extracting(Notice::text).containsExactly("x.gguf: no; take another", "first");
        Toolkit.snapshot(scene);
        fire("Copy all");
        assertThat(clipboard().lines().toList()).hasSize(2).first().asString().endsWith("done  first");
    }

    @Test
    void theReadOutIsCopiedAsATable() {
        Toolkit.run(() -> workbench.selection().click(new Spot(2, 7)));
        Toolkit.until(
                "network known", () -> workbench.mosaic().belongingProperty().get() != null);
        run("edit.readout");
        var belonging = workbench.mosaic().belongingProperty().get();
        boolean kept = Toolkit.onWindow(
                () -> workbench.cut().outcome().plan().preserved()[2].get(7));
        assertThat(clipboard())
                .isEqualTo("layer\tneuron\tgroup\tnetwork\tz\tz of activation\tkept\n2\t7\t0\t2."
                        + belonging.network()[7] + "\t" + belonging.strongest(7) + "\t"
                        + belonging.z()[0][7] + "\t" + (kept ? "yes" : "no") + "\n");
    }

    @Test
    void whatIsDroppedAndUnknownIsToldOf() throws Exception {
        Path picture = Files.writeString(folder.resolve("picture.png"), "no");
        Path folderOfOthers = Files.createDirectory(folder.resolve("holiday"));
        drop(picture, folderOfOthers);
        Toolkit.until("told", () -> workbench.tasks().notices().size() == 2);
        assertThat(Toolkit.onWindow(() -> List.copyOf(workbench.tasks().notices())))
                .allMatch(notice -> notice.kind() == Notice.Kind.REFUSED)
                .extracting(Notice::text)
                .containsExactly(
                        picture + ": is no model (folder, .gguf), no text (.txt, .jsonl, .parquet) and no study;"
                                + " drop one of these",
                        folderOfOthers
                                + ": is a folder without a text; nor is it a study (study.json) or a model (config.json)");
    }

    @Test
    void textsThatAreDroppedTogetherAreOneText() throws Exception {
        Path b = Files.writeString(folder.resolve("b.txt"), "b");
        Path a = Files.writeString(folder.resolve("a.jsonl"), "{}");
        drop(b, a);
        Toolkit.until(
                "open", () -> workbench.study().textProperty().get().files().equals(TextFiles.of(a, b)));
        Toolkit.snapshot(scene);
        Toolkit.write(Toolkit.snapshot(scene), Path.of("target", "screenshots", "several-texts.png"));
        assertThat(workbench.study().textProperty().get().name()).isEqualTo("a.jsonl and 1 more");
        assertThat(Toolkit.onWindow(() -> workbench.recent().files())).contains(a, b);
    }

    private void drop(Path... paths) {
        Dragboard board = Toolkit.onWindow(
                () -> dragged(Stream.of(paths).map(Path::toFile).toList()));
        Toolkit.run(() -> scene.getRoot()
                .fireEvent(new DragEvent(
                        DragEvent.DRAG_DROPPED, board, 10, 10, 10, 10, TransferMode.COPY, null, null, null)));
    }

    /** What the system hands over with a drop; there is no public way to make one. */
    private static Dragboard dragged(List<File> files) throws ReflectiveOperationException {
        Constructor<?> constructor = Dragboard.class.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        Class<?> source = constructor.getParameterTypes()[0];
        Object clipboard = Proxy.newProxyInstance(
                source.getClassLoader(),
                new Class<?>[] {source},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "hasContent" -> arguments[0] == DataFormat.FILES;
                    case "getContent" -> arguments[0] == DataFormat.FILES ? files : null;
                    default -> null;
                });
        return (Dragboard) constructor.newInstance(clipboard);
    }
}
