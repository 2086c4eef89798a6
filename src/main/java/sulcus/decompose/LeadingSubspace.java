package sulcus.decompose;

import java.util.Arrays;
import java.util.Random;
import sulcus.algebra.Algebra;
import sulcus.algebra.Eigenpairs;
import sulcus.algebra.Matrix;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * The K leading singular triplets of X (T × M) without forming XᵀX: a block Krylov space (Golub and Underwood 1977; Musco and
 * Musco 2015) of XᵀX on a seeded random block, kept orthonormal, with a Rayleigh–Ritz step in float64. It stops when every kept
 * pair's residual is below {@value #RESIDUAL} of its eigenvalue; the error of an eigenvalue is of the order of the residual's
 * square over the gap. Small matrices are solved densely in float64.
 *
 * @param values K singular values, largest first
 * @param left left singular vectors of Xᵀ: M × K, float32; to be closed
 * @param projected X · left: T × K row-major
 */
record LeadingSubspace(double[] values, Matrix left, float[] projected) implements AutoCloseable {
    /** Columns added to the Krylov space at a time: at 32 reading X from memory and multiplying take the same time. */
    private static final int BLOCK = 32;

    private static final double RESIDUAL = 1e-4;
    /** Singular values below this share of the largest are rounding of float32 signals, not rank. */
    private static final double RANK = 1e-5;

    private static final int DENSE = 256;
    private static final int ROWS = 1024;

    /**
     * @param k how many, at most the rank
     * @param where for the message: "layer 3, group 0"
     * @throws Refusal if {@code k} is larger than the rank; the message says the largest allowed
     */
    static LeadingSubspace of(Algebra algebra, Matrix x, int k, long seed, String where, Progress progress) {
        int limit = Math.min(x.rows(), x.columns());
        if (k < 1 || k > limit) {
            throw tooMany(where, k, limit, x);
        }
        LeadingSubspace subspace = compute(algebra, x, k, seed, progress);
        int rank = subspace.above(RANK * subspace.values[0]);
        if (rank < k) {
            subspace.close();
            throw tooMany(where, k, rank, x);
        }
        subspace.fixSigns();
        return subspace;
    }

    /**
     * The leading triplets whose singular values lie above a level, at least one.
     *
     * @param most as many at most
     */
    static LeadingSubspace above(double level, Algebra algebra, Matrix x, int most, long seed, Progress progress) {
        int limit = Math.min(most, Math.min(x.rows(), x.columns()));
        try (LeadingSubspace all = compute(algebra, x, limit, seed, progress)) {
            int k = Math.max(1, all.above(Math.max(level, RANK * all.values[0])));
            Matrix left = algebra.matrix(x.columns(), k, Matrix.Type.FLOAT32);
            left.write(all.left.columnRange(0, k).floats());
            float[] projected = new float[x.rows() * k];
            for (int t = 0; t < x.rows(); t++) {
                System.arraycopy(all.projected, t * limit, projected, t * k, k);
            }
            LeadingSubspace kept = new LeadingSubspace(Arrays.copyOf(all.values, k), left, projected);
            kept.fixSigns();
            return kept;
        }
    }

    private static LeadingSubspace compute(Algebra algebra, Matrix x, int k, long seed, Progress progress) {
        return Math.min(x.rows(), x.columns()) <= Math.max(DENSE, 4 * k)
                ? Dense.of(algebra, x, k, progress)
                : new Krylov(algebra, x, k, seed, progress).run();
    }

    /** How many values, from the first, lie above a level. */
    private int above(double level) {
        int count = 0;
        while (count < values.length && values[count] > level) {
            count++;
        }
        return count;
    }

