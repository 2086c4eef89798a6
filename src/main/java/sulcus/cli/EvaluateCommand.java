package sulcus.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.evaluate.DocumentPerplexity;
import sulcus.evaluate.MultipleChoice;
import sulcus.evaluate.Perplexity;
import sulcus.export.Calibrated;
import sulcus.model.Model;
import sulcus.run.Device;
import sulcus.study.MeasureChoices;
import sulcus.study.MeasureDocuments;
import sulcus.study.MeasurePerplexity;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

/** {@code sulcus evaluate MODEL}: perplexity on a text, or accuracy on multiple-choice items. */
@Command(
        name = "evaluate",
        description = {
            "Measure the perplexity of a model on a text, or its accuracy on multiple-choice items.",
            "--protocol windows: the text is one stream of tokens, cut into windows. --protocol harness: word and byte perplexity"
                    + " by document, as lm-evaluation-harness has them; a .txt file is one document."
        })
final class EvaluateCommand extends Verb {
    /** How perplexity is measured. */
    enum Protocol {
        WINDOWS,
        HARNESS
    }

    /** How a text's tokenization is undone. */
    enum Detokenizer {
        WIKITEXT
    }

    @Parameters(paramLabel = "MODEL", description = "Hugging Face folder, .gguf file, or org/name in the local cache")
    private Path model;

    @Option(
            names = "--text",
            parameterConsumer = TextWords.class,
            paramLabel = "TEXT",
            description = "text to predict: .txt, .jsonl, .parquet" + TextWords.SEVERAL)
    private List<String> text;

    @Option(
            names = "--tasks",
            paramLabel = "FILE.jsonl",
            description = "items, a line each: {\"context\": \"…\", \"choices\": [\"…\", \"…\"], \"answer\": 0}")
    private Path tasks;

    @Option(names = "--field", paramLabel = "NAME", description = "field of .jsonl and .parquet (default: text)")
    private String field;

    @Option(
            names = "--protocol",
            paramLabel = "NAME",
            description = "windows or harness (default: windows)",
            defaultValue = "windows")
    private Protocol protocol;

    @Option(
            names = "--detokenize",
            paramLabel = "wikitext",
            description = "with --protocol harness: TEXT is WikiText; take its pages and undo its tokenization")
    private Detokenizer detokenize;

    @Option(
            names = "--documents",
            paramLabel = "N",
            description = "with --protocol harness: only the first N documents")
    private Integer documents;

    @Option(
            names = "--delimiter",
            paramLabel = "TEXT",
            description = "with --tasks: what stands between context and choice (default: nothing; tasks of"
                    + " lm-evaluation-harness have a space)",
            defaultValue = "")
    private String delimiter;

    @Option(names = "--items", paramLabel = "N", description = "with --tasks: only the first N items")
    private Integer items;

    @Option(
            names = "--window",
            description =
                    "tokens a window (default: 1024, or what the model has positions for; with --protocol harness and"
                            + " --tasks all its positions)")
    private Integer window;

    @Option(names = "--tokens", paramLabel = "N", description = "only the first N tokens (whole windows)")
    private Long tokens;

    @Mixin
    private InterventionOptions interventions;

    @Option(names = "--device", description = "auto, cpu, cpu-bfloat16 or cuda (default: auto)", defaultValue = "auto")
    private Device device;

    @Override
    Report run(Console at, ObjectNode result) {
        if ((text == null) == (tasks == null)) {
            throw usage("give one of '--text=TEXT' and '--tasks=FILE.jsonl'");
        }
        boolean harness = text != null && protocol == Protocol.HARNESS;
        needs(harness, "--protocol harness", "--detokenize", detokenize);
        needs(harness, "--protocol harness", "--documents", documents);
        needs(tasks != null, "--tasks", "--items", items);
        needs(tasks != null, "--tasks", "--delimiter", delimiter.isEmpty() ? null : delimiter);
        needs(text != null && !harness, "--protocol windows", "--tokens", tokens);
        atLeast(1, "--tokens", tokens);
        atLeast(1, "--documents", documents);
        atLeast(1, "--items", items);
        atLeast(harness || tasks != null ? 1 : 2, "--window", window);
        Report report = tasks != null ? choices(at, result) : harness ? documents(at, result) : windows(at, result);
        Calibrated calibrated = Calibrated.of(Model.locate(model));
        if (calibrated != null) {
            result.putObject("calibration")
                    .put("text", calibrated.text())
                    .put("texts", calibrated.texts())
                    .put("tokens", calibrated.tokens());
            report.line(
                    "calibrated on",
                    calibrated.text() + ", " + Sizes.count(calibrated.texts()) + " texts"
                            + (calibrated.tokens() == 0 ? "" : ", " + Sizes.count(calibrated.tokens()) + " tokens"));
        }
        return report;
    }

    private void needs(boolean met, String what, String option, Object given) {
        if (!met && given != null) {
            throw usage("'" + option + "' goes with '" + what + "' only");
        }
    }

