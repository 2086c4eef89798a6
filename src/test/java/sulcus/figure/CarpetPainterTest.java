package sulcus.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import org.w3c.dom.NodeList;
import sulcus.decompose.layout.Families;
import sulcus.prune.NetworkId;
import sulcus.study.Study;
import sulcus.task.Progress;

class CarpetPainterTest {
    private static final Path STUDY = Path.of("sample-data", "study");
    private static final int NETWORKS = 6;
    private static final int TOKENS = 90;

    @TempDir
    Path folder;

    /** Three layers of two networks, three texts; one value stands out. */
    private final CarpetData data = small();

    private final Families families = new Families(0.5f, new int[][] {{0, 1}, {0, 1}, {1, -1}}, 2);

    private static CarpetData small() {
        Random random = new Random(3);
        float[][] values = new float[NETWORKS][TOKENS];
        NetworkId[] owner = new NetworkId[NETWORKS];
        for (int row = 0; row < NETWORKS; row++) {
            owner[row] = new NetworkId(row / 2, 0, row % 2);
            for (int t = 0; t < TOKENS; t++) {
                values[row][t] = (float) random.nextGaussian();
            }
        }
        values[3][40] = -6;
        return new CarpetData(
                "Time courses",
                "one row a network",
                "networks, by layer",
                values,
                NETWORKS,
                TOKENS,
                owner,
                null,
                List.of(new CarpetData.Mark(0, "0"), new CarpetData.Mark(2, "1"), new CarpetData.Mark(4, "2")),
                new int[] {0, 30, 60},
                new ColourScale(ColourMap.COLD_HOT, 0, 6, true, "z of time course"));
    }

    @Test
    void aBinKeepsTheLargestByAmount() {
        Random random = new Random(5);
        int rows = 3000;
        int tokens = 5000;
        CarpetData.Bins bins = new CarpetData.Bins(rows, tokens);
        float[][] most = new float[1024][2048];
        assertThat(bins.values()).hasDimensions(1024, 2048);
        for (int row = 0; row < rows; row++) {
            float[] course = new float[tokens];
            for (int t = 0; t < tokens; t++) {
                course[t] = (float) random.nextGaussian();
                int r = (int) (row * 1024L / rows);
                int c = (int) (t * 2048L / tokens);
                most[r][c] = Math.abs(course[t]) > Math.abs(most[r][c]) ? course[t] : most[r][c];
            }
            bins.put(row, course);
        }
        assertThat(bins.values()).isDeepEqualTo(most);
    }

