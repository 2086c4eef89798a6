package sulcus.study.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import sulcus.prune.NetworkId;
import sulcus.study.Study;
import sulcus.task.Refusal;

/** What is silenced at a time: single neurons, or the key neurons of whole networks. */
final class UnlearnUnits {
    /** @param neurons of one layer that go together */
    private record Unit(int layer, int[] neurons) {}

    private final List<Unit> units;
    private final int all;

    private UnlearnUnits(List<Unit> units, int all) {
        this.units = units;
        this.all = all;
    }

    /**
     * @param study whose networks go; null for single neurons
     * @param widths neurons of each layer
     * @throws Refusal if the study is of another model
     */
    static UnlearnUnits of(Path study, float keyThreshold, int[] widths, Set<Integer> protectedLayers) {
        List<Unit> units = new ArrayList<>();
        for (int layer : protectedLayers) {
            if (layer < 0 || layer >= widths.length) {
                throw new Refusal("protected layer " + layer + ": the model has layers 0 to " + (widths.length - 1));
            }
        }
        if (study == null) {
            for (int layer = 0; layer < widths.length; layer++) {
                for (int j = 0; j < widths[layer] && !protectedLayers.contains(layer); j++) {
                    units.add(new Unit(layer, new int[] {j}));
                }
            }
        } else {
            try (Study opened = Study.open(study)) {
                if (opened.layers() != widths.length) {
                    throw new Refusal(
                            study + ": is a study of a model of " + opened.layers() + " layers, not " + widths.length);
                }
                for (int layer = 0; layer < widths.length; layer++) {
                    if (opened.neurons(layer) != widths[layer]) {
                        throw new Refusal(study + ": is a study of a model with " + opened.neurons(layer)
                                + " neurons in layer " + layer + ", not " + widths[layer]);
                    }
                    for (int g = 0; g < opened.groups() && !protectedLayers.contains(layer); g++) {
                        for (int k = 0; k < opened.components(layer, g); k++) {
                            NetworkId id = new NetworkId(layer, g, k);
                            int[] keys = opened.keyNeurons(id, keyThreshold);
                            if (keys.length > 0 && Stability.isStable(opened, id)) {
                                units.add(new Unit(layer, keys));
                            }
                        }
                    }
                }
            }
        }
        return new UnlearnUnits(units, IntStream.of(widths).sum());
    }

    /**
     * What goes next: the units with the largest mean importance of what is to be forgotten by the mean of what is to be kept, until
     * as many neurons are reached as a step has.
     *
     * @param importances [0][layer][neuron] of what is to be forgotten, [1] of what is to be kept, with ε
     * @param gone what went before
     * @param share of all neurons
     * @return [layer]: numbers of neurons, ascending
     */
    int[][] next(double[][][] importances, BitSet[] gone, double share) {
        record Left(Unit unit, int[] neurons, double ratio) {}
        List<Left> left = new ArrayList<>();
        for (Unit unit : units) {
            int[] neurons = IntStream.of(unit.neurons)
                    .filter(j -> !gone[unit.layer].get(j))
                    .toArray();
            if (neurons.length > 0) {
                double forget = IntStream.of(neurons)
                        .mapToDouble(j -> importances[0][unit.layer][j])
                        .sum();
                double retain = IntStream.of(neurons)
                        .mapToDouble(j -> importances[1][unit.layer][j])
                        .sum();
                left.add(new Left(unit, neurons, forget / retain));
            }
        }
        left.sort(Comparator.comparingDouble(l -> -l.ratio));
        int wanted = Math.max(1, (int) Math.round(share * all));
        BitSet[] now = new BitSet[gone.length];
        Arrays.setAll(now, layer -> new BitSet());
        int taken = 0;
        for (Left one : left) {
            if (taken >= wanted) {
                break;
            }
            for (int j : one.neurons) {
                if (!now[one.unit.layer].get(j)) {
                    now[one.unit.layer].set(j);
                    taken++;
                }
            }
        }
        return Arrays.stream(now).map(set -> set.stream().toArray()).toArray(int[][]::new);
    }
}
