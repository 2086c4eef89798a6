package sulcus.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * How fast a model runs.
 *
 * @param prefill tokens of a prompt by the seconds until the first new token
 * @param generated new tokens after the first by the seconds they took
 */
public record Speed(Spread prefill, Spread generated) {
    /** Tokens a second over all runs. */
    public record Spread(double median, double least, double most) {
        static Spread of(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int n = sorted.length;
            return new Spread((sorted[(n - 1) / 2] + sorted[n / 2]) / 2, sorted[0], sorted[n - 1]);
        }
    }

    /**
     * A model and the tokens of the text by its own tokenizer.
     *
     * @param tokens as many as a prompt, or more
     */
    public record Candidate(Runner runner, int[] tokens) {}

    /**
     * Measures models on the same text in turns (A B A B), so that what slows the machine down for a while slows down all. Before
     * that each runs once unmeasured. Every run continues another prompt, the next of the text's windows; after the last the
     * first.
     *
     * @param prompt tokens of one
     * @param generate new tokens, at least 2; a model's end of text does not stop it
     * @param runs of each model
     * @return one for each candidate, in order
     */
    public static List<Speed> measure(
            List<Candidate> candidates, int prompt, int generate, int runs, Progress progress) {
        if (generate < 2 || prompt < 1 || runs < 1) {
            throw new Refusal(
                    "speed: give prompts of 1 token or more, 2 tokens or more to generate, and 1 run or more");
        }
        double[][] prefill = new double[candidates.size()][runs];
        double[][] generated = new double[candidates.size()][runs];
        int steps = candidates.size() * (runs + 1);
        for (int run = -1; run < runs; run++) {
            for (int c = 0; c < candidates.size(); c++) {
                progress.report(
                        run < 0 ? "warming up" : "run " + (run + 1) + " of " + runs,
                        ((run + 1) * candidates.size() + c) / (double) steps);
                double[] seconds = seconds(candidates.get(c), Math.max(run, 0), prompt, generate, progress);
                if (run >= 0) {
                    prefill[c][run] = prompt / seconds[0];
                    generated[c][run] = (generate - 1) / seconds[1];
                }
            }
        }
        progress.report("speed", 1);
        List<Speed> speeds = new ArrayList<>();
        for (int c = 0; c < candidates.size(); c++) {
            speeds.add(new Speed(Spread.of(prefill[c]), Spread.of(generated[c])));
        }
        return List.copyOf(speeds);
    }

    /** Until the first new token, and from there to the last. */
    private static double[] seconds(Candidate candidate, int run, int prompt, int generate, Progress progress) {
        int windows = candidate.tokens().length / prompt;
        int from = run % windows * prompt;
        int[] ids = Arrays.copyOfRange(candidate.tokens(), from, from + prompt);
        long[] first = {0};
        long start = System.nanoTime();
        candidate.runner().generate(ids, generate, -1, Gates.OPEN, token -> {
            if (first[0] == 0) {
                first[0] = System.nanoTime();
            }
            progress.check();
        });
        long end = System.nanoTime();
        return new double[] {Math.max(1, first[0] - start) * 1e-9, Math.max(1, end - first[0]) * 1e-9};
    }
}
