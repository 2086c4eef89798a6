package sulcus.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sulcus.run.LayerSignals;
import sulcus.task.Cancelled;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/** Properties of a layer's decomposition on generated signals. */
class NetworkDecompositionTest {
    private static final int TOKENS = 400;
    private static final int NEURONS = 300;
    private static final int NETWORKS = 5;

    /** Sparse maps (about 40 of 600 signals: enough for 400 tokens to tell them from the noise), noise: K × 2n truth in {@code maps}, signals as a gated layer. */
    private static LayerSignals planted(float[] maps) {
        Random random = new Random(1);
        int signals = 2 * NEURONS;
        for (int k = 0; k < NETWORKS; k++) {
            for (int s = 0; s < signals; s++) {
                maps[k * signals + s] = random.nextInt(15) == 0 ? 2 + random.nextFloat() : 0;
            }
        }
        float[] activation = new float[TOKENS * NEURONS];
        float[] up = new float[TOKENS * NEURONS];
        for (int t = 0; t < TOKENS; t++) {
            float[] row = new float[signals];
            for (int k = 0; k < NETWORKS; k++) {
                float course = (float) random.nextGaussian();
                for (int s = 0; s < signals; s++) {
                    row[s] += course * maps[k * signals + s];
                }
            }
            for (int s = 0; s < signals; s++) {
                float value = (float) (row[s] + 0.7 * random.nextGaussian()) * (1 + s % 7) + 3;
                (s < NEURONS ? activation : up)[t * NEURONS + s % NEURONS] = value;
            }
        }
        for (int s = 0;
                s < signals;
                s++) { // what is left of the truth once a signal is z-scored, as the noise is 0.7 strong
            double squares = 0.7 * 0.7;
            for (int k = 0; k < NETWORKS; k++) {
                squares += maps[k * signals + s] * maps[k * signals + s];
            }
            for (int k = 0; k < NETWORKS; k++) {
                maps[k * signals + s] /= (float) Math.sqrt(squares);
            }
        }
        return layer(activation, up, TOKENS, NEURONS);
    }

    private static LayerSignals layer(float[] activation, float[] up, int tokens, int neurons) {
        float[] product = activation.clone();
        for (int i = 0; up != null && i < product.length; i++) {
            product[i] *= up[i];
        }
        float[] norms = new float[neurons];
        for (int j = 0; j < neurons; j++) {
            norms[j] = 1e-4f * (1 + j % 5);
        }
        return new LayerSignals(7, 0, tokens, neurons, new int[] {tokens}, activation, up, product, null, norms);
    }

    private static Settings settings(int components, Signals signals, int restarts) {
        return new Settings(components, 1, 40, 200, 1024, signals, restarts, 3);
    }

    private static LayerNetworks decompose(LayerSignals layer, Settings settings) {
        return NetworkDecomposition.decompose(layer, settings, Progress.NONE);
    }

    @Test
    void plantedNetworksAreFoundAndTheSameSeedGivesTheSameBits() {
        float[] truth = new float[NETWORKS * 2 * NEURONS];
        LayerSignals layer = planted(truth);
        LayerNetworks first = decompose(layer, settings(NETWORKS, Signals.ACTIVATION_UP, 1));
        assertThat(Correlation.least(Correlation.matched(first.maps(), truth, NETWORKS, 2 * NEURONS)))
                .isGreaterThan(0.9);
        assertThat(first.converged()).isTrue();
        assertThat(first.contrast()).isEqualTo("cube");
        LayerNetworks second = decompose(layer, settings(NETWORKS, Signals.ACTIVATION_UP, 1));
        assertThat(second.maps()).containsExactly(first.maps());
        assertThat(second.timeCourses()).containsExactly(first.timeCourses());
        assertThat(second.singularValues()).containsExactly(first.singularValues());
    }

