package sulcus.study.lab;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import sulcus.model.Model;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.study.Generate;
import sulcus.study.Interventions;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.Tokenizer;

/**
 * What a model says after a prompt: untouched, with interventions, and with the same done to as many neurons of each layer drawn at
 * random.
 *
 * @param neurons to which something is done
 * @param tokens the likeliest next tokens of the three, in the order of the untouched model
 * @param untouched one of three ways; so are the others
 */
public record Trial(int neurons, List<String> tokens, Side untouched, Side with, Side random) {
    private static final int TOKENS = 12;

    /**
     * One way.
     *
     * @param probabilities of {@link Trial#tokens}, 0 … 1
     * @param text that it goes on with greedily; "" before it is made
     */
    public record Side(float[] probabilities, String text) {}

    private record Way(Gates gates, float[] next) {}

    /**
     * Runs the model; it is as before when this returns.
     *
     * @param seed of the random draw
     * @param most tokens of each text
     * @param early told what is known of the next token before the texts are made
     * @throws Refusal if the prompt has no tokens or leaves no room
     */
    public static Trial of(
            Runner runner,
            String prompt,
            Interventions done,
            long seed,
            int most,
            Consumer<Trial> early,
            Progress progress) {
        Model model = runner.model();
        try (Tokenizer tokenizer = Tokenizer.open(model.source())) {
            int[] ids = tokenizer.encode(prompt);
            int room = model.description().maximumPositions() - ids.length;
            if (ids.length == 0 || room < 1) {
                throw new Refusal("prompt: has " + ids.length + " tokens; give one of 1 to "
                        + (model.description().maximumPositions() - 1));
            }
            progress.report("the next token", 0);
            Gates[] gates = {Gates.OPEN, done.gates(model), done.control(seed).gates(model)};
            Way[] ways = Arrays.stream(gates)
                    .map(g -> new Way(g, probabilities(runner.next(ids, g))))
                    .toArray(Way[]::new);
            int[] shown = likeliest(ways);
            List<String> names = IntStream.of(shown)
                    .mapToObj(id -> tokenizer.decode(new int[] {id}))
                    .toList();
            String[] texts = {"", "", ""};
            early.accept(trial(done.count(), names, ways, shown, texts));
            int end = Generate.end(model, tokenizer);
            int length = Math.min(most, room);
            for (int w = 0; w < ways.length; w++) {
                int way = w;
                int[] count = new int[1];
                int[] made = runner.generate(
                        ids,
                        length,
                        end,
                        ways[w].gates,
                        token -> progress.report(
                                "text " + (way + 1) + " of " + ways.length,
                                (way + ++count[0] / (double) length) / ways.length));
                texts[w] = Generate.text(tokenizer, ids, made);
            }
            progress.report("trial", 1);
            return trial(done.count(), names, ways, shown, texts);
        }
    }

    private static Trial trial(int neurons, List<String> names, Way[] ways, int[] shown, String[] texts) {
        Side[] sides = new Side[ways.length];
        for (int w = 0; w < sides.length; w++) {
            float[] chosen = new float[shown.length];
            for (int i = 0; i < shown.length; i++) {
                chosen[i] = ways[w].next[shown[i]];
            }
            sides[w] = new Side(chosen, texts[w]);
        }
        return new Trial(neurons, names, sides[0], sides[1], sides[2]);
    }

    /** Softmax. */
    private static float[] probabilities(float[] logits) {
        float most = Float.NEGATIVE_INFINITY;
        for (float logit : logits) {
            most = Math.max(most, logit);
        }
        double sum = 0;
        float[] result = new float[logits.length];
        for (int i = 0; i < logits.length; i++) {
            result[i] = (float) Math.exp(logits[i] - most);
            sum += result[i];
        }
        for (int i = 0; i < result.length; i++) {
            result[i] /= (float) sum;
        }
        return result;
    }

    /** Tokens that are likely in at least one way, the likeliest of the untouched model first. */
    private static int[] likeliest(Way[] ways) {
        int vocabulary = ways[0].next.length;
        return IntStream.range(0, vocabulary)
                .boxed()
                .sorted((a, b) -> Float.compare(most(ways, b), most(ways, a)))
                .limit(TOKENS)
                .sorted((a, b) -> Float.compare(ways[0].next[b], ways[0].next[a]))
                .mapToInt(i -> i)
                .toArray();
    }

    private static float most(Way[] ways, int token) {
        float most = 0;
        for (Way way : ways) {
            most = Math.max(most, way.next[token]);
        }
        return most;
    }
}
