package sulcus.decompose;

import java.util.Arrays;
import sulcus.algebra.Algebra;
import sulcus.algebra.Contrast;
import sulcus.algebra.Matrix;
import sulcus.run.LayerSignals;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * One layer's signals to functional networks: z-score, truncated SVD, FastICA (from several starts, if wanted, clustered by
 * {@link Icasso}), maps, time courses. Keep one object for all layers: the signal matrix's memory is used again.
 */
public final class NetworkDecomposition implements AutoCloseable {
    /** Multiplies the seed between starts, so that neighbouring seeds share no start (a prime near 2⁶⁴/φ). */
    private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

    private final Algebra algebra;
    private Matrix buffer;

    /**
     * The networks and the scores of one layer and group.
     *
     * @param networks with restarts: the centroids of the clusters
     * @param scores n values: max |z| of each neuron over its signals and networks; with restarts the mean over the runs of
     *     each run's own max |z|
     */
    public record Result(LayerNetworks networks, float[] scores) {}

    /** @param algebra stays open when this is closed */
    public NetworkDecomposition(Algebra algebra) {
        this.algebra = algebra;
    }

    /** Decomposes one layer and group on the CPU. */
    public static LayerNetworks decompose(LayerSignals signals, Settings settings, Progress progress) {
        try (Algebra algebra = Algebra.open(false);
                NetworkDecomposition decomposition = new NetworkDecomposition(algebra)) {
            return decomposition.networks(signals, settings, progress).networks();
        }
    }

    /**
     * Decomposes one layer and group.
     *
     * @throws Refusal if K is larger than the rank (the message says the largest allowed), a signal is not a finite number, or
     *     what the settings' signals need is missing
     */
    public Result networks(LayerSignals signals, Settings settings, Progress progress) {
        return networks(signals, settings, true, progress);
    }

    /** The same, with as many networks as the signals have dimensions where these are fewer than K: none where none varies. */
    public Result networksAtMost(LayerSignals signals, Settings settings, Progress progress) {
        return networks(signals, settings, false, progress);
    }

    private Result networks(LayerSignals signals, Settings settings, boolean all, Progress progress) {
        String where = "layer " + signals.layer() + (settings.groups() > 1 ? ", group " + signals.group() : "");
        if (settings.components() < 1 || settings.restarts() < 1) {
            throw new Refusal(
                    settings.components() < 1
                            ? "--components " + settings.components() + ": at least 1 component is needed"
                            : "--restarts " + settings.restarts() + ": at least 1 start is needed");
        }
        progress.report(where + ": z-scores", 0);
        int m = SignalMatrix.signals(signals, settings.signals());
        SignalMatrix matrix = SignalMatrix.of(signals, settings.signals(), buffer(signals.tokens(), m), progress);
        double chance = 0;
        if (settings.componentsByData()) {
            progress.report(where + ": what chance gives", 0.05);
            chance = ChanceLevel.of(algebra, matrix.x(), settings.seed(), where, progress);
            matrix = SignalMatrix.of(signals, settings.signals(), matrix.x(), progress);
        }
        if (!all && matrix.constant() == m) {
            return new Result(LayerNetworks.none(signals, m), new float[signals.neurons()]);
        }
        progress.report(where + ": singular vectors", 0.1);
        try (LeadingSubspace subspace = subspace(matrix.x(), settings, all, chance, where, progress);
                Whitening whitening = Whitening.of(algebra, subspace.left(), type(settings))) {
            FastIca[] runs = runs(whitening.white(), settings, where, progress.part(0.4, 0.95));
            progress.report(where + ": maps", 0.95);
            return result(signals, matrix, subspace, whitening, runs);
        }
    }

    private LeadingSubspace subspace(
            Matrix x, Settings settings, boolean all, double chance, String where, Progress progress) {
        return settings.componentsByData() || !all
                ? LeadingSubspace.above(chance, algebra, x, settings.components(), settings.seed(), progress)
                : LeadingSubspace.of(algebra, x, settings.components(), settings.seed(), where, progress);
    }

