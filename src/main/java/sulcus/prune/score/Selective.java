package sulcus.prune.score;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import sulcus.prune.Compensation;
import sulcus.task.Refusal;

/**
 * What a neuron does on texts to be kept, by what it does on those of one kind: the neurons that serve that kind alone go first
 * (unlearning by selective pruning, arXiv 2403.01267, with the importance mean |h|; the reciprocal of its score, so that the lowest
 * go). It looks at labelled texts, so that its values are computed by {@link #of(Importance.Sums, Importance.Sums)}.
 *
 * @param field label of the texts, such as "kind"
 * @param value of those to be forgotten
 */
public record Selective(String field, String value) implements Score {
    private static final Pattern LABEL = Pattern.compile("selective:([^=:]+)=(.+)");
    private static final double EPSILON = 1e-3;

    /** Whether a label is one of these, such as {@code selective:kind=dates}. */
    static boolean isLabel(String label) {
        return label.startsWith("selective");
    }

    /** @throws Refusal if it names no kind of text */
    static Selective parse(String label) {
        Matcher m = LABEL.matcher(label.strip());
        if (!m.matches()) {
            throw new Refusal("method \"" + label + "\": names no kind of text; write selective:LABEL=VALUE, such as"
                    + " selective:kind=dates");
        }
        return new Selective(m.group(1), m.group(2));
    }

    @Override
    public Definition definition() {
        return new Definition(
                "selective:" + field + "=" + value,
                "forget " + field + " " + value,
                "Pochinkov and Schoots, arXiv 2403.01267",
                Allocation.ONE_THRESHOLD,
                Compensation.NONE,
                true);
    }

    @Override
    public String meaning() {
        return "mean |h| on all other texts by that on " + field + " " + value;
    }

    @Override
    public float[] of(Evidence layer) {
        throw new Refusal("method " + label() + ": needs a study whose texts have the label \"" + field
                + "\"; decompose from a .jsonl or .parquet file");
    }

    /**
     * Scores of one layer.
     *
     * @param forget over texts of the kind
     * @param retain over all others
     */
    public static float[] of(Importance.Sums forget, Importance.Sums retain) {
        double[] gone = forget.of(Importance.ABS);
        double[] kept = retain.of(Importance.ABS);
        float[] scores = new float[gone.length];
        for (int j = 0; j < scores.length; j++) {
            scores[j] = (float) ((kept[j] + EPSILON) / (gone[j] + EPSILON));
        }
        return scores;
    }
}
