package sulcus.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.LongSummaryStatistics;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.model.Model;
import sulcus.prune.Compensating;
import sulcus.prune.Compensation;
import sulcus.prune.Planner;
import sulcus.prune.score.Score;
import sulcus.prune.score.Scores;
import sulcus.run.Device;
import sulcus.study.Allocations;
import sulcus.study.CompareMethods;
import sulcus.study.Compared;
import sulcus.study.ComparedCsv;
import sulcus.study.MeasuredOn;
import sulcus.study.MethodScores;
import sulcus.study.Overlap;
import sulcus.study.Study;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

/** {@code sulcus compare STUDY}: methods × ratios × compensations on one text. */
@Command(
        name = "compare",
        description = {
            "Measure the perplexity of several methods at several ratios. Every setting is kept in the study as soon as it is"
                    + " measured; the same command goes on where it was broken off.",
            "Layers protected in the study stay whole."
        })
final class CompareCommand extends Verb {
    @Parameters(paramLabel = "STUDY", description = "study folder")
    private Path study;

    @Option(
            names = "--text",
            parameterConsumer = TextWords.class,
            required = true,
            paramLabel = "TEXT",
            description = "text to predict" + TextWords.SEVERAL)
    private List<String> text;

    @Option(names = "--field", paramLabel = "NAME", description = "field of .jsonl and .parquet (default: text)")
    private String field;

    @Option(
            names = "--neurons",
            split = ",",
            paramLabel = "R",
            description = "shares of all MLP neurons to remove, such as 0.2,0.3,0.5")
    private List<Double> neurons;

    @Option(
            names = "--heads",
            split = ",",
            paramLabel = "R",
            description =
                    "shares of all groups of attention heads to remove, such as 0.1,0.2 (a group is one key/value head"
                            + " with the query heads that share it); with --neurons every pair of shares is measured")
    private List<Double> heads;

    @Option(
            names = "--methods",
            required = true,
            split = ",",
            paramLabel = "METHOD",
            description =
                    "functional-networks, wanda, flap, obs, obs-greedy and networks-obs (both neurons only), magnitude,"
                            + " random, contribution-networks (heads only)")
    private List<String> methods;

    @Option(
            names = "--allocation",
            split = ",",
            paramLabel = "HOW",
            defaultValue = Allocations.OWN,
            description =
                    "how a cut of neurons is shared among the layers: own (as each method's authors do), one-threshold,"
                            + " standardized, same-share, or sensitivity:T, by what sulcus sensitivity measured in the method's order,"
                            + " T from 0 (same share) to 1 (where the loss rises least) (default: ${DEFAULT-VALUE})")
    private List<String> allocations;

    @Option(
            names = "--compensate",
            split = ",",
            paramLabel = "KIND",
            description = "none, bias, least-squares, feedback (default: what each method's authors take)")
    private List<String> compensate;

    @Option(
            names = "--feedback",
            paramLabel = "A",
            description = "α of the compensation feedback (default: ${DEFAULT-VALUE})",
            defaultValue = "0.5")
    private double feedback;

    @Option(
            names = "--refit",
            paramLabel = "WHAT",
            description =
                    "attention: with feedback, the output projections of the attention behind the first change are"
                            + " fitted too")
    private Values.Refit refit;

    @Option(
            names = "--statistics",
            paramLabel = "OF",
            description =
                    "what a layer is compensated on: pruned, the stream that the pruned layers before it give; or dense,"
                            + " the dense model's (default: ${DEFAULT-VALUE})",
            defaultValue = "pruned")
    private String statistics;

    @Option(
            names = "--calibration-texts",
            paramLabel = "N",
            description = "calibrate on N texts of the study's text (default: those that were decomposed)")
    private Integer calibrationTexts;

    @Option(
            names = "--calibration-tokens",
            paramLabel = "N",
            description =
                    "calibrate on N tokens of the study's text in consecutive windows, as long as those predicted")
    private Long calibrationTokens;

    @Option(
            names = "--seeds",
            split = ",",
            paramLabel = "S",
            defaultValue = "0",
            description = "other calibration texts and other draws for each (default: ${DEFAULT-VALUE})")
    private List<Long> seeds;

    @Option(names = "--window", description = "tokens a window (default: 1024, or what the model has positions for)")
    private Integer window;

    @Option(names = "--tokens", paramLabel = "N", description = "only the first N tokens (whole windows)")
    private Long tokens;

    @Option(names = "--device", description = "auto, cpu, cpu-bfloat16 or cuda (default: auto)", defaultValue = "auto")
    private Device device;

    @Option(names = "--out", required = true, paramLabel = "FILE.csv", description = "table to write")
    private Path out;

    @Option(
            names = "--overlap",
            paramLabel = "FILE.csv",
            description =
                    "table of how alike the sets are that the methods preserve at each ratio, calibrated on the texts"
                            + " that were decomposed: intersection over union in the layers that are not protected")
    private Path overlap;

