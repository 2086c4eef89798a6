package sulcus.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.evaluate.Perplexity;
import sulcus.run.Device;
import sulcus.study.MeasurePerplexity;
import sulcus.task.Refusal;

/** {@code sulcus evaluate MODEL}: perplexity on a text. */
@Command(name = "evaluate", description = "Measure the perplexity of a model on a text.")
final class EvaluateCommand extends Verb {
    @Parameters(paramLabel = "MODEL", description = "Hugging Face folder, .gguf file, or org/name in the local cache")
    private Path model;

    @Option(names = "--text", paramLabel = "TEXT", description = "text to predict: .txt, .jsonl, .parquet")
    private Path text;

    @Option(names = "--tasks", paramLabel = "FILE", hidden = true, description = "multiple-choice items")
    private Path tasks;

    @Option(names = "--field", paramLabel = "NAME", description = "field of .jsonl and .parquet (default: text)")
    private String field;

    @Option(names = "--window", description = "tokens a window (default: 1024, or what the model has positions for)")
    private Integer window;

    @Option(names = "--tokens", paramLabel = "N", description = "only the first N tokens (whole windows)")
    private Long tokens;

    @Option(names = "--device", description = "auto, cpu or cuda (default: auto)", defaultValue = "auto")
    private Device device;

    @Override
    Report run(Console at, ObjectNode result) {
        if (tasks != null) {
            throw new Refusal("--tasks: this version of Sulcus measures perplexity only; give --text TEXT");
        }
        if (text == null) {
            throw usage("Missing required option: '--text=TEXT'");
        }
        if (tokens != null && tokens < 1) {
            throw new Refusal("--tokens " + tokens + ": give 1 or more");
        }
        MeasurePerplexity measure = new MeasurePerplexity(
                model, text, field, window == null ? 0 : window, tokens == null ? -1 : tokens, device);
        if (window != null && window < 2) {
            throw new Refusal("--window " + window + ": give 2 or more tokens");
        }
        Perplexity p = measure.run(at.progress());
        result.put("perplexity", p.perplexity());
        result.put("meanLoss", p.meanLoss());
        result.put("tokens", p.tokens());
        result.put("windows", p.windows());
        result.put("window", p.window());
        result.put("tokensPerSecond", p.tokensPerSecond());
        return new Report()
                .line("perplexity", String.format(Locale.ROOT, "%.4f", p.perplexity()))
                .line("mean loss", String.format(Locale.ROOT, "%.5f nats a token", p.meanLoss()))
                .line(
                        "tokens",
                        Sizes.count(p.tokens()) + " predicted in " + Sizes.count(p.windows()) + " windows of "
                                + Sizes.count(p.window()))
                .line("speed", String.format(Locale.ROOT, "%,.0f tokens/s", p.tokensPerSecond()));
    }
}
