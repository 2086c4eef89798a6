package sulcus.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.evaluate.Speed;
import sulcus.run.Device;
import sulcus.study.MeasureSpeed;
import sulcus.study.PeakMemory;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

/** {@code sulcus speed MODEL}: tokens a second and memory, of one model or of two in turns. */
@Command(
        name = "speed",
        description = {
            "Measure tokens per second and peak memory of a model, or of two on the same text in interleaved runs (A B A B).",
            "Each run reads a prompt of --window tokens and continues it by --generate tokens. Peak memory is the largest resident"
                    + " set of a process; with --against each model gets a process of its own for it, after the runs."
        })
final class SpeedCommand extends Verb {
    @Parameters(paramLabel = "MODEL", description = "Hugging Face folder, .gguf file, or org/name in the local cache")
    private Path model;

    @Option(names = "--against", paramLabel = "MODEL", description = "another model, such as the same one pruned")
    private Path against;

    @Option(
            names = "--text",
            parameterConsumer = TextWords.class,
            required = true,
            paramLabel = "TEXT",
            description = "text that prompts are taken from" + TextWords.SEVERAL)
    private List<String> text;

    @Option(names = "--field", paramLabel = "NAME", description = "field of .jsonl and .parquet (default: text)")
    private String field;

    @Option(
            names = "--window",
            description = "tokens of a prompt (default: 1024, or what the models have positions for)")
    private Integer window;

    @Option(
            names = "--generate",
            paramLabel = "N",
            description = "tokens to generate in each run (default: ${DEFAULT-VALUE})",
            defaultValue = "64")
    private int generate;

    @Option(names = "--runs", paramLabel = "N", description = "of each model (default: 5)", defaultValue = "5")
    private int runs;

    @Option(names = "--device", description = "auto, cpu, cpu-bfloat16 or cuda (default: auto)", defaultValue = "auto")
    private Device device;

    @Override
    Report run(Console at, ObjectNode result) {
        atLeast(1, "--runs", runs);
        atLeast(2, "--generate", generate);
        if (window != null) {
            atLeast(1, "--window", window);
        }
        List<Path> models = against == null ? List.of(model) : List.of(model, against);
        TextFiles from = TextFiles.parse(text);
        Progress progress = at.progress();
        MeasureSpeed measure =
                new MeasureSpeed(models, from, field, window == null ? 0 : window, generate, runs, device);
        MeasureSpeed.Measured measured = measure.run(progress.part(0, against == null ? 1 : 0.7));
        List<Long> peaks = new ArrayList<>();
        if (against == null) {
            peaks.add(PeakMemory.bytes());
        } else {
            for (int i = 0; i < models.size(); i++) {
                progress.report("memory of " + models.get(i).getFileName(), 0.7 + 0.15 * i);
                peaks.add(new MemoryOfModel(models.get(i), from, field, measured.window(), generate, device)
                        .bytes(progress));
            }
        }
        return report(models, from, measured, peaks, result);
    }

    private Report report(
            List<Path> models, TextFiles from, MeasureSpeed.Measured measured, List<Long> peaks, ObjectNode result) {
        result.put("text", from.name());
        result.put("window", measured.window());
        result.put("generated", generate);
        result.put("runs", runs);
        result.put("device", measured.device());
        ArrayNode all = result.putArray("models");
        Report report = new Report()
                .line("text", from)
                .line(
                        "runs",
                        runs + (against == null ? "" : " of each, in turns") + ", a prompt of "
                                + Sizes.count(measured.window()) + " tokens and " + Sizes.count(generate)
                                + " generated")
                .line("device", measured.device())
                .row("prompt tokens/s", "generated tokens/s", "peak memory", "parameters", "model");
        for (int i = 0; i < models.size(); i++) {
            Speed speed = measured.speeds().get(i);
            ObjectNode one = all.addObject();
            one.put("model", models.get(i).toString());
            one.put("parameters", measured.parameters().get(i));
            put(one.putObject("prefillTokensPerSecond"), speed.prefill());
            put(one.putObject("generatedTokensPerSecond"), speed.generated());
            one.put("peakBytes", peaks.get(i));
            report.row(
                    words(speed.prefill()),
                    words(speed.generated()),
                    Sizes.bytes(peaks.get(i)),
                    Sizes.count(measured.parameters().get(i)),
                    models.get(i));
        }
        if (against != null) {
            Speed a = measured.speeds().getFirst();
            Speed b = measured.speeds().getLast();
            double prefill = b.prefill().median() / a.prefill().median();
            double generated = b.generated().median() / a.generated().median();
            double memory = (double) peaks.getLast() / peaks.getFirst();
            result.putObject("ratio")
                    .put("prefill", prefill)
                    .put("generated", generated)
                    .put("peakBytes", memory);
            report.close("")
                    .close(String.format(
                            Locale.ROOT,
                            "The second reads %.2f × and generates %.2f × as fast as the first, with %.2f × its memory.",
                            prefill,
                            generated,
                            memory));
        }
        return report;
    }

    private static void put(ObjectNode object, Speed.Spread spread) {
        object.put("median", spread.median()).put("min", spread.least()).put("max", spread.most());
    }

    private static String words(Speed.Spread spread) {
        return String.format(Locale.ROOT, "%.1f (%.1f … %.1f)", spread.median(), spread.least(), spread.most());
    }

    private static void atLeast(int least, String option, int given) {
        if (given < least) {
            throw new Refusal(option + " " + given + ": give " + least + " or more");
        }
    }
}