    private static void atLeast(int least, String option, Number given) {
        if (given != null && given.longValue() < least) {
            throw new Refusal(option + " " + given + ": give " + least + " or more");
        }
    }

    private Report windows(Console at, ObjectNode result) {
        TextFiles from = TextFiles.parse(text);
        Perplexity p = new MeasurePerplexity(
                        model,
                        from,
                        field,
                        window == null ? 0 : window,
                        tokens == null ? -1 : tokens,
                        interventions.all(),
                        device)
                .run(at.progress());
        result.put("perplexity", p.perplexity());
        result.put("meanLoss", p.meanLoss());
        result.put("tokens", p.tokens());
        result.put("windows", p.windows());
        result.put("window", p.window());
        result.put("tokensPerSecond", p.tokensPerSecond());
        Json.number(result, "standardError", p.standardError());
        Json.number(result, "meanLossError", p.meanLossError());
        result.put("protocol", "windows");
        result.put("text", from.name());
        return new Report()
                .line("perplexity", decimals(4, p.perplexity()) + error(4, p.standardError()))
                .line("mean loss", decimals(5, p.meanLoss()) + error(5, p.meanLossError()) + " nats a token")
                .line("text", from)
                .line(
                        "tokens",
                        Sizes.count(p.tokens()) + " predicted in " + Sizes.count(p.windows()) + " windows of "
                                + Sizes.count(p.window()))
                .line("speed", speed(p.tokensPerSecond()));
    }

    private Report documents(Console at, ObjectNode result) {
        TextFiles from = TextFiles.parse(text);
        DocumentPerplexity p = new MeasureDocuments(
                        model,
                        from,
                        field,
                        detokenize != null,
                        documents == null ? -1 : documents,
                        window == null ? 0 : window,
                        interventions.all(),
                        device)
                .run(at.progress());
        result.put("perplexity", p.perplexity());
        result.put("meanLoss", p.meanLoss());
        result.put("tokens", p.tokens());
        result.put("windows", p.windows());
        result.put("window", p.window());
        result.put("tokensPerSecond", p.tokensPerSecond());
        result.put("wordPerplexity", p.wordPerplexity());
        Json.number(result, "standardError", p.standardError());
        result.put("bytePerplexity", p.bytePerplexity());
        result.put("bitsPerByte", p.bitsPerByte());
        result.put("words", p.words());
        result.put("bytes", p.bytes());
        result.put("documents", p.documents());
        result.put("protocol", "harness");
        result.put("detokenize", detokenize == null ? "none" : "wikitext");
        result.put("text", from.name());
        return new Report()
                .line("word perplexity", decimals(4, p.wordPerplexity()) + error(4, p.standardError()))
                .line("byte perplexity", decimals(5, p.bytePerplexity()))
                .line("bits a byte", decimals(5, p.bitsPerByte()))
                .line("token perplexity", decimals(4, p.perplexity()))
                .line("mean loss", decimals(5, p.meanLoss()) + " nats a token")
                .line("text", from + (detokenize == null ? "" : ", detokenized"))
                .line(
                        "counted",
                        Sizes.count(p.words()) + " words, " + Sizes.count(p.bytes()) + " bytes in "
                                + Sizes.count(p.documents()) + (p.documents() == 1 ? " document" : " documents"))
                .line(
                        "tokens",
                        Sizes.count(p.tokens()) + " predicted in " + Sizes.count(p.windows())
                                + " rolling windows of up to " + Sizes.count(p.window()))
                .line("speed", speed(p.tokensPerSecond()));
    }

    private Report choices(Console at, ObjectNode result) {
        MultipleChoice m = new MeasureChoices(
                        model,
                        tasks,
                        delimiter,
                        items == null ? -1 : items,
                        window == null ? 0 : window,
                        interventions.all(),
                        device)
                .run(at.progress());
        result.put("accuracy", m.accuracy());
        result.put("accuracyNormalized", m.accuracyNormalized());
        Json.number(result, "standardError", m.standardError());
        result.put("items", m.items());
        Json.number(result, "standardErrorNormalized", m.standardErrorNormalized());
        result.put("cutContexts", m.cut());
        result.put("tokensPerSecond", m.tokensPerSecond());
        result.put("tasks", tasks.getFileName().toString());
        Report report = new Report()
                .line("accuracy", decimals(4, m.accuracy()) + error(4, m.standardError()))
                .line("normalized", decimals(4, m.accuracyNormalized()) + error(4, m.standardErrorNormalized()))
                .line("items", Sizes.count(m.items()) + " of " + tasks)
                .line("speed", speed(m.tokensPerSecond()));
        if (m.cut() > 0) {
            report.line("cut", Sizes.count(m.cut()) + " contexts too long for the model lost their beginning");
        }
        return report;
    }

    private static String decimals(int count, double value) {
        return String.format(Locale.ROOT, "%." + count + "f", value);
    }

    private static String error(int count, double value) {
        return Double.isNaN(value) ? "" : " ± " + decimals(count, value);
    }

    private static String speed(double tokensPerSecond) {
        return String.format(Locale.ROOT, "%,.0f tokens/s", tokensPerSecond);
    }
}
