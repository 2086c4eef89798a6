package sulcus.workbench.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.embed.swing.SwingFXUtils;
import javafx.event.ActionEvent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.image.Image;
import javafx.scene.input.Clipboard;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import sulcus.workbench.SyntheticStudy;
import sulcus.workbench.Toolkit;
import sulcus.workbench.view.FigureView;

/** What the view shows leaves as a figure, as a picture and as numbers. */
class TakeawaysTest extends WindowFixture {
    private Path file;

    @Override
    protected FilePicker files() {
        return new NoFiles() {
            @Override
            public Optional<Path> newFile(String title, String name) {
                file = folder.resolve(name);
                return Optional.of(file);
            }
        };
    }

    private void form() {
        run("figure.export");
        Toolkit.snapshot(scene);
    }

    private void type(String field, String number) {
        Toolkit.run(() -> {
            TextField at = (TextField) scene.lookup("#figure-" + field);
            at.setText(number);
            at.fireEvent(new ActionEvent());
        });
    }

    private void choose(String words) {
        Toolkit.run(() -> all(scene.getRoot()).stream()
                .filter(node -> node instanceof ToggleButton pill && words.equals(pill.getText()))
                .map(ToggleButton.class::cast)
                .findFirst()
                .orElseThrow()
                .fire());
    }

    private void write() {
        Toolkit.run(() -> ((Button) scene.lookup("#form-action")).fire());
        notice();
    }

    private String notice() {
        Toolkit.until("done", () -> !workbench.tasks().notices().isEmpty());
        return Toolkit.onWindow(() -> workbench.tasks().notices().getLast().text());
    }

    @Test
    void aPngHasTheSizeOfThePaper() throws IOException {
        form();
        choose("PNG");
        type("width", "85");
        type("height", "61.3");
        type("resolution", "250");
        assertThat(((Label) scene.lookup("#figure-size")).getText()).isEqualTo("837 × 603 pixels");
        write();
        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo((int) Math.round(85 / 25.4 * 250));
        assertThat(image.getHeight()).isEqualTo((int) Math.round(61.3 / 25.4 * 250));
        ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            reader.setInput(in);
            Element physical = (Element) ((Element) reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0"))
                    .getElementsByTagName("pHYs")
                    .item(0);
            assertThat(physical.getAttribute("pixelsPerUnitXAxis")).isEqualTo("" + Math.round(250 / 0.0254));
            assertThat(physical.getAttribute("unitSpecifier")).isEqualTo("meter");
        } finally {
            reader.dispose();
        }
    }

    @Test
    void aPdfHasTheTitleAsText() throws IOException {
        form();
        write();
        try (PDDocument document = Loader.loadPDF(file.toFile())) {
            assertThat(new PDFTextStripper().getText(document)).contains("synthetic · max |z|");
            assertThat(document.getPage(0).getMediaBox().getWidth()).isCloseTo(180 * 72 / 25.4f, offset(1f));
        }
    }

    private BufferedImage page() {
        Toolkit.snapshot(scene);
        FigureView page = (FigureView) scene.lookup("#figure-page");
        return Toolkit.onWindow(() -> SwingFXUtils.fromFXImage(page.snapshot(null, null), null));
    }

    @Test
    void thePreviewIsThePageMadeSmall() {
        form();
        type("width", "100");
        type("height", "150");
        BufferedImage paper = page();
        assertThat(paper.getHeight() / (double) paper.getWidth()).isCloseTo(1.5, offset(0.01));
        assertThat(paper.getRGB(2, 2) & 0xffffff).isEqualTo(0xffffff);
        choose("dark");
        assertThat(page().getRGB(2, 2) & 255).isLessThan(40);
    }

    @Test
    void typeIsNeverSmallerThanCanBeRead() {
        form();
        type("type", "5");
        assertThat(scene.lookup("#form-action").isDisabled()).isTrue();
        type("type", "7");
        assertThat(scene.lookup("#form-action").isDisabled()).isFalse();
    }

    @Test
    void theNextFigureIsAskedForAsTheLastOneWasWritten() {
        form();
        choose("SVG");
        type("width", "85");
        write();
        form();
        assertThat(((TextField) scene.lookup("#figure-width")).getText()).isEqualTo("85");
        write();
        assertThat(file).exists().hasFileName("mosaic.svg");
    }

    @Test
    void theClipboardTakesThePicture() {
        run("figure.copy");
        assertThat(notice()).startsWith("Copied the figure, 2,126 × ");
        Image image = Toolkit.onWindow(() -> Clipboard.getSystemClipboard().getImage());
        assertThat(image.getWidth()).isEqualTo(2126);
    }

    @Test
    void numbersOpenAsATable() throws IOException {
        run("figure.numbers");
        assertThat(notice()).isEqualTo("Wrote the numbers to " + file);
        try (var rows = new CsvMapper()
                .readerForListOf(String.class)
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .<List<String>>readValues(Files.readString(file))) {
            List<List<String>> all = rows.readAll();
            assertThat(all.getFirst()).startsWith("layer", "neuron");
            assertThat(all).hasSize(1 + SyntheticStudy.LAYERS * SyntheticStudy.NEURONS);
            assertThat(Float.parseFloat(all.get(1).get(2)))
                    .isEqualTo(workbench.study().subjectProperty().get().scores()[0][0]);
        }
    }
}
