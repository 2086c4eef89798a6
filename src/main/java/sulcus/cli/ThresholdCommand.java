package sulcus.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.model.Model;
import sulcus.prune.Compensation;
import sulcus.prune.Footprint;
import sulcus.prune.Plan;
import sulcus.prune.Planner;
import sulcus.prune.Rules;
import sulcus.prune.Size;
import sulcus.prune.score.Score;
import sulcus.prune.score.Scores;
import sulcus.run.Device;
import sulcus.study.MethodScores;
import sulcus.study.Study;
import sulcus.task.Progress;

/** {@code sulcus threshold STUDY}: what a threshold or a ratio preserves. */
@Command(
        name = "threshold",
        description =
                "Say what a threshold or a ratio would preserve; rules stored in the study hold where no option says otherwise.")
final class ThresholdCommand extends Verb {
    @Parameters(paramLabel = "STUDY", description = "study folder")
    private Path study;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private RuleOptions.Cut cut;

    @Mixin
    private RuleOptions options;

    @Option(
            names = "--method",
            defaultValue = "functional-networks",
            description =
                    "whose scores are cut: functional-networks, wanda, flap, obs, obs-greedy, magnitude or random; a"
                            + " rival's are computed where the study does not have them (default: ${DEFAULT-VALUE})")
    private String method;

    @Option(names = "--device", description = "auto, cpu or cuda (default: auto)", defaultValue = "auto")
    private Device device;

    @Option(names = "--save", description = "store these rules in the study and in its history")
    private boolean save;

    @Override
    Report run(Console at, ObjectNode result) {
        if (cut.preserved != null) {
            throw usage("Unknown option: '--preserved'");
        }
        Score score = Scores.parse(method);
        if (score != Scores.NETWORKS && options.namesNetworks()) {
            throw usage("--network and --network-threshold go with --method functional-networks, not with "
                    + score.label());
        }
        try (Study opened = Study.open(study)) {
            Rules rules = options.over(score, opened, cut.target());
            Plan plan = planner(opened, score, at.progress()).plan(rules);
            if (save && score == Scores.NETWORKS) {
                opened.decide(rules, "threshold", Map.of("study", study.toString()));
            } else if (save) {
                opened.decide(score, rules, plan, Map.of("study", study.toString()));
            }
            Footprint footprint = opened.footprint();
            Size size = footprint.size(plan, Compensation.NONE);
            int[] kept = plan.kept();
            result.put("threshold", plan.threshold());
            Json.ints(result, "kept", kept);
            result.put("neuronsRemoved", footprint.neuronsRemoved(kept));
            result.put("parametersRemoved", footprint.parametersRemoved(kept));
            result.put("parameters", size.parameters());
            result.put("weightBytes", size.bytes());
            return report(score, plan, rules, footprint, size);
        }
    }

    private Planner planner(Study opened, Score score, Progress progress) {
        Planner kept = opened.planner(score);
        if (kept != null) {
            return kept;
        }
        try (Model model = Model.open(opened.modelPath())) {
            return MethodScores.planner(
                    opened, score, MethodScores.Basis.of(opened, model, 0, opened.isWritable()), device, progress);
        }
    }

    private static Report report(Score score, Plan plan, Rules rules, Footprint footprint, Size size) {
        int[] kept = plan.kept();
        Report report = new Report()
                .line("threshold", String.format(Locale.ROOT, "%s > %.4f", score.axis(), plan.threshold()))
                .line("neurons", String.format(Locale.ROOT, "%.2f %% removed", 100 * footprint.neuronsRemoved(kept)))
                .line(
                        "parameters",
                        String.format(Locale.ROOT, "%.2f %% removed, ", 100 * footprint.parametersRemoved(kept))
                                + Sizes.count(size.parameters()) + " left")
                .line("weights", Sizes.bytes(size.bytes()))
                .row("layer", "neurons", "kept", "share", "");
        for (int layer = 0; layer < kept.length; layer++) {
            Float own = rules.layerThresholds().get(layer);
            String remark =
                    rules.protectedLayers().contains(layer) ? "protected" : own == null ? "" : "threshold " + own;
            report.row(
                    layer, plan.neurons()[layer], kept[layer], Sizes.share(kept[layer], plan.neurons()[layer]), remark);
        }
        return report;
    }
}
