package sulcus.algebra;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;

import java.util.concurrent.locks.ReentrantLock;
import org.bytedeco.openblas.global.openblas;

/**
 * The OpenBLAS that ND4J brings and computes with, called directly where ND4J has no call: strided operands, symmetric
 * eigenproblems, Cholesky. OpenBLAS has one pool of threads and one thread count for the process, hence the lock; with a fixed
 * count its sums run in a fixed order.
 */
final class OpenBlas {
    private static final ReentrantLock LOCK = new ReentrantLock();
    private static int threads = -1;

    private OpenBlas() {}

    /** Runs a call with the given number of threads. */
    static void call(int count, Runnable body) {
        LOCK.lock();
        try {
            if (threads != count) {
                openblas.blas_set_num_threads(count);
                threads = count;
            }
            body.run();
        } finally {
            LOCK.unlock();
        }
    }

    /** C = α op(A) op(B) + β C; shapes are checked here because OpenBLAS checks none. */
    static void gemm(
            double alpha, HostMatrix a, boolean transposeA, HostMatrix b, boolean transposeB, double beta, HostMatrix c) {
        int m = transposeA ? a.columns() : a.rows();
        int k = transposeA ? a.rows() : a.columns();
        int n = transposeB ? b.rows() : b.columns();
        if ((transposeB ? b.columns() : b.rows()) != k || c.rows() != m || c.columns() != n) {
            throw new IllegalArgumentException("product of " + m + " × " + k + " with "
                    + (transposeB ? b.columns() : b.rows()) + " × " + n + " into " + c.rows() + " × " + c.columns());
        }
        if (a.type() != b.type() || a.type() != c.type()) {
            throw new IllegalArgumentException("types " + a.type() + ", " + b.type() + ", " + c.type());
        }
        int left = transposeA ? CblasTrans : CblasNoTrans;
        int right = transposeB ? CblasTrans : CblasNoTrans;
        if (a.type() == Matrix.Type.FLOAT32) {
            openblas.cblas_sgemm(
                    CblasRowMajor,
                    left,
                    right,
                    m,
                    n,
                    k,
                    (float) alpha,
                    a.floatPointer(),
                    a.stride(),
                    b.floatPointer(),
                    b.stride(),
                    (float) beta,
                    c.floatPointer(),
                    c.stride());
        } else {
            openblas.cblas_dgemm(
                    CblasRowMajor,
                    left,
                    right,
                    m,
                    n,
                    k,
                    alpha,
                    a.doublePointer(),
                    a.stride(),
                    b.doublePointer(),
                    b.stride(),
                    beta,
                    c.doublePointer(),
                    c.stride());
        }
    }
}
