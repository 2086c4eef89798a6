package sulcus.algebra;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/** On the CPU: ND4J's arrays and products by the OpenBLAS beneath ND4J; small decompositions by PyTorch. */
final class Nd4jAlgebra implements Algebra {
    /** Rows multiplied in their type before the sum goes on in float64. */
    private static final int INNER_BLOCK = 1024;
    /** Rows of X that stay in the cache between the two products of {@link #normalProduct} (measured: 128 … 512 alike). */
    private static final int CACHE_BLOCK = 256;
    /** Columns of a strip of {@link #addGram}: its product stays in the cache until it is added . */
    private static final int STRIP = 128;
    /** Multiplications below which a product is not worth dividing. */
    private static final long DIVIDE = 1 << 20;

    static {
        // JavaCPP would count the mapped weights of a model against the heap's size and refuse to allocate.
        for (String limit : new String[] {"org.bytedeco.javacpp.maxbytes", "org.bytedeco.javacpp.maxphysicalbytes"}) {
            if (System.getProperty(limit) == null) {
                System.setProperty(limit, "0");
            }
        }
    }

    private final Lanes lanes = new Lanes(Threads.count());
    private final TorchLinear linear = new TorchLinear();

    @Override
    public String name() {
        return "ND4J OpenBLAS, CPU, " + lanes.count() + (lanes.count() == 1 ? " thread" : " threads");
    }

    @Override
    public Matrix matrix(int rows, int columns, Matrix.Type type) {
        return HostMatrix.allocate(rows, columns, type);
    }

    @Override
    public void product(
            double alpha, Matrix a, boolean transposeA, Matrix b, boolean transposeB, double beta, Matrix c) {
        int inner = transposeA ? a.rows() : a.columns();
        if ((long) c.rows() * c.columns() * inner < DIVIDE) {
            multiply(alpha, a, transposeA, b, transposeB, beta, c);
        } else if (c.rows() >= c.columns()) {
            lanes.run(lane -> {
                int from = lanes.first(c.rows(), lane);
                int count = lanes.first(c.rows(), lane + 1) - from;
                Matrix part = transposeA ? a.columnRange(from, count) : a.rowRange(from, count);
                multiply(alpha, part, transposeA, b, transposeB, beta, c.rowRange(from, count));
            });
        } else {
            lanes.run(lane -> {
                int from = lanes.first(c.columns(), lane);
                int count = lanes.first(c.columns(), lane + 1) - from;
                Matrix part = transposeB ? b.rowRange(from, count) : b.columnRange(from, count);
                multiply(alpha, a, transposeA, part, transposeB, beta, c.columnRange(from, count));
            });
        }
    }

    private static void multiply(
            double alpha, Matrix a, boolean transposeA, Matrix b, boolean transposeB, double beta, Matrix c) {
        OpenBlas.gemm(alpha, (HostMatrix) a, transposeA, (HostMatrix) b, transposeB, beta, (HostMatrix) c);
    }

    @Override
    public double[] inner(Matrix a, Matrix b) {
        double[] sum = new double[Math.multiplyExact(a.columns(), b.columns())];
        double[] row = new double[b.columns()];
        try (Matrix part = matrix(a.columns(), b.columns(), a.type())) {
            for (int from = 0; from < a.rows(); from += INNER_BLOCK) {
                int count = Math.min(INNER_BLOCK, a.rows() - from);
                product(1, a.rowRange(from, count), true, b.rowRange(from, count), false, 0, part);
                for (int i = 0; i < a.columns(); i++) {
                    part.read(i, 1, row, 0);
                    for (int j = 0; j < row.length; j++) {
                        sum[i * row.length + j] += row[j];
                    }
                }
            }
        }
        return sum;
    }

    @Override
    public void addGram(Matrix a, double[] sum) {
        int n = a.columns();
        int strips = (n + STRIP - 1) / STRIP;
        lanes.run(lane -> {
            double[] row = new double[n];
            try (Matrix part = matrix(Math.min(STRIP, n), n, a.type())) {
                // a strip begins at the diagonal, so they get shorter: dealt to and fro, all lanes have nearly as much
                // to do
                for (int round = 0; round * lanes.count() < strips; round++) {
                    int strip = round * lanes.count() + (round % 2 == 0 ? lane : lanes.count() - 1 - lane);
                    if (strip >= strips) {
                        continue;
                    }
                    int first = STRIP * strip;
                    int height = Math.min(STRIP, n - first);
                    Matrix product = part.view(0, height, 0, n - first);
                    for (int from = 0; from < a.rows(); from += INNER_BLOCK) {
                        int count = Math.min(INNER_BLOCK, a.rows() - from);
                        Matrix rows = a.rowRange(from, count);
                        multiply(
                                1,
                                rows.columnRange(first, height),
                                true,
                                rows.columnRange(first, n - first),
                                false,
                                0,
                                product);
                        for (int i = 0; i < height; i++) {
                            product.read(i, 1, row, 0);
                            int at = (first + i) * n + first;
                            for (int j = i; j < n - first; j++) {
                                sum[at + j] += row[j];
                            }
                        }
                    }
                }
            }
        });
    }

