package sulcus.evaluate;

import java.util.Arrays;
import java.util.List;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.ChoiceItem;
import sulcus.text.TokenPair;
import sulcus.text.Tokenizer;

/**
 * How often the right choice is the most probable one, by the definitions of lm-evaluation-harness ({@code acc} and {@code acc_norm}
 * of its multiple-choice tasks).
 *
 * @param accuracy share of items at which the sum of log p of the right choice's tokens given the context is the highest; the
 *     first of equal ones counts
 * @param accuracyNormalized the same after each sum is divided by the choice's length in characters (Unicode code points)
 * @param standardError of the accuracy, √(p (1 − p) / (n − 1)); NaN for one item
 * @param standardErrorNormalized of the normalized accuracy
 * @param items how many
 * @param cut choices whose context was longer than the model's positions and lost its beginning
 * @param tokensPerSecond ids run through the model by the time it took
 */
public record MultipleChoice(
        double accuracy,
        double accuracyNormalized,
        double standardError,
        double standardErrorNormalized,
        int items,
        int cut,
        double tokensPerSecond) {

    /**
     * Measures it.
     *
     * @param delimiter between context and choice, "" for none; it is judged with the choice but does not count in its length
     * @param length ids that the model sees at once; of longer contexts the beginning is cut off
     * @throws Refusal if a choice alone is too long, or has no token of its own
     */
    public static MultipleChoice measure(
            Runner runner,
            Gates gates,
            Tokenizer tokenizer,
            List<ChoiceItem> items,
            String delimiter,
            int length,
            Progress progress) {
        double[] right = new double[items.size()];
        double[] normalized = new double[items.size()];
        int cut = 0;
        long run = 0;
        long start = System.nanoTime();
        for (int i = 0; i < right.length; i++) {
            progress.report("item " + (i + 1) + " of " + right.length, i / (double) right.length);
            ChoiceItem item = items.get(i);
            int choices = item.choices().size();
            double[] sums = new double[choices];
            double[] byLength = new double[choices];
            for (int c = 0; c < choices; c++) {
                String choice = item.choices().get(c);
                TokenPair pair = TokenPair.of(tokenizer, item.context(), delimiter + choice);
                check(pair, i, c, length);
                int[] ids = ids(pair);
                if (ids.length > length) {
                    ids = Arrays.copyOfRange(ids, ids.length - length, ids.length);
                    cut++;
                }
                for (float loss : runner.losses(ids, pair.continuation(), gates)) {
                    sums[c] -= loss;
                }
                byLength[c] = sums[c] / choice.codePointCount(0, choice.length());
                run += ids.length;
            }
            right[i] = highest(sums) == item.answer() ? 1 : 0;
            normalized[i] = highest(byLength) == item.answer() ? 1 : 0;
        }
        double seconds = (System.nanoTime() - start) * 1e-9;
        progress.report("accuracy", 1);
        return new MultipleChoice(
                Arrays.stream(right).average().orElse(Double.NaN),
                Arrays.stream(normalized).average().orElse(Double.NaN),
                MeanError.of(right),
                MeanError.of(normalized),
                right.length,
                cut,
                run / Math.max(seconds, 1e-9));
    }

    private static void check(TokenPair pair, int item, int choice, int length) {
        String place = "item " + (item + 1) + ": choice " + choice + ": ";
        if (pair.continuation().length == 0) {
            throw new Refusal(
                    place + "has no token of its own after the context; write the choice or the context longer");
        }
        if (pair.continuation().length > length) {
            throw new Refusal(place + "has " + pair.continuation().length + " tokens, more than the " + length
                    + " that the model sees at once; shorten it");
        }
    }

    /** Context and continuation without its last id, which nothing follows. */
    private static int[] ids(TokenPair pair) {
        int[] ids = Arrays.copyOf(pair.context(), pair.context().length + pair.continuation().length - 1);
        System.arraycopy(pair.continuation(), 0, ids, pair.context().length, pair.continuation().length - 1);
        return ids;
    }

    private static int highest(double[] values) {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            if (values[i] > values[best]) {
                best = i;
            }
        }
        return best;
    }
}
