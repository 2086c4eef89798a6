package sulcus.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import sulcus.study.Comparison;
import sulcus.study.Comparison.Curve;
import sulcus.study.Comparison.Point;
import sulcus.study.MeasuredText;

/** A vector figure has one mark for each thing in its data: read again from the file by an XML parser. */
class MarksTest {
    @TempDir
    Path folder;

    private List<Element> elements(Figure figure, String name) throws Exception {
        Path file = folder.resolve("figure.svg");
        new FigureExport(180, 120, 300).write(figure, "Marks", file);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        NodeList found = factory.newDocumentBuilder().parse(file.toFile()).getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }

    @Test
    void aHistogramHasABarForEveryBinThatIsNotEmpty() throws Exception {
        Random random = new Random(2);
        float[][] values = new float[3][400];
        for (float[] row : values) {
            for (int j = 0; j < row.length; j++) {
                row[j] = 2 + Math.abs((float) random.nextGaussian());
            }
        }
        HistogramData data = HistogramData.of("", values, ColourScale.of(values, "max |z|"));
        int[] bins = new int[data.layers()[0].length];
        for (int[] layer : data.layers()) {
            for (int b = 0; b < bins.length; b++) {
                bins[b] += layer[b];
            }
        }
        long filled = Arrays.stream(bins).filter(n -> n > 0).count();
        assertThat(filled).isGreaterThan(5).isLessThan(bins.length);
        List<Element> rectangles = new ArrayList<>(elements(new HistogramPainter(data, Theme.PAPER), "rect"));
        double width =
                rectangles.stream().mapToDouble(r -> number(r, "width")).max().orElseThrow();
        rectangles.removeIf(r -> number(r, "width") == width);
        double axis = rectangles.stream()
                .mapToDouble(r -> number(r, "y") + number(r, "height"))
                .max()
                .orElseThrow();
        assertThat(rectangles.stream()
                        .filter(r -> Math.abs(number(r, "y") + number(r, "height") - axis) < 0.01)
                        .count())
                .isEqualTo(filled);
    }

    @Test
    void aComparisonHasAMarkForEverySettingThatWasMeasured() throws Exception {
        int one = marks(List.of(point(0.1, 10)));
        int three = marks(List.of(point(0.1, 10), point(0.2, 11), point(0.3, 14)));
        assertThat(marks(List.of(point(0.1, 10), point(0.2, 11), point(0.3, 14), point(0.4, Double.NaN))))
                .as("none for what was not measured")
                .isEqualTo(three);
        assertThat(three - one).as("a filled and drawn mark for each").isEqualTo(4);
    }

    private int marks(List<Point> points) throws Exception {
        Curve curve = new Curve("FLAP, by hand", "flap", "none", 0, true, points);
        Comparison comparison =
                new Comparison(new MeasuredText("words.txt", "", 64, 2), 9, Double.NaN, List.of(curve), List.of());
        CompareSight sight = new CompareSight(false, true, Set.of(), CompareSight.Panel.NONE);
        CompareData data = new CompareData("Compare", "2 windows", comparison, sight, null, null, null);
        return elements(new ComparePainter(data, Theme.PAPER), "path").size();
    }

    private static Point point(double removed, double perplexity) {
        return new Point(removed, removed, perplexity, Double.NaN, 1);
    }

    @Test
    void aMosaicNamesEverySliceOnce() throws Exception {
        for (int layers : new int[] {3, 7}) {
            List<String> names =
                    elements(new MosaicPainter(MosaicSample.of(layers, 200, 3), Theme.PAPER), "text").stream()
                            .map(Element::getTextContent)
                            .filter(text -> text.startsWith("layer "))
                            .map(text -> text.replaceAll("^(layer \\d+).*", "$1"))
                            .toList();
            assertThat(names)
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, layers)
                            .mapToObj(l -> "layer " + l)
                            .toList());
        }
    }

    private static double number(Element element, String name) {
        return element.getAttribute(name).isEmpty() ? 0 : Double.parseDouble(element.getAttribute(name));
    }
}
