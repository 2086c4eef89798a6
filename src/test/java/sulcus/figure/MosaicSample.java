package sulcus.figure;

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
        SliceLayout layout = SliceLayout.arrange(planted.layers());
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
        return new MosaicData(
                plain.title(),
                "one cell per neuron",
                layout,
                values,
                plain.anatomy(),
                null,
                plain.scale(),
                plain.thresholds(),
                threshold,
                locked,
                kept);
    }

    static int lit(float[] values, float threshold) {
        int lit = 0;
        for (float value : values) {
            lit += Math.abs(value) > threshold ? 1 : 0;
        }
        return lit;
    }
}
