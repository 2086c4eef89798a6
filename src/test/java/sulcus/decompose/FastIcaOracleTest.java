package sulcus.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sulcus.algebra.Algebra;
import sulcus.algebra.Contrast;
import sulcus.algebra.Matrix;
import sulcus.task.Progress;

/** FastICA against scikit-learn, step by step and from the same starts on real layers. */
class FastIcaOracleTest {
    private static final String STEPS = "oracle/ica/fastica-steps.safetensors";

    @Test
    void oneFiveAndTwentyIterationsFollowScikitLearn() throws IOException {
        try (Oracle oracle = Oracle.open(STEPS);
                Algebra algebra = Algebra.open(false)) {
            int k = 16;
            try (Matrix left = matrix(algebra, oracle, "U");
                    Whitening whitening = Whitening.of(algebra, left, Matrix.Type.FLOAT64)) {
                double[] reference = whiteningOfNumpy();
                double[] rotation = multiply(reference, inverse(algebra, whitening, k), k);
                assumeTrue(
                        orthogonality(rotation, k) < 1e-9,
                        "the recorded whitening is not that of this file's U; its basis is only rounding");
                double[] start = multiply(algebra.decorrelate(oracle.values("w_init16"), k), rotation, k);
                for (int iterations : new int[] {1, 5, 20}) {
                    double tolerance = iterations == 1 ? 1e-9 : iterations == 5 ? 1e-6 : 1e-3;
                    double[] z = sources(algebra, whitening, start, iterations);
                    assertThat(difference(z, oracle.values("z16_iter" + iterations)))
                            .isLessThan(tolerance);
                }
            }
        }
    }

    @Test
    void fromTheFirstIterationOnAnyWhiteningBasisGivesTheSame() {
        try (Oracle oracle = Oracle.open(STEPS);
                Algebra algebra = Algebra.open(false);
                Matrix left = matrix(algebra, oracle, "U");
                Whitening whitening = Whitening.of(algebra, left, Matrix.Type.FLOAT64)) {
            double[] first = unmixing(algebra, whitening, oracle.values("z16_iter1"));
            assertThat(difference(sources(algebra, whitening, first, 4), oracle.values("z16_iter5")))
                    .isLessThan(1e-6);
            assertThat(difference(sources(algebra, whitening, first, 19), oracle.values("z16_iter20")))
                    .isLessThan(1e-3);
        }
    }

    @Test
    void fourComponentsConvergeToThoseOfScikitLearn() {
        try (Oracle oracle = Oracle.open(STEPS);
                Algebra algebra = Algebra.open(false);
                Matrix left = matrix(algebra, oracle, "U");
                Whitening whitening = Whitening.of(algebra, left.columnRange(0, 4), Matrix.Type.FLOAT64)) {
            double[] start = oracle.values("w_init4");
            FastIca result = FastIca.run(
                    algebra, whitening.white(), start, Contrast.CUBE, 300, FastIca.TOLERANCE, Progress.NONE);
            assertThat(result.converged()).isTrue();
            float[] maps = new Maps(algebra, whitening, result.unmixing()).values();
            double[] matched = Correlation.matched(maps, oracle.floats("z4_converged"), 4, 3072);
            assertThat(Correlation.least(matched)).isGreaterThan(0.9999);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 15, 27})
    void realLayersGiveScikitLearnsMapsFromTheSameStart(int layer) {
        try (Oracle oracle = Oracle.open("oracle/ica/smollm2.safetensors");
                Algebra algebra = Algebra.open(false)) {
            String prefix = "layer." + layer + ".";
            int k = 128;
            try (Matrix left = matrix(algebra, oracle, prefix + "left_vectors");
                    Whitening whitening = Whitening.of(algebra, left, Matrix.Type.FLOAT64)) {
                double[] rotation = multiply(oracle.values(prefix + "whitening"), inverse(algebra, whitening, k), k);
                double[] start = multiply(algebra.decorrelate(oracle.values(prefix + "start.seed0"), k), rotation, k);
                FastIca result = FastIca.run(
                        algebra, whitening.white(), start, Contrast.CUBE, 300, FastIca.TOLERANCE, Progress.NONE);
                float[] maps = new Maps(algebra, whitening, result.unmixing()).values();
                double[] matched = Correlation.matched(maps, oracle.floats(prefix + "maps.seed0"), k, left.rows());
                assertThat(Arrays.stream(matched).filter(r -> r >= 0.99).count())
                        .isGreaterThanOrEqualTo(122);
            }
        }
    }

