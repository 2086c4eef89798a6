package sulcus.study;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import sulcus.model.Model;
import sulcus.run.Device;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.Tokenizer;

/**
 * Continues a prompt greedily.
 *
 * @param interventions what is done to neurons meanwhile
 */
public record Generate(Path model, String prompt, int maximumTokens, List<Intervention> interventions, Device device) {

    /**
     * @param text without the prompt
     * @param tokens made
     * @param neurons to which something was done
     */
    public record Generated(String text, int tokens, double tokensPerSecond, int neurons) {}

    public Generated run(Progress progress) {
        progress.report("opening", 0);
        try (Model opened = Model.open(model);
                Tokenizer tokenizer = Tokenizer.open(opened.source())) {
            Interventions done = Interventions.of(opened.description(), interventions);
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
                int[] made = runner.generate(ids, most, end(opened, tokenizer), done.gates(opened), token -> {
                    count[0]++;
                    progress.report("token " + count[0] + " of " + most, 0.1 + 0.9 * count[0] / most);
                });
                double seconds = (System.nanoTime() - start) * 1e-9;
                return new Generated(text(tokenizer, ids, made), made.length, made.length / seconds, done.count());
            }
        }
    }

    /** The token after which a text ends; −1 where there is none. */
    public static int end(Model opened, Tokenizer tokenizer) {
        return tokenizer.endOfText() >= 0
                ? tokenizer.endOfText()
                : opened.endOfText().stream().findFirst().orElse(-1);
    }

    /** What was made, in words. Decoded together with the prompt: some tokenizers drop a space at the beginning of what they decode. */
    public static String text(Tokenizer tokenizer, int[] prompt, int[] made) {
        int[] all = Arrays.copyOf(prompt, prompt.length + made.length);
        System.arraycopy(made, 0, all, prompt.length, made.length);
        String before = tokenizer.decode(prompt);
        String whole = tokenizer.decode(all);
        return whole.startsWith(before) ? whole.substring(before.length()) : tokenizer.decode(made);
    }
}
