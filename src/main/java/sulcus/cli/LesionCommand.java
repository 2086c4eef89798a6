package sulcus.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.run.Device;
import sulcus.study.Intervention;
import sulcus.study.lab.DoseResponse;
import sulcus.study.lab.Lesion;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

/** {@code sulcus lesion MODEL}: what interventions do to the loss on each kind of text. */
@Command(
        name = "lesion",
        description = {
            "Silence, retain, scale or shift neurons of a running model and measure the loss on each kind of text, beside the same"
                    + " done to as many neurons of each layer drawn at random. The model on disk stays as it is.",
            "Each text is run alone; its first token is not predicted."
        })
final class LesionCommand extends Verb {
    @Parameters(paramLabel = "MODEL", description = "model")
    private Path model;

    @Option(
            names = "--text",
            parameterConsumer = TextWords.class,
            required = true,
            paramLabel = "TEXT",
            description = "texts to predict" + TextWords.SEVERAL)
    private List<String> text;

    @Option(names = "--field", paramLabel = "NAME", description = "field of .jsonl and .parquet (default: text)")
    private String field;

    @Option(
            names = "--by",
            paramLabel = "LABEL",
            description = "another field of them, whose values are the kinds of text")
    private String label;

    @Mixin
    private InterventionOptions interventions;

    @Option(
            names = "--controls",
            paramLabel = "N",
            description = "random draws of equal size (default: ${DEFAULT-VALUE})",
            defaultValue = "3")
    private int controls;

    @Option(names = "--seed", description = "of the first draw (default: ${DEFAULT-VALUE})", defaultValue = "0")
    private long seed;

    @Option(names = "--texts", paramLabel = "N", description = "only the first N texts of each kind")
    private Integer texts;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "only the first N tokens of each text (default: ${DEFAULT-VALUE})",
            defaultValue = "1024")
    private int tokens;

    @Option(
            names = "--curve",
            paramLabel = "FILE",
            description =
                    "measure several doses and append each to FILE, lines of JSON; what was broken off goes on from there")
    private Path curve;

    @Option(
            names = "--networks",
            paramLabel = "N,…",
            split = ",",
            description = "doses of a curve: the first N of the networks (or other targets) named")
    private List<Double> networks;

    @Option(
            names = "--gains",
            paramLabel = "G,…",
            split = ",",
            description = "doses of a curve: factors of what is scaled, amounts of what is shifted")
    private List<Double> gains;

    @Option(names = "--device", description = "auto, cpu, cpu-bfloat16 or cuda (default: auto)", defaultValue = "auto")
    private Device device;

    @Override
    Report run(Console at, ObjectNode result) {
        if (controls < 0 || tokens < 2 || texts != null && texts < 1) {
            throw new Refusal("--controls is 0 or more, --max-tokens 2 or more, --texts 1 or more");
        }
        List<Intervention> all = interventions.all();
        if (all.isEmpty()) {
            throw usage("give one of '--silence', '--retain', '--scale', '--shift'");
        }
        if ((networks == null) == (gains == null) == (curve != null)) {
            throw usage("a curve is '--curve FILE' with one of '--networks' and '--gains'");
        }
        Lesion lesion = new Lesion(
                model,
                TextFiles.parse(text),
                field,
                label,
                all,
                texts == null ? -1 : texts,
                tokens,
                controls,
                seed,
                device);
        if (curve != null) {
            return new DoseReport(result)
                    .of(new DoseResponse(
                                    lesion,
                                    gains == null ? DoseResponse.Dose.INTERVENTIONS : DoseResponse.Dose.GAIN,
                                    gains == null ? networks : gains,
                                    curve)
                            .run(at.progress()));
        }
        Lesion.Effects effects = lesion.run(at.progress());
        result.put("neurons", effects.neurons());
        ArrayNode kinds = result.putArray("kinds");
        Report report = new Report()
                .line("neurons", Sizes.count(effects.neurons()) + ", " + controls + " random draws of as many")
                .row("kind", "tokens", "loss", "with", "added", "at random", "±");
        for (Lesion.Effect e : effects.kinds()) {
            fill(kinds.addObject(), e);
            report.row(
                    e.kind(),
                    Sizes.count(e.tokens()),
                    nats(e.before()),
                    nats(e.after()),
                    nats(e.added()),
                    nats(e.addedAtRandom()),
                    nats(e.controlDeviation()));
        }
        return report;
    }

    static void fill(ObjectNode kind, Lesion.Effect e) {
        kind.put("kind", e.kind()).put("tokens", e.tokens());
        kind.put("loss", e.before()).put("lossWith", e.after()).put("added", e.added());
        Json.number(kind, "addedAtRandom", e.addedAtRandom());
        Json.number(kind, "deviationAtRandom", e.controlDeviation());
    }

    static String nats(double value) {
        return Double.isNaN(value) ? "–" : String.format(Locale.ROOT, "%.4f", value);
    }
}
