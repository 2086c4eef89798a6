package sulcus.study;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import sulcus.evaluate.Perplexity;
import sulcus.model.Model;
import sulcus.prune.Compensating;
import sulcus.prune.Compensation;
import sulcus.prune.Footprint;
import sulcus.prune.HeadPlan;
import sulcus.prune.Plan;
import sulcus.prune.Planner;
import sulcus.prune.Pruner;
import sulcus.prune.Pruning;
import sulcus.prune.Rules;
import sulcus.prune.Target;
import sulcus.prune.score.Allocation;
import sulcus.prune.score.HeadScore;
import sulcus.prune.score.HeadScores;
import sulcus.prune.score.Score;
import sulcus.prune.score.ScoreHeads;
import sulcus.prune.score.Scores;
import sulcus.run.Device;
import sulcus.run.Gates;
import sulcus.run.Runner;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.Corpus;
import sulcus.text.TextFiles;
import sulcus.text.Tokenizer;

/**
 * Methods × ratios × compensations × seeds on one text. Each setting is measured on the whole pruned model and written into
 * the study as soon as it is known; a run that was broken off goes on with what is missing. The study's protected layers hold;
 * thresholds of its own layers and decisions on networks do not, since rivals have none.
 *
 * @param study with its model
 * @param text to predict
 * @param field of .jsonl and .parquet; null for "text"
 * @param neurons shares of all MLP neurons to remove, each below 1; 0 for none
 * @param heads shares of all groups of attention heads to remove, each below 1; 0 for none
 * @param allocations labels for {@link Allocations}, of how a cut of neurons is shared among the layers; heads keep their
 *     score's own
 * @param methods labels of those to compare, of {@link Scores} where neurons are removed and of {@link HeadScores} where heads
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
        TextFiles text,
        String field,
        List<Double> neurons,
        List<Double> heads,
        List<String> methods,
        List<String> allocations,
        List<Compensating> compensations,
        boolean denseStatistics,
        List<Long> seeds,
        int calibrationTexts,
        long calibrationTokens,
        int window,
        long maximumTokens,
        Device device) {

    /**
     * One setting to measure.
     *
     * @param neurons share to remove by {@code score}, which is null where none are
     * @param allocation of the neurons, or of the heads where those alone are removed
     * @param shared the allocation as rows say it
     * @param heads share to remove by {@code headScore}, which is null where none are
     */
    private record Setting(
            Score score,
            double neurons,
            Allocation allocation,
            String shared,
            HeadScore headScore,
            double heads,
            Compensating how) {
        /** The method; score and score of heads have one label. */
        Score.Definition method() {
            return score != null ? score.definition() : headScore.definition();
        }
    }

    /**
     * Measures what the study does not know yet.
     *
     * @param told each row as it is known, those that the study knew already too
     * @return all rows, the dense model's first
     */
    public List<Compared> run(Consumer<Compared> told, Progress progress) {
        check("neurons", neurons);
        check("heads", heads);
        settings();
        if (!study.isWritable()) {
            throw new Refusal(
                    study.folder() + ": cannot be written, and what is measured is kept in it; copy the folder that"
                            + " holds it and compare in the copy");
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

    private static void check(String what, List<Double> shares) {
        for (double share : shares) {
            if (!(share >= 0 && share < 1)) {
                throw new Refusal(what + " " + share + ": a share lies between 0 and 1, 1 excluded; give 0.3");
            }
        }
    }

    /** All settings: methods × shares × compensations × allocations. */
    private List<Setting> settings() {
        List<Setting> all = new ArrayList<>();
        for (String method : methods) {
            for (double share : neurons) {
                for (double ofHeads : heads) {
                    if (share == 0 && ofHeads == 0) {
                        continue;
                    }
                    Score score = share > 0 ? Scores.parse(method) : null;
                    HeadScore headScore = ofHeads > 0 ? HeadScores.parse(method) : null;
                    Compensation usual = score != null ? score.usual() : headScore.usual();
                    for (Compensating how : compensations == null ? List.of(usual(usual)) : compensations) {
                        if (score == null) {
                            Allocation own = headScore.allocation();
                            all.add(new Setting(null, 0, own, own.label(), headScore, ofHeads, how));
                        } else {
                            for (String label : allocations) {
                                Allocation allocation = Allocations.of(study, score, label);
                                String shared = Allocations.words(study, score, allocation);
                                all.add(new Setting(score, share, allocation, shared, headScore, ofHeads, how));
                            }
                        }
                    }
                }
            }
        }
        if (all.isEmpty()) {
            throw new Refusal("compare: nothing is removed; give shares of neurons or of heads above 0, such as 0.2");
        }
        return all;
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
        return new Evaluation(tokens, width, (int) (usable / width), text.name(), text.sha256(progress.part(0, 0)));
    }

    private void dense(Model model, Evaluation on, Consumer<Compared> keep, Progress progress) {
        Compared wanted = row(Compared.DENSE, "", Compensating.NOTHING, 0, 0, 0, 0, on);
        Compared known = study.compared(wanted);
        if (known == null) {
            long start = System.nanoTime();
            Perplexity p = measure(model, on, progress);
            known = study.keep(measured(wanted, p, Removed.NOTHING, start, ""));
        }
        keep.accept(known);
    }

    private void seed(Model model, Evaluation on, long seed, Consumer<Compared> keep, Progress progress) {
        List<List<int[]>> calibration =
                new CompareCalibration(study, calibrationTexts, calibrationTokens, window).of(model, seed);
        long tokens = calibration.stream()
                .flatMap(List::stream)
                .mapToLong(t -> t.length)
                .sum();
        List<Setting> open = new ArrayList<>();
        for (Setting setting : settings()) {
            Compared known = study.compared(row(setting, seed, tokens, on));
            if (known == null) {
                open.add(setting);
            } else {
                keep.accept(known);
            }
        }
        if (open.isEmpty()) {
            return;
        }
        MethodScores.Basis basis = new MethodScores.Basis(
                model,
                calibration,
                calibrationTokens > 0
                        ? MethodScores.Basis.windows(calibrationTokens, seed)
                        : calibrationTexts + " texts, seed " + seed,
                seed,
                true);
        Found found = new Found(
                MethodScores.of(
                        study,
                        open.stream()
                                .map(Setting::score)
                                .filter(Objects::nonNull)
                                .distinct()
                                .toList(),
                        basis,
                        device,
                        progress.part(0, 0.1)),
                new ScoreHeads(
                                model,
                                open.stream()
                                        .map(Setting::headScore)
                                        .filter(Objects::nonNull)
                                        .distinct()
                                        .toList(),
                                seed,
                                device)
                        .run(calibration, progress.part(0.1, 0.2)));
        for (int i = 0; i < open.size(); i++) {
            Progress part = progress.part(0.2 + 0.8 * i / open.size(), 0.2 + 0.8 * (i + 1) / open.size());
            keep.accept(measure(model, on, open.get(i), found, basis, tokens, part));
        }
    }

    /** Scores of neurons and of groups of heads, [layer][neuron or group], before any allocation. */
    private record Found(Map<Score, float[][]> neurons, Map<HeadScore, float[][]> heads) {}

    private Compared measure(
            Model model,
            Evaluation on,
            Setting setting,
            Found found,
            MethodScores.Basis basis,
            long tokens,
            Progress progress) {
        long start = System.nanoTime();
        progress.report(
                setting.method().title() + ", " + percent(setting.neurons(), "neurons")
                        + percent(setting.heads(), "heads")
                        + setting.how().kind().label(),
                0);
        Plan plan = plan(model, setting, found);
        boolean compensated = setting.how().kind() != Compensation.NONE;
        Pruning pruning = Pruner.compensate(
                model, plan, setting.how(), basis.calibration(), device, progress.part(0, compensated ? 0.6 : 0));
        try (Model masked = pruning.masked(model)) {
            Perplexity p = measure(masked, on, progress.part(compensated ? 0.6 : 0, 1));
            return study.keep(measured(
                    row(setting, basis.seed(), tokens, on), p, Removed.of(model, plan), start, Masks.hash(plan)));
        }
    }

    private static String percent(double share, String of) {
        return share == 0 ? "" : Math.round(100 * share) + " % of " + of + ", ";
    }

    private Plan plan(Model model, Setting setting, Found found) {
        Plan plan = Plan.whole(model.description().neurons());
        Set<Integer> whole = study.rules().protectedLayers();
        if (setting.score() != null) {
            Rules rules = Rules.defaults(study.layers())
                    .withProtectedLayers(whole)
                    .withTarget(new Target.Neurons(setting.neurons()));
            float[][] scores = setting.allocation().apply(found.neurons().get(setting.score()));
            plan = new Planner(scores, study.footprint(), null).plan(rules);
        }
        if (setting.headScore() != null) {
            float[][] scores = setting.headScore().allocated(found.heads().get(setting.headScore()));
            plan = plan.withHeads(HeadPlan.of(scores, whole, setting.heads()));
        }
        return plan;
    }

    /** Shares of all neurons, of all groups of heads and of all parameters. */
    private record Removed(double neurons, double heads, double parameters) {
        static final Removed NOTHING = new Removed(0, 0, 0);

        static Removed of(Model model, Plan plan) {
            Footprint footprint = Footprint.of(model);
            HeadPlan heads = plan.heads();
            long ofHeads = heads == null ? 0 : heads.parametersRemoved(model);
            return new Removed(
                    footprint.neuronsRemoved(plan.kept()),
                    heads == null ? 0 : heads.removed(),
                    footprint.parametersRemoved(plan.kept()) + ofHeads / (double) footprint.parameters());
        }
    }

    private Perplexity measure(Model model, Evaluation on, Progress progress) {
        try (Runner runner = Runner.open(model, device)) {
            return Perplexity.measure(
                    runner, Gates.OPEN, on.tokens(), on.window(), (long) on.windows() * on.window(), progress);
        }
    }

    private Compensating usual(Compensation usual) {
        return new Compensating(usual, Compensating.FEEDBACK, denseStatistics);
    }

    private Compared row(Setting setting, long seed, long tokens, Evaluation on) {
        return row(
                setting.method().label(),
                setting.shared(),
                setting.how(),
                setting.neurons(),
                setting.heads(),
                seed,
                tokens,
                on);
    }

    private Compared row(
            String method,
            String allocation,
            Compensating how,
            double neurons,
            double heads,
            long seed,
            long tokens,
            Evaluation on) {
        return new Compared(
                method,
                allocation,
                how.kind().label(),
                how.kind() == Compensation.FEEDBACK ? how.feedback() : 0,
                Compared.statistics(how),
                Compared.refit(how),
                method.equals(Compared.DENSE)
                        ? List.of()
                        : study.rules().protectedLayers().stream().sorted().toList(),
                neurons,
                heads,
                seed,
                method.equals(Compared.DENSE) ? 0 : calibrationTokens > 0 ? Compared.WINDOWS : calibrationTexts,
                tokens,
                0,
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

    private static Compared measured(Compared wanted, Perplexity p, Removed removed, long start, String mask) {
        return new Compared(
                wanted.method(),
                wanted.allocation(),
                wanted.compensate(),
                wanted.feedback(),
                wanted.statistics(),
                wanted.refit(),
                wanted.protectedLayers(),
                wanted.neurons(),
                wanted.heads(),
                wanted.seed(),
                wanted.calibrationTexts(),
                wanted.calibrationTokens(),
                removed.neurons(),
                removed.heads(),
                removed.parameters(),
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
