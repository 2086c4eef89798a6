package sulcus.figure;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import sulcus.decompose.layout.LayerMembers;
import sulcus.decompose.layout.PlantedNetworks;
import sulcus.decompose.layout.SliceLayout;

/** Small mosaics for tests. */
final class MosaicSample {
    private MosaicSample() {}

    static MosaicData of(int layers, int neurons, float threshold) {
        PlantedNetworks planted = PlantedNetworks.of(layers, neurons, 8, 100, 3);
        SliceLayout layout = SliceLayout.arrange(planted.layers()).layout();
        float[][] values = planted.layers().stream().map(LayerMembers::strength).toArray(float[][]::new);
        Random random = new Random(9);
        float[][] activity = new float[layers][neurons];
        for (float[] row : activity) {
            for (int j = 0; j < neurons; j++) {
                row[j] = random.nextFloat();
            }
        }
        MosaicData plain = MosaicData.of("Sample · max |z| ≥ " + threshold, layout, values, activity, threshold);
        boolean[] locked = new boolean[layers];
        locked[0] = true;
        int[] kept =
                IntStream.range(0, layers).map(l -> lit(values[l], threshold)).toArray();
        return with(plain, plain.thresholds(), threshold, locked, new Preserved(kept, new int[layers][], true));
    }

    /** The same picture with one threshold for all layers. */
    static MosaicData at(MosaicData data, float... thresholds) {
        float[] all = thresholds.length == data.layers() ? thresholds : new float[data.layers()];
        if (all != thresholds) {
            Arrays.fill(all, thresholds[0]);
        }
        return with(data, all, all[0], data.protectedLayers(), data.preserved());
    }

    static MosaicData with(MosaicData d, float[] thresholds, float threshold, boolean[] locked, Preserved preserved) {
        return new MosaicData(
                d.title(),
                "one cell per neuron",
                d.layout(),
                d.values(),
                d.anatomy(),
                null,
                d.scale(),
                thresholds,
                threshold,
                locked,
                preserved);
    }

    static int lit(float[] values, float threshold) {
        int lit = 0;
        for (float value : values) {
            lit += Math.abs(value) > threshold ? 1 : 0;
        }
        return lit;
    }
}
