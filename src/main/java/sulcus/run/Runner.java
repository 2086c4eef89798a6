package sulcus.run;

import java.util.Map;
import java.util.function.IntConsumer;
import sulcus.model.Model;
import sulcus.task.Refusal;

/** A model with all its weights on a device, ready to be run. Calls are made one at a time. */
public final class Runner implements AutoCloseable {
    private Runner() {}

    /** Reads all weights onto the device. */
    public static Runner open(Model model, Device device) {
        throw new Refusal(model.source() + ": running models on " + device + " is not there yet");
    }

    /** Logits of every position, tokens × vocabulary row-major. */
    public float[] logits(int[] ids, Gates gates) {
        throw new Refusal("running models is not there yet: " + ids.length + gates);
    }

    /** −log p(ids[t + 1] | ids[0 … t]) in nats for t = 0 … T − 2: T − 1 values. */
    public float[] losses(int[] ids, Gates gates) {
        throw new Refusal("running models is not there yet: " + ids.length + gates);
    }

    /**
     * {@code logits} and, for layers {@code firstLayer … lastLayer}, {@code layer.N.mlp_activation}, {@code layer.N.mlp_up}
     * (gated MLPs), {@code layer.N.mlp_down_input} and {@code layer.N.attention_output_input}; each tokens × width.
     */
    public Map<String, Capture> capture(int[] ids, int firstLayer, int lastLayer) {
        throw new Refusal("running models is not there yet: " + ids.length + firstLayer + lastLayer);
    }

    /**
     * Continues a prompt greedily with a key/value cache.
     *
     * @param endOfText token after which to stop (it is not returned), −1 for none
     * @param onToken told each new token as it comes
     * @return the new tokens, at most {@code maximumTokens}
     */
    public int[] generate(int[] prompt, int maximumTokens, int endOfText, Gates gates, IntConsumer onToken) {
        throw new Refusal("running models is not there yet: " + prompt.length + maximumTokens + endOfText + gates + onToken);
    }

    /** Where it runs, for people: "CPU, 2 threads" or "CUDA 0". */
    public String device() {
        throw new Refusal("running models is not there yet");
    }

    /** Frees the weights. */
    @Override
    public void close() {}
}
