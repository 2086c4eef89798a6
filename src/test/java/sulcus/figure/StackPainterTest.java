package sulcus.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import sulcus.decompose.layout.SliceLayout;
import sulcus.figure.StackPainter.Marks;
import sulcus.figure.StackPainter.Place;
import sulcus.figure.StackPainter.Turn;
import sulcus.prune.NetworkId;

class StackPainterTest {
    private static final double WIDTH = 700;
    private static final double HEIGHT = 460;

    private final MosaicData data = MosaicSample.of(6, 300, 3.5f);
    private final StackPainter painter = new StackPainter(data, StackArcs.NONE, Turn.START, Theme.DARK);

    @TempDir
    Path folder;

    private static StackProjection projection(double yaw, double pitch) {
        return new StackProjection(new Rectangle2D.Double(0, 0, 400, 400), new Turn(yaw, pitch, 1), 5);
    }

    @Test
    void aTurnIsARotation() {
        Random random = new Random(4);
        for (int i = 0; i < 200; i++) {
            StackProjection p = projection(random.nextDouble() * 720 - 360, random.nextDouble() * 180 - 90);
            double u = random.nextDouble() - 0.5;
            double v = random.nextDouble() - 0.5;
            double w = random.nextDouble() - 0.5;
            double x = (p.x(u, w) - 200) / p.scale();
            double y = (p.y(u, v, w) - 200) / p.scale();
            double depth = p.depth(u, v, w);
            assertThat(x * x + y * y + depth * depth).isCloseTo(u * u + v * v + w * w, within(1e-9));
        }
        StackProjection front = projection(0, 0);
        assertThat(front.x(0.5, 9)).isEqualTo(200 + front.scale() * 0.5);
        assertThat(front.y(0.5, 0.25, 9)).isEqualTo(200 + front.scale() * 0.25);
        StackProjection side = projection(90, 0);
        assertThat(side.x(0.5, 1)).isCloseTo(200 + side.scale(), within(1e-9));
        StackProjection top = projection(0, 90);
        assertThat(top.y(0, 0.7, 1)).isCloseTo(200 - top.scale(), within(1e-9));
    }

    @Test
    void theNearerSliceIsDrawnLast() {
        assertThat(projection(0, 0).firstIsNear()).isTrue();
        assertThat(projection(180, 0).firstIsNear()).isFalse();
        for (int yaw = 0; yaw < 360; yaw += 15) {
            StackProjection p = projection(yaw, 20);
            double first = p.depth(0, 0, p.w(0));
            double last = p.depth(0, 0, p.w(4));
            assertThat(p.firstIsNear()).isEqualTo(first <= last);
            for (int l = 0; l < 5; l++) {
                Rectangle2D box = p.outline(l).getBounds2D();
                assertThat(Math.min(box.getMinX(), box.getMinY())).isGreaterThanOrEqualTo(0);
                assertThat(Math.max(box.getMaxX(), box.getMaxY())).isLessThanOrEqualTo(400);
            }
        }
    }

    @Test
    void everyLitNeuronIsAPointAndNoOther() {
        StackPoints points = StackPoints.of(data);
        Set<Place> places = new HashSet<>(StackPainter.places(data));
        assertThat(places).hasSize(points.count());
        for (int l = 0; l < data.layers(); l++) {
            for (int j = 0; j < data.values()[l].length; j++) {
                assertThat(places.contains(new Place(l, j))).isEqualTo(Math.abs(data.values()[l][j]) > 3.5f);
            }
            for (int i = points.start()[l] + 1; i < points.start()[l + 1]; i++) {
                assertThat(points.layer()[i]).isEqualTo(l);
                assertThat(points.share()[i]).as("strongest last").isGreaterThanOrEqualTo(points.share()[i - 1]);
            }
        }
    }

