package sulcus.decompose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import sulcus.algebra.Algebra;
import sulcus.algebra.Contrast;
import sulcus.algebra.Matrix;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/** FastICA's fall-backs, the subspace against the dense solution, and the clustering of runs. */
class FastIcaTest {
    @Test
    void anOverflowingStartGivesWayToTheNextAndThenToTanh() {
        try (Algebra algebra = Algebra.open(false);
                Matrix left = random(algebra, 500, 3);
                Whitening whitening = Whitening.of(algebra, left, Matrix.Type.FLOAT64)) {
            double[] extreme = new double[9];
            Arrays.fill(extreme, 1e300);
            FastIca second = FastIca.run(
                    algebra,
                    whitening.white(),
                    attempt -> attempt == 0 ? extreme : FastIca.start(3, attempt),
                    "layer 0",
                    Progress.NONE);
            assertThat(second.contrast()).isEqualTo(Contrast.CUBE);
            FastIca tanh = FastIca.run(
                    algebra,
                    whitening.white(),
                    attempt -> attempt < 3 ? extreme : FastIca.start(3, attempt),
                    "layer 0",
                    Progress.NONE);
            assertThat(tanh.contrast()).isEqualTo(Contrast.TANH);
            assertThatThrownBy(
                            () -> FastIca.run(algebra, whitening.white(), attempt -> extreme, "layer 0", Progress.NONE))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("layer 0");
        }
    }

    @Test
    void whitenedVectorsHaveIdentityCovariance() {
        try (Algebra algebra = Algebra.open(false);
                Matrix left = random(algebra, 700, 4);
                Whitening whitening = Whitening.of(algebra, left, Matrix.Type.FLOAT64)) {
            double[] covariance = algebra.inner(whitening.white(), whitening.white());
            for (int i = 0; i < 16; i++) {
                assertThat(covariance[i] / 700).isCloseTo(i / 4 == i % 4 ? 1 : 0, within(1e-10));
            }
        }
    }

    @Test
    void theKrylovSubspaceIsThatOfTheDenseSolution() {
        int rows = 700;
        int columns = 500;
        int k = 12;
        Random random = new Random(6);
        float[] values = new float[rows * columns];
        double[][] directions = new double[40][columns];
        for (double[] direction : directions) {
            Arrays.setAll(direction, j -> random.nextGaussian());
        }
        for (int t = 0; t < rows; t++) {
            for (int d = 0; d < directions.length; d++) {
                double amount = random.nextGaussian() * Math.pow(0.9, d);
                for (int j = 0; j < columns; j++) {
                    values[t * columns + j] += (float) (amount * directions[d][j]);
                }
            }
            for (int j = 0; j < columns; j++) {
                values[t * columns + j] += (float) (0.1 * random.nextGaussian());
            }
        }
        try (Algebra algebra = Algebra.open(false);
                Matrix x = algebra.matrix(rows, columns, Matrix.Type.FLOAT32);
                Matrix exact = algebra.matrix(rows, columns, Matrix.Type.FLOAT64)) {
            x.write(values);
            exact.write(values);
            double[] expected =
                    algebra.leading(algebra.inner(exact, exact), columns, k).values();
            try (LeadingSubspace subspace = LeadingSubspace.of(algebra, x, k, 1, "layer 0", Progress.NONE)) {
                for (int i = 0; i < k; i++) {
                    assertThat(subspace.values()[i] / Math.sqrt(expected[i])).isCloseTo(1, within(1e-5));
                    double squares = 0; // ‖X u_i‖ is the singular value
                    for (int t = 0; t < rows; t++) {
                        squares += Math.pow(subspace.projected()[t * k + i], 2);
                    }
                    assertThat(Math.sqrt(squares) / subspace.values()[i]).isCloseTo(1, within(1e-5));
                }
                double[] gram = algebra.inner(subspace.left(), subspace.left());
                for (int i = 0; i < k * k; i++) {
                    assertThat(gram[i]).isCloseTo(i / k == i % k ? 1 : 0, within(1e-5));
                }
            }
        }
    }

    @Test
    void runsThatAgreeClusterAndAStrayIsSeen() {
        double[] identity = {1, 0, 0, 0, 1, 0, 0, 0, 1};
        double[] permuted = {0, -1, 0, 1, 0, 0, 0, 0, 1};
        double c = Math.sqrt(0.5);
        double[] rotated = {0, 0, -1, c, c, 0, c, -c, 0};
        Icasso same = Icasso.of(new double[][] {identity, permuted, identity}, 3);
        assertThat(same.stability()).containsExactly(1f, 1f, 1f);
        for (int i = 0; i < 3; i++) {
            assertThat(Math.abs(same.centroids()[i * 3 + i])).isCloseTo(1, within(1e-12));
        }
        Icasso mixed = Icasso.of(new double[][] {identity, permuted, rotated}, 3);
        assertThat(mixed.stability()[2]).isEqualTo(1f);
        assertThat(mixed.stability()[0]).isLessThan(1f);
        assertThat(mixed.stability()[1]).isLessThan(1f);
    }

    private static Matrix random(Algebra algebra, int rows, int columns) {
        Random random = new Random(9);
        double[] values = new double[rows * columns];
        for (int i = 0; i < values.length; i++) {
            double gaussian = random.nextGaussian();
            values[i] = gaussian * gaussian * gaussian;
        }
        Matrix matrix = algebra.matrix(rows, columns, Matrix.Type.FLOAT64);
        matrix.write(values);
        return matrix;
    }
}
