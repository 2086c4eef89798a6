package sulcus.algebra;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** On the CPU: ND4J's arrays and products by the OpenBLAS beneath ND4J; small decompositions by PyTorch. */
final class Nd4jAlgebra implements Algebra {
    /** Rows multiplied in float32 before the sum goes on in float64. */
    private static final int INNER_BLOCK = 1024;
    /** Rows of X that stay in the cache between the two products of {@link #normalProduct} (measured: 128 … 512 alike). */
    private static final int CACHE_BLOCK = 256;

    static {
        // JavaCPP would count the mapped weights of a model against the heap's size and refuse to allocate.
        for (String limit : new String[] {"org.bytedeco.javacpp.maxbytes", "org.bytedeco.javacpp.maxphysicalbytes"}) {
            if (System.getProperty(limit) == null) {
                System.setProperty(limit, "0");
            }
        }
    }

    private final int threads = Threads.count();
    private final TorchLinear linear = new TorchLinear();

    @Override
    public String name() {
        return "ND4J OpenBLAS, CPU, " + threads + (threads == 1 ? " thread" : " threads");
    }

    @Override
    public Matrix matrix(int rows, int columns, Matrix.Type type) {
        return HostMatrix.allocate(rows, columns, type);
    }

    @Override
    public void product(
            double alpha, Matrix a, boolean transposeA, Matrix b, boolean transposeB, double beta, Matrix c) {
        OpenBlas.call(
                threads,
                () -> OpenBlas.gemm(
                        alpha, (HostMatrix) a, transposeA, (HostMatrix) b, transposeB, beta, (HostMatrix) c));
    }

    @Override
    public double[] inner(Matrix a, Matrix b) {
        int p = a.columns();
        int q = b.columns();
        double[] sum = new double[Math.multiplyExact(p, q)];
        try (Matrix part = matrix(p, q, a.type())) {
            double[] row = new double[q];
            for (int from = 0; from < a.rows(); from += INNER_BLOCK) {
                int count = Math.min(INNER_BLOCK, a.rows() - from);
                product(1, a.rowRange(from, count), true, b.rowRange(from, count), false, 0, part);
                for (int i = 0; i < p; i++) {
                    part.read(i, 1, row, 0);
                    for (int j = 0; j < q; j++) {
                        sum[i * q + j] += row[j];
                    }
                }
            }
        }
        return sum;
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
        int samples = white.rows();
        double[] slopes = new double[k];
        double[] update;
        try (Matrix weights = matrix(k, k, white.type());
                Matrix sum = matrix(k, k, white.type());
                HostMatrix block = HostMatrix.allocate(Math.min(INNER_BLOCK, samples), k, white.type())) {
            weights.write(w);
            for (int from = 0; from < samples; from += INNER_BLOCK) {
                int count = Math.min(INNER_BLOCK, samples - from);
                Matrix rows = white.rowRange(from, count);
                HostMatrix sources = (HostMatrix) block.rowRange(0, count);
                product(1, rows, false, weights, true, 0, sources);
                apply(contrast, sources, slopes);
                product(1, sources, true, rows, false, from == 0 ? 0 : 1, sum);
            }
            update = sum.doubles();
        }
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                update[i * k + j] = update[i * k + j] / samples - slopes[i] / samples * w[i * k + j];
            }
        }
        return update;
    }

    /** g in place of the sources; g' is added to {@code slopes} by column. */
    private static void apply(Contrast contrast, HostMatrix sources, double[] slopes) {
        int k = sources.columns();
        double[] row = new double[k];
        for (int r = 0; r < sources.rows(); r++) {
            if (contrast == Contrast.CUBE && sources.type() == Matrix.Type.FLOAT64) {
                cube(sources.memory(), (long) r * k, k, slopes);
                continue;
            }
            sources.read(r, 1, row, 0);
            if (contrast == Contrast.CUBE) {
                for (int c = 0; c < k; c++) {
                    double square = row[c] * row[c];
                    slopes[c] += 3 * square;
                    row[c] *= square;
                }
            } else {
                for (int c = 0; c < k; c++) {
                    row[c] = Math.tanh(row[c]);
                    slopes[c] += 1 - row[c] * row[c];
                }
            }
            sources.write(r, 1, row, 0);
        }
    }

    private static void cube(MemorySegment memory, long first, int k, double[] slopes) {
        MemorySegment row = memory.asSlice(first * Double.BYTES, (long) k * Double.BYTES);
        for (int c = 0; c < k; c++) {
            double value = row.getAtIndex(ValueLayout.JAVA_DOUBLE, c);
            double square = value * value;
            slopes[c] += 3 * square;
            row.setAtIndex(ValueLayout.JAVA_DOUBLE, c, value * square);
        }
    }

    @Override
    public Eigenpairs leading(double[] symmetric, int n, int k) {
        return linear.leading(symmetric, n, k);
    }

    @Override
    public double[] inverseSquareRoot(double[] symmetric, int n) {
        return linear.inverseSquareRoot(symmetric, n);
    }

    @Override
    public double[] decorrelate(double[] w, int k) {
        return linear.decorrelate(w, k);
    }

    @Override
    public double[] solve(double[] symmetric, int n, double[] right, int m) {
        return linear.solve(symmetric, n, right, m);
    }

    @Override
    public double[] inverse(double[] symmetric, int n) {
        return linear.inverse(symmetric, n);
    }

    @Override
    public void close() {
        linear.close(); // every matrix belongs to who asked for it
    }
}
