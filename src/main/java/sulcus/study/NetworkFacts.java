package sulcus.study;

import java.util.List;
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
        Decision decision,
        StudyDocument.NetworkNote note) {

    public NetworkFacts with(StudyDocument.NetworkNote said) {
        return new NetworkFacts(id, variance, stability, peak, keyNeurons, threshold, topTokens, decision, said);
    }

    public NetworkFacts with(Decision wanted) {
        return new NetworkFacts(id, variance, stability, peak, keyNeurons, threshold, topTokens, wanted, note);
    }

    /** With its own threshold and as many key neurons as lie above it; NaN for none of its own. */
    public NetworkFacts with(float own, int above) {
        return new NetworkFacts(id, variance, stability, peak, above, own, topTokens, decision, note);
    }

    /** |z| above which its neurons are key neurons. */
    public float keyNeuronsAbove() {
        return Float.isNaN(threshold) ? Rules.KEY_NEURON : threshold;
    }
}
