package sulcus.study;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import sulcus.model.Model;
import sulcus.prune.NetworkId;
import sulcus.prune.Rules;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.Tokenizer;

/**
 * Continues a prompt greedily, with networks silenced or amplified.
 *
 * @param gains what is done to the key neurons of networks; where several hold for a neuron they are multiplied
 * @param keyThreshold |z| above which a neuron is a key neuron; null for the network's own in the study, or {@link
 *     Rules#KEY_NEURON}
 */
public record Generate(
        Path model, String prompt, int maximumTokens, List<Gain> gains, Float keyThreshold, Device device) {

    /** @param factor what the down projection's input is multiplied by; 0 silences */
    public record Gain(Path study, NetworkId network, float factor) {}

    /**
     * @param text without the prompt
     * @param tokens made
     * @param neurons that were silenced or amplified
     */
    public record Generated(String text, int tokens, double tokensPerSecond, int neurons) {}

    public Generated run(Progress progress) {
        progress.report("opening", 0);
        try (Model opened = Model.open(model);
                Tokenizer tokenizer = Tokenizer.open(opened.source())) {
            float[][] factor = new float[opened.description().layers()][];
            int neurons = factors(opened, factor);
            int[] ids = tokenizer.encode(prompt);
            if (ids.length == 0) {
                throw new Refusal("prompt: has no tokens; write at least one character");
            }
            int room = opened.description().maximumPositions() - ids.length;
            if (room < 1) {
                throw new Refusal("prompt: has " + ids.length + " tokens; the model was made for "
                        + opened.description().maximumPositions() + ": shorten it");
            }
            progress.report("reading the weights", 0.05);
            try (Runner runner = Runner.open(opened, device)) {
                int most = Math.min(maximumTokens, room);
                int[] count = new int[1];
                long start = System.nanoTime();
                int[] made = runner.generate(ids, most, end(opened, tokenizer), new Gates(factor, null), token -> {
                    count[0]++;
                    progress.report("token " + count[0] + " of " + most, 0.1 + 0.9 * count[0] / most);
                });
                double seconds = (System.nanoTime() - start) * 1e-9;
                return new Generated(text(tokenizer, ids, made), made.length, made.length / seconds, neurons);
            }
        }
    }

    private static int end(Model opened, Tokenizer tokenizer) {
        return tokenizer.endOfText() >= 0
                ? tokenizer.endOfText()
                : opened.endOfText().stream().findFirst().orElse(-1);
    }

    // Decoded together with the prompt: some tokenizers drop a space at the beginning of what they decode.
    private static String text(Tokenizer tokenizer, int[] prompt, int[] made) {
        int[] all = Arrays.copyOf(prompt, prompt.length + made.length);
        System.arraycopy(made, 0, all, prompt.length, made.length);
        String before = tokenizer.decode(prompt);
        String whole = tokenizer.decode(all);
        return whole.startsWith(before) ? whole.substring(before.length()) : tokenizer.decode(made);
    }

    private int factors(Model opened, float[][] factor) {
        int[] widths = opened.description().neurons();
        BitSet[] touched = new BitSet[widths.length];
        for (Gain gain : gains) {
            if (!Float.isFinite(gain.factor())) {
                throw new Refusal("network " + gain.network() + ": a gain of " + gain.factor() + "; give a number");
            }
            try (Study study = Study.open(gain.study())) {
                int layer = gain.network().layer();
                if (study.layers() != widths.length || layer < widths.length && study.neurons(layer) != widths[layer]) {
                    throw new Refusal(gain.study() + ": is a study of a model of " + study.layers() + " layers"
                            + (layer < study.layers()
                                    ? " with " + study.neurons(layer) + " neurons in layer " + layer
                                    : "")
                            + "; this model has " + widths.length + " layers"
                            + (layer < widths.length ? " and " + widths[layer] + " neurons there" : ""));
                }
                float threshold = keyThreshold != null
                        ? keyThreshold
                        : study.rules().networkThresholds().getOrDefault(gain.network(), Rules.KEY_NEURON);
                int[] keys = study.keyNeurons(gain.network(), threshold);
                if (factor[layer] == null) {
                    factor[layer] = new float[widths[layer]];
                    Arrays.fill(factor[layer], 1);
                    touched[layer] = new BitSet();
                }
                for (int j : keys) {
                    factor[layer][j] *= gain.factor();
                    touched[layer].set(j);
                }
            }
        }
        int count = 0;
        for (BitSet layer : touched) {
            count += layer == null ? 0 : layer.cardinality();
        }
        return count;
    }
}
