package sulcus.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.decompose.Settings;
import sulcus.export.Destination;
import sulcus.export.ExportSettings;
import sulcus.export.ExportedFile;
import sulcus.export.GgufType;
import sulcus.export.Layout;
import sulcus.model.Model;
import sulcus.prune.Compensating;
import sulcus.prune.Compensation;
import sulcus.prune.Rules;
import sulcus.prune.Target;
import sulcus.prune.score.Allocation;
import sulcus.prune.score.HeadScore;
import sulcus.prune.score.HeadScores;
import sulcus.prune.score.Score;
import sulcus.prune.score.Scores;
import sulcus.run.Device;
import sulcus.study.Allocations;
import sulcus.study.CalibrationTokens;
import sulcus.study.PruneModel;
import sulcus.study.PruneText;
import sulcus.study.Study;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

/** {@code sulcus prune}: a smaller model on disk. */
@Command(
        name = "prune",
        description = {
            "Prune a model and write it as a Hugging Face folder or a GGUF file: from a study, from MODEL and --text (decomposed with the"
                    + " defaults), or to a set made elsewhere (--preserved).",
            "The files are reloaded and compared with the model masked in memory before they get their name."
        })
final class PruneCommand extends Verb {
    @Parameters(paramLabel = "STUDY|MODEL", description = "study folder, or a model")
    private Path source;

    @ArgGroup(exclusive = true, multiplicity = "0..1")
    private RuleOptions.Cut cut;

    @Option(
            names = "--heads",
            paramLabel = "R",
            description =
                    "remove this share of all groups of attention heads, such as 0.1, alone or besides neurons (a group"
                            + " is one key/value head with the query heads that share it)")
    private Double heads;

    @Option(
            names = "--heads-method",
            paramLabel = "METHOD",
            description = "functional-networks, contribution-networks, wanda, flap, obs, magnitude or random"
                    + " (default: ${DEFAULT-VALUE})",
            defaultValue = "obs")
    private String headsMethod;

    @Mixin
    private RuleOptions options;

    @Option(
            names = "--text",
            parameterConsumer = TextWords.class,
            paramLabel = "TEXT",
            description = "calibration text, where MODEL is given" + TextWords.SEVERAL)
    private List<String> text;

    @Option(names = "--field", paramLabel = "NAME", description = "field of .jsonl and .parquet (default: text)")
    private String field;

    @Option(names = "--out", required = true, paramLabel = "PLACE", description = "folder (or .gguf) to make")
    private Path out;

    @Option(
            names = "--method",
            defaultValue = "functional-networks",
            description =
                    "functional-networks, wanda, flap, obs, obs-greedy, magnitude or random (default: ${DEFAULT-VALUE})")
    private String method;

    @Option(
            names = "--allocation",
            paramLabel = "HOW",
            defaultValue = Allocations.OWN,
            description =
                    "of a study, how --neurons or --parameters is shared among the layers: own (as the method's authors"
                            + " do), one-threshold, standardized, same-share, or sensitivity:T, by what sulcus sensitivity measured in"
                            + " the method's order, T from 0 (same share) to 1 (where the loss rises least) (default:"
                            + " ${DEFAULT-VALUE})")
    private String allocation;

    @Option(
            names = "--compensate",
            defaultValue = "none",
            description = "none, bias, least-squares or feedback (default: ${DEFAULT-VALUE})")
    private String compensate;

    @Option(
            names = "--feedback",
            paramLabel = "A",
            description = "with least-squares: fit by this share to what brings the stream back to the dense model's"
                    + " (compensation feedback takes 0.5)")
    private Double feedback;

    @Option(
            names = "--refit",
            paramLabel = "WHAT",
            description =
                    "attention: with feedback, the output projections of the attention behind the first change are"
                            + " fitted too")
    private Values.Refit refit;

    @Option(
            names = "--statistics",
            defaultValue = "pruned",
            description =
                    "what the compensation looks at: each layer behind the pruned ones before it (pruned) or the dense model"
                            + " (dense); default: ${DEFAULT-VALUE}")
    private String statistics;

    @Option(
            names = "--calibration-tokens",
            paramLabel = "N",
            description = "calibrate compensation and method on the first N tokens of the study's text or of --text in"
                    + " consecutive windows of 1024 (default: the texts that were decomposed)")
    private long calibrationTokens;

    @Option(
            names = "--format",
            defaultValue = "huggingface",
            description =
                    "huggingface (a folder) or gguf (a file for llama.cpp; layers of unequal width as its architecture"
                            + " deci) (default: ${DEFAULT-VALUE})")
    private String format;

    @Option(
            names = "--layout",
            defaultValue = "compact",
            description = "compact, uniform or padded (default: ${DEFAULT-VALUE})")
    private String layout;

