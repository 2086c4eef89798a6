package sulcus.decompose;

import java.util.Comparator;
import java.util.stream.IntStream;
import sulcus.algebra.Algebra;
import sulcus.algebra.Contrast;
import sulcus.algebra.Matrix;
import sulcus.run.LayerSignals;

/**
 * Sources as maps: S = white · Wᵀ, each z-scored over the M signals (mean 0, unbiased standard deviation 1), with the sign that
 * makes its third moment positive (the heavier tail; with a third moment of 0, its largest |z|).
 */
final class Maps {
    private final Algebra algebra;
    private final Whitening whitening;
    private final int k;
    private final int m;
    /** K × M, z-scored and signed. */
    private final float[] values;
    /** Rows of W with the sign and the scale of the maps: z = white · row − offset. */
    private final double[] rows;

    private final double[] offsets;

    Maps(Algebra algebra, Whitening whitening, double[] unmixing) {
        this.algebra = algebra;
        this.whitening = whitening;
        k = whitening.white().columns();
        m = whitening.white().rows();
        rows = unmixing.clone();
        offsets = new double[k];
        double[] sources;
        try (Matrix weights = algebra.matrix(k, k, whitening.white().type());
                Matrix product = algebra.matrix(k, m, whitening.white().type())) {
            weights.write(unmixing);
            algebra.product(1, weights, false, whitening.white(), true, 0, product);
            sources = product.doubles();
        }
        values = new float[sources.length];
        for (int i = 0; i < k; i++) {
            standardize(sources, i);
        }
    }

    private void standardize(double[] sources, int i) {
        double mean = 0;
        for (int s = 0; s < m; s++) {
            mean += sources[i * m + s];
        }
        mean /= m;
        double squares = 0;
        double cubes = 0;
        double extreme = 0;
        for (int s = 0; s < m; s++) {
            double value = sources[i * m + s] - mean;
            squares += value * value;
            cubes += value * value * value;
            extreme = Math.abs(value) > Math.abs(extreme) ? value : extreme;
        }
        double sign = cubes < 0 || cubes == 0 && extreme < 0 ? -1 : 1;
        double factor = sign / Math.sqrt(squares / (m - 1));
        for (int s = 0; s < m; s++) {
            values[i * m + s] = (float) ((sources[i * m + s] - mean) * factor);
        }
        for (int j = 0; j < k; j++) {
            rows[i * k + j] *= factor;
        }
        offsets[i] = mean * factor;
    }

    /** K × M row-major. */
    float[] values() {
        return values;
    }

    /** Max |z| over maps and signals of each neuron. */
    static float[] scores(float[] maps, int components, int signals, int neurons) {
        return new LayerNetworks(
                        0, 0, 0, neurons, signals, components, maps, null, null, null, 0, true, null, 0, null, null)
                .scores();
    }

    /**
     * The layer's networks, ordered by their share of variance.
     *
     * @param stability of each row of the unmixing matrix; null with one start
     * @param starts with the clusters in the order of those rows; null with one start
     */
    LayerNetworks networks(
            LayerSignals signals,
            SignalMatrix matrix,
            LeadingSubspace subspace,
            float[] stability,
            LayerNetworks.Starts starts,
            int iterations,
            boolean converged,
            Contrast contrast) {
        int tokens = signals.tokens();
        double[] courses = courses(matrix, subspace, tokens);
        double[] shares = new double[k];
        for (int i = 0; i < k; i++) {
            double squares = 0;
            for (int t = 0; t < tokens; t++) {
                squares += courses[i * tokens + t] * courses[i * tokens + t];
            }
            // ‖course · mapᵀ‖² / ‖X‖²; a map's squares sum to M − 1
            shares[i] = matrix.squares() > 0 ? squares * (m - 1) / matrix.squares() : 0;
        }
        int[] order = IntStream.range(0, k)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -shares[i]).thenComparing(i -> i))
                .mapToInt(i -> i)
                .toArray();
        float[] maps = new float[values.length];
        float[] timeCourses = new float[k * tokens];
        float[] variance = new float[k];
        float[] stable = stability == null ? null : new float[k];
        for (int i = 0; i < k; i++) {
            int from = order[i];
            System.arraycopy(values, from * m, maps, i * m, m);
            for (int t = 0; t < tokens; t++) {
                timeCourses[i * tokens + t] = (float) (courses[from * tokens + t] * matrix.scale());
            }
            variance[i] = (float) shares[from];
            if (stable != null) {
                stable[i] = stability[from];
            }
        }
        double[] singular = subspace.values().clone();
        for (int i = 0; i < k; i++) {
            singular[i] *= matrix.scale();
        }
        return new LayerNetworks(
                signals.layer(),
                signals.group(),
                tokens,
                signals.neurons(),
                m,
                k,
                maps,
                timeCourses,
                variance,
                singular,
                iterations,
                converged,
                contrast.label(),
                matrix.constant(),
                stable,
                starts == null ? null : renumbered(starts, order));
    }

    /** With the networks' numbers in their order. */
    private static LayerNetworks.Starts renumbered(LayerNetworks.Starts starts, int[] order) {
        int[] place = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            place[order[i]] = i;
        }
        return new LayerNetworks.Starts(
                starts.rows(),
                IntStream.of(starts.networks()).map(c -> place[c]).toArray());
    }

    /**
     * X z / M for every map, K × T. With z = (U − mean) · transform · row − offset it needs no other reading of X than X U and
     * the row sums, which are known.
     */
    private double[] courses(SignalMatrix matrix, LeadingSubspace subspace, int tokens) {
        double[] back =
                new double[k * k]; // K × K: row i is transform · row_i, so that z_i = (U − mean) · back_i − offset_i
        double[] transform = whitening.transform();
        for (int i = 0; i < k; i++) {
            for (int a = 0; a < k; a++) {
                double sum = 0;
                for (int b = 0; b < k; b++) {
                    sum += transform[a * k + b] * rows[i * k + b];
                }
                back[i * k + a] = sum;
            }
        }
        try (Matrix left = algebra.matrix(k, k, Matrix.Type.FLOAT64);
                Matrix right = algebra.matrix(tokens, k, Matrix.Type.FLOAT64);
                Matrix product = algebra.matrix(k, tokens, Matrix.Type.FLOAT64)) {
            left.write(back);
            right.write(subspace.projected());
            algebra.product(1, left, false, right, true, 0, product);
            double[] courses = product.doubles();
            for (int i = 0; i < k; i++) {
                double constant = offsets[i];
                for (int a = 0; a < k; a++) {
                    constant += whitening.mean()[a] * back[i * k + a];
                }
                for (int t = 0; t < tokens; t++) {
                    courses[i * tokens + t] = (courses[i * tokens + t] - matrix.rowSums()[t] * constant) / m;
                }
            }
            return courses;
        }
    }
}
