package sulcus.decompose.layout;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where each neuron of each layer lies on a slice. Neurons of one network lie together in a round region, the strongest in
 * its middle; networks with the same function lie at the same place in every layer, as far as the layers' sizes let them.
 *
 * @param grid shared by all layers
 * @param cells [layer][neuron]: y · width + x
 * @param families [layer][network]: which of the model-wide families of networks it belongs to, see {@link Families}; −1 for
 *     none
 */
public record SliceLayout(SliceGrid grid, int[][] cells, int[][] families) {

    /** A layout and the dendrogram that it follows. */
    public record Arranged(SliceLayout layout, NetworkTree tree) {}

    /**
     * Lays out a model, with the families of the tree's natural cut. Deterministic: the same input gives the same cells on
     * every machine with IEEE arithmetic.
     *
     * @param layers first to last; time courses over the same tokens
     */
    public static Arranged arrange(List<LayerMembers> layers) {
        int widest = layers.stream().mapToInt(LayerMembers::neurons).max().orElse(1);
        SliceGrid grid = SliceGrid.forNeurons(widest);
        NetworkOrder order = NetworkOrder.of(layers);
        List<Partition> partitions = new Regions(grid, layers, order).partitions();
        int[][] cells = new int[layers.size()][];
        IntStream.range(0, cells.length).parallel().forEach(l -> cells[l] = place(layers.get(l), partitions.get(l)));
        NetworkTree tree = order.tree();
        return new Arranged(
                new SliceLayout(grid, cells, tree.cut(tree.naturalCut()).of()), tree);
    }

    /** The same places with other families, as when the cut through the tree moves. */
    public SliceLayout withFamilies(int[][] others) {
        return new SliceLayout(grid, cells, others);
    }

    /** A layout read back from where {@link #cells} and {@link #families} were stored. */
    public static SliceLayout restore(int[][] cells, int[][] families) {
        int widest = Arrays.stream(cells).mapToInt(layer -> layer.length).max().orElse(1);
        return new SliceLayout(SliceGrid.forNeurons(widest), cells, families);
    }

    /**
     * Neurons in the order of their numbers along the space-filling curve: for a model of which nothing but the widths of
     * its layers is known.
     */
    public static SliceLayout plain(int[] widths) {
        List<LayerMembers> layers = new ArrayList<>();
        for (int width : widths) {
            layers.add(new LayerMembers(0, new int[width], new float[width], 0, new float[0]));
        }
        SliceGrid grid = SliceGrid.forNeurons(Arrays.stream(widths).max().orElse(1));
        int[][] cells = new int[widths.length][];
        for (int l = 0; l < widths.length; l++) {
            cells[l] = HilbertCurve.order(Arrays.copyOf(grid.cells(), widths[l]), grid.width(), grid.height());
        }
        return new SliceLayout(grid, cells, new int[widths.length][0]);
    }

    /** The neuron at each cell of a layer, −1 where there is none: width · height values. */
    public int[] neurons(int layer) {
        int[] neurons = new int[grid.width() * grid.height()];
        Arrays.fill(neurons, -1);
        for (int j = 0; j < cells[layer].length; j++) {
            neurons[cells[layer][j]] = j;
        }
        return neurons;
    }

    /**
     * How well networks hold together: of the cells around each key neuron, the share that belongs to its own network.
     *
     * @param network of each neuron of the layer
     * @param strength of each neuron
     * @param threshold neurons with a strength above it are key neurons
     * @return 0 … 1, the mean over key neurons; NaN where there are none
     */
    public double contiguity(int layer, int[] network, float[] strength, float threshold) {
        int[] at = neurons(layer);
        double sum = 0;
        int keys = 0;
        for (int j = 0; j < strength.length; j++) {
            if (!(strength[j] > threshold)) {
                continue;
            }
            int x = cells[layer][j] % grid.width();
            int y = cells[layer][j] / grid.width();
            int around = 0;
            int own = 0;
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    boolean off = x + dx < 0 || x + dx >= grid.width() || y + dy < 0 || y + dy >= grid.height();
                    int other = off ? -1 : at[(y + dy) * grid.width() + x + dx];
                    if (other >= 0 && other != j) {
                        around++;
                        own += network[other] == network[j] ? 1 : 0;
                    }
                }
            }
            sum += around == 0 ? 1 : own / (double) around;
            keys++;
        }
        return keys == 0 ? Double.NaN : sum / keys;
    }

    /** Within each region the strongest neuron takes the cell nearest to the middle, and so on outwards. */
    private static int[] place(LayerMembers layer, Partition partition) {
        int[] cells = new int[layer.neurons()];
        Integer[] byStrength = new Integer[layer.neurons()];
        for (int j = 0; j < byStrength.length; j++) {
            byStrength[j] = j;
        }
        float[] strength = layer.strength();
        Arrays.sort(byStrength, (a, b) -> {
            int byLoading = Float.compare(strength[b], strength[a]);
            return byLoading != 0 ? byLoading : Integer.compare(a, b);
        });
        int[][] outwards = partition.outwards();
        int[] next = new int[outwards.length];
        for (int j : byStrength) {
            int region = layer.network()[j];
            cells[j] = outwards[region][next[region]++];
        }
        return cells;
    }
}
