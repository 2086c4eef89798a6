package sulcus.workbench.study;

import java.nio.file.Path;
import java.util.Arrays;
import sulcus.model.Model;

/**
 * What is shown of a model.
 *
 * @param name of its folder or file
 * @param path where it lies
 * @param family such as "llama"
 * @param layers how many
 * @param hiddenSize width of the residual stream
 * @param narrowest neurons of the narrowest layer
 * @param widest neurons of the widest layer
 * @param parameters tied ones once
 * @param bytes of the weights as stored
 * @param type of most of the numbers, such as "F16"
 * @param format "huggingface" or "gguf"
 */
public record ModelCard(
        String name,
        Path path,
        String family,
        int layers,
        int hiddenSize,
        int narrowest,
        int widest,
        long parameters,
        long bytes,
        String type,
        String format) {

    /** Reads it off an open model. */
    public static ModelCard of(Model model) {
        int[] neurons = model.description().neurons();
        Path path = model.source().toAbsolutePath().normalize();
        return new ModelCard(
                path.getFileName().toString(),
                path,
                model.description().family(),
                model.description().layers(),
                model.description().hiddenSize(),
                Arrays.stream(neurons).min().orElse(0),
                Arrays.stream(neurons).max().orElse(0),
                model.parameters(),
                model.weightBytes(),
                model.storedType().name(),
                model.format());
    }
}
