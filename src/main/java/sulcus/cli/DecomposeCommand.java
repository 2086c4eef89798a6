package sulcus.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.decompose.Settings;
import sulcus.decompose.Signals;
import sulcus.run.Device;
import sulcus.study.Decompose;
import sulcus.study.DecomposeCaptured;
import sulcus.study.Decomposed;
import sulcus.study.StudyDocument;
import sulcus.text.TextFiles;

/** {@code sulcus decompose}: model and text, or captured activations, to a study. */
@Command(
        name = "decompose",
        description = {
            "Decompose the MLP activity of a model on calibration texts into functional networks.",
            "When it is cancelled or crashes, finished layers stay in STUDY.partial-…; the same command goes on from there."
        })
final class DecomposeCommand extends Verb {
    @Parameters(
            paramLabel = "MODEL",
            arity = "0..1",
            description =
                    "Hugging Face folder, .gguf file, or org/name in the local cache; with --from-activations it only says"
                            + " how large the model is")
    private Path model;

    @Option(
            names = "--text",
            parameterConsumer = TextWords.class,
            paramLabel = "TEXT",
            description = "calibration text: .txt (a text a line), .jsonl, .parquet" + TextWords.SEVERAL)
    private List<String> text;

    @Option(names = "--field", paramLabel = "NAME", description = "field of .jsonl and .parquet (default: text)")
    private String field;

    @Option(
            names = "--from-activations",
            paramLabel = "FILE",
            description = "activations captured elsewhere, a .safetensors as the command activations writes it")
    private Path activations;

    @Option(names = "--out", required = true, paramLabel = "STUDY", description = "folder to make")
    private Path out;

    @Option(names = "--texts", description = "texts a group (default: ${DEFAULT-VALUE})", defaultValue = "40")
    private int texts;

    @Option(
            names = "--min-characters",
            description = "only texts longer than this (default: ${DEFAULT-VALUE})",
            defaultValue = "200")
    private int minimumCharacters;

    @Option(
            names = "--max-tokens",
            description = "each text is cut there (default: ${DEFAULT-VALUE})",
            defaultValue = "1024")
    private int maximumTokens;

    @Option(names = "--groups", description = "groups of texts (default: ${DEFAULT-VALUE})", defaultValue = "1")
    private int groups;

    @Option(
            names = "--components",
            paramLabel = "K",
            converter = Values.ComponentChoice.class,
            defaultValue = "32",
            description =
                    "networks a layer (default: ${DEFAULT-VALUE}); auto takes as many as a layer has singular values that its"
                            + " signals, each with its tokens shuffled, do not reach, at most 256; auto:N at most N")
    private Values.Components components;

    @Option(
            names = "--signals",
            paramLabel = "KIND",
            converter = Values.SignalKind.class,
            defaultValue = "activation,up",
            description = "activation,up or product or contribution (default: ${DEFAULT-VALUE})")
    private Signals signals;

    @Option(names = "--restarts", description = "starts of the ICA (default: ${DEFAULT-VALUE})", defaultValue = "1")
    private int restarts;

    @Option(names = "--seed", description = "same seed, same bits (default: ${DEFAULT-VALUE})", defaultValue = "0")
    private long seed;

    @Option(names = "--device", description = "auto, cpu, cpu-bfloat16 or cuda (default: auto)", defaultValue = "auto")
    private Device device;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = Values.Memory.class,
            defaultValue = "8g",
            description = "refuse beforehand if more would be needed (default: ${DEFAULT-VALUE})")
    private long memory;

    @Override
    Report run(Console at, ObjectNode result) {
        if ((activations == null) == (text == null)) {
            throw usage("give MODEL and --text TEXT, or --from-activations FILE");
        }
        if (activations == null && model == null) {
            throw usage("Missing required parameter: 'MODEL'");
        }
        Settings settings = new Settings(
                components.most(),
                groups,
                texts,
                minimumCharacters,
                maximumTokens,
                signals,
                restarts,
                seed,
                components.byData());
        Decomposed done = activations == null
                ? new Decompose(model, TextFiles.parse(text), field, out, settings, device, memory).run(at.progress())
                : new DecomposeCaptured(activations, model, out, settings, memory).run(at.progress());
        fill(result, done);
        return report(done);
    }

    private static void fill(ObjectNode result, Decomposed done) {
        result.put("study", done.study().toString());
        result.put("layers", done.layers());
        result.put("groups", done.groups());
        result.put("components", done.components());
        result.put("tokens", done.tokens());
        result.putObject("seconds")
                .put("capture", done.seconds().capture())
                .put("decompose", done.seconds().decompose())
                .put("total", done.seconds().total());
        result.put("peakBytes", done.peakBytes());
        result.put("resumedLayers", done.resumed());
        ArrayNode layers = result.putArray("perLayer");
        for (StudyDocument.LayerRecord layer : done.perLayer()) {
            layers.addObject()
                    .put("layer", layer.layer())
                    .put("group", layer.group())
                    .put("components", layer.components())
                    .put("variance", layer.variance())
                    .put("iterations", layer.iterations())
                    .put("converged", layer.converged())
                    .put("contrast", layer.contrast())
                    .put("constantSignals", layer.constantSignals());
        }
    }

    private static Report report(Decomposed done) {
        Report report = new Report()
                .line("study", done.study())
                .line(
                        "networks",
                        StudyDocument.networksALayer(done.perLayer()) + " a layer, " + Sizes.count(done.tokens())
                                + " tokens in " + done.groups() + (done.groups() == 1 ? " group" : " groups"))
                .line(
                        "time",
                        TerminalProgress.duration(done.seconds().total()) + " (model "
                                + TerminalProgress.duration(done.seconds().capture()) + ", decomposition "
                                + TerminalProgress.duration(done.seconds().decompose()) + ")")
                .line("memory", Sizes.bytes(done.peakBytes()) + " at most");
        if (done.resumed() > 0) {
            report.line("resumed", done.resumed() + " layers were there from before");
        }
        report.row("layer", "group", "networks", "variance", "iterations", "converged", "contrast", "constant");
        for (StudyDocument.LayerRecord layer : done.perLayer()) {
            report.row(
                    layer.layer(),
                    layer.group(),
                    layer.components(),
                    String.format(Locale.ROOT, "%.1f %%", 100 * layer.variance()),
                    layer.iterations(),
                    layer.converged() ? "yes" : "no",
                    layer.contrast(),
                    layer.constantSignals());
        }
        return report;
    }
}
