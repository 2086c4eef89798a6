package sulcus.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import sulcus.decompose.NeuronMap;
import sulcus.decompose.layout.Families;
import sulcus.decompose.layout.SliceLayout;
import sulcus.prune.NetworkId;
import sulcus.prune.Rules;
import sulcus.task.Progress;

/**
 * How well a study's layout puts like beside like.
 *
 * @param contiguity of the cells around a key neuron (|z| above 3) the share that belongs to its own network; mean over layers
 * @param byChance the same with the neurons of each layer shuffled
 * @param moved how far a model-wide family's centre moves from a layer to the next that has it, in widths of the slice; mean
 * @param apart how far it is to the centre of another family there
 */
public record LayoutQuality(double contiguity, double byChance, double moved, double apart) {
    private static final double WIDTH = 1.6;

    /** Measures it from the stored maps. */
    public static LayoutQuality of(Study study) {
        SliceLayout layout = study.layout();
        SliceLayout shuffled = shuffled(layout);
        Families families = study.families(Progress.NONE);
        double[] contiguity = new double[3];
        double[][][] centres = new double[study.layers()][families.count()][];
        for (int l = 0; l < study.layers(); l++) {
            int n = study.neurons(l);
            int[] network = new int[n];
            float[] strength = new float[n];
            for (int k = 0; k < study.components(l, 0); k++) {
                float[] z = NeuronMap.of(study.map(new NetworkId(l, 0, k)), n);
                for (int j = 0; j < n; j++) {
                    if (Math.abs(z[j]) > strength[j]) {
                        strength[j] = Math.abs(z[j]);
                        network[j] = k;
                    }
                }
            }
            double own = layout.contiguity(l, network, strength, Rules.KEY_NEURON);
            if (!Double.isNaN(own)) {
                contiguity[0] += own;
                contiguity[1] += shuffled.contiguity(l, network, strength, Rules.KEY_NEURON);
                contiguity[2]++;
            }
            centres[l] = centres(layout, families, l, network);
        }
        double[] movement = movement(centres);
        return new LayoutQuality(
                contiguity[0] / contiguity[2], contiguity[1] / contiguity[2], movement[0], movement[1]);
    }

    private static SliceLayout shuffled(SliceLayout layout) {
        Random random = new Random(3);
        int[][] cells = new int[layout.cells().length][];
        for (int l = 0; l < cells.length; l++) {
            List<Integer> order = new ArrayList<>();
            for (int cell : layout.cells()[l]) {
                order.add(cell);
            }
            Collections.shuffle(order, random);
            cells[l] = order.stream().mapToInt(c -> c).toArray();
        }
        return new SliceLayout(layout.grid(), cells, layout.families());
    }

    /** Middle of the neurons of each family's networks. */
    private static double[][] centres(SliceLayout layout, Families families, int l, int[] network) {
        double[][] sums = new double[families.count()][];
        for (int j = 0; j < network.length; j++) {
            int family = families.of(l, network[j]);
            if (family >= 0) {
                sums[family] = sums[family] == null ? new double[3] : sums[family];
                sums[family][0] += layout.grid().u(layout.cells()[l][j]);
                sums[family][1] += layout.grid().v(layout.cells()[l][j]);
                sums[family][2]++;
            }
        }
        for (double[] sum : sums) {
            if (sum != null) {
                sum[0] /= sum[2];
                sum[1] /= sum[2];
            }
        }
        return sums;
    }

    private static double[] movement(double[][][] centres) {
        double moved = 0;
        double apart = 0;
        int steps = 0;
        Random random = new Random(5);
        for (int f = 0; f < centres[0].length; f++) {
            double[] before = null;
            for (double[][] layer : centres) {
                if (layer[f] == null) {
                    continue;
                }
                double[] other = layer[random.nextInt(layer.length)];
                if (before != null && other != null && other != layer[f]) {
                    moved += Math.hypot(layer[f][0] - before[0], layer[f][1] - before[1]) / WIDTH;
                    apart += Math.hypot(other[0] - before[0], other[1] - before[1]) / WIDTH;
                    steps++;
                }
                before = layer[f];
            }
        }
        return new double[] {moved / steps, apart / steps};
    }

    /** Prints it for the study in the first argument. */
    public static void main(String[] args) {
        try (Study study = Study.open(java.nio.file.Path.of(args[0]))) {
            System.out.println(of(study));
        }
    }
}
