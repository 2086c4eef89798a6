package sulcus.study;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import sulcus.evaluate.Perplexity;
import sulcus.format.Sha256;
import sulcus.model.Model;
import sulcus.prune.Compensating;
import sulcus.prune.Compensation;
import sulcus.prune.Footprint;
import sulcus.prune.Plan;
import sulcus.prune.Planner;
import sulcus.prune.Pruner;
import sulcus.prune.Pruning;
import sulcus.prune.Rules;
import sulcus.prune.Target;
import sulcus.prune.score.Score;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.Calibration;
import sulcus.text.CalibrationText;
import sulcus.text.Corpus;
import sulcus.text.Tokenizer;

/**
 * Methods × ratios × compensations × seeds on one text. Each setting is measured on the whole pruned model and written into
 * the study as soon as it is known; a run that was broken off goes on with what is missing. The study's protected layers hold;
 * thresholds of its own layers and decisions on networks do not, since rivals have none.
 *
 * @param study with its model
 * @param text to predict
 * @param field of .jsonl and .parquet; null for "text"
 * @param neurons shares of all MLP neurons to remove, each above 0 and below 1
 * @param methods to compare
 * @param compensations null: each method's usual one
 * @param denseStatistics with null compensations: whether the usual ones look at the dense model's stream, as their authors do
 * @param seeds which calibration texts, and what is drawn
 * @param calibrationTexts how many texts of the study's calibration text; 0 for those that were decomposed
 * @param calibrationTokens instead of texts so many tokens of the whole calibration text, in consecutive windows as long as those
 *     that are predicted; 0 for texts
 * @param window tokens; 0 for {@value MeasurePerplexity#WINDOW}, or the model's positions if it has fewer
 * @param maximumTokens −1 for all
 */
