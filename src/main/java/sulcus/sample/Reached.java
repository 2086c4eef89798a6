package sulcus.sample;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import sulcus.model.Model;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.text.Tokenizer;

/** What the finished model reaches on held-out text, read from its files and run as any other model. */
final class Reached {
    private static final int[] WINDOWS = {256, 1024};

    private Reached() {}

    /**
     * Held-out perplexity in windows (the documents one after another, a line feed between) and, per kind, the share of
     * documents whose last answer is generated exactly.
     */
    static Map<String, Object> measure(Path folder, List<SampleDocument> held, Progress progress) {
        Map<String, Object> reached = new LinkedHashMap<>();
        try (Model model = Model.open(folder);
                Tokenizer tokenizer = Tokenizer.open(folder);
                Runner runner = Runner.open(model, Device.CPU)) {
            reached.put("parameters", model.parameters());
            int[] ids = tokenizer.encode(held.stream().map(SampleDocument::text).collect(Collectors.joining("\n")));
            Map<String, Object> perplexity = new LinkedHashMap<>();
            for (int window : WINDOWS) {
                progress.report("perplexity in windows of " + window, 0);
                perplexity.put("window " + window, rounded(perplexity(runner, ids, window)));
            }
            reached.put("heldOutPerplexity", perplexity);
            progress.report("generating answers", 0);
            reached.put("exactAnswers", answers(runner, tokenizer, held));
        }
        return reached;
    }

    private static double perplexity(Runner runner, int[] ids, int window) {
        double sum = 0;
        long count = 0;
        for (int at = 0; at + window <= ids.length; at += window) {
            for (float loss : runner.losses(Arrays.copyOfRange(ids, at, at + window), Gates.OPEN)) {
                sum += loss;
                count++;
            }
        }
        return count == 0 ? Double.NaN : Math.exp(sum / count);
    }

    private static Map<String, Double> answers(Runner runner, Tokenizer tokenizer, List<SampleDocument> held) {
        Map<Kind, int[]> counts = new EnumMap<>(Kind.class);
        for (SampleDocument document : held) {
            int wanted = tokenizer.encode(document.completion()).length;
            int[] made = runner.generate(tokenizer.encode(document.prompt()), wanted, -1, Gates.OPEN, id -> {});
            int[] count = counts.computeIfAbsent(document.kind(), kind -> new int[2]);
            count[0] += tokenizer.decode(made).equals(document.completion()) ? 1 : 0;
            count[1]++;
        }
        Map<String, Double> shares = new LinkedHashMap<>();
        counts.forEach((kind, count) -> shares.put(kind.label(), rounded((double) count[0] / count[1])));
        return shares;
    }

    private static double rounded(double value) {
        return Math.round(value * 10_000) / 10_000.0;
    }
}