    @Option(
            names = "--dtype",
            description =
                    "float32, float16 or bfloat16, for gguf also q8_0, q5_0, q4_0 or q4_k_m (default: as in the model,"
                            + " float32 for a quantized one)")
    private String type;

    @Option(
            names = "--shard-size",
            paramLabel = "SIZE",
            defaultValue = "5GB",
            description = "a folder's files hold at most so much, such as 500MB (default: ${DEFAULT-VALUE})")
    private String shard;

    @Option(names = "--device", description = "auto, cpu, cpu-bfloat16 or cuda (default: auto)", defaultValue = "auto")
    private Device device;

    @Override
    Report run(Console at, ObjectNode result) {
        Score score = Scores.parse(method);
        if (score != Scores.NETWORKS && options.namesNetworks()) {
            throw usage("--network and --network-threshold go with --method functional-networks, not with "
                    + score.label());
        }
        if (!statistics.equals("pruned") && !statistics.equals("dense")) {
            throw usage("Invalid value for option '--statistics': '" + statistics + "'; take pruned or dense");
        }
        if (calibrationTokens < 0) {
            throw new Refusal("--calibration-tokens " + calibrationTokens + ": give 1 or more");
        }
        if (cut == null && heads == null) {
            throw usage("Missing required option: one of --value, --neurons, --parameters, --preserved or --heads");
        }
        HeadScore ofHeads = HeadScores.parse(headsMethod);
        Target target = cut != null && cut.preserved == null ? cut.target() : null;
        PruneModel prune = new PruneModel(
                destination(), heads == null ? null : new PruneModel.HeadCut(ofHeads, heads), compensating(), device);
        PruneModel.Pruned pruned = prune(prune, score, target, at.progress());
        if (target != null && Study.isStudy(source) && !Files.isWritable(source)) {
            at.say(source + ": cannot be written, so this step is not in its history");
        }
        fill(result, pruned);
        return report(pruned);
    }

    private Destination destination() {
        Layout form = Layout.parse(layout);
        return switch (format) {
            case "huggingface" ->
                new Destination.Folder(
                        out, form, type == null ? null : ExportSettings.type(type), Sizes.parse("--shard-size", shard));
            case "gguf" -> new Destination.Gguf(out, form, type == null ? null : GgufType.parse(type));
            default -> throw usage("Invalid value for option '--format': '" + format + "'; take huggingface or gguf");
        };
    }

    private Compensating compensating() {
        Compensation kind = Compensation.parse(compensate);
        if (feedback != null && kind != Compensation.FEEDBACK && kind != Compensation.LEAST_SQUARES) {
            throw usage("--feedback goes with --compensate least-squares");
        }
        return new Compensating(
                feedback != null && feedback != 0 ? Compensation.FEEDBACK : kind,
                feedback == null ? Compensating.FEEDBACK : feedback,
                statistics.equals("dense"),
                refit != null);
    }

    private PruneModel.Pruned prune(PruneModel prune, Score score, Target target, Progress progress) {
        if (Study.isStudy(source)) {
            try (Study study = Study.open(source)) {
                if (target == null) {
                    Set<Integer> whole =
                            options.over(study.rules(), study.rules().target()).protectedLayers();
                    try (Model dense = Model.open(study.modelPath())) {
                        List<List<int[]>> calibration = CalibrationTokens.of(study, dense, calibrationTokens);
                        return cut == null
                                ? prune.heads(dense, whole, calibration, progress)
                                : prune.preserved(
                                        dense, cut.preserved, options.widthMultiple(), whole, calibration, progress);
                    }
                }
                Rules rules = options.over(score, study, target);
                return prune.study(study, score, shared(study, score, rules), rules, calibrationTokens, progress);
            }
        }
        if (!allocation.equals(Allocations.OWN)) {
            throw usage("--allocation goes with a study");
        }
        if (target == null) {
            try (Model dense = Model.open(source)) {
                Rules rules = Rules.defaults(dense.description().layers());
                Set<Integer> whole = options.over(rules, rules.target()).protectedLayers();
                return cut == null
                        ? prune.heads(dense, whole, calibration(prune, dense), progress)
                        : prune.preserved(
                                dense,
                                cut.preserved,
                                options.widthMultiple(),
                                whole,
                                calibration(prune, dense),
                                progress);
            }
        }
        if (!score.needsNetworks()) {
            try (Model dense = Model.open(source)) {
                Rules rules = Rules.defaults(dense.description().layers());
                List<List<int[]>> calibration =
                        score.looksAtText() || text != null ? calibrated(dense) : calibration(prune, dense);
                return prune.scored(dense, score, options.over(rules, target), calibration, progress);
            }
        }
        if (text == null) {
            Model.open(source).close();
            throw usage("Missing required option: '--text=TEXT' (or give a study)");
        }
        return new PruneText(source, TextFiles.parse(text), field, Settings.DEFAULT, score, calibrationTokens, prune)
                .run(rules -> options.over(rules, target), progress);
    }

