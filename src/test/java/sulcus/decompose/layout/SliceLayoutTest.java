package sulcus.decompose.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sulcus.task.Refusal;

class SliceLayoutTest {
    private final PlantedNetworks planted = PlantedNetworks.of(6, 700, 12, 200, 1);
    private final SliceLayout layout = SliceLayout.arrange(planted.layers()).layout();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 17, 344, 1536, 11008})
    void aGridHasACellInsideTheOutlineForEachNeuron(int neurons) {
        SliceGrid grid = SliceGrid.forNeurons(neurons);
        assertThat(grid.cells()).hasSize(neurons).doesNotHaveDuplicates();
        assertThat(grid.width() % 2).isZero();
        double farthest = 0;
        for (int cell : grid.cells()) {
            for (int corner = 0; corner < 4; corner++) {
                double u = grid.u(cell) + ((corner & 1) - 0.5) * grid.size();
                double v = grid.v(cell) + ((corner >> 1) - 0.5) * grid.size();
                farthest = Math.max(farthest, SliceOutline.gauge(u, v));
            }
        }
        assertThat(farthest).isLessThanOrEqualTo(1 + 1e-9);
        assertThat(Arrays.stream(grid.cells()).max().orElseThrow()).isLessThan(grid.width() * grid.height());
    }

    @Test
    void cellsAreCountedAsTheyLie() {
        for (double size : new double[] {0.3, 0.071, 0.0333, 0.0101}) {
            int count = 0;
            for (int y = -120; y < 120; y++) {
                for (int x = -120; x < 120; x++) {
                    boolean inside = true;
                    for (int corner = 0; corner < 4; corner++) {
                        inside &= SliceOutline.gauge((x + (corner & 1)) * size, (y + (corner >> 1)) * size) <= 1;
                    }
                    count += inside ? 1 : 0;
                }
            }
            assertThat(SliceGrid.count(size)).isEqualTo(count).isPositive();
        }
    }

    @Test
    void aGridFillsTheOutline() {
        SliceGrid grid = SliceGrid.forNeurons(1536);
        double area = 0;
        double[][] polygon = SliceOutline.polygon(720);
        for (int i = 0; i < polygon.length; i++) {
            double[] a = polygon[i];
            double[] b = polygon[(i + 1) % polygon.length];
            area += (a[0] * b[1] - a[1] * b[0]) / 2;
        }
        assertThat(1536 * grid.size() * grid.size() / area).isBetween(0.85, 1.0);
    }

    @Test
    void widthsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> SliceGrid.forNeurons(0)).isInstanceOf(Refusal.class);
    }

    @Test
    void everyNeuronHasACellOfItsOwn() {
        BitSet inside = new BitSet();
        Arrays.stream(layout.grid().cells()).forEach(inside::set);
        for (int[] cells : layout.cells()) {
            assertThat(cells).hasSize(700).doesNotHaveDuplicates();
            assertThat(Arrays.stream(cells).allMatch(inside::get)).isTrue();
        }
    }

    @Test
    void layersOfOtherWidthsAndRanksShareTheGrid() {
        List<LayerMembers> mixed = List.of(
                PlantedNetworks.of(1, 300, 12, 200, 5).layers().get(0),
                planted.layers().get(0),
                PlantedNetworks.of(1, 500, 7, 200, 6).layers().get(0),
                LayerMembers.of(new float[0], 0, 0, 40, new float[0], 200));
        SliceLayout made = SliceLayout.arrange(mixed).layout();
        assertThat(made.grid()).usingRecursiveComparison().isEqualTo(SliceGrid.forNeurons(700));
        assertThat(made.cells()[0]).hasSize(300).doesNotHaveDuplicates();
        assertThat(made.cells()[2]).hasSize(500).doesNotHaveDuplicates();
        assertThat(made.cells()[3]).hasSize(40).doesNotHaveDuplicates();
        assertThat(made.families()[2]).hasSize(7);
    }

    @Test
    void theSameInputGivesTheSameCells() {
        SliceLayout again = SliceLayout.arrange(planted.layers()).layout();
        assertThat(again.cells()).isDeepEqualTo(layout.cells());
        assertThat(again.families()).isDeepEqualTo(layout.families());
    }

    @Test
    void networksHoldTogetherFarBetterThanByChance() {
        for (int l = 0; l < 6; l++) {
            LayerMembers layer = planted.layers().get(l);
            double found = layout.contiguity(l, layer.network(), layer.strength(), 3.5f);
            double chance = shuffled().contiguity(l, layer.network(), layer.strength(), 3.5f);
            assertThat(found).isGreaterThan(0.85);
            assertThat(chance).isLessThan(0.2);
        }
    }

    @Test
    void theStrongestNeuronOfANetworkLiesInTheMiddleOfItsRegion() {
        LayerMembers layer = planted.layers().get(2);
        for (int k = 0; k < planted.components(); k++) {
            int network = k;
            int[] own = IntStream.range(0, 700)
                    .filter(j -> layer.network()[j] == network)
                    .toArray();
            int strongest = Arrays.stream(own)
                    .boxed()
                    .max((a, b) -> Float.compare(layer.strength()[a], layer.strength()[b]))
                    .orElseThrow();
            double[] middle = middle(2, k);
            double away = distance(middle, place(2, strongest));
            double mean = Arrays.stream(own)
                    .mapToDouble(j -> distance(middle, place(2, j)))
                    .average()
                    .orElseThrow();
            assertThat(away).isLessThan(mean / 2);
        }
    }

    @Test
    void networksWithTheSameCourseStandAtTheSamePlaceInEveryLayer() {
        double same = 0;
        double other = 0;
        for (int l = 0; l + 1 < 6; l++) {
            for (int k = 0; k < planted.components(); k++) {
                same += distance(middle(l, k), middle(l + 1, k));
                other += distance(middle(l, k), middle(l + 1, (k + 5) % planted.components()));
            }
        }
        assertThat(same).isLessThan(other / 4);
    }

    @Test
    void networksWithTheSameCourseBelongToTheSameFamily() {
        for (int l = 1; l < 6; l++) {
            assertThat(layout.families()[l]).isEqualTo(layout.families()[0]);
        }
    }

    @Test
    void aStoredLayoutComesBackWithItsGrid() {
        SliceLayout restored = SliceLayout.restore(layout.cells(), layout.families());
        assertThat(restored).usingRecursiveComparison().isEqualTo(layout);
    }

    @Test
    void theCurveVisitsNeighbours() {
        int[] cells = IntStream.range(0, 64 * 64).toArray();
        int[] order = HilbertCurve.order(cells, 64, 64);
        assertThat(order).hasSize(64 * 64).doesNotHaveDuplicates();
        for (int i = 1; i < order.length; i++) {
            int dx = Math.abs(order[i] % 64 - order[i - 1] % 64);
            int dy = Math.abs(order[i] / 64 - order[i - 1] / 64);
            assertThat(dx + dy).isEqualTo(1);
        }
    }

    private SliceLayout shuffled() {
        int[][] cells = new int[layout.cells().length][];
        Random random = new Random(3);
        for (int l = 0; l < cells.length; l++) {
            List<Integer> order = new java.util.ArrayList<>(
                    Arrays.stream(layout.cells()[l]).boxed().toList());
            Collections.shuffle(order, random);
            cells[l] = order.stream().mapToInt(cell -> cell).toArray();
        }
        return new SliceLayout(layout.grid(), cells, layout.families());
    }

    private double[] middle(int layer, int network) {
        int[] networks = planted.layers().get(layer).network();
        double u = 0;
        double v = 0;
        int count = 0;
        for (int j = 0; j < networks.length; j++) {
            if (networks[j] == network) {
                u += place(layer, j)[0];
                v += place(layer, j)[1];
                count++;
            }
        }
        return new double[] {u / count, v / count};
    }

    private double[] place(int layer, int neuron) {
        int cell = layout.cells()[layer][neuron];
        return new double[] {layout.grid().u(cell), layout.grid().v(cell)};
    }

    private static double distance(double[] a, double[] b) {
        return Math.hypot(a[0] - b[0], a[1] - b[1]);
    }
}