    @Override
    Report run(Console at, ObjectNode result) {
        if (seeds.stream().anyMatch(s -> s < 0 || s > 1000)) {
            throw usage("Invalid value for option '--seeds': a seed is a number from 0 to 1000");
        }
        if (calibrationTexts != null && calibrationTexts < 1) {
            throw new Refusal("--calibration-texts " + calibrationTexts + ": give 1 or more");
        }
        if (calibrationTokens != null && (calibrationTokens < 1 || calibrationTexts != null)) {
            throw new Refusal(
                    "--calibration-tokens " + calibrationTokens + ": give 1 or more, and no --calibration-texts");
        }
        if (window != null && window < 2) {
            throw new Refusal("--window " + window + ": give 2 or more tokens");
        }
        if (neurons == null && heads == null) {
            throw usage("Missing required option: '--neurons=R' or '--heads=R'");
        }
        if (overlap != null && neurons == null) {
            throw usage("--overlap goes with --neurons");
        }
        boolean dense = statistics.equals("dense");
        if (!dense && !statistics.equals("pruned")) {
            throw usage("Invalid value for option '--statistics': '" + statistics + "'; take pruned or dense");
        }
        if (refit != null && (compensate == null || !compensate.contains(Compensation.FEEDBACK.label()))) {
            throw usage("--refit goes with --compensate feedback");
        }
        List<Compensating> how = compensate == null
                ? null
                : compensate.stream()
                        .map(Compensation::parse)
                        .map(kind ->
                                new Compensating(kind, feedback, dense, refit != null && kind == Compensation.FEEDBACK))
                        .toList();
        try (Study opened = Study.open(study)) {
            List<Compared> rows = new CompareMethods(
                            opened,
                            TextFiles.parse(text),
                            field,
                            neurons == null ? List.of(0.0) : neurons,
                            heads == null ? List.of(0.0) : heads,
                            methods,
                            allocations,
                            how,
                            dense,
                            seeds,
                            calibrationTexts == null ? 0 : calibrationTexts,
                            calibrationTokens == null ? 0 : calibrationTokens,
                            window == null ? 0 : window,
                            tokens == null ? -1 : tokens,
                            device)
                    .run(row -> {}, at.progress());
            ComparedCsv.write(out, rows);
            if (overlap != null) {
                overlap(opened, methods.stream().map(Scores::parse).toList(), at.progress(), result);
            }
            return report(opened, rows, result);
        }
    }

    private void overlap(Study opened, List<Score> scores, Progress progress, ObjectNode result) {
        Map<Score, Planner> planners = new LinkedHashMap<>();
        try (Model model = Model.open(opened.modelPath())) {
            scores.forEach(score -> planners.put(
                    score,
                    MethodScores.planner(
                            opened, score, MethodScores.Basis.of(opened, model, 0, true), device, progress)));
        }
        List<Overlap> all = neurons.stream()
                .map(share -> Overlap.of(opened, planners, share, List.of()))
                .toList();
        Overlap.write(overlap, all);
        ArrayNode array = result.putArray("overlap");
        for (Overlap one : all) {
            ObjectNode at = array.addObject().put("neurons", one.neurons()).put("chance", one.chance());
            for (int a = 0; a < scores.size(); a++) {
                ObjectNode row = at.putObject(scores.get(a).label());
                for (int b = 0; b < scores.size(); b++) {
                    row.put(scores.get(b).label(), one.iou()[a][b]);
                }
            }
        }
    }

    private Report report(Study opened, List<Compared> rows, ObjectNode result) {
        result.put("out", out.toString());
        result.put("calibration", calibration(opened, rows));
        result.put("text", rows.getFirst().text());
        ArrayNode all = result.putArray("rows");
        Report report = new Report().line("out", out);
        Compared first = rows.getFirst();
        report.line(
                "predicted",
                Sizes.count(first.tokens()) + " tokens of " + first.text() + " in " + Sizes.count(first.windows())
                        + " windows of " + Sizes.count(first.window()));
        report.line("calibrated on", calibration(opened, rows));
        report.row(
                "perplexity",
                "± error",
                "neurons",
                "heads",
                "parameters",
                "seed",
                "compensate",
                "allocation",
                "method");
        for (Compared row : rows) {
            all.addObject()
                    .put("method", row.method())
                    .put("allocation", row.allocation())
                    .put("compensate", row.compensate())
                    .put("statistics", row.statistics())
                    .put("neuronsRemoved", row.neuronsRemoved())
                    .put("headsRemoved", row.headsRemoved())
                    .put("refit", row.refit())
                    .put("parametersRemoved", row.parametersRemoved())
                    .put("perplexity", row.perplexity())
                    .put("seconds", row.seconds())
                    .put("standardError", Double.isNaN(row.standardError()) ? null : row.standardError())
                    .put("calibrationTokens", row.calibrationTokens())
                    .put("tokens", row.tokens())
                    .put("windows", row.windows())
                    .put("window", row.window());
            List<Object> cells = new ArrayList<>(List.of(
                    String.format(Locale.ROOT, "%.4f", row.perplexity()),
                    Double.isNaN(row.standardError()) ? "" : String.format(Locale.ROOT, "%.4f", row.standardError()),
                    String.format(Locale.ROOT, "%.2f %%", 100 * row.neuronsRemoved()),
                    String.format(Locale.ROOT, "%.2f %%", 100 * row.headsRemoved()),
                    String.format(Locale.ROOT, "%.2f %%", 100 * row.parametersRemoved()),
                    row.seed(),
                    row.compensate() + (row.refit().isEmpty() ? "" : ", refit " + row.refit()),
                    row.allocation(),
                    row.method()));
            report.row(cells.toArray());
        }
        return report;
    }

    /** File, and the tokens of each seed where they are not the same. */
    private static String calibration(Study opened, List<Compared> rows) {
        LongSummaryStatistics tokens = rows.stream()
                .filter(row -> !row.method().equals(Compared.DENSE))
                .mapToLong(Compared::calibrationTokens)
                .summaryStatistics();
        String name = opened.textName();
        return tokens.getCount() == 0
                ? name
                : tokens.getMin() == tokens.getMax()
                        ? MeasuredOn.calibration(name, tokens.getMin())
                        : name + ", " + Sizes.count(tokens.getMin()) + " … " + Sizes.count(tokens.getMax())
                                + " tokens by seed";
    }
}
