package sulcus.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import sulcus.run.Runner;
import sulcus.task.Progress;

/**
 * How the loss of the whole model answers to changes of one layer's neurons at a time, on the first windows of a text (cut as
 * for {@link Perplexity}).
 *
 * @param denseLoss mean of −log p (nats) of the unchanged model
 * @param added [layer][variant]: mean loss with that change alone, less {@code denseLoss}
 * @param tokens predicted
 */
public record LayerLosses(double denseLoss, double[][] added, long tokens, int windows, int window) {

    /**
     * Measures them.
     *
     * @param factors for each layer one row a variant, of neurons values, by which the down projection's input is multiplied;
     *     asked for once a window
     * @param maximumTokens takes the first ⌊maximumTokens / window⌋ windows; −1 takes all
     * @throws sulcus.task.Refusal if there is not one whole window
     */
    public static LayerLosses measure(
            Runner runner,
            IntFunction<List<float[]>> factors,
            int[] tokens,
            int window,
            long maximumTokens,
            Progress progress) {
        int windows = Perplexity.windows(tokens, window, maximumTokens);
        int layers = runner.model().description().layers();
        double[][] sums = new double[layers][];
        double dense = 0;
        for (int w = 0; w < windows; w++) {
            int now = w;
            IntFunction<List<float[]>> told = layer -> {
                progress.report(
                        "window " + (now + 1) + " of " + windows + ", layer " + layer,
                        (now + behind(layer, layers)) / windows);
                List<float[]> variants = factors.apply(layer);
                if (sums[layer] == null) {
                    sums[layer] = new double[variants.size()];
                }
                return variants;
            };
            int[] ids = Arrays.copyOfRange(tokens, w * window, (w + 1) * window);
            dense += sum(runner.variants(ids, told, (layer, variant, losses) -> {
                progress.check();
                sums[layer][variant] += sum(losses);
            }));
        }
        progress.report("losses of single layers", 1);
        long count = (long) windows * (window - 1);
        double denseLoss = dense / count;
        for (double[] layer : sums) {
            for (int v = 0; v < layer.length; v++) {
                layer[v] = layer[v] / count - denseLoss;
            }
        }
        return new LayerLosses(denseLoss, sums, count, windows, window);
    }

    /** Share of a window's work before a layer: the first layers' variants run through most of the model. */
    private static double behind(int layer, int layers) {
        double left = 1 - layer / (double) layers;
        return 1 - left * left;
    }

    private static double sum(float[] losses) {
        double sum = 0;
        for (float loss : losses) {
            sum += loss;
        }
        return sum;
    }
}
