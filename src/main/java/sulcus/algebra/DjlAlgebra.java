package sulcus.algebra;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

/**
 * DJL PyTorch: large matrices and their products on a device; K × K eigenproblems and Cholesky go to the CPU, where they are
 * milliseconds and DJL has no call for them.
 */
final class DjlAlgebra implements Algebra {
    private static final int INNER_BLOCK = 1024;
    private static final int CACHE_BLOCK = 8192;
    private final NDManager manager;
    private final TorchLinear host = new TorchLinear();

    DjlAlgebra(Device device) {
        manager = Engine.getEngine("PyTorch").newBaseManager(device);
    }

    static boolean cudaAvailable() {
        return Engine.getEngine("PyTorch").getGpuCount() > 0;
    }

    static DjlAlgebra cuda() {
        return new DjlAlgebra(Device.gpu());
    }

    @Override
    public String name() {
        return "DJL PyTorch " + Engine.getEngine("PyTorch").getVersion() + ", " + manager.getDevice();
    }

    @Override
    public Matrix matrix(int rows, int columns, Matrix.Type type) {
        return new DjlMatrix(manager.zeros(
                new Shape(rows, columns), type == Matrix.Type.FLOAT32 ? DataType.FLOAT32 : DataType.FLOAT64));
    }

    @Override
    public void product(
            double alpha, Matrix a, boolean transposeA, Matrix b, boolean transposeB, double beta, Matrix c) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray left = ((DjlMatrix) a).in(scope);
            NDArray right = ((DjlMatrix) b).in(scope);
            NDArray result = (transposeA ? left.transpose() : left).matMul(transposeB ? right.transpose() : right);
            if (alpha != 1) {
                result = result.mul(alpha);
            }
            if (beta != 0) {
                result = result.add(((DjlMatrix) c).in(scope).mul(beta));
            }
            ((DjlMatrix) c).put(result);
        }
    }

    @Override
    public double[] inner(Matrix a, Matrix b) {
        try (NDManager scope = manager.newSubManager()) {
            NDArray sum = scope.zeros(new Shape(a.columns(), b.columns()), DataType.FLOAT64);
            for (int from = 0; from < a.rows(); from += INNER_BLOCK) {
                try (NDManager block = scope.newSubManager()) {
                    int count = Math.min(INNER_BLOCK, a.rows() - from);
                    NDArray left = ((DjlMatrix) a.rowRange(from, count)).in(block);
                    NDArray right = ((DjlMatrix) b.rowRange(from, count)).in(block);
                    sum.addi(left.transpose().matMul(right).toType(DataType.FLOAT64, false));
                }
            }
            return sum.toDoubleArray();
        }
    }

    @Override
    public void addGram(Matrix a, double[] sum) {
        double[] whole = inner(a, a);
        int n = a.columns();
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                sum[i * n + j] += whole[i * n + j];
            }
        }
    }

    @Override
    public void normalProduct(Matrix x, Matrix q, Matrix y, Matrix z) {
        for (int from = 0; from < x.rows(); from += CACHE_BLOCK) {
            int count = Math.min(CACHE_BLOCK, x.rows() - from);
            Matrix rows = x.rowRange(from, count);
            Matrix part = y.rowRange(from, count);
            product(1, rows, false, q, false, 0, part);
            product(1, rows, true, part, false, from == 0 ? 0 : 1, z);
        }
    }

    @Override
    public double[] contrastUpdate(Matrix white, double[] w, Contrast contrast) {
        int k = white.columns();
        double samples = white.rows();
        try (NDManager scope = manager.newSubManager()) {
            NDArray x = ((DjlMatrix) white).in(scope);
            NDArray weights = scope.create(w, new Shape(k, k));
            NDArray sources = x.matMul(weights.toType(x.getDataType(), false).transpose());
            NDArray g;
            NDArray slope;
            if (contrast == Contrast.CUBE) {
                NDArray square = sources.mul(sources);
                g = sources.mul(square);
                slope = square.mul(3);
            } else {
                g = sources.tanh();
                slope = g.mul(g).neg().add(1);
            }
            NDArray slopes = slope.toType(DataType.FLOAT64, false).sum(new int[] {0});
            NDArray update =
                    g.transpose().matMul(x).toType(DataType.FLOAT64, false).div(samples);
            return update.sub(slopes.div(samples).reshape(k, 1).mul(weights)).toDoubleArray();
        }
    }

    @Override
    public Eigenpairs leading(double[] symmetric, int n, int k) {
        return host.leading(symmetric, n, k);
    }

    @Override
    public double[] inverseSquareRoot(double[] symmetric, int n) {
        return host.inverseSquareRoot(symmetric, n);
    }

    @Override
    public double[] decorrelate(double[] w, int k) {
        return host.decorrelate(w, k);
    }

    @Override
    public double[] solve(double[] symmetric, int n, double[] right, int m) {
        return host.solve(symmetric, n, right, m);
    }

    @Override
    public double[] inverse(double[] symmetric, int n) {
        return host.inverse(symmetric, n);
    }

    @Override
    public void close() {
        host.close();
        manager.close();
    }
}
