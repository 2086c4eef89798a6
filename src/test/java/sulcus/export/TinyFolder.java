package sulcus.export;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import sulcus.format.ElementType;
import sulcus.format.SafetensorsWriter;
import sulcus.format.StrictJson;
import sulcus.model.Configuration;
import sulcus.model.Description;
import sulcus.model.Families;
import sulcus.model.Family;
import sulcus.model.PlacedTensor;
import sulcus.model.WeightId;
import sulcus.model.Weights;
import sulcus.prune.Plan;

/** Small random models as Hugging Face folders, with a file for a tokenizer, and plans for them. */
public final class TinyFolder {
    public static final int LAYERS = 3;
    public static final int VOCABULARY = 29;

    private TinyFolder() {}

    public static Map<String, Object> llama() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", List.of("LlamaForCausalLM"));
        config.put("model_type", "llama");
        config.put("hidden_size", 16);
        config.put("num_hidden_layers", LAYERS);
        config.put("num_attention_heads", 4);
        config.put("num_key_value_heads", 2);
        config.put("intermediate_size", 40);
        config.put("vocab_size", VOCABULARY);
        config.put("max_position_embeddings", 64);
        config.put("dtype", "float32");
        return config;
    }

    public static Map<String, Object> gpt2() {
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", List.of("GPT2LMHeadModel"));
        config.put("model_type", "gpt2");
        config.put("n_embd", 16);
        config.put("n_layer", LAYERS);
        config.put("n_head", 4);
        config.put("n_inner", 40);
        config.put("n_positions", 64);
        config.put("vocab_size", VOCABULARY);
        return config;
    }

    /** A family without a flag for a bias of the down projection. */
    public static Map<String, Object> qwen2() {
        Map<String, Object> config = llama();
        config.put("architectures", List.of("Qwen2ForCausalLM"));
        config.put("model_type", "qwen2");
        return config;
    }

    /** Writes a model; the tensor named {@code damaged} (null: none) gets a value that is not a number. */
    public static Path write(Path folder, Map<String, Object> config, ElementType type, String damaged)
            throws IOException {
        Files.createDirectories(folder);
        Path json = folder.resolve("config.json");
        Files.writeString(json, StrictJson.write(config));
        Files.writeString(folder.resolve("tokenizer.json"), "{\"as\": \"it is\"}");
        Family family = Families.of((String) config.get("model_type")).orElseThrow();
        Configuration read = new Configuration(json.toString(), StrictJson.readObject(json, 1 << 20));
        Description description = family.describe(read);
        Weights weights = random(description, family.weights(read, description));
        List<PlacedTensor> tensors = family.huggingFaceTensors(description, weights);
        try (SafetensorsWriter writer = SafetensorsWriter.create(
                folder.resolve("model.safetensors"),
                tensors.stream()
                        .map(t -> new SafetensorsWriter.Declared(t.name(), type, t.shape()))
                        .toList(),
                SafetensorsWriter.PYTORCH)) {
            for (PlacedTensor tensor : tensors) {
                float[] values = new float[tensor.rows() * tensor.columns()];
                tensor.read(weights, 0, tensor.rows(), MemorySegment.ofArray(values));
                if (tensor.name().equals(damaged)) {
                    values[3] = Float.NaN;
                }
                writer.writeFloats(tensor.name(), values);
            }
            writer.commit();
        }
        return folder;
    }

    private static Weights random(Description description, List<WeightId> ids) {
        Map<WeightId, float[]> values = new HashMap<>();
        Random random = new Random(11);
        for (WeightId id : ids) {
            float[] of = new float[description.rows(id) * description.columns(id)];
            for (int i = 0; i < of.length; i++) {
                of[i] = (float) random.nextGaussian() * 0.4f + (id.slot().norm() && !id.bias() ? 1 : 0);
            }
            values.put(id, of);
        }
        return new Weights() {
            @Override
            public boolean has(WeightId id) {
                return values.containsKey(id);
            }

            @Override
            public int rows(WeightId id) {
                return description.rows(id);
            }

            @Override
            public int columns(WeightId id) {
                return description.columns(id);
            }

            @Override
            public void read(WeightId id, int from, int to, MemorySegment destination) {
                long row = 4L * columns(id);
                destination
                        .asSlice(0, (to - from) * row)
                        .copyFrom(MemorySegment.ofArray(values.get(id)).asSlice(from * row, (to - from) * row));
            }
        };
    }

    /** Keeps {@code widths[layer]} of 40 neurons, spread over the layer. */
    public static Plan plan(int... widths) {
        BitSet[] sets = new BitSet[LAYERS];
        Random random = new Random(5);
        for (int layer = 0; layer < LAYERS; layer++) {
            sets[layer] = new BitSet();
            while (sets[layer].cardinality() < widths[layer]) {
                sets[layer].set(random.nextInt(40));
            }
        }
        return new Plan(Float.NaN, new int[] {40, 40, 40}, sets);
    }

    /** Biases for layers 0 and 2. */
    public static float[][] biases() {
        Random random = new Random(6);
        float[][] biases = new float[LAYERS][];
        for (int layer = 0; layer < LAYERS; layer += 2) {
            biases[layer] = new float[16];
            for (int i = 0; i < 16; i++) {
                biases[layer][i] = (float) random.nextGaussian();
            }
        }
        return biases;
    }

    public static int[] text(int tokens) {
        return new Random(8).ints(tokens, 0, VOCABULARY).toArray();
    }
}
