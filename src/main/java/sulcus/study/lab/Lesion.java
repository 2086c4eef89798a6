package sulcus.study.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sulcus.evaluate.LossByKind;
import sulcus.evaluate.LossByKind.Labelled;
import sulcus.model.Model;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.study.Intervention;
import sulcus.study.Interventions;
import sulcus.task.Progress;
import sulcus.text.TextFiles;

/**
 * What interventions do to the loss on each kind of text, beside what the same does to as many neurons drawn at random in each
 * layer. The model is not copied and not changed: gates are laid into it and lifted again.
 *
 * @param field of .jsonl and .parquet; null for "text"
 * @param label whose values are the kinds, such as "kind"; null takes all texts as one kind
 * @param mostTexts of each kind, the first; −1 for all
 * @param mostTokens of each text, the first
 * @param controls random draws; their seeds are {@code seed}, {@code seed} + 1, …
 */
public record Lesion(
        Path model,
        TextFiles text,
        String field,
        String label,
        List<Intervention> interventions,
        int mostTexts,
        int mostTokens,
        int controls,
        long seed,
        Device device) {

    /**
     * One kind of text; losses are means of −log p over its predicted tokens, nats.
     *
     * @param control mean over the draws; NaN without any
     * @param controlDeviation their standard deviation (n − 1); NaN for fewer than two
     */
    public record Effect(
            String kind, long tokens, double before, double after, double control, double controlDeviation) {
        /** How much the interventions add to the loss. */
        public double added() {
            return after - before;
        }

        /** How much random ones of equal size add; NaN without any. */
        public double addedAtRandom() {
            return control - before;
        }
    }

    /** @param neurons to which something was done, in all layers */
    public record Effects(int neurons, List<Effect> kinds) {}

    public Effects run(Progress progress) {
        progress.report("opening", 0);
        try (Model opened = Model.open(model)) {
            Interventions done = Interventions.of(opened.description(), interventions);
            List<Labelled> documents = LabelledTexts.read(opened, text, field, label, mostTexts, mostTokens, progress);
            progress.report("reading the weights", 0.02);
            try (Runner runner = Runner.open(opened, device)) {
                double part = 0.95 / (2 + controls);
                LossByKind before = LossByKind.measure(runner, Gates.OPEN, documents, progress.part(0.05, 0.05 + part));
                return new Effects(
                        done.count(), effects(runner, documents, before, done, progress.part(0.05 + part, 1)));
            }
        }
    }

    /** What interventions do, with their controls, to a model whose untouched losses are known. */
    List<Effect> effects(
            Runner runner, List<Labelled> documents, LossByKind before, Interventions done, Progress progress) {
        double part = 1.0 / (1 + controls);
        LossByKind after = LossByKind.measure(runner, done.gates(runner.model()), documents, progress.part(0, part));
        List<LossByKind> random = new ArrayList<>();
        for (int i = 0; i < controls; i++) {
            random.add(LossByKind.measure(
                    runner,
                    done.control(seed + i).gates(runner.model()),
                    documents,
                    progress.part((1 + i) * part, (2 + i) * part)));
        }
        return effects(before, after, random);
    }

    private static List<Effect> effects(LossByKind before, LossByKind after, List<LossByKind> random) {
        List<Effect> effects = new ArrayList<>();
        before.loss().forEach((kind, loss) -> {
            double mean = random.stream()
                    .mapToDouble(r -> r.loss().get(kind))
                    .average()
                    .orElse(Double.NaN);
            double squares = random.stream()
                    .mapToDouble(r -> r.loss().get(kind) - mean)
                    .map(x -> x * x)
                    .sum();
            double deviation = random.size() < 2 ? Double.NaN : Math.sqrt(squares / (random.size() - 1));
            effects.add(new Effect(
                    kind, before.tokens().get(kind), loss, after.loss().get(kind), mean, deviation));
        });
        return effects;
    }
}
