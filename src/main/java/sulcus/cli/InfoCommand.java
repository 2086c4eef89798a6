package sulcus.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import sulcus.model.Description;
import sulcus.model.Model;

/** {@code sulcus info MODEL}: what a model is, from its headers. */
@Command(name = "info", description = "Say what a model is: layers, widths, parameters, tokenizer.")
final class InfoCommand extends Verb {
    @Parameters(paramLabel = "MODEL", description = "Hugging Face folder, .gguf file, or org/name in the local cache")
    private Path model;

    @Override
    Report run(Console at, ObjectNode result) {
        try (Model opened = Model.open(model)) {
            Description d = opened.description();
            int[] heads = IntStream.range(0, d.layers()).map(d::attentionHeads).toArray();
            result.put("architecture", d.family());
            result.put("layers", d.layers());
            result.put("hiddenSize", d.hiddenSize());
            Json.ints(result, "neurons", d.neurons());
            Json.ints(result, "attentionHeads", heads);
            Json.ints(result, "keyValueHeads", d.keyValueHeads());
            result.put("vocabulary", d.vocabulary());
            result.put("parameters", opened.parameters());
            result.put("weightBytes", opened.weightBytes());
            result.put("format", opened.format());
            result.put("tokenizer", opened.tokenizer());
            return new Report()
                    .line("architecture", d.family() + (d.gated() ? ", gated MLP" : ", plain MLP"))
                    .line("layers", d.layers())
                    .line("hidden size", Sizes.count(d.hiddenSize()))
                    .line("neurons", Sizes.range(d.neurons()) + " a layer, " + Sizes.count(d.allNeurons()) + " in all")
                    .line(
                            "heads",
                            Sizes.range(heads) + " attention, " + Sizes.range(d.keyValueHeads()) + " key/value, of "
                                    + d.headSize())
                    .line("vocabulary", Sizes.count(d.vocabulary()) + (d.tiedEmbeddings() ? ", embeddings tied" : ""))
                    .line("positions", Sizes.count(d.maximumPositions()))
                    .line("parameters", Sizes.count(opened.parameters()))
                    .line("weights", Sizes.bytes(opened.weightBytes()) + ", mostly " + opened.storedType())
                    .line("format", opened.format())
                    .line("tokenizer", opened.tokenizer());
        }
    }
}
