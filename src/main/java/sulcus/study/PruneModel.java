package sulcus.study;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import sulcus.export.Destination;
import sulcus.export.Exported;
import sulcus.export.Layout;
import sulcus.model.Model;
import sulcus.prune.Compensating;
import sulcus.prune.Compensation;
import sulcus.prune.Footprint;
import sulcus.prune.HeadPlan;
import sulcus.prune.Plan;
import sulcus.prune.Planner;
import sulcus.prune.PreservedSet;
import sulcus.prune.Pruner;
import sulcus.prune.Pruning;
import sulcus.prune.Rules;
import sulcus.prune.UniformPlan;
import sulcus.prune.UniformWidths;
import sulcus.prune.score.Allocation;
import sulcus.prune.score.HeadScore;
import sulcus.prune.score.Score;
import sulcus.prune.score.ScoreHeads;
import sulcus.prune.score.ScoreNeurons;
import sulcus.prune.score.Scores;
import sulcus.run.Device;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/**
 * A model and what to preserve of it to a smaller model on disk.
 *
 * @param to where the smaller model goes
 * @param heads which groups of attention heads to remove besides; null for none
 */
public record PruneModel(Destination to, HeadCut heads, Compensating compensating, Device device) {

    /** Without removing heads. */
    public PruneModel(Destination to, Compensating compensating, Device device) {
        this(to, null, compensating, device);
    }

    /**
     * Groups of heads to remove: those of the lowest scores.
     *
     * @param share of all groups of the model, above 0 and below 1
     */
    public record HeadCut(HeadScore score, double share) {
        public HeadCut {
            if (!(share > 0 && share < 1)) {
                throw new Refusal(
                        "heads " + share + ": a share lies between 0 and 1, both excluded; give one such as 0.1");
            }
        }
    }

    /**
     * What was written.
     *
     * @param kept neurons of each layer
     * @param neuronsRemoved share of all MLP neurons
     * @param headsRemoved share of all groups of attention heads
     * @param parametersRemoved share of all parameters
     * @param parameters of the written model: biases that make up for removed neurons and zeros of a padded layout included
     */
    public record Pruned(
            Exported exported,
            Plan plan,
            int[] kept,
            double neuronsRemoved,
            double headsRemoved,
            double parametersRemoved,
            long parameters) {}

    /**
     * Prunes the model of a study by the scores of a method, and writes that into the study's history, if the study can be
     * written.
     *
     * @param allocation how the cut is shared among the layers
     * @param rules on the scale of the allocation
     * @param calibrationTokens of the study's text that scores and compensation look at, see {@link CalibrationTokens#of(Study,
     *     Model, long)}
     */
    public Pruned study(
            Study study, Score method, Allocation allocation, Rules rules, long calibrationTokens, Progress progress) {
        Pruned pruned = prune(study, method, allocation, rules, calibrationTokens, study.isWritable(), progress);
        if (!study.isWritable()) {
            return pruned;
        }
        Map<String, String> arguments = arguments(method, allocation, calibrationTokens);
        study.history().append(History.Step.now("prune", arguments, RulesRecord.of(rules), Masks.hash(pruned.plan())));
        return pruned;
    }

    /** The same without a line in the history, for a study that is only shown. */
    public Pruned unrecorded(Study study, Score method, Rules rules, Progress progress) {
        return prune(study, method, method.allocation(), rules, 0, false, progress);
    }

    private Pruned prune(
            Study study,
            Score method,
            Allocation allocation,
            Rules rules,
            long calibrationTokens,
            boolean keep,
            Progress progress) {
        try (Model dense = Model.open(study.modelPath())) {
            sameModel(study, dense);
            check(dense);
            MethodScores.Basis basis = MethodScores.Basis.of(study, dense, calibrationTokens, keep);
            List<List<int[]>> calibration = basis.calibration();
            Planner planner = MethodScores.planner(study, method, allocation, basis, device, progress.part(0, 0.3));
            Plan plan = to.layout() == Layout.UNIFORM ? UniformPlan.of(planner, rules) : planner.plan(rules);
            Map<String, Object> provenance = new LinkedHashMap<>();
            provenance.put("study", study.folder().getFileName().toString());
            if (method != Scores.NETWORKS) {
                provenance.put("method", method.label());
            }
            if (method != Scores.NETWORKS || allocation != method.allocation()) {
                provenance.put("allocation", Allocations.words(study, method, allocation));
            }
            provenance.put("rules", rules(RulesRecord.of(rules)));
            StudyDocument document = study.document();
            provenance.put("settings", settings(document));
            if (document.texts() != null) {
                provenance.put("text", Map.of("name", study.textFiles().name(), "sha256", document.textSha256()));
            }
            provenance.put(
                    "command",
                    StudyScript.prune(study, RulesRecord.of(rules), arguments(method, allocation, calibrationTokens)));
            if (heads == null && allocation == method.allocation() && calibrationTokens == 0) {
                provenance.put("measured", measured(study, method, rules));
            }
            return run(dense, plan, rules.protectedLayers(), calibration, provenance, progress.part(0.3, 1));
        }
    }