    @Test
    void aPixelShowsTheLargestByAmountOfItsCells() {
        Random random = new Random(6);
        float[][] cells = new float[37][101];
        for (float[] row : cells) {
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) random.nextGaussian();
            }
        }
        for (int[] size : new int[][] {{10, 20}, {37, 101}, {80, 300}, {1, 1}}) {
            Set<Float> seen = new HashSet<>();
            float[] line = new float[size[1]];
            float strongest = 0;
            for (int y = 0; y < size[0]; y++) {
                Shrink.line(cells, y, size[0], line);
                for (float value : line) {
                    seen.add(value);
                    strongest = Math.max(strongest, Math.abs(value));
                }
            }
            double most = Arrays.stream(cells)
                    .flatMapToDouble(row -> Arrays.stream(toDoubles(row)))
                    .map(Math::abs)
                    .max()
                    .orElseThrow();
            assertThat((double) strongest).isEqualTo(most);
            if (size[0] >= 37 && size[1] >= 101) {
                assertThat(seen).hasSize(37 * 101);
            }
        }
    }

    private static double[] toDoubles(float[] row) {
        double[] values = new double[row.length];
        Arrays.setAll(values, i -> row[i]);
        return values;
    }

    @Test
    void colourAndKeyAgreeAndTheStrongestDiffersMostFromTheGround() {
        for (Theme theme : new Theme[] {Theme.DARK, Theme.LIGHT, Theme.PAPER}) {
            ColourScale scale = data.scale().on(theme.gap());
            assertThat(scale.argb(0)).isEqualTo(theme.gap().getRGB());
            assertThat(scale.argb(Float.NaN)).isEqualTo(theme.gap().getRGB());
            for (float sign : new float[] {-1, 1}) {
                double before = -1;
                for (float value = 0; value <= 6; value += 0.1f) {
                    double away = Math.abs(Oklab.of(scale.argb(sign * value)).lightness()
                            - Oklab.of(theme.gap().getRGB()).lightness());
                    assertThat(away).as("%s %f", theme.name(), value).isGreaterThanOrEqualTo(before - 0.004);
                    before = away;
                }
                assertThat(before).isGreaterThan(0.5);
            }
            BufferedImage image = new BufferedImage(640, 420, BufferedImage.TYPE_INT_RGB);
            CarpetPainter painter = new CarpetPainter(data, families, FamilyColours.of(families.of()), null, -1, theme);
            paint(painter, image);
            Rectangle2D p = painter.plot(640, 420);
            for (int row = 0; row < NETWORKS; row++) {
                for (int t = 0; t < TOKENS; t++) {
                    double x = p.getX() + (t + 0.5) / TOKENS * p.getWidth();
                    double y = p.getY() + (row + 0.5) / NETWORKS * p.getHeight();
                    assertThat(image.getRGB((int) x, (int) y)).isEqualTo(scale.argb(data.values()[row][t]));
                }
            }
        }
    }

    @Test
    void aPlaceAndItsRowAndTokenAreInverse() {
        CarpetPainter painter =
                new CarpetPainter(data, families, FamilyColours.of(families.of()), null, -1, Theme.DARK);
        Rectangle2D p = painter.plot(640, 420);
        for (int row = 0; row < NETWORKS; row++) {
            assertThat(painter.rowAt(p.getY() + (row + 0.5) / NETWORKS * p.getHeight(), 640, 420))
                    .isEqualTo(row);
        }
        for (int t = 0; t < TOKENS; t++) {
            assertThat(painter.tokenAt(p.getX() + (t + 0.5) / TOKENS * p.getWidth(), 640, 420))
                    .isEqualTo(t);
        }
        assertThat(painter.rowAt(p.getY() - 1, 640, 420)).isEqualTo(-1);
        assertThat(painter.tokenAt(p.getMaxX() + 1, 640, 420)).isEqualTo(-1);
        assertThat(data.rowsOf(new NetworkId(1, 0, 1))).containsExactly(3, 3);
        assertThat(data.rowsOf(new NetworkId(7, 0, 1))).isNull();
        assertThat(data.at(3, 40)).isEqualTo(-6);
    }

    @Test
    void marksMoveOverTheSameCells() {
        CarpetPainter plain = new CarpetPainter(data, families, FamilyColours.of(families.of()), null, -1, Theme.DARK);
        BufferedImage first = new BufferedImage(640, 420, BufferedImage.TYPE_INT_RGB);
        paint(plain, first);
        BufferedImage marked = new BufferedImage(640, 420, BufferedImage.TYPE_INT_RGB);
        paint(plain.marked(new NetworkId(1, 0, 1), 40), marked);
        BufferedImage fresh = new BufferedImage(640, 420, BufferedImage.TYPE_INT_RGB);
        paint(
                new CarpetPainter(
                        data, families, FamilyColours.of(families.of()), new NetworkId(1, 0, 1), 40, Theme.DARK),
                fresh);
        int changed = 0;
        for (int y = 0; y < 420; y++) {
            for (int x = 0; x < 640; x++) {
                assertThat(marked.getRGB(x, y)).isEqualTo(fresh.getRGB(x, y));
                changed += marked.getRGB(x, y) == first.getRGB(x, y) ? 0 : 1;
            }
        }
        assertThat(changed).isBetween(400, 6000);
    }

    @Test
    void leavesWithItsMarksAndTexts() throws Exception {
        CarpetPainter printed = new CarpetPainter(
                data, families, FamilyColours.of(families.of()), new NetworkId(1, 0, 1), 40, Theme.PAPER);
        FigureExport size = new FigureExport(180, 110, 150);
        Path svg = folder.resolve("carpet.svg");
        size.write(printed, "Carpet", svg);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        var parsed = factory.newDocumentBuilder().parse(svg.toFile());
        assertThat(parsed.getElementsByTagName("image").getLength())
                .as("cells and key")
                .isEqualTo(2);
        // five networks of a family in the strip, the ground, and the marked row
        assertThat(parsed.getElementsByTagName("rect").getLength()).isEqualTo(7);
        StringBuilder texts = new StringBuilder();
        NodeList found = parsed.getElementsByTagName("text");
        for (int i = 0; i < found.getLength(); i++) {
            texts.append(found.item(i).getTextContent()).append('\n');
        }
        assertThat(texts).contains("z of time course", "networks, by layer", "calibration token", "1.1", "40");
        Path pdf = folder.resolve("carpet.pdf");
        size.write(printed, "Carpet", pdf);
        try (PDDocument document = Loader.loadPDF(pdf.toFile())) {
            assertThat(new PDFTextStripper().getText(document))
                    .contains("Time courses", "one row a network", "z of time course", "calibration token");
        }
        Path png = folder.resolve("carpet.png");
        size.write(printed, "Carpet", png);
        BufferedImage image = ImageIO.read(png.toFile());
        assertThat(image.getWidth()).isEqualTo((int) Math.round(180 / 25.4 * 150));
        assertThat(image.getHeight()).isEqualTo((int) Math.round(110 / 25.4 * 150));
    }

    @Test
    void neuronsDoWhatTheirNetworksMakeThemDo() {
        assumeTrue(Study.isStudy(STUDY), "the bundled sample study is not there");
        try (Study study = Study.open(STUDY)) {
            CarpetData layer = CarpetData.ofLayer(study, 2, Progress.NONE);
            assertThat(layer.rows()).isEqualTo(512);
            assertThat(layer.neuron()).hasSize(512).doesNotHaveDuplicates();
            assertThat(layer.textStarts()).hasSize(84).startsWith(0);
            int tokens = layer.tokens();
            int columns = layer.values()[0].length;
            for (int row : new int[] {0, 17, 300, 511}) {
                double[] activity = new double[tokens];
                for (int k = 0; k < study.components(2, 0); k++) {
                    NetworkId id = new NetworkId(2, 0, k);
                    float z = study.map(id)[layer.neuron()[row]];
                    float[] course = study.timeCourse(id);
                    for (int t = 0; t < tokens; t++) {
                        activity[t] += z * course[t];
                    }
                }
                double mean = Arrays.stream(activity).average().orElseThrow();
                double deviation = Math.sqrt(Arrays.stream(activity)
                        .map(a -> (a - mean) * (a - mean))
                        .average()
                        .orElseThrow());
                float[] expected = new float[columns];
                for (int t = 0; t < tokens; t++) {
                    double z = (activity[t] - mean) / deviation;
                    int bin = (int) ((long) t * columns / tokens);
                    expected[bin] = Math.abs(z) > Math.abs(expected[bin]) ? (float) z : expected[bin];
                }
                for (int c = 0; c < columns; c++) {
                    // of +z and −z that are as large either may stand there
                    assertThat(Math.abs(layer.values()[row][c])).isCloseTo(Math.abs(expected[c]), within(1e-3f));
                }
                long sameSign = java.util.stream.IntStream.range(0, columns)
                        .filter(c -> Math.signum(layer.values()[row][c]) == Math.signum(expected[c]))
                        .count();
                assertThat(sameSign).isGreaterThan(columns - 3);
            }
        }
    }

    private static void paint(Figure figure, BufferedImage image) {
        Graphics2D g = image.createGraphics();
        figure.paint(g, image.getWidth(), image.getHeight(), 1);
        g.dispose();
    }
}
