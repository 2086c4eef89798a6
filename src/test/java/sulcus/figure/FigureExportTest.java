package sulcus.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Font;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageInputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import sulcus.task.Refusal;

class FigureExportTest {
    @TempDir
    Path folder;

    private final MosaicData data = MosaicSample.of(4, 200, 3.5f);
    private final MosaicPainter mosaic = new MosaicPainter(data, Theme.PAPER);
    private final FigureExport size = new FigureExport(90, 40, 200);

    @Test
    void aPngKnowsItsSizeOnPaper() throws IOException {
        Path file = folder.resolve("a.png");
        size.write(mosaic, data.title(), file);
        try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
            ImageReader reader = ImageIO.getImageReaders(in).next();
            reader.setInput(in);
            assertThat(reader.getWidth(0)).isEqualTo(709);
            assertThat(reader.getHeight(0)).isEqualTo(315);
            IIOMetadata metadata = reader.getImageMetadata(0);
            Element root = (Element) metadata.getAsTree("javax_imageio_png_1.0");
            Element physical = (Element) root.getElementsByTagName("pHYs").item(0);
            assertThat(physical.getAttribute("pixelsPerUnitXAxis")).isEqualTo("7874");
            assertThat(physical.getAttribute("unitSpecifier")).isEqualTo("meter");
            Element text = (Element) root.getElementsByTagName("iTXtEntry").item(0);
            assertThat(text.getAttribute("text")).isEqualTo(data.title());
        }
    }

    @Test
    void textsOfASvgStayTexts() throws Exception {
        Path file = folder.resolve("a.svg");
        size.write(mosaic, data.title(), file);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        factory.setNamespaceAware(true);
        Document svg = factory.newDocumentBuilder().parse(file.toFile());
        assertThat(svg.getDocumentElement().getAttribute("width")).isEqualTo("90.000mm");
        NodeList texts = svg.getElementsByTagNameNS("*", "text");
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < texts.getLength(); i++) {
            all.append(texts.item(i).getTextContent()).append('\n');
        }
        assertThat(all).contains(data.title()).contains("layer 3").contains("max |z|");
        assertThat(svg.getElementsByTagNameNS("*", "image").getLength()).isPositive();
        assertThat(Files.readString(file)).contains("data:image/png;base64,iVBOR");
    }

    @Test
    void aSubsetOfTheTypefaceIsAFontOfThoseCharacters() throws Exception {
        for (Typeface face : Typeface.values()) {
            byte[] subset = face.subset("layer 12 · 模");
            assertThat(subset.length).isLessThan(40_000);
            Font font = Font.createFont(Font.TRUETYPE_FONT, new ByteArrayInputStream(subset));
            assertThat(font.canDisplayUpTo("layer 12 ·")).isEqualTo(-1);
            assertThat(font.canDisplay('w')).isFalse();
        }
    }

    @Test
    void textsOfAPdfCanBeFound() throws IOException {
        Path file = folder.resolve("a.pdf");
        size.write(mosaic, data.title(), file);
        try (PDDocument pdf = Loader.loadPDF(file.toFile())) {
            String text = new PDFTextStripper().getText(pdf);
            assertThat(text).contains(data.title()).contains("layer 3").contains("max |z|");
            assertThat(pdf.getPage(0).getMediaBox().getWidth() / 72 * 25.4)
                    .isCloseTo(90, org.assertj.core.data.Offset.offset(0.01));
            assertThat(pdf.getDocumentInformation().getTitle()).isEqualTo(data.title());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "svg", "pdf"})
    void theSameFigureGivesTheSameBytes(String ending) throws IOException {
        Path first = folder.resolve("first." + ending);
        Path second = folder.resolve("second." + ending);
        size.write(mosaic, "t", first);
        size.write(mosaic, "t", second);
        assertThat(second).hasSameBinaryContentAs(first);
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).toList())
                    .containsExactlyInAnyOrder("first." + ending, "second." + ending);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "svg", "pdf"})
    void aTitleInAScriptThatTheTypefaceLacksIsNoObstacle(String ending) throws IOException {
        MosaicData foreign = MosaicSample.of(2, 50, 3).titled("模型 · नमस्ते · 🧠");
        Path file = folder.resolve("a." + ending);
        size.write(new MosaicPainter(foreign, Theme.DARK), foreign.title(), file);
        assertThat(Files.size(file)).isGreaterThan(1000);
    }

    @Test
    void aHistogramGoesIntoAllThree() throws IOException {
        HistogramPainter histogram = new HistogramPainter(
                HistogramData.of("Sample", data.values(), data.scale()).at(3, 600, 1000, data.protectedLayers()),
                Theme.PAPER);
        for (String ending : new String[] {"png", "svg", "pdf"}) {
            size.write(histogram, "Sample", folder.resolve("h." + ending));
        }
        BufferedImage image = ImageIO.read(folder.resolve("h.png").toFile());
        assertThat(image.getRGB(2, 2) & 0xffffff).isEqualTo(0xffffff);
        try (PDDocument pdf = Loader.loadPDF(folder.resolve("h.pdf").toFile())) {
            // upright text comes letter by letter
            String text = new PDFTextStripper().getText(pdf).replaceAll("\\s", "");
            assertThat(text).contains("neurons").contains("200").contains("%removed");
        }
    }

    @Test
    void whatCannotBeWrittenIsRefusedInOneLine() throws IOException {
        Files.createFile(folder.resolve("file"));
        assertThatThrownBy(() -> size.write(mosaic, "", folder.resolve("a.gif")))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(".png, .svg or .pdf");
        assertThatThrownBy(() -> size.write(mosaic, "", folder.resolve("file").resolve("a.png")))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new FigureExport(1e6, 1e6, 300)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new FigureExport(-1, 10, 300)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> FigureExport.millimetres("wide")).isInstanceOf(Refusal.class);
        assertThat(FigureExport.millimetres("10in")).isEqualTo(254);
        assertThat(FigureExport.millimetres("18 cm")).isEqualTo(180);
    }
}
