package sulcus.prune.score;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sulcus.algebra.Algebra;
import sulcus.algebra.Moments;
import sulcus.decompose.NetworkDecomposition;
import sulcus.decompose.Settings;
import sulcus.decompose.Signals;
import sulcus.model.Model;
import sulcus.model.Slot;
import sulcus.run.Device;
import sulcus.run.LayerSignals;
import sulcus.run.Sweep;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * Several scores of a model's groups of heads from one walk of the calibration text, as {@link ScoreNeurons} does for neurons.
 *
 * @param seed for what is drawn, and for the decomposition into networks
 */
public record ScoreHeads(Model model, List<HeadScore> scores, long seed, Device device) {
    /** Channels to one component at the least: fewer samples of a map make components of chance (ours). */
    private static final int CHANNELS_A_COMPONENT = 8;

    private static final int MOST_COMPONENTS = 128;

    /**
     * @param calibration token ids: groups of texts, each text a sequence of its own; not looked at if no score needs it
     * @return [layer][group] for each score, not yet shared among layers
     */
    public Map<HeadScore, float[][]> run(List<List<int[]>> calibration, Progress progress) {
        int layers = model.description().layers();
        Map<HeadScore, float[][]> found = new LinkedHashMap<>();
        scores.forEach(score -> found.put(score, new float[layers][]));
        try (Algebra algebra = Algebra.open(device != Device.CPU)) {
            if (scores.stream().noneMatch(HeadScore::looksAtText)) {
                for (int layer = 0; layer < layers; layer++) {
                    progress.report("scores of heads of layer " + layer, layer / (double) layers);
                    for (HeadScore score : scores) {
                        found.get(score)[layer] = score.of(evidence(layer, null, null, algebra));
                    }
                }
                return found;
            }
            if (calibration == null || calibration.stream().allMatch(List::isEmpty)) {
                throw new Refusal(
                        "method of heads " + scores.getFirst().label() + ": needs calibration text; give one");
            }
            try (NetworkDecomposition decomposition = new NetworkDecomposition(algebra)) {
                Sweep.walk(
                        model,
                        calibration,
                        device,
                        layers - 1,
                        new Walk(found, algebra, decomposition, progress),
                        progress);
            }
        }
        return found;
    }

    private Evidence evidence(int layer, Moments moments, float[] networks, Algebra algebra) {
        return new Evidence(
                model,
                Slot.ATTENTION_OUTPUT,
                layer,
                moments == null ? 0 : moments.count(),
                moments == null ? null : moments.meanX(),
                moments == null ? null : moments.covariance(),
                networks,
                seed,
                algebra);
    }

    private final class Walk implements Sweep.Visitor {
        private final Map<HeadScore, float[][]> found;
        private final Algebra algebra;
        private final NetworkDecomposition decomposition;
        private final Progress progress;
        /** Max |z| of each channel over the networks of all groups of texts so far. */
        private final Map<Signals, float[]> networks = new EnumMap<>(Signals.class);

        private Moments moments;

        Walk(Map<HeadScore, float[][]> found, Algebra algebra, NetworkDecomposition decomposition, Progress progress) {
            this.found = found;
            this.algebra = algebra;
            this.decomposition = decomposition;
            this.progress = progress;
        }

        @Override
        public Sweep.Wanted wanted(int layer) {
            return Sweep.Wanted.NOTHING;
        }

        @Override
        public void visit(LayerSignals signals) {}

        @Override
        public Sweep.Wanted wantedHeads(int layer) {
            return new Sweep.Wanted(false, false, true);
        }

        @Override
        public void visitHeads(LayerSignals signals) {
            if (moments == null) {
                moments = algebra.moments(signals.neurons(), 0);
            }
            moments.add(signals.product(), null, signals.tokens());
            for (HeadScore score : new ArrayList<>(found.keySet())) {
                if (score.networks() != null) {
                    networks.merge(score.networks(), decomposed(signals, score.networks()), Walk::larger);
                }
            }
        }

        private float[] decomposed(LayerSignals signals, Signals kind) {
            int most = Math.min(signals.neurons() / CHANNELS_A_COMPONENT, signals.tokens() - 1);
            Settings settings = new Settings(
                    Math.max(1, Math.min(MOST_COMPONENTS, most)),
                    1,
                    signals.textLengths().length,
                    0,
                    signals.tokens(),
                    kind,
                    1,
                    seed);
            return decomposition.networks(signals, settings, quiet()).scores();
        }

        /** The walk's own reports say how far it is. */
        private Progress quiet() {
            return new Progress() {
                @Override
                public void report(String what, double fraction) {
                    progress.check();
                }

                @Override
                public void check() {
                    progress.check();
                }
            };
        }

        private static float[] larger(float[] a, float[] b) {
            float[] largest = a.clone();
            for (int j = 0; j < b.length; j++) {
                largest[j] = Math.max(largest[j], b[j]);
            }
            return largest;
        }

        @Override
        public Sweep.Change finishHeads(int layer) {
            for (HeadScore score : new ArrayList<>(found.keySet())) {
                float[] own = score.networks() == null ? null : networks.get(score.networks());
                found.get(score)[layer] = score.of(evidence(layer, moments, own, algebra));
            }
            moments.close();
            moments = null;
            networks.clear();
            return null;
        }
    }
}
