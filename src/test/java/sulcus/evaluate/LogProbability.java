package sulcus.evaluate;

import sulcus.run.Gates;
import sulcus.run.Runner;

/** Log-probabilities computed by hand from a model's logits. */
final class LogProbability {
    private LogProbability() {}

    /** Sum of log p(targets[k] | ids up to the one before it), the last ids predicting the targets one by one. */
    static double of(Runner runner, int[] ids, int[] targets) {
        float[] logits = runner.logits(ids, Gates.OPEN);
        int vocabulary = logits.length / ids.length;
        double sum = 0;
        for (int k = 0; k < targets.length; k++) {
            int row = (ids.length - targets.length + k) * vocabulary;
            double z = 0;
            for (int v = 0; v < vocabulary; v++) {
                z += Math.exp(logits[row + v]);
            }
            sum += logits[row + targets[k]] - Math.log(z);
        }
        return sum;
    }
}
