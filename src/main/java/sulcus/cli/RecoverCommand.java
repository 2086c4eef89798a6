package sulcus.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.export.ExportSettings;
import sulcus.export.ExportedFile;
import sulcus.export.Layout;
import sulcus.model.Slot;
import sulcus.run.Device;
import sulcus.run.train.LowRank;
import sulcus.study.RecoverModel;
import sulcus.study.Recovery;
import sulcus.study.RecoveryPoint;
import sulcus.text.TextFiles;

/** {@code sulcus recover MODEL}: training after pruning, by low-rank adapters. */
@Command(
        name = "recover",
        description = {
            "Train low-rank adapters (LoRA) beside the frozen weights of a pruned model, or of any, merge them and write the"
                    + " model as a Hugging Face folder.",
            "Cancelled, the same command goes on where it was broken off. Do not train on the text that the model is"
                    + " evaluated on."
        })
final class RecoverCommand extends Verb {
    @Parameters(paramLabel = "MODEL", description = "Hugging Face folder, .gguf file, or org/name in the local cache")
    private Path model;

    @Option(
            names = "--text",
            parameterConsumer = TextWords.class,
            required = true,
            paramLabel = "TRAIN",
            description = "text to train on" + TextWords.SEVERAL)
    private List<String> text;

    @Option(
            names = "--validation",
            parameterConsumer = TextWords.class,
            paramLabel = "TEXT",
            description = "text to watch the training by (default: the end of TRAIN, which is held out)")
    private List<String> validation;