    /**
     * Makes the largest entry of every left vector positive. Signs are otherwise rounding's, and FastICA from the same start
     * finds other components under other signs.
     */
    private void fixSigns() {
        int k = left.columns();
        float[] vectors = left.floats();
        float[] extreme = new float[k];
        for (int i = 0; i < vectors.length; i++) {
            if (Math.abs(vectors[i]) > Math.abs(extreme[i % k])) {
                extreme[i % k] = vectors[i];
            }
        }
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = extreme[i % k] < 0 ? -vectors[i] : vectors[i];
        }
        left.write(vectors);
        for (int i = 0; i < projected.length; i++) {
            projected[i] = extreme[i % k] < 0 ? -projected[i] : projected[i];
        }
    }

    private static Refusal tooMany(String where, int k, int allowed, Matrix x) {
        return new Refusal(where + ": " + k + " components are more than the " + allowed + " that " + x.rows()
                + " tokens of " + x.columns() + " signals allow; use --components " + allowed + " or less");
    }

    @Override
    public void close() {
        left.close();
    }

    /** The Krylov space while it grows. */
    private static final class Krylov {
        private final Algebra algebra;
        private final Matrix x;
        private final int k;
        private final int most;
        private final Random random;
        private final Progress progress;
        private int size;
        /** Ritz matrix (X Q)ᵀ(X Q) of the space so far, {@code most} values a row. */
        private final double[] ritz;

        Krylov(Algebra algebra, Matrix x, int k, long seed, Progress progress) {
            this.algebra = algebra;
            this.x = x;
            this.k = k;
            this.random = new Random(seed);
            this.progress = progress;
            int limit = Math.min(x.rows(), x.columns());
            most = Math.min(limit / BLOCK * BLOCK, Math.max(16 * BLOCK, (8 * k + BLOCK - 1) / BLOCK * BLOCK));
            ritz = new double[Math.multiplyExact(most, most)];
        }

        LeadingSubspace run() {
            try (Matrix basis = algebra.matrix(x.columns(), most, Matrix.Type.FLOAT32);
                    Matrix images = algebra.matrix(x.rows(), most, Matrix.Type.FLOAT64);
                    Matrix image = algebra.matrix(x.rows(), BLOCK, Matrix.Type.FLOAT32);
                    Matrix next = algebra.matrix(x.columns(), BLOCK, Matrix.Type.FLOAT32)) {
                next.write(gaussian(x.columns()));
                orthonormalize(basis, next);
                int firstTest = Math.min(most, 3 * k + BLOCK);
                while (true) {
                    progress.check();
                    Matrix block = basis.columnRange(size, BLOCK);
                    copy(next, block);
                    algebra.normalProduct(x, block, image, next);
                    copy(image, images.columnRange(size, BLOCK));
                    size += BLOCK;
                    extendRitz(images);
                    double[] triangle = orthonormalize(basis, next);
                    if (size >= firstTest || size == most) {
                        Eigenpairs pairs = algebra.leading(leadingSquare(), size, k);
                        if (size == most || converged(pairs, triangle)) {
                            return result(basis, images, pairs);
                        }
                    }
                }
            }
        }

        private float[] gaussian(int rows) {
            float[] values = new float[rows * BLOCK];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            return values;
        }

        private void copy(Matrix from, Matrix to) {
            float[] part = new float[ROWS * BLOCK];
            for (int row = 0; row < from.rows(); row += ROWS) {
                int count = Math.min(ROWS, from.rows() - row);
                from.read(row, count, part, 0);
                to.write(row, count, part, 0);
            }
        }

        /** Adds the last block's rows and columns to the Ritz matrix, in float64: its digits decide the singular values. */
        private void extendRitz(Matrix images) {
            int first = size - BLOCK;
            double[] values = algebra.inner(images.columnRange(0, size), images.columnRange(first, BLOCK));
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < BLOCK; j++) {
                    ritz[i * most + first + j] = values[i * BLOCK + j];
                    ritz[(first + j) * most + i] = values[i * BLOCK + j];
                }
            }
        }

        private double[] leadingSquare() {
            double[] square = new double[size * size];
            for (int i = 0; i < size; i++) {
                System.arraycopy(ritz, i * most, square, i * size, size);
            }
            return square;
        }

        /** The residual of Ritz pair (θ, Q s) is the part of XᵀX Q s outside the space: triangle · (last block of s). */
        private boolean converged(Eigenpairs pairs, double[] triangle) {
            for (int i = 0; i < k; i++) {
                double squares = 0;
                for (int a = 0; a < BLOCK; a++) {
                    double sum = 0;
                    for (int b = 0; b < BLOCK; b++) {
                        sum += triangle[a * BLOCK + b] * pairs.vectors()[i * size + size - BLOCK + b];
                    }
                    squares += sum * sum;
                }
                // A pair without variance cannot gain any: it is left to the test of the rank.
                double floor = RANK * RANK * pairs.values()[0];
                if (Math.sqrt(squares) > RESIDUAL * Math.max(pairs.values()[i], floor)) {
                    return false;
                }
            }
            return true;
        }

        /**
         * Makes {@code next} orthonormal and orthogonal to the basis. Directions in which it has nothing new (the space is
         * invariant there) are filled with new random ones.
         *
         * @return BLOCK × BLOCK matrix R with (old next without its part in the basis) = (new next) · R
         */
        private double[] orthonormalize(Matrix basis, Matrix next) {
            double[] scale = algebra.inner(next, next);
            double largest = 0;
            for (int i = 0; i < BLOCK; i++) {
                largest = Math.max(largest, scale[i * BLOCK + i]);
            }
            project(basis, next);
            project(basis, next);
            double[] gram = algebra.inner(next, next);
            Eigenpairs pairs = algebra.leading(gram, BLOCK, BLOCK);
            double[] divide = new double[BLOCK * BLOCK];
            double[] triangle = new double[BLOCK * BLOCK];
            int kept = 0;
            for (int i = 0; i < BLOCK; i++) {
                double length = Math.sqrt(Math.max(0, pairs.values()[i]));
                if (!(length > 1e-6 * Math.sqrt(largest)) || length == 0) {
                    break;
                }
                for (int j = 0; j < BLOCK; j++) {
                    divide[j * BLOCK + i] = pairs.vectors()[i * BLOCK + j] / length;
                    triangle[i * BLOCK + j] = pairs.vectors()[i * BLOCK + j] * length;
                }
                kept++;
            }
            multiply(next, divide);
            for (int pass = 0; pass < 2; pass++) {
                if (kept < BLOCK) {
                    fill(next, kept);
                }
                project(basis, next);
                multiply(next, algebra.inverseSquareRoot(algebra.inner(next, next), BLOCK));
                kept = BLOCK;
            }
            return triangle;
        }

        private void fill(Matrix next, int kept) {
            Matrix missing = next.columnRange(kept, BLOCK - kept);
            float[] values = Arrays.copyOf(gaussian(next.rows()), next.rows() * (BLOCK - kept));
            float norm = (float) Math.sqrt(next.rows());
            for (int i = 0; i < values.length; i++) {
                values[i] /= norm;
            }
            missing.write(values);
        }

        private void project(Matrix basis, Matrix next) {
            if (size == 0) {
                return;
            }
            Matrix space = basis.columnRange(0, size);
            try (Matrix coefficients = algebra.matrix(size, BLOCK, Matrix.Type.FLOAT32)) {
                algebra.product(1, space, true, next, false, 0, coefficients);
                algebra.product(-1, space, false, coefficients, false, 1, next);
            }
        }

        private void multiply(Matrix next, double[] right) {
            try (Matrix factor = algebra.matrix(BLOCK, BLOCK, Matrix.Type.FLOAT32);
                    Matrix result = algebra.matrix(next.rows(), BLOCK, Matrix.Type.FLOAT32)) {
                factor.write(right);
                algebra.product(1, next, false, factor, false, 0, result);
                copy(result, next);
            }
        }

        private LeadingSubspace result(Matrix basis, Matrix images, Eigenpairs pairs) {
            double[] values = new double[k];
            for (int i = 0; i < k; i++) {
                values[i] = Math.sqrt(Math.max(0, pairs.values()[i]));
            }
            Matrix left = algebra.matrix(x.columns(), k, Matrix.Type.FLOAT32);
            try (Matrix combine = algebra.matrix(k, size, Matrix.Type.FLOAT32);
                    Matrix exact = algebra.matrix(k, size, Matrix.Type.FLOAT64);
                    Matrix projected = algebra.matrix(x.rows(), k, Matrix.Type.FLOAT64)) {
                combine.write(pairs.vectors());
                exact.write(pairs.vectors());
                algebra.product(1, basis.columnRange(0, size), false, combine, true, 0, left);
                algebra.product(1, images.columnRange(0, size), false, exact, true, 0, projected);
                return new LeadingSubspace(values, left, projected.floats());
            }
        }
    }

    /** All eigenpairs of the Gram matrix of the smaller side, in float64. */
    private static final class Dense {
        private Dense() {}

        static LeadingSubspace of(Algebra algebra, Matrix x, int k, Progress progress) {
            progress.check();
            boolean wide = x.columns() > x.rows();
            int n = Math.min(x.rows(), x.columns());
            Eigenpairs pairs;
            try (Matrix gram = algebra.matrix(n, n, Matrix.Type.FLOAT64)) {
                gram.write(new double[n * n]);
                int longer = Math.max(x.rows(), x.columns());
                for (int from = 0; from < longer; from += ROWS) {
                    int count = Math.min(ROWS, longer - from);
                    Matrix part = wide ? x.columnRange(from, count) : x.rowRange(from, count);
                    try (Matrix exact = algebra.matrix(part.rows(), part.columns(), Matrix.Type.FLOAT64)) {
                        exact.write(part.doubles());
                        algebra.product(1, exact, !wide, exact, wide, 1, gram);
                    }
                }
                pairs = algebra.leading(gram.doubles(), n, k);
            }
            double[] values = new double[k];
            Arrays.setAll(values, i -> Math.sqrt(Math.max(0, pairs.values()[i])));
            double[] vectors = pairs.vectors();
            Matrix left = algebra.matrix(x.columns(), k, Matrix.Type.FLOAT32);
            try (Matrix combine = algebra.matrix(k, n, Matrix.Type.FLOAT32);
                    Matrix projected = algebra.matrix(x.rows(), k, Matrix.Type.FLOAT32)) {
                if (wide) { // eigenvectors v of X Xᵀ: the left vectors of Xᵀ are Xᵀ v / σ
                    for (int i = 0; i < k; i++) {
                        for (int j = 0; j < n && values[i] > 0; j++) {
                            vectors[i * n + j] /= values[i];
                        }
                    }
                    combine.write(vectors);
                    algebra.product(1, x, true, combine, true, 0, left);
                } else {
                    double[] columns = new double[n * k];
                    for (int i = 0; i < k; i++) {
                        for (int j = 0; j < n; j++) {
                            columns[j * k + i] = vectors[i * n + j];
                        }
                    }
                    left.write(columns);
                }
                algebra.product(1, x, false, left, false, 0, projected);
                return new LeadingSubspace(values, left, projected.floats());
            }
        }
    }
}
