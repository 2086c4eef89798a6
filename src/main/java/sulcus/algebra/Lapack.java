package sulcus.algebra;

import static org.bytedeco.openblas.global.openblas.CblasLeft;
import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasNonUnit;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;
import static org.bytedeco.openblas.global.openblas.CblasUpper;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.openblas.global.openblas;
import sulcus.task.Refusal;

/** LAPACK on small symmetric matrices: for these row-major and column-major are the same, with the triangles exchanged. */
final class Lapack {
    /** Below this order OpenBLAS's threads cost dsyevd more than they give (measured: 2.2 ms against 4.6 ms at 128). */
    private static final int ONE_THREAD = 512;

    private static final byte VECTORS = 'V';
    private static final byte INDEX_RANGE = 'I';
    /** Row-major lower is column-major upper. */
    private static final byte ROW_MAJOR_LOWER = 'U';

    private Lapack() {}

    /** Eigenpairs by dsyevd (all) or dsyevr (the k largest of more). */
    static Eigenpairs eigen(double[] symmetric, int n, int k, int threads) {
        if (k < 1 || k > n || symmetric.length < n * n) {
            throw new IllegalArgumentException(k + " eigenpairs of " + n + " × " + n);
        }
        double[] values = new double[k];
        double[] vectors = new double[Math.multiplyExact(k, n)];
        try (DoublePointer a = new DoublePointer((long) n * n);
                DoublePointer w = new DoublePointer((long) n)) {
            a.put(symmetric, 0, n * n);
            OpenBlas.call(n < ONE_THREAD ? 1 : threads, () -> {
                if (2 * k > n) {
                    check(openblas.LAPACKE_dsyevd(LAPACK_COL_MAJOR, VECTORS, ROW_MAJOR_LOWER, n, a, n, w), "dsyevd");
                    descending(a, w, n, n, k, values, vectors);
                } else {
                    leading(a, w, n, k, values, vectors);
                }
            });
        }
        return new Eigenpairs(values, vectors);
    }

    private static void leading(DoublePointer a, DoublePointer w, int n, int k, double[] values, double[] vectors) {
        try (DoublePointer z = new DoublePointer((long) n * k);
                IntPointer found = new IntPointer(1);
                IntPointer support = new IntPointer(2L * k)) {
            check(
                    openblas.LAPACKE_dsyevr(
                            LAPACK_COL_MAJOR,
                            VECTORS,
                            INDEX_RANGE,
                            ROW_MAJOR_LOWER,
                            n,
                            a,
                            n,
                            0,
                            0,
                            n - k + 1,
                            n,
                            0,
                            found,
                            w,
                            z,
                            n,
                            support),
                    "dsyevr");
            descending(z, w, n, k, k, values, vectors);
        }
    }

    private static void check(int info, String call) {
        if (info != 0) {
            throw new IllegalStateException(call + " did not converge: " + info);
        }
    }

    /** LAPACK's order is ascending, its vectors are columns of a column-major matrix. */
    private static void descending(
            DoublePointer z, DoublePointer w, int n, int count, int k, double[] values, double[] vectors) {
        for (int i = 0; i < k; i++) {
            int from = count - 1 - i;
            values[i] = w.get(from);
            z.position((long) from * n).get(vectors, i * n, n);
            z.position(0);
        }
    }

    /** Solves A X = B in place of B. */
    static void solve(double[] symmetric, int n, double[] right, int m, int threads) {
        try (DoublePointer a = new DoublePointer((long) n * n);
                DoublePointer b = new DoublePointer((long) n * m)) {
            a.put(symmetric, 0, n * n);
            b.put(right, 0, n * m);
            OpenBlas.call(threads, () -> {
                factor(a, n);
                // Column-major lower L is row-major upper Lᵀ: A = (Lᵀ)ᵀ Lᵀ, two triangular solves on row-major B.
                for (int transpose : new int[] {CblasTrans, CblasNoTrans}) {
                    openblas.cblas_dtrsm(
                            CblasRowMajor, CblasLeft, CblasUpper, transpose, CblasNonUnit, n, m, 1, a, n, b, m);
                }
            });
            b.get(right, 0, n * m);
        }
    }

    /** A⁻¹ in place of A, both triangles. */
    static void inverse(double[] symmetric, int n, int threads) {
        try (DoublePointer a = new DoublePointer((long) n * n)) {
            a.put(symmetric, 0, n * n);
            OpenBlas.call(threads, () -> {
                factor(a, n);
                check(openblas.LAPACKE_dpotri(LAPACK_COL_MAJOR, (byte) 'L', n, a, n), "dpotri");
            });
            a.get(symmetric, 0, n * n);
        }
        for (int i = 0; i < n; i++) { // column-major lower is row-major upper: copy it down
            for (int j = 0; j < i; j++) {
                symmetric[i * n + j] = symmetric[j * n + i];
            }
        }
    }

    private static void factor(DoublePointer a, int n) {
        int info = openblas.LAPACKE_dpotrf(LAPACK_COL_MAJOR, (byte) 'L', n, a, n);
        if (info != 0) {
            throw new Refusal("least squares: the " + n + " × " + n
                    + " covariance is not positive definite; raise the ridge or use more text");
        }
    }
}