public record CompareMethods(
        Study study,
        Path text,
        String field,
        List<Double> neurons,
        List<Score> methods,
        List<Compensating> compensations,
        boolean denseStatistics,
        List<Long> seeds,
        int calibrationTexts,
        long calibrationTokens,
        int window,
        long maximumTokens,
        Device device) {

    private static final int GROUP_TOKENS = 6000;

    /** One setting to measure. */
    private record Setting(Score method, double neurons, Compensating how) {}

    /**
     * Measures what the study does not know yet.
     *
     * @param told each row as it is known, those that the study knew already too
     * @return all rows, the dense model's first
     */
    public List<Compared> run(Consumer<Compared> told, Progress progress) {
        for (double share : neurons) {
            if (!(share > 0 && share < 1)) {
                throw new Refusal("neurons " + share + ": a share lies between 0 and 1, both excluded; give 0.3");
            }
        }
        List<Compared> rows = new ArrayList<>();
        Consumer<Compared> keep = row -> {
            rows.add(row);
            told.accept(row);
        };
        try (Model model = Model.open(study.modelPath())) {
            PruneModel.sameModel(study, model);
            Evaluation on = evaluation(model, progress);
            dense(model, on, keep, progress.part(0, 0.02));
            for (int s = 0; s < seeds.size(); s++) {
                seed(
                        model,
                        on,
                        seeds.get(s),
                        keep,
                        progress.part(0.02 + 0.98 * s / seeds.size(), 0.02 + 0.98 * (s + 1) / seeds.size()));
            }
        }
        return List.copyOf(rows);
    }

    /** What is predicted, the same for every setting. */
    private record Evaluation(int[] tokens, int window, int windows, String name, String sha256) {}

    private Evaluation evaluation(Model model, Progress progress) {
        int positions = model.description().maximumPositions();
        int[] tokens;
        try (Tokenizer tokenizer = Tokenizer.open(model.source())) {
            tokens = tokenizer.encode(Corpus.read(text, field).whole());
        }
        int width = window > 0 ? window : Math.min(MeasurePerplexity.WINDOW, positions);
        long usable = maximumTokens < 0 ? tokens.length : Math.min(maximumTokens, tokens.length);
        return new Evaluation(
                tokens,
                width,
                (int) (usable / width),
                text.getFileName().toString(),
                Sha256.of(text, progress.part(0, 0)));
    }

    private void dense(Model model, Evaluation on, Consumer<Compared> keep, Progress progress) {
        Compared wanted = row(Compared.DENSE, "", Compensating.NOTHING, 0, 0, 0, on);
        Compared known = study.compared(wanted);
        if (known == null) {
            long start = System.nanoTime();
            Perplexity p = measure(model, on, progress);
            known = study.keep(measured(wanted, p, new double[2], start, ""));
        }
        keep.accept(known);
    }

    private void seed(Model model, Evaluation on, long seed, Consumer<Compared> keep, Progress progress) {
        List<List<int[]>> calibration = calibration(model, seed);
        long tokens = calibration.stream()
                .flatMap(List::stream)
                .mapToLong(t -> t.length)
                .sum();
        List<Setting> open = new ArrayList<>();
        for (Score method : methods) {
            for (double share : neurons) {
                for (Compensating how : compensations == null ? List.of(usual(method)) : compensations) {
                    Compared known = study.compared(
                            row(method.label(), method.allocation().label(), how, share, seed, tokens, on));
                    if (known == null) {
                        open.add(new Setting(method, share, how));
                    } else {
                        keep.accept(known);
                    }
                }
            }
        }
        if (open.isEmpty()) {
            return;
        }
        MethodScores.Basis basis = new MethodScores.Basis(
                model,
                calibration,
                (calibrationTokens > 0 ? calibrationTokens + " tokens in windows" : calibrationTexts + " texts")
                        + ", seed " + seed,
                seed,
                true);
        Map<Score, float[][]> scores = MethodScores.of(
                study, open.stream().map(Setting::method).distinct().toList(), basis, device, progress.part(0, 0.2));
        for (int i = 0; i < open.size(); i++) {
            Progress part = progress.part(0.2 + 0.8 * i / open.size(), 0.2 + 0.8 * (i + 1) / open.size());
            keep.accept(measure(model, on, open.get(i), scores, basis, tokens, part));
        }
    }

    private Compared measure(
            Model model,
            Evaluation on,
            Setting setting,
            Map<Score, float[][]> scores,
            MethodScores.Basis basis,
            long tokens,
            Progress progress) {
        long start = System.nanoTime();
        Score method = setting.method();
        progress.report(
                method.title() + ", " + Math.round(100 * setting.neurons()) + " %, "
                        + setting.how().kind().label(),
                0);
        Rules rules = Rules.defaults(study.layers())
                .withProtectedLayers(study.rules().protectedLayers())
                .withTarget(new Target.Neurons(setting.neurons()));
        Footprint footprint = study.footprint();
        Plan plan = new Planner(method.allocation().apply(scores.get(method)), footprint, null).plan(rules);
        boolean compensated = setting.how().kind() != Compensation.NONE;
        Pruning pruning = Pruner.compensate(
                model, plan, setting.how(), basis.calibration(), device, progress.part(0, compensated ? 0.6 : 0));
        try (Model masked = pruning.masked(model)) {
            Perplexity p = measure(masked, on, progress.part(compensated ? 0.6 : 0, 1));
            double[] removed = {footprint.neuronsRemoved(plan.kept()), footprint.parametersRemoved(plan.kept())};
            Compared wanted = row(
                    method.label(),
                    method.allocation().label(),
                    setting.how(),
                    setting.neurons(),
                    basis.seed(),
                    tokens,
                    on);
            return study.keep(measured(wanted, p, removed, start, Masks.hash(plan)));
        }
    }

    private Perplexity measure(Model model, Evaluation on, Progress progress) {
        try (Runner runner = Runner.open(model, device)) {
            return Perplexity.measure(
                    runner, Gates.OPEN, on.tokens(), on.window(), (long) on.windows() * on.window(), progress);
        }
    }

    private Compensating usual(Score method) {
        return new Compensating(method.usual(), Compensating.FEEDBACK, denseStatistics);
    }

    /** Texts of one seed: those after the ones of the seed before it. */
    private List<List<int[]>> calibration(Model model, long seed) {
        if (calibrationTokens == 0 && calibrationTexts == 0 && seed == 0) {
            return study.calibration();
        }
        if (study.textPath() == null) {
            throw new Refusal(study.folder() + ": was made from captured activations; other calibration texts are not"
                    + " known");
        }
        if (calibrationTokens > 0) {
            return windows(model, seed);
        }
        StudyDocument.SettingsRecord s = study.document().settings();
        int each = Math.min(s.texts(), calibrationTexts == 0 ? s.texts() * s.groups() : calibrationTexts);
        int wanted = calibrationTexts == 0 ? s.texts() * s.groups() : calibrationTexts;
        int groups = (wanted + each - 1) / each;
        try (Tokenizer tokenizer = Tokenizer.open(model.source())) {
            List<List<CalibrationText>> all = Calibration.select(
                    Corpus.read(study.textPath(), study.document().text().field()),
                    tokenizer,
                    Math.toIntExact(groups * (seed + 1)),
                    each,
                    s.minimumCharacters(),
                    Math.min(s.maximumTokens(), model.description().maximumPositions()));
            return all.subList((int) (groups * seed), (int) (groups * (seed + 1))).stream()
                    .map(group -> group.stream().map(CalibrationText::tokens).toList())
                    .toList();
        }
    }

    /** Consecutive windows of the calibration text in groups, so that no more than a few thousand tokens are looked at together. */
    private List<List<int[]>> windows(Model model, long seed) {
        int[] tokens;
        try (Tokenizer tokenizer = Tokenizer.open(model.source())) {
            tokens = tokenizer.encode(
                    Corpus.read(study.textPath(), study.document().text().field())
                            .whole());
        }
        int width = window > 0
                ? window
                : Math.min(MeasurePerplexity.WINDOW, model.description().maximumPositions());
        long first = seed * (calibrationTokens / width * width);
        long last = Math.min(tokens.length, first + calibrationTokens);
        List<List<int[]>> groups = new ArrayList<>();
        for (long at = first; at + width <= last; at += width) {
            if (groups.isEmpty() || (long) groups.getLast().size() * width >= GROUP_TOKENS) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(Arrays.copyOfRange(tokens, (int) at, (int) at + width));
        }
        if (groups.isEmpty()) {
            throw new Refusal(study.textPath() + ": has " + tokens.length + " tokens, no window of " + width
                    + " for seed " + seed + "; ask for fewer calibration tokens");
        }
        return groups;
    }

    private Compared row(
            String method, String allocation, Compensating how, double share, long seed, long tokens, Evaluation on) {
        return new Compared(
                method,
                allocation,
                how.kind().label(),
                how.kind() == Compensation.FEEDBACK ? how.feedback() : 0,
                Compared.statistics(how),
                share,
                seed,
                method.equals(Compared.DENSE) ? 0 : calibrationTokens > 0 ? Compared.WINDOWS : calibrationTexts,
                tokens,
                0,
                0,
                Double.NaN,
                Double.NaN,
                on.name(),
                on.sha256(),
                on.window(),
                on.windows(),
                0,
                0,
                "",
                "");
    }

    private static Compared measured(Compared wanted, Perplexity p, double[] removed, long start, String mask) {
        return new Compared(
                wanted.method(),
                wanted.allocation(),
                wanted.compensate(),
                wanted.feedback(),
                wanted.statistics(),
                wanted.neurons(),
                wanted.seed(),
                wanted.calibrationTexts(),
                wanted.calibrationTokens(),
                removed[0],
                removed[1],
                p.perplexity(),
                p.standardError(),
                wanted.text(),
                wanted.textSha256(),
                wanted.window(),
                wanted.windows(),
                p.tokens(),
                (System.nanoTime() - start) * 1e-9,
                mask,
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    }
}