    @Test
    void ofTooManyTheStrongestAreDrawn() {
        Random random = new Random(2);
        float[][] values = new float[4][9000];
        float[] all = new float[4 * 9000];
        for (int i = 0; i < all.length; i++) {
            // few different magnitudes, so that the last place is shared
            all[i] = (1 + random.nextInt(50)) * (random.nextBoolean() ? 0.25f : -0.25f);
            values[i / 9000][i % 9000] = all[i];
        }
        int[] widths = {9000, 9000, 9000, 9000};
        MosaicData many = MosaicData.of("many", SliceLayout.plain(widths), values, values, 0.1f);
        List<Place> places = StackPainter.places(many);
        assertThat(places).hasSize(StackPoints.MOST).doesNotHaveDuplicates();
        double[] chosen = places.stream()
                .mapToDouble(p -> Math.abs(values[p.layer()][p.neuron()]))
                .sorted()
                .toArray();
        double[] sorted = new double[all.length];
        Arrays.setAll(sorted, i -> Math.abs(all[i]));
        Arrays.sort(sorted);
        assertThat(chosen).isEqualTo(Arrays.copyOfRange(sorted, all.length - StackPoints.MOST, all.length));
        assertThat(StackPainter.places(MosaicSample.at(many, 1000f))).isEmpty();
    }

    @Test
    void projectionsKeepTheLargestOnTheWay() {
        StackPanels panels = new StackPanels(data, StackPoints.of(data));
        int width = data.layout().grid().width();
        float[][] front = panels.values(StackPanels.Side.FRONT);
        float[][] side = panels.values(StackPanels.Side.SIDE);
        float[][] top = panels.values(StackPanels.Side.TOP);
        for (int y = 0; y < front.length; y++) {
            for (int x = 0; x < width; x++) {
                float most = 0;
                for (int l = 0; l < data.layers(); l++) {
                    for (int j = 0; j < data.values()[l].length; j++) {
                        boolean here = data.layout().cells()[l][j] == y * width + x;
                        float z = Math.abs(data.values()[l][j]);
                        most = here && z > 3.5f ? Math.max(most, z) : most;
                    }
                }
                assertThat(Math.abs(front[y][x])).isEqualTo(most);
            }
        }
        for (int l = 0; l < data.layers(); l++) {
            float strongest = 0;
            for (float z : data.values()[l]) {
                strongest = Math.max(strongest, Math.abs(z));
            }
            int layer = l;
            assertThat(Arrays.stream(side)
                            .mapToDouble(row -> Math.abs(row[layer]))
                            .max())
                    .hasValue(strongest);
            assertThat(Arrays.stream(top)
                            .mapToDouble(row -> Math.abs(row[layer]))
                            .max())
                    .hasValue(strongest);
        }
    }

    @Test
    void aPointIsFoundWhereItIsDrawn() {
        StackProjection p = new StackProjection(painter.stack(WIDTH, HEIGHT), Turn.START, data.layers());
        StackPoints points = StackPoints.of(data);
        for (int i = 0; i < points.count(); i++) {
            double w = p.w(points.layer()[i]);
            double x = p.x(points.u()[i], w);
            double y = p.y(points.u()[i], points.v()[i], w);
            Place found = painter.neuronAt(x, y, WIDTH, HEIGHT);
            boolean own = found.equals(new Place(points.layer()[i], points.neuron()[i]));
            boolean nearer = p.depth(0, 0, p.w(found.layer())) < p.depth(0, 0, w);
            assertThat(own || nearer).as("point %d", i).isTrue();
        }
        assertThat(painter.neuronAt(2, HEIGHT - 2, WIDTH, HEIGHT)).isNull();
    }

    @Test
    void aLayerIsFoundAtItsNumber() {
        StackProjection p = new StackProjection(painter.stack(WIDTH, HEIGHT), Turn.START, data.layers());
        for (int l = 0; l < data.layers(); l++) {
            double x = p.x(0, p.w(l));
            double y = p.y(0, 1, p.w(l)) + Theme.DARK.text() * 1.2;
            assertThat(painter.layerAt(x, y, WIDTH, HEIGHT)).isEqualTo(l);
        }
        assertThat(painter.layerAt(2, 2, WIDTH, HEIGHT)).isEqualTo(-1);
        StackPainter front = painter.seen(StackArcs.NONE, new Turn(0, 0, 1), new Marks(3, null, null));
        StackProjection ahead = new StackProjection(painter.stack(WIDTH, HEIGHT), new Turn(0, 0, 1), data.layers());
        assertThat(front.layerAt(ahead.x(0, 0), ahead.y(0, 1, 0) + 12, WIDTH, HEIGHT))
                .as("seen from the front only the chosen layer's number has room")
                .isEqualTo(3);
    }

