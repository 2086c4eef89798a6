package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javafx.event.Event;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sulcus.cli.CommandLineRun;
import sulcus.model.Model;
import sulcus.prune.NetworkId;
import sulcus.study.Masks;
import sulcus.study.Study;
import sulcus.task.Lanes;
import sulcus.workbench.Toolkit;
import sulcus.workbench.preserve.MeasureModel.Reading;
import sulcus.workbench.theme.Look;

/**
 * A whole session on the sample, once by keyboard alone and once by mouse: step through networks, label two, set thresholds,
 * undo, compare, take figure, numbers and model away, copy the script, replay it from the terminal, find the same masks.
 */
class SessionTest {
    private static final Path SAMPLE = Path.of("sample-data");

    private final Lanes lanes = new Lanes();
    private final StudyOperations operations = new StudyOperations();
    private Workbench workbench;
    private Scene scene;

    /** Model, text, and a study of them that was made on this machine: on another kind of processor the last bits differ. */
    @TempDir
    static Path made;

    @TempDir
    Path folder;

    @BeforeAll
    static void decompose() throws IOException {
        assumeTrue(Study.isStudy(SAMPLE.resolve("study")), "the bundled sample is not there");
        copy(SAMPLE.resolve("model"), made.resolve("model"));
        copy(SAMPLE.resolve("text"), made.resolve("text"));
        CommandLineRun run = CommandLineRun.of(
                "decompose",
                made.resolve("model").toString(),
                "--text",
                made.resolve("text").resolve("calibration.jsonl").toString(),
                "--out",
                made.resolve("study").toString(),
                "--components",
                "16",
                "--min-characters",
                "0",
                "--texts",
                "42");
        assertThat(run.status()).as(run.err()).isZero();
    }

    @BeforeEach
    void open() throws IOException {
        Toolkit.start();
        copy(made, folder);
        workbench = Toolkit.onWindow(() ->
                new Workbench(operations, new IntoTheFolder(), new Look(Look.Choice.DARK), lanes, Toolkit.watchdog()));
        scene = Toolkit.onWindow(() -> workbench.scene(980, 900));
        Toolkit.snapshot(scene);
        Toolkit.watchdog().start();
        Toolkit.run(() -> workbench.open(folder.resolve("study")));
        Toolkit.until("study open", () -> workbench.study().subjectProperty().get() != null);
        Toolkit.until("listed", () -> !workbench.networks().rows().isEmpty());
        idle();
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

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path path : all.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
    }

    /** Whatever is to be written goes into the test's folder. */
    private final class IntoTheFolder extends NoFiles {
        @Override
        public Optional<Path> folder(String title) {
            return Optional.of(folder);
        }

        @Override
        public Optional<Path> newTable(String title, String name) {
            return Optional.of(folder.resolve(name));
        }

        @Override
        public Optional<Path> newFile(String title, String name) {
            return Optional.of(folder.resolve(name));
        }
    }

    private void idle() {
        Toolkit.until("idle", () -> workbench.tasks().rows().isEmpty());
    }

    private void measured() {
        Toolkit.until("measured", () -> workbench.measure().prunedProperty().get() instanceof Reading.Measured);
    }

    private void key(KeyCode code, boolean control, boolean shift) {
        Toolkit.run(() -> {
            Node focus = scene.getFocusOwner();
            for (var type : List.of(KeyEvent.KEY_PRESSED, KeyEvent.KEY_RELEASED)) {
                Event.fireEvent(
                        focus == null ? scene.getRoot() : focus,
                        new KeyEvent(type, "", "", code, shift, control, false, false));
            }
        });
        Toolkit.snapshot(scene);
    }

    private void key(KeyCode code) {
        key(code, false, false);
    }

    private void type(String text) {
        Toolkit.run(() -> {
            for (char c : text.toCharArray()) {
                Event.fireEvent(
                        scene.getFocusOwner(),
                        new KeyEvent(
                                KeyEvent.KEY_TYPED,
                                String.valueOf(c),
                                "",
                                KeyCode.UNDEFINED,
                                false,
                                false,
                                false,
                                false));
            }
        });
    }

