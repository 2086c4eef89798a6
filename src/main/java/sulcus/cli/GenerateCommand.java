package sulcus.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.run.Device;
import sulcus.study.Generate;
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

    @Option(
            names = "--silence",
            paramLabel = "STUDY:NETWORK",
            description = "silence the key neurons of a network, such as studies/a:12.7 (may be given several times)")
    private List<String> silence = new ArrayList<>();

    @Option(
            names = "--amplify",
            paramLabel = "STUDY:NETWORK=G",
            description = "multiply what the key neurons of a network give by G (may be given several times)")
    private List<String> amplify = new ArrayList<>();

    @Option(
            names = "--key-threshold",
            paramLabel = "T",
            description = "|z| above which a neuron is a key neuron (default: the network's own in the study, or 3)")
    private Float keyThreshold;

    @Option(names = "--device", description = "auto, cpu, cpu-bfloat16 or cuda (default: auto)", defaultValue = "auto")
    private Device device;

    @Override
    Report run(Console at, ObjectNode result) {
        if (maximumTokens < 1) {
            throw new Refusal("--max-tokens " + maximumTokens + ": give 1 or more");
        }
        List<Generate.Gain> gains = new ArrayList<>();
        for (String one : silence) {
            gains.add(gain("--silence", one, 0));
        }
        for (String one : amplify) {
            int equals = one.lastIndexOf('=');
            if (equals < 0) {
                throw usage("Invalid value for option '--amplify': '" + one + "' has no gain; write STUDY:NETWORK=G");
            }
            float factor;
            try {
                factor = Float.parseFloat(one.substring(equals + 1).strip());
            } catch (NumberFormatException e) {
                throw usage("Invalid value for option '--amplify': '" + one + "' has no number after =");
            }
            gains.add(gain("--amplify", one.substring(0, equals), factor));
        }
        Generate.Generated made =
                new Generate(model, prompt, maximumTokens, gains, keyThreshold, device).run(at.progress());
        result.put("text", made.text());
        result.put("tokens", made.tokens());
        result.put("tokensPerSecond", made.tokensPerSecond());
        Report report = new Report().close(prompt + made.text()).close("");
        if (!gains.isEmpty()) {
            report.close(Sizes.count(made.neurons()) + " key neurons silenced or amplified");
        }
        return report.close(
                String.format(Locale.ROOT, "%d tokens, %.1f tokens/s", made.tokens(), made.tokensPerSecond()));
    }

    private Generate.Gain gain(String option, String text, float factor) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0 || colon == text.length() - 1) {
            throw usage(
                    "Invalid value for option '" + option + "': '" + text + "' names no network; write STUDY:NETWORK");
        }
        return new Generate.Gain(
                Path.of(text.substring(0, colon)), sulcus.prune.NetworkId.parse(text.substring(colon + 1)), factor);
    }
}
