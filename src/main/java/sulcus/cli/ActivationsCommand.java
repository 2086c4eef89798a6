package sulcus.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sulcus.run.Device;
import sulcus.study.WriteActivations;
import sulcus.task.Refusal;
import sulcus.text.TextFiles;

/** {@code sulcus activations MODEL}: logits and what each layer's MLP did on some tokens, to a file. */
@Command(
        name = "activations",
        description = "Write logits and each layer's MLP activations on some tokens to a .safetensors file.")
final class ActivationsCommand extends Verb {
    @Parameters(paramLabel = "MODEL", description = "Hugging Face folder, .gguf file, or org/name in the local cache")
    private Path model;

    @ArgGroup(exclusive = true, multiplicity = "1")
    private Source source;

    private static final class Source {
        @Option(
                names = "--ids",
                paramLabel = "5,6,7",
                converter = Values.Ids.class,
                description = "token ids, one sequence")
        private Values.TokenIds ids;

        @Option(
                names = "--text",
                parameterConsumer = TextWords.class,
                paramLabel = "TEXT",
                description = ".txt (one sequence), .jsonl or .parquet (one a record)" + TextWords.SEVERAL)
        private List<String> text;
    }

    @Option(names = "--field", paramLabel = "NAME", description = "field of .jsonl and .parquet (default: text)")
    private String field;

    @Option(names = "--max-tokens", paramLabel = "N", description = "cut each sequence after N tokens")
    private Integer maximumTokens;

    @Option(
            names = "--layers",
            paramLabel = "0-3",
            converter = Values.Layers.class,
            description = "layers to write, one run of them (default: all)")
    private Values.LayerSet layers;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = ".safetensors file to make")
    private Path out;

    @Option(names = "--device", description = "auto, cpu, cpu-bfloat16 or cuda (default: auto)", defaultValue = "auto")
    private Device device;

    @Override
    Report run(Console at, ObjectNode result) {
        int first = 0;
        int last = -1;
        if (layers != null) {
            Set<Integer> numbers = layers.numbers();
            if (numbers.isEmpty()) {
                throw usage("Invalid value for option '--layers': name at least one layer");
            }
            first = Collections.min(numbers);
            last = Collections.max(numbers);
            if (new TreeSet<>(numbers).size() != last - first + 1) {
                throw usage("Invalid value for option '--layers': one run of layers is written, such as 0-3");
            }
        }
        if (maximumTokens != null && maximumTokens < 1) {
            throw new Refusal("--max-tokens " + maximumTokens + ": give 1 or more");
        }
        WriteActivations.Written written = new WriteActivations(
                        model,
                        source.ids == null ? null : source.ids.values(),
                        source.text == null ? null : TextFiles.parse(source.text),
                        field,
                        maximumTokens == null ? 0 : maximumTokens,
                        first,
                        last,
                        device,
                        out)
                .run(at.progress());
        result.put("out", out.toString());
        result.put("tokens", written.tokens());
        result.put("layers", written.layers());
        return new Report()
                .line("out", out)
                .line("tokens", Sizes.count(written.tokens()))
                .line("layers", written.layers())
                .line("size", Sizes.bytes(written.bytes()));
    }
}
