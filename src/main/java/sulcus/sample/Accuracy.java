package sulcus.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import sulcus.run.train.Trainer;
import sulcus.text.Tokenizer;

/**
 * How often a model in training completes a document exactly. Greedy generation is right if and only if, with the right
 * completion in front of it, every next token is the likeliest: so one forward tells.
 */
final class Accuracy {
    private static final int BATCH = 16;

    private Accuracy() {}

    private record Probe(Kind kind, int[] ids, int from) {}

    static Map<Kind, Double> measure(Trainer trainer, Tokenizer tokenizer, List<SampleDocument> documents) {
        List<Probe> probes = new ArrayList<>();
        for (SampleDocument document : documents) {
            int[] prompt = tokenizer.encode(document.prompt());
            int[] completion = tokenizer.encode(document.completion());
            int[] ids = Arrays.copyOf(prompt, prompt.length + completion.length);
            System.arraycopy(completion, 0, ids, prompt.length, completion.length);
            probes.add(new Probe(document.kind(), ids, prompt.length));
        }
        Map<Kind, int[]> counts = new EnumMap<>(Kind.class);
        for (int first = 0; first < probes.size(); first += BATCH) {
            List<Probe> batch = probes.subList(first, Math.min(probes.size(), first + BATCH));
            int longest = batch.stream().mapToInt(p -> p.ids().length).max().orElseThrow();
            int[][] rows =
                    batch.stream().map(p -> Arrays.copyOf(p.ids(), longest)).toArray(int[][]::new);
            int[][] predictions = trainer.predictions(rows);
            for (int b = 0; b < batch.size(); b++) {
                Probe probe = batch.get(b);
                int[] ids = probe.ids();
                boolean right =
                        Arrays.equals(predictions[b], probe.from() - 1, ids.length - 1, ids, probe.from(), ids.length);
                int[] count = counts.computeIfAbsent(probe.kind(), k -> new int[2]);
                count[0] += right ? 1 : 0;
                count[1]++;
            }
        }
        Map<Kind, Double> shares = new EnumMap<>(Kind.class);
        counts.forEach((kind, count) -> shares.put(kind, (double) count[0] / count[1]));
        return shares;
    }
}
