package sulcus.algebra;

import java.util.function.IntConsumer;

/**
 * Dense operations on one device. Large matrices ({@link Matrix}) stay on the device; small symmetric ones (K × K, n × n) are
 * row-major {@code double[]}. The same inputs, device and {@link Threads#count()} give the same bits.
 */
public interface Algebra extends AutoCloseable {
    /** The best implementation: DJL on CUDA if wanted and there is a device, else ND4J's OpenBLAS on the CPU. */
    static Algebra open(boolean cuda) {
        return cuda && DjlAlgebra.cudaAvailable() ? DjlAlgebra.cuda() : new Nd4jAlgebra();
    }

    /** Implementation, device and threads, for records of provenance. */
    String name();

    Matrix matrix(int rows, int columns, Matrix.Type type);

    /**
     * C = α · op(A) · op(B) + β · C, all of one type; with β = 0 the old C is not read.
     *
     * @param transposeA whether op(A) is Aᵀ
     * @param transposeB whether op(B) is Bᵀ
     */
    void product(double alpha, Matrix a, boolean transposeA, Matrix b, boolean transposeB, double beta, Matrix c);

    /** AᵀB (p × q row-major) of A (n × p) and B (n × q): blocks of rows multiplied in their type, added in float64. */
    double[] inner(Matrix a, Matrix b);

    /**
     * Adds AᵀA (n × n row-major, of A with n columns) to the diagonal of {@code sum} and what stands above it, as {@link #inner}
     * computes it; what stands below is not looked at, which saves nearly half of the work.
     */
    void addGram(Matrix a, double[] sum);

    /**
     * Y = X · Q and Z = Xᵀ · Y in one reading of X: block by block of rows, so that X passes through the cache once.
     *
     * @param x T × M
     * @param q M × b
     * @param y T × b, written
     * @param z M × b, written
     */
    void normalProduct(Matrix x, Matrix q, Matrix y, Matrix z);

    /**
     * The update of symmetric FastICA before decorrelation: E[g(W x) xᵀ] − diag(E[g'(W x)]) W (Hyvärinen 1999), expectations
     * over the rows of {@code white}.
     *
     * @param white M × K, whitened
     * @param w K × K row-major
     * @return K × K row-major; not finite where g overflowed
     */
    double[] contrastUpdate(Matrix white, double[] w, Contrast contrast);

    /** The k leading eigenpairs of a symmetric matrix (n × n, the lower triangle is read). */
    Eigenpairs leading(double[] symmetric, int n, int k);

    /** A^(−1/2) of a symmetric positive definite matrix; eigenvalues are clipped at the smallest positive normal double. */
    double[] inverseSquareRoot(double[] symmetric, int n);

    /** (W Wᵀ)^(−1/2) W: the nearest matrix with orthonormal rows, K × K. */
    double[] decorrelate(double[] w, int k);

    /**
     * X of A X = B by Cholesky; add the ridge to A's diagonal before.
     *
     * @param symmetric n × n positive definite
     * @param right n × m row-major
     * @return n × m row-major
     * @throws sulcus.task.Refusal if A is not positive definite
     */
    double[] solve(double[] symmetric, int n, double[] right, int m);

    /**
     * A⁻¹ of a symmetric positive definite matrix by Cholesky, both triangles.
     *
     * @param symmetric n × n
     * @throws sulcus.task.Refusal if A is not positive definite
     */
    double[] inverse(double[] symmetric, int n);

    /**
     * Does independent pieces of work, as many at once as pay on the device, each on its own thread; the first failure is thrown.
     * On one processor core or one graphics card that is one after the other.
     *
     * @param body gets 0 … count − 1
     */
    default void together(int count, IntConsumer body) {
        for (int i = 0; i < count; i++) {
            body.accept(i);
        }
    }

    /** Accumulates means, covariance of x (n values a row) and covariance of x with y (m values a row; m may be 0). */
    default Moments moments(int n, int m) {
        return new Moments(this, n, m);
    }

    @Override
    void close();
}
