package sulcus.prune.score;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sulcus.algebra.Algebra;
import sulcus.algebra.Moments;
import sulcus.model.Model;
import sulcus.run.Device;
import sulcus.run.LayerSignals;
import sulcus.run.Sweep;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * Several scores of a model's neurons from one walk of the calibration text: the covariance of one layer at a time is in memory
 * (n² float64 values) and every score looks at it.
 *
 * @param networks max |z| of a study, [layer][neuron]; null, or null rows, where there is none
 * @param seed for what is drawn
 */
public record ScoreNeurons(Model model, List<Score> scores, float[][] networks, long seed, Device device) {

    /**
     * @param calibration token ids: groups of texts, each text a sequence of its own; not looked at if no score needs it
     * @return [layer][neuron] for each score, not yet shared among layers
     */
    public Map<Score, float[][]> run(List<List<int[]>> calibration, Progress progress) {
        int layers = model.description().layers();
        Map<Score, float[][]> found = new LinkedHashMap<>();
        scores.forEach(score -> found.put(score, new float[layers][]));
        boolean text = scores.stream().anyMatch(Score::needsCovariance);
        try (Algebra algebra = Algebra.open(device.mayBeCuda())) {
            if (!text) {
                for (int layer = 0; layer < layers; layer++) {
                    progress.report("scores of layer " + layer, layer / (double) layers);
                    score(found, new Evidence(model, layer, 0, null, null, networks(layer), seed, algebra));
                }
                return found;
            }
            if (calibration == null || calibration.stream().allMatch(List::isEmpty)) {
                throw new Refusal("method " + scores.getFirst().label() + ": needs calibration text; give one");
            }
            Sweep.walk(model, calibration, device, layers - 1, new Walk(found, algebra), progress);
        }
        return found;
    }

    private float[] networks(int layer) {
        return networks == null ? null : networks[layer];
    }

    private static void score(Map<Score, float[][]> found, Evidence evidence) {
        for (Score score : new ArrayList<>(found.keySet())) {
            found.get(score)[evidence.layer()] =
                    score.needsNetworks() && evidence.networks() == null ? null : score.of(evidence);
        }
    }

    private final class Walk implements Sweep.Visitor {
        private final Map<Score, float[][]> found;
        private final Algebra algebra;
        private Moments moments;

        Walk(Map<Score, float[][]> found, Algebra algebra) {
            this.found = found;
            this.algebra = algebra;
        }

        @Override
        public Sweep.Wanted wanted(int layer) {
            return new Sweep.Wanted(false, false, true);
        }

        @Override
        public void visit(LayerSignals signals) {
            if (moments == null) {
                moments = algebra.moments(signals.neurons(), 0);
            }
            moments.add(signals.product(), null, signals.tokens());
        }

        @Override
        public Sweep.Change finish(int layer) {
            Evidence evidence = new Evidence(
                    model,
                    layer,
                    moments.count(),
                    moments.meanX(),
                    moments.covariance(),
                    networks(layer),
                    seed,
                    algebra);
            moments.close();
            moments = null;
            score(found, evidence);
            return null;
        }
    }
}
