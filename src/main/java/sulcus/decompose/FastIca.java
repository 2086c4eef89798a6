package sulcus.decompose;

import java.util.Random;
import java.util.function.IntFunction;
import sulcus.algebra.Algebra;
import sulcus.algebra.Contrast;
import sulcus.algebra.Matrix;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * Symmetric FastICA (Hyvärinen 1999) with the formulas and the stopping rule of scikit-learn's {@code _ica_par}: the start is
 * decorrelated first; W⁺ = decorrelate(E[g(Wx)xᵀ] − diag(E[g'(Wx)]) W); it stops when max | |diag(W⁺Wᵀ)| − 1 | is below the
 * tolerance.
 *
 * @param unmixing W, K × K row-major with orthonormal rows: source i of a whitened sample x is W_i · x
 * @param iterations done
 * @param converged whether the change fell below the tolerance
 */
record FastIca(double[] unmixing, int iterations, boolean converged, Contrast contrast) {
    static final int MOST_ITERATIONS = 300;
    static final double TOLERANCE = 1e-4;
    /** How many starts the cube may overflow from before tanh is taken. */
    private static final int CUBE_STARTS = 3;

    /** K × K standard normal start matrix of a seed. */
    static double[] start(int k, long seed) {
        Random random = new Random(seed);
        double[] start = new double[k * k];
        for (int i = 0; i < start.length; i++) {
            start[i] = random.nextGaussian();
        }
        return start;
    }

    /**
     * Runs from the first start that does not overflow with the cube, else with tanh.
     *
     * @param white M × K, whitened
     * @param starts start matrix of attempt 0, 1, …
     * @param where for messages: "layer 3"
     */
    static FastIca run(Algebra algebra, Matrix white, IntFunction<double[]> starts, String where, Progress progress) {
        for (int attempt = 0; attempt <= CUBE_STARTS; attempt++) {
            Contrast contrast = attempt < CUBE_STARTS ? Contrast.CUBE : Contrast.TANH;
            FastIca result = run(algebra, white, starts.apply(attempt), contrast, MOST_ITERATIONS, TOLERANCE, progress);
            if (result != null) {
                return result;
            }
        }
        throw new Refusal(where + ": FastICA overflows from every start, with tanh too; take fewer components");
    }

    /** Runs from one start with one contrast; null if it overflowed. */
    static FastIca run(
            Algebra algebra,
            Matrix white,
            double[] start,
            Contrast contrast,
            int mostIterations,
            double tolerance,
            Progress progress) {
        int k = white.columns();
        double[] w = algebra.decorrelate(start, k);
        for (int iteration = 1; ; iteration++) {
            progress.report("FastICA, iteration " + iteration, Math.min(1, (double) iteration / mostIterations));
            double[] next = algebra.decorrelate(algebra.contrastUpdate(white, w, contrast), k);
            double change = 0;
            for (int i = 0; i < k; i++) {
                double dot = 0;
                for (int j = 0; j < k; j++) {
                    dot += next[i * k + j] * w[i * k + j];
                }
                double distance = Math.abs(Math.abs(dot) - 1);
                change = distance > change || Double.isNaN(distance) ? distance : change;
            }
            if (!Double.isFinite(change)) {
                return null;
            }
            w = next;
            if (change < tolerance || iteration >= mostIterations) {
                return new FastIca(w, iteration, change < tolerance, contrast);
            }
        }
    }
}
