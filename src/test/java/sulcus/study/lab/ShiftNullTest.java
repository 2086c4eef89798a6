package sulcus.study.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sulcus.decompose.LayerNetworks;
import sulcus.decompose.NetworkDecomposition;
import sulcus.decompose.Settings;
import sulcus.decompose.Signals;
import sulcus.prune.NetworkId;
import sulcus.run.LayerSignals;
import sulcus.task.Progress;

/** Where it is known which networks are in the signals, they are found again by more than chance, and others are not. */
class ShiftNullTest {
    private static final int TOKENS = 300;
    private static final int NEURONS = 240;
    private static final int PLANTED = 3;
    private static final int SIZE = 12;
    private static final int TEXTS = 4;
    private static final int NULLS = 8;
    private static final Settings SETTINGS = new Settings(6, 1, 1, 0, TOKENS, Signals.ACTIVATION_UP, 1, 0);

    /** Neurons SIZE·k … follow slow source k; all have slow noise of their own. */
    private static LayerSignals text(int seed) {
        Random random = new Random(seed);
        float[] values = new float[TOKENS * NEURONS];
        double[] noise = new double[NEURONS];
        double[] source = new double[PLANTED];
        for (int t = 0; t < TOKENS; t++) {
            for (int k = 0; k < PLANTED; k++) {
                source[k] = 0.7 * source[k] + random.nextGaussian();
            }
            for (int j = 0; j < NEURONS; j++) {
                noise[j] = 0.7 * noise[j] + random.nextGaussian();
                int k = j / SIZE;
                values[t * NEURONS + j] = (float) (noise[j] + (k < PLANTED ? 2 * source[k] : 0));
            }
        }
        return new LayerSignals(0, 0, TOKENS, NEURONS, new int[] {TOKENS}, values, null, null, null, null);
    }

    /** The first templates are what was planted, one has neurons that have nothing in common but as many. */
    private static float[] template(int which) {
        float[] map = new float[NEURONS];
        int from = which < PLANTED ? which * SIZE : 150;
        Arrays.fill(map, from, from + SIZE, 4);
        double mean = Arrays.stream(toDoubles(map)).average().orElse(0);
        double squares =
                Arrays.stream(toDoubles(map)).map(x -> (x - mean) * (x - mean)).sum();
        for (int j = 0; j < NEURONS; j++) {
            map[j] = (float) ((map[j] - mean) / Math.sqrt(squares / (NEURONS - 1)));
        }
        return map;
    }

    private static double[] toDoubles(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }

    private static void match(LayerSignals signals, int text, int copy, float[][] templates, Tally[] tallies) {
        LayerNetworks networks = NetworkDecomposition.decompose(signals, SETTINGS, Progress.NONE);
        for (int i = 0; i < templates.length; i++) {
            BitSet keys = KeyNeurons.of(templates[i], NEURONS, 3);
            float iou = 0;
            float r = 0;
            for (int k = 0; k < networks.components(); k++) {
                float[] map = Arrays.copyOfRange(networks.maps(), k * NEURONS, (k + 1) * NEURONS);
                iou = Math.max(iou, KeyNeurons.iou(keys, KeyNeurons.of(map, NEURONS, 3)));
                r = Math.max(r, KeyNeurons.correlation(templates[i], map));
            }
            tallies[i].put(text, copy, iou, r, iou > 0.2 ? 1 : 0);
        }
    }

    @Test
    void plantedNetworksRecurAndOthersDoNot() {
        float[][] templates = new float[PLANTED + 1][];
        Tally[] tallies = new Tally[templates.length];
        for (int i = 0; i < templates.length; i++) {
            templates[i] = template(i);
            tallies[i] = new Tally(new NetworkId(0, 0, i), SIZE, TEXTS, NULLS);
        }
        for (int text = 0; text < TEXTS; text++) {
            LayerSignals signals = text(100 + text);
            match(signals, text, -1, templates, tallies);
            for (int copy = 0; copy < NULLS; copy++) {
                match(ShiftedSignals.of(signals, 1000L * text + copy), text, copy, templates, tallies);
            }
        }
        Pool pool = new Pool(1, new int[TEXTS]);
        for (Tally tally : tallies) {
            pool.add(tally);
        }
        float least = 1f / (1 + templates.length * TEXTS * NULLS);
        for (int i = 0; i < PLANTED; i++) {
            Recurrence.Template found = tallies[i].template(pool, 0.2);
            for (int text = 0; text < TEXTS; text++) {
                assertThat(found.iou()[text]).isGreaterThan(0.5f);
                assertThat(found.r()[text]).isGreaterThan(0.8f);
                assertThat(found.pIou()[text]).isEqualTo(least);
                assertThat(found.pR()[text]).isEqualTo(least);
            }
            assertThat(found.chanceFound())
                    .as("shifted, it is found in one of ten at most")
                    .isLessThanOrEqualTo(TEXTS * NULLS / 10);
        }
        Recurrence.Template not = tallies[PLANTED].template(pool, 0.2);
        for (int text = 0; text < TEXTS; text++) {
            assertThat(not.iou()[text]).isLessThan(0.2f);
            assertThat(not.pIou()[text]).isGreaterThan(0.05f);
        }
    }
}
