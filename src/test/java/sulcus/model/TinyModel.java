package sulcus.model;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import sulcus.format.ElementType;
import sulcus.format.SafetensorsWriter;
import sulcus.format.SafetensorsWriter.Declared;
import sulcus.format.StrictJson;

/** Models of two layers with random weights, written as folders, right and wrong ones. */
final class TinyModel {
    final Map<String, Object> config = new LinkedHashMap<>();
    Predicate<String> leaveOut = tensor -> false;
    Map<String, long[]> others = new LinkedHashMap<>();
    String prefixToDrop = "";
    ElementType type = ElementType.F32;

    static TinyModel llama() {
        TinyModel model = new TinyModel();
        model.config.putAll(Map.of(
                "model_type", "llama",
                "hidden_size", 16,
                "num_hidden_layers", 2,
                "num_attention_heads", 4,
                "num_key_value_heads", 2,
                "intermediate_size", 24,
                "vocab_size", 11,
                "max_position_embeddings", 64,
                "rope_theta", 1000.0,
                "rms_norm_eps", 1e-5));
        return model;
    }

    static TinyModel gpt2() {
        TinyModel model = new TinyModel();
        model.config.putAll(Map.of(
                "model_type", "gpt2",
                "n_embd", 16,
                "n_layer", 2,
                "n_head", 4,
                "vocab_size", 11,
                "n_positions", 32));
        return model;
    }

    TinyModel with(String key, Object value) {
        config.put(key, value);
        return this;
    }

    /** The configuration as read from a file. */
    Configuration configuration(Path folder) throws IOException {
        Path file = folder.resolve("config.json");
        Files.createDirectories(folder);
        Files.writeString(file, StrictJson.write(config));
        return new Configuration(file.toString(), StrictJson.readObject(file, 1 << 20));
    }

    /** Random weights for this configuration. */
    Weights weights(Path folder) throws IOException {
        Configuration read = configuration(folder);
        Family family = Families.of((String) config.get("model_type")).orElseThrow();
        Description description = family.describe(read);
        return new RandomWeights(description, family.weights(read, description), 5);
    }

    /** Writes config.json and model.safetensors. */
    Path write(Path folder) throws IOException {
        Configuration read = configuration(folder);
        Family family = Families.of((String) config.get("model_type")).orElseThrow();
        Description description = family.describe(read);
        Weights weights = weights(folder);
        write(folder.resolve("model.safetensors"), family.huggingFaceTensors(description, weights), weights);
        return folder;
    }

    void write(Path file, List<PlacedTensor> tensors, Weights weights) {
        List<Declared> declared = new ArrayList<>();
        for (PlacedTensor tensor : tensors) {
            if (!leaveOut.test(tensor.name())) {
                declared.add(new Declared(name(tensor), type, others.getOrDefault(tensor.name(), tensor.shape())));
            }
        }
        others.forEach((name, shape) -> {
            if (declared.stream().noneMatch(tensor -> tensor.name().equals(name))) {
                declared.add(new Declared(name, type, shape));
            }
        });
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, declared, SafetensorsWriter.PYTORCH)) {
            for (Declared tensor : declared) {
                int elements = 1;
                for (long extent : tensor.shape()) {
                    elements *= (int) extent;
                }
                float[] values = new float[elements];
                for (PlacedTensor source : tensors) {
                    if (name(source).equals(tensor.name()) && !others.containsKey(source.name())) {
                        source.read(weights, 0, source.rows(), MemorySegment.ofArray(values));
                    }
                }
                writer.writeFloats(tensor.name(), values);
            }
            writer.commit();
        }
    }

    private String name(PlacedTensor tensor) {
        return tensor.name().startsWith(prefixToDrop) ? tensor.name().substring(prefixToDrop.length()) : tensor.name();
    }
}
