package sulcus.decompose.layout;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Finds the place of every network of every layer. Starts from stretches of the space-filling curve in the order of the
 * dendrogram, then pulls each network towards its like in other layers while its region becomes round.
 */
final class Regions {
    private static final int ROUNDS = 12;
    private static final int SWEEPS = 3;
    private static final int ROUNDING_SWEEPS = 8;
    /** How much of a centre is decided by the like networks of other layers in a round. */
    private static final double PULL = 0.6;

    private final SliceGrid grid;
    private final List<LayerMembers> layers;
    private final NetworkOrder order;

    Regions(SliceGrid grid, List<LayerMembers> layers, NetworkOrder order) {
        this.grid = grid;
        this.layers = layers;
        this.order = order;
    }

    List<Partition> partitions() {
        List<Partition> partitions = IntStream.range(0, layers.size())
                .parallel()
                .mapToObj(this::start)
                .toList();
        double[][][] centroids = new double[layers.size()][][];
        for (int round = 0; round < ROUNDS; round++) {
            each(l -> centroids[l] = centroids(partitions.get(l)));
            each(l -> {
                pull(l, partitions.get(l), centroids);
                for (int sweep = 0; sweep < SWEEPS; sweep++) {
                    partitions.get(l).sweep();
                }
            });
        }
        each(l -> round(partitions.get(l)));
        return partitions;
    }

    private void each(IntConsumer work) {
        IntStream.range(0, layers.size()).parallel().forEach(work);
    }

    private Partition start(int l) {
        LayerMembers layer = layers.get(l);
        int[] curve = HilbertCurve.order(Arrays.copyOf(grid.cells(), layer.neurons()), grid.width(), grid.height());
        int[] capacities = new int[Math.max(1, layer.components())];
        for (int network : layer.network()) {
            capacities[network]++;
        }
        double[] position = layer.components() == 0 ? new double[1] : order.position()[l];
        int[] regions = IntStream.range(0, capacities.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer k) -> position[k]).thenComparing(k -> k))
                .mapToInt(k -> k)
                .toArray();
        Partition partition = new Partition(grid, curve, regions, capacities);
        // the model-wide place on the curve, not the layer's own
        for (int k = 0; k < capacities.length; k++) {
            int cell = curve[Math.min(curve.length - 1, (int) (position[k] * curve.length))];
            partition.centreU[k] = grid.u(cell);
            partition.centreV[k] = grid.v(cell);
        }
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            partition.sweep();
        }
        return partition;
    }

    private static double[][] centroids(Partition partition) {
        double[][] centroids = new double[partition.regions()][];
        for (int k = 0; k < centroids.length; k++) {
            if (!partition.isEmpty(k)) {
                centroids[k] = new double[] {partition.centroidU(k), partition.centroidV(k)};
            }
        }
        return centroids;
    }

    private void pull(int l, Partition partition, double[][][] centroids) {
        for (int k = 0; k < partition.regions(); k++) {
            if (centroids[l][k] == null) {
                continue;
            }
            double weight = 0;
            double u = 0;
            double v = 0;
            NetworkOrder.Kin[] akin = k < order.akin()[l].length ? order.akin()[l][k] : new NetworkOrder.Kin[0];
            for (NetworkOrder.Kin kin : akin) {
                double[] there = centroids[kin.layer()][kin.network()];
                if (there != null && kin.alike() > 0) {
                    double w = kin.alike() * kin.alike() * kin.alike();
                    weight += w;
                    u += w * there[0];
                    v += w * there[1];
                }
            }
            double pull = weight > 0 ? PULL : 0;
            partition.centreU[k] = (1 - pull) * centroids[l][k][0] + (weight > 0 ? pull * u / weight : 0);
            partition.centreV[k] = (1 - pull) * centroids[l][k][1] + (weight > 0 ? pull * v / weight : 0);
        }
    }

    private static void round(Partition partition) {
        for (int sweep = 0; sweep < ROUNDING_SWEEPS; sweep++) {
            for (int k = 0; k < partition.regions(); k++) {
                if (!partition.isEmpty(k)) {
                    partition.centreU[k] = partition.centroidU(k);
                    partition.centreV[k] = partition.centroidV(k);
                }
            }
            partition.sweep();
        }
    }
}