    @Test
    void theDataSayHowManyNetworksThereAre() {
        LayerSignals layer = planted(new float[NETWORKS * 2 * NEURONS]);
        Settings most = new Settings(40, 1, 40, 200, 1024, Signals.ACTIVATION_UP, 1, 3, true);
        LayerNetworks found = decompose(layer, most);
        assertThat(found.components()).isEqualTo(NETWORKS);
        float[] given =
                decompose(layer, settings(NETWORKS, Signals.ACTIVATION_UP, 1)).maps();
        assertThat(Correlation.least(Correlation.matched(found.maps(), given, NETWORKS, 2 * NEURONS)))
                .as("the signals were put in order again")
                .isGreaterThan(0.9999);
        Settings fewer = new Settings(3, 1, 40, 200, 1024, Signals.ACTIVATION_UP, 1, 3, true);
        assertThat(decompose(layer, fewer).components()).isEqualTo(3);
        Random random = new Random(2);
        float[] noise = new float[TOKENS * NEURONS];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextGaussian();
        }
        assertThat(decompose(layer(noise, noise.clone(), TOKENS, NEURONS), fewer)
                        .components())
                .as("two equal halves have half as many dimensions, so twice the variance in each")
                .isEqualTo(3);
        assertThat(decompose(layer(noise, null, TOKENS, NEURONS), most).components())
                .as("noise has none above chance, and at least one is given")
                .isLessThanOrEqualTo(2);
    }

    @Test
    void theSameSeedGivesTheSameBitsWithStartsSideBySide() {
        LayerSignals layer = planted(new float[NETWORKS * 2 * NEURONS]);
        LayerNetworks first = decompose(layer, settings(NETWORKS, Signals.ACTIVATION_UP, 6));
        LayerNetworks second = decompose(layer, settings(NETWORKS, Signals.ACTIVATION_UP, 6));
        assertThat(second.maps()).containsExactly(first.maps());
        assertThat(second.stability()).containsExactly(first.stability());
    }

    @Test
    void mapsAreStandardizedSignedAndOrderedAndCoursesAreTheirProjections() {
        LayerSignals layer = planted(new float[NETWORKS * 2 * NEURONS]);
        LayerNetworks networks = decompose(layer, settings(NETWORKS, Signals.ACTIVATION_UP, 1));
        int m = networks.signals();
        float[][] x = zScores(layer);
        for (int k = 0; k < NETWORKS; k++) {
            double mean = 0;
            double squares = 0;
            double cubes = 0;
            for (int s = 0; s < m; s++) {
                double z = networks.maps()[k * m + s];
                mean += z / m;
                squares += z * z;
                cubes += z * z * z;
            }
            assertThat(mean).isCloseTo(0, within(1e-5));
            assertThat(squares / (m - 1)).isCloseTo(1, within(1e-4));
            assertThat(cubes).isPositive();
            if (k > 0) {
                assertThat(networks.variance()[k]).isLessThanOrEqualTo(networks.variance()[k - 1]);
            }
            double share = 0;
            for (int t = 0; t < TOKENS; t++) {
                double course = 0;
                for (int s = 0; s < m; s++) {
                    course += x[t][s] * networks.maps()[k * m + s] / m;
                }
                assertThat((double) networks.timeCourses()[k * TOKENS + t]).isCloseTo(course, within(1e-4));
                share += course * course * (m - 1) / ((TOKENS - 1.0) * m);
            }
            assertThat((double) networks.variance()[k]).isCloseTo(share, within(1e-5));
        }
    }

    private static float[][] zScores(LayerSignals layer) {
        float[][] x = new float[TOKENS][2 * NEURONS];
        for (int s = 0; s < 2 * NEURONS; s++) {
            float[] part = s < NEURONS ? layer.activation() : layer.up();
            int j = s % NEURONS;
            double mean = 0;
            for (int t = 0; t < TOKENS; t++) {
                mean += part[t * NEURONS + j] / (double) TOKENS;
            }
            double squares = 0;
            for (int t = 0; t < TOKENS; t++) {
                squares += Math.pow(part[t * NEURONS + j] - mean, 2);
            }
            for (int t = 0; t < TOKENS; t++) {
                x[t][s] = (float) ((part[t * NEURONS + j] - mean) / Math.sqrt(squares / (TOKENS - 1)));
            }
        }
        return x;
    }

    @Test
    void restartsGiveStableCentroidsOfPlantedNetworks() {
        float[] truth = new float[NETWORKS * 2 * NEURONS];
        LayerNetworks networks = decompose(planted(truth), settings(NETWORKS, Signals.ACTIVATION_UP, 4));
        assertThat(networks.stability()).hasSize(NETWORKS);
        for (float index : networks.stability()) {
            assertThat(index).isBetween(0.8f, 1f);
        }
        assertThat(Correlation.least(Correlation.matched(networks.maps(), truth, NETWORKS, 2 * NEURONS)))
                .isGreaterThan(0.9);
    }

    @Test
    void contributionsKeepTheirSizeAndProductsDoNot() {
        LayerSignals layer = planted(new float[NETWORKS * 2 * NEURONS]);
        LayerNetworks contribution = decompose(layer, settings(4, Signals.CONTRIBUTION, 1));
        LayerNetworks product = decompose(layer, settings(4, Signals.PRODUCT, 1));
        assertThat(contribution.signals()).isEqualTo(NEURONS);
        assertThat(product.signals()).isEqualTo(NEURONS);
        double total = 0; // of the centred contributions: no z-score
        for (int j = 0; j < NEURONS; j++) {
            double mean = 0;
            for (int t = 0; t < TOKENS; t++) {
                mean += layer.product()[t * NEURONS + j] / (double) TOKENS;
            }
            for (int t = 0; t < TOKENS; t++) {
                total += Math.pow((layer.product()[t * NEURONS + j] - mean) * layer.downNorms()[j], 2);
            }
        }
        double kept =
                Arrays.stream(contribution.singularValues()).map(s -> s * s).sum();
        assertThat(kept).isLessThan(total).isGreaterThan(total * 4 / NEURONS);
        double zScored = Arrays.stream(product.singularValues()).map(s -> s * s).sum();
        assertThat(zScored).isLessThan((TOKENS - 1.0) * NEURONS).isGreaterThan((TOKENS - 1.0) * 4);
    }

    @Test
    void moreComponentsThanTheRankAreRefusedWithTheLargestAllowed() {
        int neurons = 60;
        Random random = new Random(2);
        float[] activation = new float[200 * neurons];
        for (int t = 0; t < 200; t++) {
            float[] sources = {(float) random.nextGaussian(), (float) random.nextGaussian(), random.nextFloat()};
            for (int j = 0; j < neurons; j++) {
                activation[t * neurons + j] = sources[0] * (j % 3) + sources[1] * (j % 5) + sources[2] * (j % 7 - 2);
            }
        }
        LayerSignals layer = layer(activation, null, 200, neurons);
        assertThatThrownBy(() -> decompose(layer, settings(9, Signals.ACTIVATION_UP, 1)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("layer 7")
                .hasMessageContaining("--components 3 or less");
        assertThatThrownBy(() -> decompose(layer, settings(61, Signals.ACTIVATION_UP, 1)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--components 60 or less");
        assertThat(decompose(layer, settings(3, Signals.ACTIVATION_UP, 1)).components())
                .isEqualTo(3);
    }

    @Test
    void constantSignalsAreZeroAndCounted() {
        LayerSignals layer = planted(new float[NETWORKS * 2 * NEURONS]);
        for (int t = 0; t < TOKENS; t++) {
            layer.activation()[t * NEURONS + 11] = 42;
            layer.up()[t * NEURONS + 250] = -1e-9f * t;
        }
        LayerNetworks networks = decompose(layer, settings(NETWORKS, Signals.ACTIVATION_UP, 1));
        assertThat(networks.constantSignals()).isEqualTo(2);
        for (int k = 0; k < NETWORKS; k++) { // both carry nothing, so both have the map's background value
            assertThat(networks.maps()[k * 2 * NEURONS + 11])
                    .isCloseTo(networks.maps()[k * 2 * NEURONS + NEURONS + 250], within(1e-4f));
        }
    }

    @Test
    void signalsThatAreNotNumbersAreRefusedWithTheirPlace() {
        LayerSignals layer = planted(new float[NETWORKS * 2 * NEURONS]);
        layer.up()[17 * NEURONS + 5] = Float.NaN;
        assertThatThrownBy(() -> decompose(layer, settings(NETWORKS, Signals.ACTIVATION_UP, 1)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("layer 7: the up-projection of neuron 5 is NaN at token 17");
    }

    @Test
    void contributionsWithoutNormsAreRefused() {
        LayerSignals all = planted(new float[NETWORKS * 2 * NEURONS]);
        LayerSignals layer = new LayerSignals(
                7, 0, TOKENS, NEURONS, all.textLengths(), all.activation(), all.up(), all.product(), null, null);
        assertThatThrownBy(() -> decompose(layer, settings(4, Signals.CONTRIBUTION, 1)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("needs the model");
    }

    @Test
    void cancellingStopsWithinAnIteration() {
        LayerSignals layer = planted(new float[NETWORKS * 2 * NEURONS]);
        int[] after = {0};
        Progress cancelled = new Progress() {
            private boolean stop;

            @Override
            public void report(String what, double fraction) {
                check();
                stop |= what.contains("iteration 2");
            }

            @Override
            public void check() {
                if (stop) {
                    after[0]++;
                    throw new Cancelled();
                }
            }
        };
        assertThatThrownBy(() ->
                        NetworkDecomposition.decompose(layer, settings(NETWORKS, Signals.ACTIVATION_UP, 1), cancelled))
                .isInstanceOf(Cancelled.class);
        assertThat(after[0]).isEqualTo(1);
    }
}