    /** Walks with Tab to what has that id or accessible text. */
    private void tabTo(String what) {
        for (int i = 0; i < 120; i++) {
            Node focus = Toolkit.onWindow(() -> scene.getFocusOwner());
            if (focus != null && (what.equals(focus.getId()) || what.equals(focus.getAccessibleText()))) {
                return;
            }
            key(KeyCode.TAB);
        }
        throw new AssertionError("Tab never came to " + what);
    }

    private void click(Node node, double x, double y) {
        Toolkit.run(() -> {
            Bounds place = node.localToScreen(node.getBoundsInLocal());
            for (var type : List.of(
                    MouseEvent.MOUSE_MOVED,
                    MouseEvent.MOUSE_PRESSED,
                    MouseEvent.MOUSE_RELEASED,
                    MouseEvent.MOUSE_CLICKED)) {
                boolean down = type == MouseEvent.MOUSE_PRESSED;
                Event.fireEvent(
                        node,
                        new MouseEvent(
                                type,
                                x,
                                y,
                                place.getMinX() + x,
                                place.getMinY() + y,
                                MouseButton.PRIMARY,
                                1,
                                false,
                                false,
                                false,
                                false,
                                down,
                                false,
                                false,
                                true,
                                false,
                                true,
                                null));
            }
        });
        Toolkit.snapshot(scene);
    }

    private String label(int row) {
        return workbench.networks().rows().get(row).note().label();
    }

    @Test
    void byKeyboardAlone() throws Exception {
        key(KeyCode.N, true, true);
        assertThat(Toolkit.onWindow(() -> scene.getFocusOwner().getId())).isEqualTo("network-table");
        key(KeyCode.DOWN);
        key(KeyCode.DOWN);
        key(KeyCode.DOWN);
        NetworkId first =
                Toolkit.onWindow(() -> workbench.selection().networkProperty().get());
        assertThat(first).isNotNull();
        key(KeyCode.P);
        assertThat(workbench.cut().cut().rules().networks()).containsKey(first);
        key(KeyCode.DIGIT3, true, false);
        tabTo("Label of the network");
        type("sums");
        key(KeyCode.ENTER);
        tabTo("network-table");
        key(KeyCode.DOWN);
        tabTo("Note on the network");
        key(KeyCode.TAB, false, true);
        type("names");
        key(KeyCode.ENTER);
        assertThat(workbench.networks().rows().stream().map(r -> r.note().label()))
                .contains("sums", "names");

        tabTo("share-of-neurons-removed");
        key(KeyCode.A, true, false);
        type("25");
        key(KeyCode.ENTER);
        assertThat(workbench.cut().outcome().neuronsRemoved()).isBetween(0.245, 0.255);
        measured();
        tabTo("threshold");
        key(KeyCode.UP);
        float higher = workbench.cut().outcome().threshold();
        key(KeyCode.Z, true, false);
        assertThat(workbench.cut().outcome().threshold()).isLessThan(higher);
        measured();
        key(KeyCode.DIGIT7, true, false);
        Toolkit.until("compared", () -> workbench.views().activeProperty().get().shown() != null);

        key(KeyCode.E, true, true);
        assertThat(Toolkit.onWindow(() -> scene.lookup("#figure-kind"))).isNotNull();
        tabTo("form-action");
        key(KeyCode.SPACE);
        Toolkit.until("figure", () -> Files.exists(folder.resolve("compare.pdf")));
        key(KeyCode.P, true, true);
        type("Write numbers");
        key(KeyCode.ENTER);
        Toolkit.until("numbers", () -> Files.exists(folder.resolve("compare.csv")));
        exportModel(() -> {
            key(KeyCode.E, true, false);
            tabTo("form-action");
            key(KeyCode.SPACE);
        });
        replayed();
    }