    @Test
    void theScreenShowsThePictureOfTheFile() {
        Turn turn = new Turn(37, 21, 1.1);
        StackPainter seen = painter.seen(arcs(), turn, new Marks(2, new Place(3, 5), new Place(4, 7)));
        BufferedImage file = new BufferedImage(700, 460, BufferedImage.TYPE_INT_RGB);
        paint(seen, file);
        StackScreen screen = new StackScreen();
        BufferedImage shown = new BufferedImage(700, 460, BufferedImage.TYPE_INT_RGB);
        paint(screen.of(painter), shown);
        paint(screen.of(seen), shown);
        long difference = 0;
        int other = 0;
        for (int y = 0; y < 460; y++) {
            for (int x = 0; x < 700; x++) {
                int away = 0;
                for (int shift = 0; shift <= 16; shift += 8) {
                    away += Math.abs((file.getRGB(x, y) >> shift & 255) - (shown.getRGB(x, y) >> shift & 255));
                }
                difference += away;
                other += away > 96 ? 1 : 0;
            }
        }
        assertThat(difference / (700.0 * 460 * 3)).as("mean of all channels").isLessThan(1);
        assertThat(other / (700.0 * 460)).as("pixels that look different").isLessThan(0.01);
    }

    private static void paint(Figure figure, BufferedImage image) {
        Graphics2D g = image.createGraphics();
        figure.paint(g, image.getWidth(), image.getHeight(), 1);
        g.dispose();
    }

    private static StackArcs arcs() {
        return new StackArcs(
                List.of(
                        new StackArcs.Arc(
                                new NetworkId(0, 0, 1),
                                new NetworkId(3, 0, 2),
                                0.9f,
                                new double[] {0.2, -0.3},
                                new double[] {-0.3, 0.4}),
                        new StackArcs.Arc(
                                new NetworkId(1, 0, 1),
                                new NetworkId(5, 0, 0),
                                0.4f,
                                new double[] {-0.2, 0.1},
                                new double[] {0.1, 0.2})),
                0.3f);
    }

    @Test
    void leavesAsMarksAndTexts() throws Exception {
        StackPainter printed = new StackPainter(data, arcs(), Turn.START, Theme.PAPER);
        FigureExport size = new FigureExport(180, 110, 150);
        Path svg = folder.resolve("stack.svg");
        size.write(printed, "Stack", svg);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        var parsed = factory.newDocumentBuilder().parse(svg.toFile());
        NodeList squares = parsed.getElementsByTagName("rect");
        int marks = 0;
        for (int i = 0; i < squares.getLength(); i++) {
            Element square = (Element) squares.item(i);
            marks += Double.parseDouble(square.getAttribute("width")) < 20 ? 1 : 0;
        }
        assertThat(marks).isEqualTo(printed.points());
        // on white the pale arc has an edge, the dark one has none
        long curves = java.util.stream.IntStream.range(
                        0, parsed.getElementsByTagName("path").getLength())
                .mapToObj(i -> ((Element) parsed.getElementsByTagName("path").item(i)).getAttribute("d"))
                .filter(d -> d.contains("Q"))
                .count();
        assertThat(curves).isEqualTo(3);
        Path pdf = folder.resolve("stack.pdf");
        size.write(printed, "Stack", pdf);
        try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
            String text = new PDFTextStripper().getText(document);
            assertThat(text)
                    .contains("6 layers", "lit neurons", "2 connections", "max |z|", "|r|", "from the top", "0.30");
        }
        Path png = folder.resolve("stack.png");
        size.write(printed, "Stack", png);
        BufferedImage image = ImageIO.read(png.toFile());
        assertThat(image.getWidth()).isEqualTo((int) Math.round(180 / 25.4 * 150));
        assertThat(image.getHeight()).isEqualTo((int) Math.round(110 / 25.4 * 150));
    }
}