    @Override
    public void normalProduct(Matrix x, Matrix q, Matrix y, Matrix z) {
        Matrix[] sums = new Matrix[lanes.count()];
        lanes.run(lane -> {
            Matrix sum = lane == 0 ? z : matrix(z.rows(), z.columns(), z.type());
            sums[lane] = sum;
            int first = lanes.first(x.rows(), lane);
            int end = lanes.first(x.rows(), lane + 1);
            if (first == end) {
                sum.write(new float[z.rows() * z.columns()]);
            }
            for (int from = first; from < end; from += CACHE_BLOCK) {
                int count = Math.min(CACHE_BLOCK, end - from);
                Matrix rows = x.rowRange(from, count);
                Matrix part = y.rowRange(from, count);
                multiply(1, rows, false, q, false, 0, part);
                multiply(1, rows, true, part, false, from == first ? 0 : 1, sum);
            }
        });
        float[] total = new float[z.columns()];
        float[] other = new float[z.columns()];
        for (int r = 0; r < z.rows() && lanes.count() > 1; r++) {
            z.read(r, 1, total, 0);
            for (int lane = 1; lane < sums.length; lane++) {
                sums[lane].read(r, 1, other, 0);
                for (int c = 0; c < total.length; c++) {
                    total[c] += other[c];
                }
            }
            z.write(r, 1, total, 0);
        }
        for (int lane = 1; lane < sums.length; lane++) {
            sums[lane].close();
        }
    }

    @Override
    public double[] contrastUpdate(Matrix white, double[] w, Contrast contrast) {
        int k = white.columns();
        int samples = white.rows();
        double[][] sums = new double[lanes.count()][];
        double[][] slopes = new double[lanes.count()][k];
        try (Matrix weights = matrix(k, k, white.type())) {
            weights.write(w);
            lanes.run(lane -> sums[lane] = contrast(
                    white,
                    weights,
                    contrast,
                    lanes.first(samples, lane),
                    lanes.first(samples, lane + 1),
                    slopes[lane]));
        }
        double[] update = sums[0];
        for (int lane = 1; lane < sums.length; lane++) {
            for (int i = 0; i < update.length; i++) {
                update[i] += sums[lane][i];
            }
            for (int i = 0; i < k; i++) {
                slopes[0][i] += slopes[lane][i];
            }
        }
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < k; j++) {
                update[i * k + j] = update[i * k + j] / samples - slopes[0][i] / samples * w[i * k + j];
            }
        }
        return update;
    }

    /** Σ g(W x) xᵀ over some samples, block by block, so that a block's sources stay in the cache; Σ g' is added to slopes. */
    private double[] contrast(Matrix white, Matrix weights, Contrast contrast, int first, int end, double[] slopes) {
        int k = white.columns();
        int height = Math.max(1, Math.min(CACHE_BLOCK, end - first));
        boolean single = white.type() == Matrix.Type.FLOAT32;
        double[] doubles = new double[single ? 0 : height * k];
        float[] floats = new float[single ? height * k : 0];
        try (Matrix block = matrix(height, k, white.type());
                Matrix sum = matrix(k, k, white.type())) {
            if (first == end) {
                return new double[k * k];
            }
            for (int from = first; from < end; from += CACHE_BLOCK) {
                int count = Math.min(CACHE_BLOCK, end - from);
                Matrix rows = white.rowRange(from, count);
                Matrix sources = block.rowRange(0, count);
                multiply(1, rows, false, weights, true, 0, sources);
                if (single) {
                    sources.read(0, count, floats, 0);
                    for (int r = 0; r < count; r++) {
                        apply(contrast, floats, r * k, k, slopes);
                    }
                    sources.write(0, count, floats, 0);
                } else {
                    sources.read(0, count, doubles, 0);
                    for (int r = 0; r < count; r++) {
                        apply(contrast, doubles, r * k, k, slopes);
                    }
                    sources.write(0, count, doubles, 0);
                }
                multiply(1, sources, true, rows, false, from == first ? 0 : 1, sum);
            }
            return sum.doubles();
        }
    }

    private static void apply(Contrast contrast, double[] values, int at, int k, double[] slopes) {
        if (contrast == Contrast.CUBE) {
            for (int c = 0; c < k; c++) {
                double value = values[at + c];
                double square = value * value;
                slopes[c] += 3 * square;
                values[at + c] = value * square;
            }
        } else {
            for (int c = 0; c < k; c++) {
                double value = Math.tanh(values[at + c]);
                slopes[c] += 1 - value * value;
                values[at + c] = value;
            }
        }
    }

    private static void apply(Contrast contrast, float[] values, int at, int k, double[] slopes) {
        if (contrast == Contrast.CUBE) {
            for (int c = 0; c < k; c++) {
                float value = values[at + c];
                float square = value * value;
                slopes[c] += 3 * square;
                values[at + c] = value * square;
            }
        } else {
            for (int c = 0; c < k; c++) {
                float value = (float) Math.tanh(values[at + c]);
                slopes[c] += 1 - value * value;
                values[at + c] = value;
            }
        }
    }

    @Override
    public void together(int count, IntConsumer body) {
        AtomicInteger next = new AtomicInteger();
        new Lanes(Math.min(count, lanes.count())).run(lane -> {
            for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                body.accept(i);
            }
        });
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