    @Test
    void byMouse() throws Exception {
        tool("Networks");
        Toolkit.run(() -> workbench.networksPane().table().getSelectionModel().select(2));
        Toolkit.run(() ->
                workbench.networks().label(workbench.networks().rows().get(2).id(), "sums"));
        Toolkit.run(() ->
                workbench.networks().label(workbench.networks().rows().get(5).id(), "names"));
        assertThat(label(2)).isEqualTo("sums");
        assertThat(label(5)).isEqualTo("names");
        Node bar = Toolkit.onWindow(() -> scene.lookup(".mosaic-bar"));
        float before = workbench.cut().outcome().threshold();
        click(bar, 14, 60);
        assertThat(workbench.cut().outcome().threshold()).isNotEqualTo(before);
        measured();
        click(bar, 14, bar.getBoundsInLocal().getHeight() * 0.62);
        measured();
        float low = workbench.cut().outcome().threshold();
        tool("Undo");
        assertThat(workbench.cut().outcome().threshold()).isNotEqualTo(low);
        tool("Redo");
        measured();
        Toolkit.run(() -> workbench.views().bring("compare"));
        Toolkit.until(
                "compared",
                () -> workbench.views().activeProperty().get().shown() != null
                        && workbench
                                        .views()
                                        .activeProperty()
                                        .get()
                                        .shown()
                                        .numbers()
                                        .get()
                                        .size()
                                > 3);
        Toolkit.run(() -> command("figure.export"));
        Toolkit.snapshot(scene);
        fire("#form-action");
        Toolkit.until("figure", () -> Files.exists(folder.resolve("compare.pdf")));
        exportModel(() -> {
            Toolkit.run(() -> command("study.export"));
            Toolkit.snapshot(scene);
            fire("#form-action");
        });
        replayed();
    }

    /** A button of the header by its words, or by how its spoken name begins. */
    private void tool(String words) {
        Node button = Toolkit.onWindow(() -> scene.getRoot().lookupAll(".tool").stream()
                .filter(n -> n instanceof javafx.scene.control.Button b
                        && (words.equals(b.getText()) || b.getAccessibleText().startsWith(words)))
                .findFirst()
                .orElseThrow());
        Toolkit.run(() -> ((javafx.scene.control.Button) button).fire());
        Toolkit.snapshot(scene);
    }

    private void fire(String selector) {
        Toolkit.run(() -> ((javafx.scene.control.Button) scene.lookup(selector)).fire());
        Toolkit.snapshot(scene);
    }

    private void command(String id) {
        workbench.commands().stream()
                .filter(c -> c.id().equals(id))
                .findFirst()
                .orElseThrow()
                .run();
    }

    private void exportModel(Runnable ask) {
        String home = System.setProperty("user.home", folder.toString());
        try {
            ask.run();
            Toolkit.until(
                    "model written",
                    () -> exported() != null && workbench.tasks().rows().isEmpty());
        } finally {
            System.setProperty("user.home", home);
        }
        try (Model model = Model.open(exported())) {
            assertThat(model.description().neurons())
                    .isEqualTo(workbench.cut().outcome().kept());
        }
    }

    private Path exported() {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(p -> p.getFileName().toString().contains("-pruned-")
                            && !p.getFileName().toString().contains("partial")
                            && Files.exists(p.resolve("config.json")))
                    .findFirst()
                    .orElse(null);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The copied script, run in another process's stead: a study decomposed and decided anew has the same masks. */
    private void replayed() {
        idle();
        Toolkit.run(() -> command("study.script"));
        Toolkit.until(
                "copied",
                () -> Clipboard.getSystemClipboard().hasString()
                        && Clipboard.getSystemClipboard().getString().contains(folder.toString()));
        String script = Toolkit.onWindow(() -> Clipboard.getSystemClipboard().getString());
        List<String> commands =
                script.lines().filter(line -> line.startsWith("sulcus ")).toList();
        assertThat(commands).hasSizeGreaterThan(2);
        for (String command : commands) {
            CommandLineRun run = CommandLineRun.of(
                    words(command.substring("sulcus ".length())).toArray());
            assertThat(run.status()).as(command + "\n" + run.err()).isZero();
        }
        try (Study once = Study.open(folder.resolve("study"));
                Study again = Study.open(folder.resolve("study-again"))) {
            assertThat(Masks.bytes(again.planner().plan(again.rules())))
                    .isEqualTo(Masks.bytes(once.planner().plan(once.rules())));
        }
    }

    /** Words of a shell's line: plain, or in single quotes. */
    private static List<String> words(String line) {
        Matcher matcher = Pattern.compile("'([^']*)'|(\\S+)").matcher(line);
        List<String> words = new ArrayList<>();
        while (matcher.find()) {
            words.add(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
        }
        return words;
    }
}