    /**
     * One start follows scikit-learn in float64 to 1e-9. Of several only what they agree in counts, and two runs from
     * starts of their own differ by far more than float32 does, which takes half of the time.
     */
    private static Matrix.Type type(Settings settings) {
        return settings.restarts() == 1 ? Matrix.Type.FLOAT64 : Matrix.Type.FLOAT32;
    }

    /** FastICA from every start, starts side by side: alone, each leaves cores idle while it decorrelates. */
    private FastIca[] runs(Matrix white, Settings settings, String where, Progress progress) {
        FastIca[] runs = new FastIca[settings.restarts()];
        double[] behind = new double[runs.length];
        algebra.together(runs.length, r -> {
            long first = settings.seed() + r * SEED_STEP;
            Progress part = new Progress() {
                @Override
                public void report(String what, double fraction) {
                    synchronized (behind) {
                        behind[r] = Math.max(behind[r], fraction);
                        String start = runs.length == 1 ? "" : ", start " + (r + 1) + " of " + runs.length;
                        progress.report(
                                where + ": " + what + start,
                                Arrays.stream(behind).sum() / runs.length);
                    }
                }

                @Override
                public void check() {
                    progress.check();
                }
            };
            runs[r] = FastIca.run(
                    algebra, white, attempt -> FastIca.start(white.columns(), first + attempt), where, part);
            part.report("FastICA", 1);
        });
        return runs;
    }

    private Result result(
            LayerSignals signals, SignalMatrix matrix, LeadingSubspace subspace, Whitening whitening, FastIca[] runs) {
        int k = subspace.values().length;
        int iterations = 0;
        boolean converged = true;
        Contrast contrast = Contrast.CUBE;
        for (FastIca run : runs) {
            iterations = Math.max(iterations, run.iterations());
            converged &= run.converged();
            contrast = run.contrast() == Contrast.TANH ? Contrast.TANH : contrast;
        }
        double[] unmixing = runs[0].unmixing();
        Icasso icasso = null;
        LayerNetworks.Starts starts = null;
        float[] scores = null;
        if (runs.length > 1) {
            double[][] all = new double[runs.length][];
            scores = new float[signals.neurons()];
            for (int r = 0; r < runs.length; r++) {
                all[r] = runs[r].unmixing();
                float[] ofRun = Maps.scores(
                        new Maps(algebra, whitening, all[r]).values(),
                        k,
                        matrix.x().columns(),
                        signals.neurons());
                for (int j = 0; j < scores.length; j++) {
                    scores[j] += ofRun[j] / runs.length;
                }
            }
            icasso = Icasso.of(all, k);
            unmixing = icasso.centroids();
            starts = starts(all, icasso, k);
        }
        LayerNetworks networks = new Maps(algebra, whitening, unmixing)
                .networks(
                        signals,
                        matrix,
                        subspace,
                        icasso == null ? null : icasso.stability(),
                        starts,
                        iterations,
                        converged,
                        contrast);
        return new Result(networks, scores == null ? networks.scores() : scores);
    }

    private static LayerNetworks.Starts starts(double[][] runs, Icasso icasso, int k) {
        float[] rows = new float[runs.length * k * k];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) runs[i / (k * k)][i % (k * k)];
        }
        return new LayerNetworks.Starts(rows, icasso.cluster());
    }

    /** Rows enough for this many tokens; kept while layers have the same width. */
    private Matrix buffer(int tokens, int signals) {
        if (buffer == null || buffer.columns() != signals || buffer.rows() < tokens) {
            close();
            buffer = algebra.matrix(tokens, signals, Matrix.Type.FLOAT32);
        }
        return buffer.rowRange(0, tokens);
    }

    @Override
    public void close() {
        if (buffer != null) {
            buffer.close();
            buffer = null;
        }
    }
}
