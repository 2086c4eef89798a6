package sulcus.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.export.Destination;
import sulcus.export.ExportSettings;
import sulcus.export.Exported;
import sulcus.export.ExportedFile;
import sulcus.export.GgufType;
import sulcus.export.Layout;
import sulcus.model.Model;
import sulcus.prune.Compensating;
import sulcus.prune.Plan;
import sulcus.prune.Pruning;
import sulcus.run.Device;

/** {@code sulcus convert}: a model as it is, from a Hugging Face folder to a GGUF or the other way. */
@Command(
        name = "convert",
        description = {
            "Write a model, as it is, as a GGUF file (PLACE ends with .gguf) or as a Hugging Face folder, with its tokenizer.",
            "The files are reloaded and compared with the model in memory before they get their name."
        })
final class ConvertCommand extends Verb {
    @Parameters(paramLabel = "MODEL", description = "model")
    private Path source;

    @Option(names = "--out", required = true, paramLabel = "PLACE", description = "folder or .gguf to make")
    private Path out;

    @Option(
            names = "--dtype",
            description =
                    "float32, float16 or bfloat16, for a .gguf also q8_0, q5_0, q4_0 or q4_k_m (default: as in the"
                            + " model, float32 for a quantized one)")
    private String type;

    @Option(
            names = "--shard-size",
            paramLabel = "SIZE",
            defaultValue = "5GB",
            description = "a folder's files hold at most so much, such as 500MB (default: ${DEFAULT-VALUE})")
    private String shard;

    @Option(names = "--device", description = "auto, cpu or cuda (default: auto)", defaultValue = "auto")
    private Device device;

    @Override
    Report run(Console at, ObjectNode result) {
        boolean gguf = out.toString().toLowerCase(Locale.ROOT).endsWith(".gguf");
        try (Model model = Model.open(source)) {
            int[] neurons = model.description().neurons();
            Destination to = gguf
                    ? new Destination.Gguf(out, Layout.COMPACT, type == null ? null : GgufType.parse(type))
                    : new Destination.Folder(
                            out,
                            Layout.fitting(model.description(), false),
                            type == null ? null : ExportSettings.type(type),
                            Sizes.parse("--shard-size", shard));
            Plan whole = Plan.whole(neurons);
            to.check(model);
            to.check(model, whole, Compensating.NOTHING);
            Exported exported = to.write(model, Pruning.of(whole), Map.of(), null, device, at.progress());
            return report(exported, result);
        }
    }

    private static Report report(Exported exported, ObjectNode result) {
        result.put("out", exported.out().toString());
        Report report = new Report().line("out", exported.out());
        ArrayNode files = result.putArray("files");
        for (ExportedFile file : exported.files()) {
            files.addObject()
                    .put("name", file.name())
                    .put("bytes", file.bytes())
                    .put("sha256", file.sha256());
            report.line(file.name(), Sizes.bytes(file.bytes()));
        }
        result.put("parameters", exported.size().parameters());
        result.put("weightBytes", exported.size().bytes());
        result.put("maximumLogitDifference", exported.maximumLogitDifference());
        result.put("roundingDifference", exported.roundingDifference());
        ArrayNode notices = result.putArray("notices");
        exported.notices().forEach(notices::add);
        report.line(
                "reloaded",
                String.format(
                        Locale.ROOT,
                        "logits differ by at most %.2g from the model in memory over %d tokens",
                        exported.maximumLogitDifference(),
                        exported.checkedTokens()));
        if (exported.roundingDifference() > 0) {
            report.line(
                    "rounding",
                    String.format(Locale.ROOT, "changes logits by at most %.2g", exported.roundingDifference()));
        }
        exported.notices().forEach(report::close);
        return report;
    }
}