    /** @throws Refusal where thresholds would be read on another scale than the one they were set on */
    private Allocation shared(Study study, Score score, Rules rules) {
        Allocation shared = Allocations.of(study, score, allocation);
        if (shared != score.allocation()
                && (rules.target() instanceof Target.Threshold
                        || !rules.layerThresholds().isEmpty())) {
            throw new Refusal("--allocation " + allocation + ": thresholds of " + score.label()
                    + " lie on another scale; give --neurons or --parameters, and --defaults if layers of the study have"
                    + " thresholds of their own");
        }
        return shared;
    }

    private List<List<int[]>> calibrated(Model dense) {
        if (text == null) {
            throw usage("Missing required option: '--text=TEXT' (--method " + method + " looks at calibration text)");
        }
        return texts(dense);
    }

    private List<List<int[]>> texts(Model dense) {
        return CalibrationTokens.of(dense, TextFiles.parse(text), field, calibrationTokens);
    }

    private List<List<int[]>> calibration(PruneModel prune, Model dense) {
        if (text != null) {
            return texts(dense);
        }
        if (prune.heads() != null && prune.heads().score().looksAtText()) {
            throw usage("Missing required option: '--text=TEXT' (--heads-method " + headsMethod
                    + " looks at calibration text)");
        }
        if (prune.compensating().kind() != Compensation.NONE) {
            throw usage("Missing required option: '--text=TEXT' (--compensate needs calibration text)");
        }
        return null;
    }

    private static void fill(ObjectNode result, PruneModel.Pruned pruned) {
        result.put("out", pruned.exported().out().toString());
        ArrayNode files = result.putArray("files");
        for (ExportedFile file : pruned.exported().files()) {
            files.addObject()
                    .put("name", file.name())
                    .put("bytes", file.bytes())
                    .put("sha256", file.sha256());
        }
        Json.ints(result, "kept", pruned.kept());
        if (pruned.plan().heads() != null) {
            Json.ints(result, "groupsKept", pruned.plan().heads().kept());
        }
        result.put("neuronsRemoved", pruned.neuronsRemoved());
        result.put("headsRemoved", pruned.headsRemoved());
        result.put("parametersRemoved", pruned.parametersRemoved());
        result.put("parameters", pruned.parameters());
        result.put("maximumLogitDifference", pruned.exported().maximumLogitDifference());
        result.put("weightBytes", pruned.exported().size().bytes());
        result.put("roundingDifference", pruned.exported().roundingDifference());
        ArrayNode notices = result.putArray("notices");
        pruned.exported().notices().forEach(notices::add);
    }

    private static Report report(PruneModel.Pruned pruned) {
        Report report = new Report()
                .line("out", pruned.exported().out())
                .line(
                        "neurons",
                        String.format(Locale.ROOT, "%.2f %% removed, ", 100 * pruned.neuronsRemoved())
                                + Sizes.range(pruned.kept()) + " kept a layer")
                .line(
                        "heads",
                        pruned.plan().heads() == null
                                ? "all kept"
                                : String.format(Locale.ROOT, "%.2f %% of groups removed, ", 100 * pruned.headsRemoved())
                                        + Sizes.range(pruned.plan().heads().kept()) + " kept a layer")
                .line(
                        "parameters",
                        String.format(Locale.ROOT, "%.2f %% removed, ", 100 * pruned.parametersRemoved())
                                + Sizes.count(pruned.parameters()) + " left")
                .line(
                        "weights",
                        Sizes.bytes(pruned.exported().size().bytes()) + ", mostly "
                                + pruned.exported().type())
                .line(
                        "reloaded",
                        String.format(
                                Locale.ROOT,
                                "logits of %d tokens differ by at most %.1e from the model masked in memory",
                                pruned.exported().checkedTokens(),
                                pruned.exported().maximumLogitDifference()));
        if (pruned.exported().roundingDifference() > 0) {
            report.line(
                    "rounding",
                    String.format(
                            Locale.ROOT,
                            "to %s moves logits by at most %.1e",
                            pruned.exported().type(),
                            pruned.exported().roundingDifference()));
        }
        report.row("bytes", "sha256", "file");
        for (ExportedFile file : pruned.exported().files()) {
            report.row(Sizes.count(file.bytes()), file.sha256().substring(0, 12), file.name());
        }
        pruned.exported().notices().forEach(report::close);
        return report;
    }
}
