package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javafx.scene.AccessibleRole;
import javafx.scene.Scene;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import sulcus.figure.Figure;
import sulcus.figure.FigureExport;
import sulcus.figure.MosaicData;
import sulcus.figure.StudyFigures;
import sulcus.prune.NetworkId;
import sulcus.study.Study;
import sulcus.task.Lanes;
import sulcus.workbench.Toolkit;
import sulcus.workbench.mosaic.Overlay;
import sulcus.workbench.preserve.MeasureModel.Reading;
import sulcus.workbench.theme.Look;
import sulcus.workbench.view.Shown;
import sulcus.workbench.view.View;

/** Every view on the bundled sample: it has something to show, follows the selection, and leaves a picture in both looks. */
class ViewsTest {
    /** They show what was done or measured in the window: LaboratoryTest, LikenessTest. */
    static final Set<String> MEASURED = Set.of("laboratory", "recurrence", "fingerprint");

    private static final Path STUDY = Path.of("sample-data", "study");
    private static final NetworkId NETWORK = new NetworkId(2, 0, 1);

    @TempDir
    Path folder;

    private final Lanes lanes = new Lanes();
    private final StudyOperations operations = new StudyOperations();
    private Workbench workbench;
    private Scene scene;

    @BeforeEach
    void open() {
        assumeTrue(Study.isStudy(STUDY), "the bundled sample study is not there");
        Toolkit.start();
        operations.leaveUntouched(STUDY);
        workbench = Toolkit.onWindow(
                () -> new Workbench(operations, new NoFiles(), new Look(Look.Choice.DARK), lanes, Toolkit.watchdog()));
        scene = Toolkit.onWindow(() -> workbench.scene(1440, 900));
        Toolkit.snapshot(scene);
        Toolkit.watchdog().start();
        Toolkit.run(() -> workbench.open(STUDY));
        Toolkit.until("study open", () -> workbench.study().subjectProperty().get() != null);
        Toolkit.until("listed", () -> !workbench.networks().rows().isEmpty());
        Toolkit.until("idle", () -> workbench.tasks().rows().isEmpty());
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

    private void theCommandLineHasTheSameColours(View stack) {
        Toolkit.until("families", () -> workbench.mosaic().dataProperty().get().families() != null);
        assertThat(stack.shown().command()).contains(" --families");
        Study study = workbench.study().subjectProperty().get().study();
        MosaicData drawn = StudyFigures.networks(study, study.rules());
        MosaicData seen =
                Toolkit.onWindow(() -> workbench.mosaic().dataProperty().get());
        assertThat(drawn.families()).isDeepEqualTo(seen.families());
        assertThat(drawn.palette().base()).containsExactly(seen.palette().base());
    }

    @Test
    void everyViewShowsTheSample() {
        for (double share : new double[] {0.1, 0.3, 0.5}) {
            Toolkit.run(() -> workbench.cut().setNeuronsRemoved(share));
            Toolkit.until("measured", () -> workbench.measure().prunedProperty().get() instanceof Reading.Measured);
        }
        Toolkit.run(() -> workbench.selection().networkProperty().set(NETWORK));
        for (View view : workbench.views().views()) {
            if (MEASURED.contains(view.id())) {
                continue;
            }
            Toolkit.run(() -> workbench.views().bring(view.id()));
            Toolkit.until(view.title(), () -> view.shown() != null);
            if (view.id().equals("stack")) {
                Toolkit.run(() -> workbench.mosaic().overlayProperty().set(new Overlay.Winners()));
                Toolkit.run(() -> ((ToggleButton) view.node().lookup(".left-pill")).fire());
                Toolkit.until("connections", () -> view.shown().numbers().get().size() > 1);
                theCommandLineHasTheSameColours(view);
            }
            for (Look.Choice look : new Look.Choice[] {Look.Choice.DARK, Look.Choice.LIGHT}) {
                Toolkit.run(() -> workbench.look().choiceProperty().set(look));
                Toolkit.snapshot(scene);
                Toolkit.write(
                        Toolkit.snapshot(scene),
                        Path.of(
                                "target",
                                "screenshots",
                                "view-" + view.id() + "-" + look.name().toLowerCase(java.util.Locale.ROOT) + ".png"));
            }
            Shown shown = Toolkit.onWindow(view::shown);
            assertThat(shown.title()).isNotBlank();
            assertThat(shown.numbers().get()).as(view.title()).hasSizeGreaterThan(1);
            leaves(shown);
        }
    }

    /** What is spoken follows what is shown, in every view. */
    @Test
    void everyViewSaysWhatItShows() {
        Toolkit.run(() -> workbench.selection().networkProperty().set(NETWORK));
        for (View view : workbench.views().views()) {
            if (MEASURED.contains(view.id())) {
                continue;
            }
            Toolkit.run(() -> workbench.views().bring(view.id()));
            Toolkit.until(view.title(), () -> view.shown() != null);
            Toolkit.snapshot(scene);
            String before = Toolkit.onWindow(() -> spoken(view));
            Toolkit.run(() -> {
                workbench.selection().networkProperty().set(new NetworkId(3, 0, 2));
                workbench.cut().setNeuronsRemoved(workbench.cut().outcome().neuronsRemoved() < 0.4 ? 0.45 : 0.35);
            });
            if (view.id().equals("compare")) {
                Toolkit.until("measured", () -> !spoken(view).equals(before));
            }
            if (view.id().equals("carpet") || view.id().equals("connectivity")) {
                Toolkit.run(() -> workbench.selection().besideProperty().set(NETWORK));
            }
            Toolkit.until(
                    view.title() + " speaks of what is shown now",
                    () -> !spoken(view).equals(before));
            assertThat(view.keys()).as(view.title()).isNotEmpty();
            Toolkit.run(() -> {
                workbench.selection().besideProperty().set(null);
                workbench.selection().networkProperty().set(NETWORK);
            });
        }
    }

    private static String spoken(View view) {
        return WindowFixture.all(view.node()).stream()
                .filter(node -> node.isFocusTraversable() && node.getAccessibleRole() == AccessibleRole.IMAGE_VIEW)
                .map(javafx.scene.Node::getAccessibleText)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void cellsOfTheMatrixAreWalkedByKeysAndOpenBothNetworksInTheSameColours() {
        View matrix = view("connectivity");
        Toolkit.run(() -> workbench.views().bring("connectivity"));
        Toolkit.until("matrix", () -> matrix.shown() != null);
        javafx.scene.Node figure = matrix.node().lookup("#connectivity");
        Toolkit.run(() -> {
            workbench.selection().networkProperty().set(NETWORK);
            WindowFixture.key(figure, KeyCode.RIGHT);
        });
        NetworkId other = workbench.selection().besideProperty().get();
        assertThat(other).isNotNull().isNotEqualTo(NETWORK);
        int families = workbench.families().familiesProperty().get().count();
        Toolkit.run(() -> {
            for (int i = 0; i < 20; i++) {
                WindowFixture.key(figure, KeyCode.OPEN_BRACKET);
            }
        });
        assertThat(workbench.families().familiesProperty().get().count()).isGreaterThan(families);
        Toolkit.run(() -> WindowFixture.key(figure, KeyCode.ENTER));
        assertThat(workbench.views().activeProperty().get().id()).isEqualTo("network");
        Toolkit.until(
                "both pages",
                () -> WindowFixture.all(view("network").node()).stream()
                                .filter(node -> node.getAccessibleRole() == AccessibleRole.IMAGE_VIEW
                                        && node.getAccessibleText() != null
                                        && node.getAccessibleText().startsWith("Network "))
                                .count()
                        == 2);
        Toolkit.write(Toolkit.snapshot(scene), Path.of("target", "screenshots", "network-beside.png"));
    }

    private View view(String id) {
        return workbench.views().views().stream()
                .filter(v -> v.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void wordsAreFoundInTheTextAndCounted() {
        Toolkit.run(() -> {
            workbench.selection().networkProperty().set(NETWORK);
            workbench.commands().stream()
                    .filter(c -> c.id().equals("text.find"))
                    .forEach(sulcus.workbench.command.Command::run);
        });
        View text = view("text");
        assertThat(workbench.views().activeProperty().get()).isEqualTo(text);
        Toolkit.until("text", () -> text.shown() != null);
        TextField search = (TextField) text.node().lookup("#text-search");
        Toolkit.run(() -> {
            search.setText("=16");
            search.fireEvent(new javafx.event.ActionEvent());
        });
        assertThat(workbench.selection().tokenProperty().get()).isNotNull();
        List<String> labels = WindowFixture.all(text.node()).stream()
                .filter(javafx.scene.control.Label.class::isInstance)
                .map(node -> ((javafx.scene.control.Label) node).getText())
                .toList();
        assertThat(labels)
                .anyMatch(words -> words != null && words.matches("“=16” {2}· {2}place \\d+ of [\\d, \u2009]+"));
        Toolkit.write(Toolkit.snapshot(scene), Path.of("target", "screenshots", "text-found.png"));
    }

    /** Every picture leaves as it is seen, its text as text and large enough to be read in print. */
    private void leaves(Shown shown) {
        FigureChoice choice = new FigureChoice(shown.heightOverWidth());
        Figure figure = shown.figure().apply(choice.printed());
        FigureExport export = choice.export();
        try {
            Path png = folder.resolve(shown.name() + ".png");
            export.write(figure, shown.title(), png);
            BufferedImage image = ImageIO.read(png.toFile());
            assertThat(image.getWidth()).isEqualTo((int) Math.round(180 / 25.4 * 300));
            assertThat(image.getHeight())
                    .isEqualTo((int) Math.round(choice.heightProperty().get() / 25.4 * 300));

            Path svg = folder.resolve(shown.name() + ".svg");
            export.write(figure, shown.title(), svg);
            List<Element> texts = texts(svg);
            assertThat(texts).as(shown.name() + " has labels").hasSizeGreaterThan(3);
            for (Element text : texts) {
                assertThat(fontSize(text)).as(text.getTextContent()).isGreaterThanOrEqualTo(7);
            }

            Path pdf = folder.resolve(shown.name() + ".pdf");
            export.write(figure, shown.title(), pdf);
            try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
                assertThat(document.getDocumentInformation().getTitle()).isEqualTo(shown.title());
                String read = new PDFTextStripper().getText(document);
                for (Element text : texts.subList(0, 3)) {
                    assertThat(read.replaceAll("\\s", ""))
                            .contains(text.getTextContent().replaceAll("\\s", ""));
                }
            }
        } catch (Exception e) {
            throw new AssertionError(shown.name(), e);
        }
    }

    private static List<Element> texts(Path svg) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        var parsed = factory.newDocumentBuilder().parse(svg.toFile());
        NodeList found = parsed.getElementsByTagName("text");
        List<Element> texts = new ArrayList<>();
        for (int i = 0; i < found.getLength(); i++) {
            if (!found.item(i).getTextContent().isBlank()) {
                texts.add((Element) found.item(i));
            }
        }
        return texts;
    }

    /** Of the element or of the nearest group around it; in points, as the picture's units are. */
    private static double fontSize(Element element) {
        for (Node at = element; at instanceof Element e; at = at.getParentNode()) {
            if (!e.getAttribute("font-size").isEmpty()) {
                return Double.parseDouble(e.getAttribute("font-size").replace("px", ""));
            }
        }
        return 12;
    }
}
