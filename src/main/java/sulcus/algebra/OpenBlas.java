package sulcus.algebra;

import static org.bytedeco.openblas.global.openblas.CblasNoTrans;
import static org.bytedeco.openblas.global.openblas.CblasRowMajor;
import static org.bytedeco.openblas.global.openblas.CblasTrans;

import org.bytedeco.openblas.global.openblas;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Products by the OpenBLAS that ND4J brings and computes with, called directly because ND4J copies strided operands. OpenBLAS
 * is kept at one thread: its own threads spin while they wait for each other, which on a busy machine costs several times what
 * they compute. {@link Lanes} divides the work instead.
 */
final class OpenBlas {
    static {
        Nd4j.getBlasWrapper(); // sets OpenBLAS's threads as it starts: after it, ours counts
        openblas.blas_set_num_threads(1);
    }

    private OpenBlas() {}

    /** C = α op(A) op(B) + β C; shapes are checked here because OpenBLAS checks none. */
    static void gemm(
            double alpha,
            HostMatrix a,
            boolean transposeA,
            HostMatrix b,
            boolean transposeB,
            double beta,
            HostMatrix c) {
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