    /** What the study knows of this very cut, and of the dense model on the same text. */
    private List<Object> measured(Study study, Score method, Rules rules) {
        List<Object> rows = new ArrayList<>();
        for (StudyDocument.Measurement m : study.document().results()) {
            boolean same = RulesRecord.of(rules).equals(m.rules())
                    && m.method().equals(method.label())
                    && m.compensating().equals(compensating);
            if (same) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("text", m.text());
                row.put("window", m.window());
                row.put("tokens", m.tokens());
                double dense = Tried.dense(study, m.text());
                row.put("dense", Double.isNaN(dense) ? null : (Object) dense);
                row.put("pruned", m.perplexity());
                rows.add(row);
            }
        }
        return rows;
    }

    /** Refuses what would be refused after long work. */
    private void check(Model dense) {
        to.check(dense);
        if (heads != null) {
            to.checkHeads(dense);
        }
    }

    /**
     * Prunes a model by a score that knows no networks.
     *
     * @param rules thresholds lie on the scale of the score's allocation
     * @param calibration token ids for the score and the compensation; null where neither looks at text
     */
    public Pruned scored(Model dense, Score score, Rules rules, List<List<int[]>> calibration, Progress progress) {
        check(dense);
        float[][] scores = new ScoreNeurons(dense, List.of(score), null, 0, device)
                .run(calibration, progress.part(0, 0.3))
                .get(score);
        Planner planner = new Planner(score.allocation().apply(scores), Footprint.of(dense), null);
        Plan plan = to.layout() == Layout.UNIFORM ? UniformPlan.of(planner, rules) : planner.plan(rules);
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("method", score.label());
        provenance.put("allocation", score.allocation().label());
        provenance.put("rules", rules(RulesRecord.of(rules)));
        return run(dense, plan, rules.protectedLayers(), calibration, provenance, progress.part(0.3, 1));
    }

    /**
     * Removes heads alone.
     *
     * @param protectedLayers kept whole, unless the layout is uniform
     * @param calibration token ids for the score and the compensation; null where neither looks at text
     */
    public Pruned heads(Model dense, Set<Integer> protectedLayers, List<List<int[]>> calibration, Progress progress) {
        check(dense);
        Plan plan = Plan.whole(dense.description().neurons());
        return run(dense, plan, protectedLayers, calibration, new LinkedHashMap<>(), progress);
    }

    /**
     * Prunes a model to a preserved set made elsewhere. For the uniform layout, layers fill up by the magnitude of their weights:
     * nothing else is known of their neurons.
     *
     * @param preserved {@code FILE.safetensors:NAME}
     * @param widthMultiple the uniform width is rounded up to a multiple of it
     * @param protectedLayers that lose no heads
     * @param calibration token ids for the compensation; null without one
     */
    public Pruned preserved(
            Model dense,
            String preserved,
            int widthMultiple,
            Set<Integer> protectedLayers,
            List<List<int[]>> calibration,
            Progress progress) {
        check(dense);
        Plan given = PreservedSet.read(preserved, dense.description().neurons());
        Plan plan = to.layout() == Layout.UNIFORM
                ? UniformWidths.of(given, magnitude(dense, progress), widthMultiple)
                : given;
        Map<String, Object> provenance = new LinkedHashMap<>(Map.of("preserved", preserved));
        return run(dense, plan, protectedLayers, calibration, provenance, progress);
    }

    private float[][] magnitude(Model dense, Progress progress) {
        return new ScoreNeurons(dense, List.of(Scores.MAGNITUDE), null, 0, device)
                .run(null, progress.part(0, 0))
                .get(Scores.MAGNITUDE);
    }

    /** Which groups of heads stay by a cut and a layout. */
    static HeadPlan headPlan(
            HeadCut heads,
            Layout layout,
            Device device,
            Model dense,
            Set<Integer> protectedLayers,
            List<List<int[]>> calibration,
            Progress progress) {
        float[][] scores = new ScoreHeads(dense, List.of(heads.score()), 0, device)
                .run(calibration, progress)
                .get(heads.score());
        return layout == Layout.UNIFORM
                ? HeadPlan.uniform(scores, heads.share())
                : HeadPlan.of(heads.score().allocated(scores), protectedLayers, heads.share());
    }

    private Pruned run(
            Model dense,
            Plan neurons,
            Set<Integer> protectedLayers,
            List<List<int[]>> calibration,
            Map<String, Object> provenance,
            Progress progress) {
        Plan plan = neurons;
        double scored = heads == null ? 0 : 0.2;
        if (heads != null) {
            plan = plan.withHeads(headPlan(
                    heads, to.layout(), device, dense, protectedLayers, calibration, progress.part(0, scored)));
            provenance.put(
                    "heads",
                    Map.of(
                            "method",
                            heads.score().label(),
                            "share",
                            heads.share(),
                            "protectedLayers",
                            List.copyOf(new TreeSet<>(protectedLayers))));
        }
        to.check(dense, plan, compensating);
        provenance.put("compensation", compensating.kind().label());
        if (compensating.kind() == Compensation.FEEDBACK) {
            provenance.put("feedback", compensating.feedback());
        }
        if (compensating.refitAttention()) {
            provenance.put("refit", "attention");
        }
        provenance.put("statistics", compensating.denseStatistics() ? "dense" : "pruned");
        double half = compensating.kind() == Compensation.NONE ? scored : 0.6;
        Pruning pruning =
                Pruner.compensate(dense, plan, compensating, calibration, device, progress.part(scored, half));
        int[] check = calibration == null
                        || calibration.isEmpty()
                        || calibration.getFirst().isEmpty()
                ? null
                : calibration.getFirst().getFirst();
        Exported exported = to.write(dense, pruning, provenance, check, device, progress.part(half, 1));
        Footprint footprint = Footprint.of(dense);
        int[] kept = plan.kept();
        return new Pruned(
                exported,
                plan,
                kept,
                footprint.neuronsRemoved(kept),
                plan.heads() == null ? 0 : plan.heads().removed(),
                footprint.parametersRemoved(kept)
                        + (plan.heads() == null ? 0 : plan.heads().parametersRemoved(dense))
                                / (double) footprint.parameters(),
                exported.size().parameters());
    }

    /** @throws Refusal if the model's files are not those that were decomposed, by their names and sizes */
    public static void sameModel(Study study, Model model) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (Path file : model.files()) {
            sizes.put(name(file), file.toFile().length());
        }
        for (StudyDocument.FileRecord file : study.document().model().files()) {
            if (!sizes.getOrDefault(file.path(), -1L).equals(file.bytes())) {
                throw new Refusal(model.source() + ": " + file.path() + " is not the file that was decomposed ("
                        + file.bytes() + " bytes); put it back, or decompose again");
            }
        }
    }

    private static String name(Path path) {
        return path.getFileName().toString();
    }

    private static Map<String, Object> rules(RulesRecord rules) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("target", rules.target());
        map.put("value", rules.value());
        Map<String, Object> layers = new LinkedHashMap<>();
        rules.layerThresholds().forEach((layer, threshold) -> layers.put(layer.toString(), threshold));
        map.put("layerThresholds", layers);
        map.put("networks", new LinkedHashMap<>(rules.networks()));
        map.put("networkThresholds", new LinkedHashMap<>(rules.networkThresholds()));
        map.put("protectedLayers", List.copyOf(rules.protectedLayers()));
        map.put("minimumWidth", rules.minimumWidth());
        map.put("widthMultiple", rules.widthMultiple());
        return map;
    }

    private static Map<String, Object> settings(StudyDocument document) {
        StudyDocument.SettingsRecord s = document.settings();
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("components", s.components());
        map.put("groups", s.groups());
        map.put("texts", s.texts());
        map.put("tokens", Arrays.stream(document.tokens()).asLongStream().sum());
        map.put("signals", s.signals());
        map.put("restarts", s.restarts());
        map.put("seed", s.seed());
        return map;
    }

    private Map<String, String> arguments(Score method, Allocation allocation, long calibrationTokens) {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("out", to.out().toString());
        if (to instanceof Destination.Gguf) {
            arguments.put("format", "gguf");
        }
        arguments.put("compensate", compensating.kind().label());
        if (compensating.kind() == Compensation.FEEDBACK) {
            arguments.put("feedback", Double.toString(compensating.feedback()));
        }
        arguments.put("layout", to.layout().label());
        if (to.dtype() != null) {
            arguments.put("dtype", to.dtype());
        }
        if (heads != null) {
            arguments.put("heads", Double.toString(heads.share()));
            arguments.put("heads-method", heads.score().label());
        }
        if (compensating.refitAttention()) {
            arguments.put("refit", "attention");
        }
        if (compensating.denseStatistics()) {
            arguments.put("statistics", "dense");
        }
        if (calibrationTokens > 0) {
            arguments.put("calibration-tokens", Long.toString(calibrationTokens));
        }
        if (method != Scores.NETWORKS) {
            arguments.put("method", method.label());
        }
        if (allocation != method.allocation()) {
            arguments.put("allocation", allocation.label());
        }
        return arguments;
    }
}
