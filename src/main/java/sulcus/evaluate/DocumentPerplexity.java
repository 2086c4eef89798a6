package sulcus.evaluate;

import java.util.List;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * Perplexity as lm-evaluation-harness measures it ({@code loglikelihood_rolling} with the metrics {@code word_perplexity},
 * {@code byte_perplexity} and {@code bits_per_byte}): every document alone, each of its tokens predicted exactly once, see
 * {@link RollingWindow}. Losses are float32, summed in float64; they are divided by what a reader counts, so models with different
 * tokenizers can be compared.
 *
 * @param loss sum of −log p of all tokens, nats
 * @param wordLossError standard error of loss by words, documents taken as drawn at random; NaN for one document
 * @param tokens predicted
 * @param words of all documents
 * @param bytes of all documents as UTF-8
 * @param documents how many
 * @param windows run
 * @param window the most ids that the model saw at once
 * @param tokensPerSecond ids run through the model by the time it took
 */
public record DocumentPerplexity(
        double loss,
        double wordLossError,
        long tokens,
        long words,
        long bytes,
        int documents,
        int windows,
        int window,
        double tokensPerSecond) {

    /**
     * One document.
     *
     * @param tokens that are predicted
     * @param words as counted by the protocol, see {@link sulcus.text.Words}
     * @param bytes as UTF-8
     */
    public record Counted(int[] tokens, long words, long bytes) {}

    /** exp of the loss by words. */
    public double wordPerplexity() {
        return Math.exp(loss / words);
    }

    /** Standard error of the word perplexity by the delta method; NaN for one document. */
    public double standardError() {
        return wordPerplexity() * wordLossError;
    }

    /** exp of the loss by bytes. */
    public double bytePerplexity() {
        return Math.exp(loss / bytes);
    }

    /** Loss by bytes in bits. */
    public double bitsPerByte() {
        return loss / bytes / Math.log(2);
    }

    /** Loss by tokens, nats. */
    public double meanLoss() {
        return loss / tokens;
    }

    /** exp of the loss by tokens: all tokens, unlike {@link Perplexity}. */
    public double perplexity() {
        return Math.exp(meanLoss());
    }

    /**
     * Measures it.
     *
     * @param prefix id before each document
     * @param window ids that the model sees at once, at least 1
     * @throws Refusal if no document has a token
     */
    public static DocumentPerplexity measure(
            Runner runner, Gates gates, List<Counted> documents, int prefix, int window, Progress progress) {
        long all = documents.stream().mapToLong(d -> d.tokens().length).sum();
        if (all == 0) {
            throw new Refusal("text: its documents have no tokens; give a text");
        }
        double[] losses = new double[documents.size()];
        double[] words = new double[documents.size()];
        long predicted = 0;
        long run = 0;
        int windows = 0;
        long start = System.nanoTime();
        for (int d = 0; d < losses.length; d++) {
            words[d] = documents.get(d).words();
            for (RollingWindow w : RollingWindow.of(documents.get(d).tokens(), prefix, window)) {
                progress.report("document " + (d + 1) + " of " + losses.length, predicted / (double) all);
                for (float loss : runner.losses(w.ids(), w.targets(), gates)) {
                    losses[d] += loss;
                }
                predicted += w.targets().length;
                run += w.ids().length;
                windows++;
            }
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        progress.report("perplexity", 1);
        double sum = 0;
        for (double loss : losses) {
            sum += loss;
        }
        return new DocumentPerplexity(
                sum,
                MeanError.ofRatio(losses, words),
                predicted,
                documents.stream().mapToLong(Counted::words).sum(),
                documents.stream().mapToLong(Counted::bytes).sum(),
                losses.length,
                windows,
                window,
                run / Math.max(seconds, 1e-9));
    }
}
