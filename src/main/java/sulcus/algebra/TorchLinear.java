package sulcus.algebra;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.function.Supplier;
import sulcus.task.Refusal;

/**
 * Eigenpairs and Cholesky of small symmetric matrices by PyTorch's LAPACK on the CPU. ND4J's is not used: the triangular
 * products of its OpenBLAS (0.3.19) give wrong numbers, without an error, on processors with AVX-512.
 */
final class TorchLinear implements AutoCloseable {
    /** From this order on PyTorch's own threads pay. */
    private static final int ALONE = 768;

    private final NDManager manager = Engine.getEngine("PyTorch").newBaseManager(Device.cpu());
    private final TorchModule module = new TorchModule(manager);

    private static <T> T compute(int n, Supplier<T> body) {
        return n < ALONE ? OneThread.call(body) : body.get();
    }

    Eigenpairs leading(double[] symmetric, int n, int k) {
        return compute(n, () -> eigen(symmetric, n, k));
    }

    private Eigenpairs eigen(double[] symmetric, int n, int k) {
        if (k < 1 || k > n || symmetric.length < n * n) {
            throw new IllegalArgumentException(k + " eigenpairs of " + n + " × " + n);
        }
        try (NDManager scope = manager.newSubManager()) {
            NDList pairs = module.call("eigen", scope.create(symmetric, new Shape(n, n)));
            double[] ascending = pairs.get(0).toDoubleArray();
            double[] rows = pairs.get(1).toDoubleArray();
            double[] values = new double[k];
            double[] vectors = new double[Math.multiplyExact(k, n)];
            for (int i = 0; i < k; i++) {
                values[i] = ascending[n - 1 - i];
                System.arraycopy(rows, (n - 1 - i) * n, vectors, i * n, n);
            }
            return new Eigenpairs(values, vectors);
        }
    }

    double[] inverseSquareRoot(double[] symmetric, int n) {
        return compute(n, () -> root(symmetric, n));
    }

    private double[] root(double[] symmetric, int n) {
        Eigenpairs pairs = eigen(symmetric, n, n);
        try (NDManager scope = manager.newSubManager()) {
            double[] scaled = pairs.vectors();
            for (int i = 0; i < n; i++) {
                double factor = 1 / Math.sqrt(Math.sqrt(Math.max(pairs.values()[i], Double.MIN_NORMAL)));
                for (int j = 0; j < n; j++) {
                    scaled[i * n + j] *= factor;
                }
            }
            NDArray rows = scope.create(scaled, new Shape(n, n));
            return rows.transpose().matMul(rows).toDoubleArray();
        }
    }

    double[] decorrelate(double[] w, int k) {
        double largest = 0;
        for (double value : w) {
            largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : Double.POSITIVE_INFINITY;
            if (!(largest < 1e150)) { // its square would overflow
                double[] none = new double[w.length];
                java.util.Arrays.fill(none, Double.NaN);
                return none;
            }
        }
        return compute(k, () -> polar(w, k));
    }

    private double[] polar(double[] w, int k) {
        try (NDManager scope = manager.newSubManager()) {
            return module.call("decorrelate", scope.create(w, new Shape(k, k)), scope.create(new double[] {
                        Double.MIN_NORMAL
                    }))
                    .get(0)
                    .toDoubleArray();
        }
    }

    double[] solve(double[] symmetric, int n, double[] right, int m) {
        try (NDManager scope = manager.newSubManager()) {
            NDList result = module.call(
                    "solve", scope.create(symmetric, new Shape(n, n)), scope.create(right, new Shape(n, m)));
            check(result, n);
            return result.get(0).toDoubleArray();
        }
    }

    double[] inverse(double[] symmetric, int n) {
        try (NDManager scope = manager.newSubManager()) {
            NDList result = module.call("inverse", scope.create(symmetric, new Shape(n, n)));
            check(result, n);
            return result.get(0).toDoubleArray();
        }
    }

    private static void check(NDList result, int n) {
        if (result.get(1).toIntArray()[0] != 0) {
            throw new Refusal("least squares: the " + n + " × " + n
                    + " covariance is not positive definite; raise the ridge or use more text");
        }
    }

    @Override
    public void close() {
        module.close();
        manager.close();
    }
}
