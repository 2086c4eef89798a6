package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.event.EventType;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.PickResult;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import sulcus.decompose.Settings;
import sulcus.evaluate.MultipleChoice;
import sulcus.evaluate.Perplexity;
import sulcus.export.Destination;
import sulcus.export.Exported;
import sulcus.format.ElementType;
import sulcus.prune.NetworkId;
import sulcus.prune.Plan;
import sulcus.prune.Size;
import sulcus.prune.score.Score;
import sulcus.study.CompareMethods;
import sulcus.study.Compared;
import sulcus.study.MeasureChoices;
import sulcus.study.NetworkFacts;
import sulcus.study.RecoverModel;
import sulcus.study.RecoveryPoint;
import sulcus.study.Study;
import sulcus.study.StudyDocument.NetworkNote;
import sulcus.study.data.WriteData;
import sulcus.task.Lanes;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;
import sulcus.workbench.SyntheticStudy;
import sulcus.workbench.Toolkit;
import sulcus.workbench.command.Command;
import sulcus.workbench.laboratory.Experiments;
import sulcus.workbench.preserve.Cut;
import sulcus.workbench.study.ModelCard;
import sulcus.workbench.study.Ranking;
import sulcus.workbench.study.Subject;
import sulcus.workbench.study.TextCard;
import sulcus.workbench.theme.Look;

/** The whole window on the headless platform, on seeded numbers, for tests to drive. */
abstract class WindowFixture {
    protected final Lanes lanes = new Lanes();
    protected final List<Cut> kept = new ArrayList<>();
    protected final List<Path> exported = new ArrayList<>();
    protected Workbench workbench;
    protected Scene scene;

    @TempDir
    protected Path folder;

    private final class Numbers implements Operations {
        @Override
        public Experiments experiments() {
            return null; // a study without a model has no laboratory
        }

        @Override
        public String measuredOn() {
            return "words.txt";
        }

        @Override
        public Optional<TextFiles> measuredText(Subject subject) {
            return Optional.empty();
        }

        @Override
        public int compare(
                Subject subject, Function<Study, CompareMethods> what, Consumer<Compared> told, Progress progress) {
            throw new IllegalStateException("nothing was compared");
        }

        @Override
        public RecoverModel.Recovered recover(
                RecoverModel what, Consumer<RecoveryPoint> told, BooleanSupplier enough, Progress progress) {
            throw new IllegalStateException("nothing was trained");
        }

        @Override
        public Optional<Ranking> kept(Subject subject, Score method, Progress progress) {
            return Optional.empty();
        }

        @Override
        public Ranking rank(Subject subject, Score method, Progress progress) {
            return SyntheticStudy.rival(subject, method);
        }

        @Override
        public void keepFamilyCut(Subject subject, Float height) {}

        @Override
        public List<NetworkFacts> networks(Subject subject, Progress progress) {
            return List.of();
        }

        @Override
        public void note(Subject subject, NetworkId network, NetworkNote note) {
            throw new IllegalStateException("nothing was said of a network");
        }

        @Override
        public Subject takeNetworks(Subject subject, Path table, Progress progress) {
            throw new IllegalStateException("no table was taken");
        }

        @Override
        public Subject openStudy(Path place, Progress progress) {
            return SyntheticStudy.subject();
        }

        @Override
        public ModelCard openModel(Path place, Progress progress) {
            throw new Refusal(place + ": config.json: hidden_size: missing; take a whole model");
        }

        @Override
        public TextCard openText(TextFiles files, Progress progress) {
            if (Files.isDirectory(files.first())) {
                throw new Refusal(files + ": is a folder without a text");
            }
            return new TextCard(files.name(), files, 5, -1, -1);
        }

        @Override
        public Subject decompose(ModelCard model, TextCard text, Settings settings, Path out, Progress progress) {
            return SyntheticStudy.subject();
        }

        @Override
        public Perplexity measure(Subject subject, Cut cut, Plan plan, Progress progress) {
            return new Perplexity(cut == null ? 10 : 12.5, 0, Double.NaN, 1000, 1, 1000, 1);
        }

        @Override
        public void measureOn(TextFiles text) {
            throw new AssertionError("not asked for");
        }

        @Override
        public Subject sensitivity(Subject subject, Progress progress) {
            return subject;
        }

        @Override
        public Subject recurrence(Subject subject, Progress progress) {
            return subject;
        }

        @Override
        public Subject fingerprint(Subject subject, Path other, Progress progress) {
            return subject;
        }

        @Override
        public MultipleChoice accuracy(MeasureChoices what, Progress progress) {
            throw new IllegalStateException("no items were answered");
        }

        @Override
        public WriteData.Written data(Subject subject, WriteData what, Plan plan, Progress progress) {
            throw new IllegalStateException("no data were written");
        }

        @Override
        public Exported export(Subject subject, Cut cut, Destination to, Progress progress) {
            exported.add(to.out());
            return new Exported(
                    to.out(), List.of(), new int[] {1}, new Size(1, 2), ElementType.F16, 1e-5, 0, 256, List.of());
        }

        @Override
        public synchronized void keep(Subject subject, Cut cut) {
            kept.add(cut);
        }

        @Override
        public String device() {
            return "CPU";
        }
    }

    /** What the file dialogs answer. */
    protected FilePicker files() {
        return new NoFiles();
    }

    @BeforeAll
    static void toolkit() {
        Toolkit.start();
    }

    @BeforeEach
    void open() throws Exception {
        workbench = Toolkit.onWindow(
                () -> new Workbench(new Numbers(), files(), new Look(Look.Choice.DARK), lanes, Toolkit.watchdog()));
        scene = Toolkit.onWindow(() -> workbench.scene(1400, 900));
        Toolkit.snapshot(scene);
        Toolkit.watchdog().start();
        Path study = Files.createDirectory(folder.resolve("study"));
        Files.writeString(study.resolve("study.json"), "{}");
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
        lanes.close();
    }

    protected <T> T find(Class<T> type) {
        return type.cast(all(scene.getRoot()).stream()
                .filter(type::isInstance)
                .findFirst()
                .orElseThrow());
    }

    protected static List<Node> all(Node from) {
        List<Node> nodes = new ArrayList<>(List.of(from));
        if (from instanceof javafx.scene.Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> nodes.addAll(all(child)));
        }
        return nodes;
    }

    protected static void mouse(Node node, EventType<MouseEvent> type, double x, double y) {
        Point2D at = node.localToScene(x, y);
        boolean down = type != MouseEvent.MOUSE_RELEASED && type != MouseEvent.MOUSE_MOVED;
        node.fireEvent(new MouseEvent(
                type,
                x,
                y,
                at.getX(),
                at.getY(),
                MouseButton.PRIMARY,
                1,
                false,
                false,
                false,
                false,
                down,
                false,
                false,
                false,
                false,
                true,
                new PickResult(node, at.getX(), at.getY())));
    }

    protected Command command(String id) {
        return workbench.commands().stream()
                .filter(c -> c.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    protected final void run(String id) {
        Toolkit.run(() -> command(id).run());
    }

    /** A key is pressed while a node has the focus. */
    protected static void key(Node node, KeyCode code) {
        node.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
    }
}