    private static Matrix matrix(Algebra algebra, Oracle oracle, String tensor) {
        int[] shape = oracle.shape(tensor);
        Matrix matrix = algebra.matrix(shape[0], shape[1], Matrix.Type.FLOAT64);
        matrix.write(oracle.values(tensor));
        return matrix;
    }

    /** Inverse of the whitening's transform without its factor √M, which scikit-learn applies apart. */
    private static double[] inverse(Algebra algebra, Whitening whitening, int k) {
        double[] transform = whitening.transform().clone();
        for (int i = 0; i < transform.length; i++) {
            transform[i] /= Math.sqrt(whitening.white().rows());
        }
        return algebra.inverse(transform, k);
    }

    /** Sources after exactly so many cube iterations, each with mean 0 and unbiased standard deviation 1: K × M. */
    private static double[] sources(Algebra algebra, Whitening whitening, double[] start, int iterations) {
        double[] w = FastIca.run(algebra, whitening.white(), start, Contrast.CUBE, iterations, -1, Progress.NONE)
                .unmixing();
        int k = whitening.white().columns();
        int m = whitening.white().rows();
        try (Matrix weights = algebra.matrix(k, k, Matrix.Type.FLOAT64);
                Matrix sources = algebra.matrix(k, m, Matrix.Type.FLOAT64)) {
            weights.write(w);
            algebra.product(1, weights, false, whitening.white(), true, 0, sources);
            double[] z = sources.doubles();
            for (int i = 0; i < k; i++) {
                double[] row = Arrays.copyOfRange(z, i * m, (i + 1) * m);
                double mean = Arrays.stream(row).sum() / m;
                double deviation = Math.sqrt(
                        Arrays.stream(row).map(v -> (v - mean) * (v - mean)).sum() / (m - 1));
                for (int s = 0; s < m; s++) {
                    z[i * m + s] = (row[s] - mean) / deviation;
                }
            }
            return z;
        }
    }

    /** W of sources z (K × M): the whitened samples are orthonormal up to M. */
    private static double[] unmixing(Algebra algebra, Whitening whitening, double[] z) {
        int k = whitening.white().columns();
        int m = whitening.white().rows();
        try (Matrix sources = algebra.matrix(k, m, Matrix.Type.FLOAT64);
                Matrix product = algebra.matrix(k, k, Matrix.Type.FLOAT64)) {
            sources.write(z);
            algebra.product(1.0 / m, sources, false, whitening.white(), false, 0, product);
            return algebra.decorrelate(product.doubles(), k);
        }
    }

    private static double[] whiteningOfNumpy() throws IOException {
        try (InputStream in = FastIcaOracleTest.class.getResourceAsStream("fastica-steps-whitening.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Arrays.stream(line.split(" ")))
                    .mapToDouble(Double::parseDouble)
                    .toArray();
        }
    }

    private static double[] multiply(double[] a, double[] b, int k) {
        double[] c = new double[k * k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                for (int l = 0; l < k; l++) {
                    c[i * k + j] += a[i * k + l] * b[l * k + j];
                }
            }
        }
        return c;
    }

    private static double orthogonality(double[] q, int k) {
        double worst = 0;
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                double dot = i == j ? -1 : 0;
                for (int l = 0; l < k; l++) {
                    dot += q[i * k + l] * q[j * k + l];
                }
                worst = Math.max(worst, Math.abs(dot));
            }
        }
        return worst;
    }

    private static double difference(double[] a, double[] b) {
        assertThat(a).hasSameSizeAs(b);
        double worst = 0;
        for (int i = 0; i < a.length; i++) {
            worst = Math.max(worst, Math.abs(a[i] - b[i]));
        }
        return worst;
    }
}
