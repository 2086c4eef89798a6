package sulcus.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.run.Device;
import sulcus.study.Generate;
import sulcus.study.Intervention;
import sulcus.task.Refusal;

/** {@code sulcus generate MODEL}: continues a prompt, with networks silenced or amplified. */
@Command(
        name = "generate",
        description =
                "Continue a prompt, each token the most probable one; key neurons of networks can be silenced or amplified.")
final class GenerateCommand extends Verb {
    @Parameters(paramLabel = "MODEL", description = "Hugging Face folder, .gguf file, or org/name in the local cache")
    private Path model;

    @Option(names = "--prompt", required = true, paramLabel = "TEXT", description = "what to continue")
    private String prompt;

    @Option(names = "--max-tokens", defaultValue = "64", description = "at most so many (default: ${DEFAULT-VALUE})")
    private int maximumTokens;

    @Mixin
    private InterventionOptions interventions;

    @Option(names = "--device", description = "auto, cpu, cpu-bfloat16 or cuda (default: auto)", defaultValue = "auto")
    private Device device;

    @Override
    Report run(Console at, ObjectNode result) {
        if (maximumTokens < 1) {
            throw new Refusal("--max-tokens " + maximumTokens + ": give 1 or more");
        }
        List<Intervention> all = interventions.all();
        Generate.Generated made = new Generate(model, prompt, maximumTokens, all, device).run(at.progress());
        result.put("text", made.text());
        result.put("tokens", made.tokens());
        result.put("tokensPerSecond", made.tokensPerSecond());
        Report report = new Report().close(prompt + made.text()).close("");
        if (!all.isEmpty()) {
            report.close(Sizes.count(made.neurons()) + " neurons silenced, scaled or shifted");
        }
        return report.close(
                String.format(Locale.ROOT, "%d tokens, %.1f tokens/s", made.tokens(), made.tokensPerSecond()));
    }
}
