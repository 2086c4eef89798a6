package sulcus.sample;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import sulcus.format.AtomicFile;
import sulcus.format.ElementType;
import sulcus.format.SafetensorsWriter;
import sulcus.format.StrictJson;
import sulcus.run.train.Shape;
import sulcus.run.train.Trainer;

/** The sample's files: documents as JSON lines, the model as a Hugging Face folder. */
final class SampleFiles {
    private static final ObjectMapper JSON = new ObjectMapper();

    private SampleFiles() {}

    static void writeText(Path file, List<SampleDocument> documents) {
        StringBuilder lines = new StringBuilder();
        for (SampleDocument document : documents) {
            lines.append(JSON.createObjectNode()
                            .put("text", document.text())
                            .put("kind", document.kind().label()))
                    .append('\n');
        }
        AtomicFile.write(file, lines.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** config.json, generation_config.json and model.safetensors (float16). */
    static void writeModel(Path folder, Trainer trainer, int endOfText) {
        Shape shape = trainer.shape();
        List<SafetensorsWriter.Declared> tensors = shape.parts().stream()
                .map(part -> new SafetensorsWriter.Declared(
                        part.name(),
                        ElementType.F16,
                        Arrays.stream(part.shape()).asLongStream().toArray()))
                .toList();
        try (SafetensorsWriter writer =
                SafetensorsWriter.replace(folder.resolve("model.safetensors"), tensors, SafetensorsWriter.PYTORCH)) {
            for (Shape.Part part : shape.parts()) {
                writer.writeFloats(
                        part.name(),
                        Arrays.copyOfRange(trainer.parameters(), part.offset(), part.offset() + part.length()));
            }
            writer.commit();
        }
        json(folder.resolve("config.json"), configuration(shape, endOfText));
        Map<String, Object> generation = new LinkedHashMap<>();
        generation.put("bos_token_id", endOfText);
        generation.put("eos_token_id", endOfText);
        json(folder.resolve("generation_config.json"), generation);
    }

    private static Map<String, Object> configuration(Shape shape, int endOfText) {
        Map<String, Object> configuration = new LinkedHashMap<>();
        configuration.put("architectures", List.of("LlamaForCausalLM"));
        configuration.put("model_type", "llama");
        configuration.put("vocab_size", shape.vocabulary());
        configuration.put("hidden_size", shape.hiddenSize());
        configuration.put("intermediate_size", shape.neurons());
        configuration.put("num_hidden_layers", shape.layers());
        configuration.put("num_attention_heads", shape.attentionHeads());
        configuration.put("num_key_value_heads", shape.keyValueHeads());
        configuration.put("head_dim", shape.headSize());
        configuration.put("hidden_act", "silu");
        configuration.put("max_position_embeddings", TrainSample.LONGEST_WINDOW);
        configuration.put("initializer_range", 0.02);
        configuration.put("rms_norm_eps", shape.epsilon());
        configuration.put("rope_theta", shape.theta());
        configuration.put("attention_bias", false);
        configuration.put("attention_dropout", 0.0);
        configuration.put("mlp_bias", false);
        configuration.put("tie_word_embeddings", true);
        configuration.put("use_cache", true);
        configuration.put("bos_token_id", endOfText);
        configuration.put("eos_token_id", endOfText);
        configuration.put("torch_dtype", "float16");
        return configuration;
    }

    private static void json(Path file, Map<String, Object> content) {
        AtomicFile.write(file, StrictJson.write(content).getBytes(StandardCharsets.UTF_8));
    }
}
