package sulcus.evaluate;

import java.util.Arrays;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * How surprised a model is by a text. The text is one stream of tokens without special ones, cut into consecutive windows;
 * a last partial window is left out, the first token of each window is not predicted. Windows are run one by one, each
 * sees nothing of the one before.
 *
 * @param perplexity exp of the mean loss
 * @param meanLoss mean of −log p (nats) over all predicted tokens: float32 losses, summed in float64
 * @param meanLossError standard error of the mean loss: the sample standard deviation of the windows' mean losses by the square
 *     root of their number, as if the windows had been drawn at random; NaN for one window. It tells how much another text of
 *     this kind would change the number, not how sure the difference of two models on the same text is
 * @param tokens predicted
 * @param windows run
 * @param window tokens in one
 * @param tokensPerSecond tokens run through the model (windows × window) by the time it took
 */
public record Perplexity(
        double perplexity,
        double meanLoss,
        double meanLossError,
        long tokens,
        int windows,
        int window,
        double tokensPerSecond) {

    /** Standard error of the perplexity by the delta method: perplexity × that of the mean loss; NaN for one window. */
    public double standardError() {
        return perplexity * meanLossError;
    }

    /**
     * Measures it.
     *
     * @param tokens of the whole text
     * @param window at least 2
     * @param maximumTokens takes the first ⌊maximumTokens / window⌋ windows; −1 takes all
     * @throws Refusal if there is not one whole window
     */
    public static Perplexity measure(
            Runner runner, Gates gates, int[] tokens, int window, long maximumTokens, Progress progress) {
        int windows = windows(tokens, window, maximumTokens);
        double sum = 0;
        long count = 0;
        double[] means = new double[windows];
        long start = System.nanoTime();
        for (int w = 0; w < windows; w++) {
            progress.report("window " + (w + 1) + " of " + windows, w / (double) windows);
            int[] ids = Arrays.copyOfRange(tokens, w * window, (w + 1) * window);
            for (float loss : runner.losses(ids, gates)) {
                sum += loss;
                means[w] += loss / (window - 1);
                count++;
            }
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        progress.report("perplexity", 1);
        double mean = sum / count;
        return new Perplexity(
                Math.exp(mean),
                mean,
                MeanError.of(means),
                count,
                windows,
                window,
                (long) windows * window / Math.max(seconds, 1e-9));
    }

    /** How many windows are run. */
    static int windows(int[] tokens, int window, long maximumTokens) {
        if (window < 2) {
            throw new Refusal("window " + window + ": the first token is not predicted; give at least 2");
        }
        long usable = maximumTokens < 0 ? tokens.length : Math.min(maximumTokens, tokens.length);
        int windows = (int) (usable / window);
        if (windows == 0) {
            throw new Refusal(
                    usable < tokens.length
                            ? "tokens " + maximumTokens + ": fewer than one window of " + window
                                    + "; give more tokens or a smaller window"
                            : "text: has " + tokens.length + " tokens, fewer than one window of " + window
                                    + "; give a longer text or a smaller window");
        }
        return windows;
    }
}
