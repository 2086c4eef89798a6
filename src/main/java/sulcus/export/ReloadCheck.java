package sulcus.export;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import sulcus.format.ElementType;
import sulcus.model.Model;
import sulcus.model.WeightId;
import sulcus.prune.Pruning;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * Whether files that were written say what was in memory: the logits of the reloaded files beside those of the dense model
 * with the removed neurons masked and the weights rounded to the types of the files.
 *
 * @param difference largest |difference| of a logit
 * @param rounding largest |difference| that the rounding makes
 */
record ReloadCheck(double difference, double rounding, int tokens) {
    private static final int MOST_TOKENS = 256;
    /** Of logits that are not larger than 10, else of a tenth of the largest: both sides are sums of float32 products. */
    private static final double TOLERANCE = 1e-3;

    /**
     * @param types of the weights in the files
     * @param rounds whether they differ from the types in the source
     * @throws Refusal if the difference is larger than rounding in float32 explains
     */
    static ReloadCheck of(
            Path written,
            Model dense,
            Pruning pruning,
            Function<WeightId, ElementType> types,
            boolean rounds,
            int[] wantedTokens,
            Device device,
            Progress progress) {
        int[] ids = tokens(dense, wantedTokens);
        Model masked = pruning.masked(dense);
        progress.report("the model masked in memory", 0);
        float[] expected =
                logits(masked.with(masked.description(), new RoundedWeights(masked.weights(), types)), ids, device);
        double rounding = 0;
        if (rounds) {
            progress.report("the model masked in memory, not rounded", 0.3);
            rounding = largest(expected, logits(masked, ids, device));
        }
        progress.report("the files, reloaded", 0.6);
        float[] found;
        try (Model reloaded = Model.open(written)) {
            found = logits(reloaded, ids, device);
        }
        double difference = largest(expected, found);
        double scale = 1;
        for (float logit : expected) {
            scale = Math.max(scale, Math.abs(logit) / 10);
        }
        if (!(difference <= TOLERANCE * scale)) {
            throw new Refusal(written.getFileName() + ": reloaded, its logits differ by " + difference
                    + " from those of the model in memory; nothing was kept, please report this");
        }
        progress.report("the files say what was in memory", 1);
        return new ReloadCheck(difference, rounding, ids.length);
    }

    private static float[] logits(Model model, int[] ids, Device device) {
        try (Runner runner = Runner.open(model, device)) {
            return runner.logits(ids, Gates.OPEN);
        }
    }

    private static double largest(float[] a, float[] b) {
        if (a.length != b.length) {
            return Double.POSITIVE_INFINITY;
        }
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = Math.abs((double) a[i] - b[i]);
            if (!(difference <= largest)) {
                largest = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
            }
        }
        return largest;
    }

    private static int[] tokens(Model model, int[] wanted) {
        int most = Math.min(MOST_TOKENS, model.description().maximumPositions());
        if (wanted != null && wanted.length > 0) {
            return Arrays.copyOf(wanted, Math.min(most, wanted.length));
        }
        return new Random(0).ints(most, 0, model.description().vocabulary()).toArray();
    }

    /** Types by weight for weights that lie in named tensors; what is not in the files counts as float32. */
    static Function<WeightId, ElementType> types(Map<WeightId, String> places, Map<String, ElementType> types) {
        return id -> places.containsKey(id) ? types.get(places.get(id)) : ElementType.F32;
    }
}
