package sulcus.study;

import java.util.List;
import java.util.stream.Collectors;
import sulcus.prune.Decision;
import sulcus.prune.NetworkId;
import sulcus.prune.Rules;

/**
 * One functional network in a table.
 *
 * @param variance share of the layer's variance that it explains, 0 … 1
 * @param stability Iq over the restarts; NaN with one start
 * @param peak z of the neuron where |z| is largest, signed
 * @param keyNeurons neurons with |z| above its own threshold, or above {@link Rules#KEY_NEURON}
 * @param threshold its own threshold for key neurons, |z|; NaN if it has none
 * @param topTokens the tokens with the largest mean of its time course
 * @param answers to which kind of text it answers most; null where it answers to none, or the texts have no kinds
 * @param decision what is wanted for it
 * @param note what the user says about it
 */
public record NetworkFacts(
        NetworkId id,
        float variance,
        float stability,
        float peak,
        int keyNeurons,
        float threshold,
        List<String> topTokens,
        Selectivity answers,
        Decision decision,
        StudyDocument.NetworkNote note) {
    private static final int LABEL_TOKENS = 3;

    public NetworkFacts with(StudyDocument.NetworkNote said) {
        return new NetworkFacts(
                id, variance, stability, peak, keyNeurons, threshold, topTokens, answers, decision, said);
    }

    public NetworkFacts with(Decision wanted) {
        return new NetworkFacts(id, variance, stability, peak, keyNeurons, threshold, topTokens, answers, wanted, note);
    }

    /** With its own threshold and as many key neurons as lie above it; NaN for none of its own. */
    public NetworkFacts with(float own, int above) {
        return new NetworkFacts(id, variance, stability, peak, above, own, topTokens, answers, decision, note);
    }

    /** What it is called: the user's label or, without one, its first different top tokens. */
    public String title() {
        return note.label().isEmpty() ? automatic() : note.label();
    }

    /** A short label made of its top tokens, as they can be seen; "" without any. */
    public String automatic() {
        return topTokens.stream()
                .map(token -> token.strip().replaceAll("\\s+", " "))
                .filter(token -> !token.isEmpty())
                .distinct()
                .limit(LABEL_TOKENS)
                .collect(Collectors.joining(" "));
    }

    /** |z| above which its neurons are key neurons. */
    public float keyNeuronsAbove() {
        return Float.isNaN(threshold) ? Rules.KEY_NEURON : threshold;
    }
}
