package sulcus.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.prune.score.Scores;
import sulcus.run.Device;
import sulcus.study.MeasureSensitivity;
import sulcus.study.Sensitivity;
import sulcus.study.Study;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

/** {@code sulcus sensitivity STUDY}: what removing neurons of each layer alone costs. */
@Command(
        name = "sensitivity",
        description = {
            "Measure how the loss of the whole model answers when neurons of one layer alone are removed, the lowest scores"
                    + " first. Kept in the study: the workbench estimates perplexities from it while the cut is moved.",
            "With --networks, also what the silence of each network costs."
        })
final class SensitivityCommand extends Verb {
    /** Networks that are listed for a reader. */
    private static final int LISTED = 10;

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
            names = "--method",
            paramLabel = "METHOD",
            defaultValue = "functional-networks",
            description = "in whose order neurons go (default: ${DEFAULT-VALUE})")
    private String method;

    @Option(
            names = "--shares",
            split = ",",
            paramLabel = "R",
            defaultValue = "0.1,0.25,0.5,0.75",
            description = "shares of a layer's neurons to remove (default: ${DEFAULT-VALUE})")
    private List<Double> shares;

    @Option(names = "--window", description = "tokens a window (default: 1024, or what the model has positions for)")
    private Integer window;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            defaultValue = "2048",
            description = "only the first N tokens (whole windows; default: ${DEFAULT-VALUE})")
    private long tokens;

    @Option(names = "--networks", description = "silence each network alone, too: one run of the model for each")
    private boolean networks;

    @Option(
            names = "--network-tokens",
            paramLabel = "N",
            description = "on the first N tokens (whole windows; default: one window)")
    private Long networkTokens;

    @Option(names = "--device", description = "auto, cpu, cpu-bfloat16 or cuda (default: auto)", defaultValue = "auto")
    private Device device;

    @Override
    Report run(Console at, ObjectNode result) {
        if (tokens < 1) {
            throw new Refusal("--tokens " + tokens + ": give 1 or more");
        }
        if (networkTokens != null && networkTokens < 1) {
            throw new Refusal("--network-tokens " + networkTokens + ": give 1 or more");
        }
        if (window != null && window < 2) {
            throw new Refusal("--window " + window + ": give 2 or more tokens");
        }
        try (Study opened = Study.open(study)) {
            Sensitivity found = new MeasureSensitivity(
                            opened,
                            TextFiles.parse(text),
                            field,
                            Scores.parse(method),
                            shares,
                            window == null ? 0 : window,
                            tokens,
                            !networks
                                    ? MeasureSensitivity.NO_NETWORKS
                                    : networkTokens == null ? MeasureSensitivity.ONE_WINDOW : networkTokens,
                            device)
                    .run(at.progress());
            return report(found, result);
        }
    }

    private static Report report(Sensitivity s, ObjectNode result) {
        result.put("method", s.method());
        result.put("text", s.text());
        result.put("tokens", s.tokens());
        result.put("windows", s.windows());
        result.put("window", s.window());
        result.put("denseLoss", s.denseLoss());
        ArrayNode shares = result.putArray("shares");
        ArrayNode together = result.putArray("together");
        List<Object> head = new ArrayList<>(List.of("layer"));
        List<Object> all = new ArrayList<>(List.of("all unprotected"));
        for (int i = 0; i < s.shares().length; i++) {
            shares.add(s.shares()[i]);
            together.add(s.together()[i]);
            head.add(String.format(Locale.ROOT, "%.0f %%", 100 * s.shares()[i]));
            all.add(nats(s.together()[i]));
        }
        Report report = new Report()
                .line("dense loss", String.format(Locale.ROOT, "%.4f nats a token", s.denseLoss()))
                .line(
                        "predicted",
                        Sizes.count(s.tokens()) + " tokens of " + s.text() + " in " + Sizes.count(s.windows())
                                + " windows of " + Sizes.count(s.window()))
                .line("order", s.method());
        report.row(head.toArray());
        ArrayNode layers = result.putArray("layers");
        for (int l = 0; l < s.added().length; l++) {
            if (s.added()[l] == null) {
                continue;
            }
            ArrayNode added = layers.addObject().put("layer", l).putArray("added");
            List<Object> row = new ArrayList<>(List.of(l));
            for (double value : s.added()[l]) {
                added.add(value);
                row.add(nats(value));
            }
            report.row(row.toArray());
        }
        report.row(all.toArray());
        networks(s, result, report);
        return report;
    }

    private static void networks(Sensitivity s, ObjectNode result, Report report) {
        ArrayNode networks = result.putArray("networks");
        s.networks()
                .forEach(n -> networks.addObject()
                        .put("network", n.network())
                        .put("keyNeurons", n.keyNeurons())
                        .put("added", n.added()));
        List<Sensitivity.Silenced> worst = s.networks().stream()
                .sorted(Comparator.comparingDouble(Sensitivity.Silenced::added).reversed())
                .limit(LISTED)
                .toList();
        if (!worst.isEmpty()) {
            report.close("");
            report.close("Of " + Sizes.count(s.networks().size()) + " networks, silenced one by one on "
                    + Sizes.count(s.networkTokens()) + " tokens, these are missed most:");
            worst.forEach(n -> report.close(
                    "  " + n.network() + "  " + nats(n.added()) + " nats, " + n.keyNeurons() + " key neurons"));
        }
    }

    private static String nats(double value) {
        return String.format(Locale.ROOT, "%+.4f", value);
    }
}