    @Option(names = "--field", paramLabel = "NAME", description = "field of .jsonl and .parquet (default: text)")
    private String field;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "folder to make")
    private Path out;

    @Option(names = "--rank", defaultValue = "8", description = "of the adapters (default: ${DEFAULT-VALUE})")
    private int rank;

    @Option(
            names = "--alpha",
            description = "what the adapters add is multiplied by alpha/rank (default: twice the rank)")
    private Double alpha;

    @Option(
            names = "--targets",
            split = ",",
            paramLabel = "MATRIX",
            description = "query, key, value, attention-output, gate, up, down (default: all)")
    private List<String> targets;

    @Option(names = "--steps", defaultValue = "500", description = "of the optimizer (default: ${DEFAULT-VALUE})")
    private int steps;

    @Option(
            names = "--tokens-per-step",
            paramLabel = "N",
            defaultValue = "512",
            description = "rounded to whole windows (default: ${DEFAULT-VALUE})")
    private int tokensPerStep;

    @Option(
            names = "--window",
            paramLabel = "N",
            defaultValue = "256",
            description = "tokens of a stretch of text that is seen as one (default: ${DEFAULT-VALUE})")
    private int window;

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            description =
                    "the highest; it rises over a twentieth of the steps and falls along a cosine (default: 2e-4)")
    private Double learningRate;

    @Option(
            names = "--every",
            paramLabel = "N",
            defaultValue = "50",
            description = "steps between validations (default: ${DEFAULT-VALUE})")
    private int every;

    @Option(
            names = "--patience",
            paramLabel = "N",
            defaultValue = "0",
            description = "stop after N validations without a better loss (default: never)")
    private int patience;

    @Option(names = "--seed", defaultValue = "0", description = "default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--layout",
            description = "compact, uniform or padded (default: uniform where layers are equally wide, else compact)")
    private String layout;

    @Option(
            names = "--dtype",
            description = "float32, float16 or bfloat16 (default: as in the model, float32 for a quantized one)")
    private String type;

    @Option(
            names = "--shard-size",
            paramLabel = "SIZE",
            defaultValue = "5GB",
            description = "the folder's files hold at most so much, such as 500MB (default: ${DEFAULT-VALUE})")
    private String shard;

    @Option(names = "--device", description = "auto, cpu, cpu-bfloat16 or cuda (default: auto)", defaultValue = "auto")
    private Device device;

    @Override
    Report run(Console at, ObjectNode result) {
        Recovery recovery = new Recovery(
                rank,
                alpha == null ? 2.0 * rank : alpha,
                slots(),
                steps,
                tokensPerStep,
                window,
                learningRate == null ? Recovery.DEFAULT.learningRate() : learningRate,
                every,
                patience,
                seed);
        RecoverModel.Recovered recovered = new RecoverModel(
                        model,
                        TextFiles.parse(text),
                        validation == null ? null : TextFiles.parse(validation),
                        field,
                        out,
                        recovery,
                        layout == null ? null : Layout.parse(layout),
                        type == null ? null : ExportSettings.type(type),
                        Sizes.parse("--shard-size", shard),
                        device)
                .run(point -> {}, at.progress());
        fill(result, recovered);
        return report(recovered);
    }

    private Set<Slot> slots() {
        if (targets == null) {
            return Recovery.DEFAULT.targets();
        }
        Set<Slot> slots = EnumSet.noneOf(Slot.class);
        targets.forEach(target -> slots.add(LowRank.slot(target)));
        return slots;
    }

    private static void fill(ObjectNode result, RecoverModel.Recovered recovered) {
        result.put("out", recovered.exported().out().toString());
        ArrayNode files = result.putArray("files");
        for (ExportedFile file : recovered.exported().files()) {
            files.addObject()
                    .put("name", file.name())
                    .put("bytes", file.bytes())
                    .put("sha256", file.sha256());
        }
        RecoveryPoint last = recovered.curve().getLast();
        result.put("steps", last.step());
        result.put("bestStep", recovered.bestStep());
        result.put("stopped", recovered.stopped());
        result.put("tokens", last.tokens());
        result.put("adapters", recovered.adapters());
        result.put("lossBefore", recovered.lossBefore());
        result.put("lossAfter", recovered.lossAfter());
        result.put("tokensPerSecond", recovered.tokensPerSecond());
        result.put("maximumLogitDifference", recovered.exported().maximumLogitDifference());
        ArrayNode curve = result.putArray("curve");
        for (RecoveryPoint point : recovered.curve()) {
            curve.addObject()
                    .put("step", point.step())
                    .put("tokens", point.tokens())
                    .put("trainingLoss", point.trainingLoss())
                    .put("validationLoss", point.validationLoss())
                    .put("learningRate", point.learningRate());
        }
        ArrayNode notices = result.putArray("notices");
        recovered.exported().notices().forEach(notices::add);
    }

    private static Report report(RecoverModel.Recovered recovered) {
        RecoveryPoint last = recovered.curve().getLast();
        Report report = new Report()
                .line("out", recovered.exported().out())
                .line(
                        "trained",
                        Sizes.count(recovered.adapters()) + " numbers in " + Sizes.count(last.step()) + " steps on "
                                + Sizes.count(last.tokens()) + " tokens"
                                + (recovered.stopped() ? ", stopped early" : ""))
                .line(
                        "validation",
                        String.format(
                                Locale.ROOT,
                                "%.4f nats a token before, %.4f after step %d, whose adapters were merged",
                                recovered.lossBefore(),
                                recovered.lossAfter(),
                                recovered.bestStep()))
                .line("speed", String.format(Locale.ROOT, "%,.0f tokens/s", recovered.tokensPerSecond()))
                .line(
                        "reloaded",
                        String.format(
                                Locale.ROOT,
                                "logits of %d tokens differ by at most %.1e from the merged model in memory",
                                recovered.exported().checkedTokens(),
                                recovered.exported().maximumLogitDifference()));
        report.row("step", "training", "validation");
        for (RecoveryPoint point : recovered.curve()) {
            report.row(
                    point.step(),
                    point.trainingLoss() == null ? "" : String.format(Locale.ROOT, "%.4f", point.trainingLoss()),
                    String.format(Locale.ROOT, "%.4f", point.validationLoss()));
        }
        recovered.exported().notices().forEach(report::close);
        return report;
    }
}
