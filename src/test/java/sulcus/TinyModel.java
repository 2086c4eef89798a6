package sulcus;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import sulcus.format.ElementType;
import sulcus.format.SafetensorsWriter;
import sulcus.format.SafetensorsWriter.Declared;
import sulcus.text.ByteAlphabet;

/** A small LLaMA with random weights and a byte-level tokenizer, as a Hugging Face folder: for tests from end to end. */
public final class TinyModel {
    public static final int LAYERS = 4;
    public static final int HIDDEN = 24;
    public static final int NEURONS = 48;
    public static final int POSITIONS = 64;
    private static final String[][] MERGES = {{"t", "h"}, {"th", "e"}, {"i", "n"}, {"a", "n"}, {"e", "r"}};

    private TinyModel() {}

    /** Writes the folder and returns it. */
    public static Path write(Path folder) throws IOException {
        return write(folder, 7, Float.NaN);
    }

    /**
     * @param first replaces the first number of layer 1's gate; NaN for leaving it
     */
    public static Path write(Path folder, long seed, float first) throws IOException {
        return write(folder, seed, first, false);
    }

    /** With a number in layer 1's gate that is none. */
    public static Path writeNan(Path folder) throws IOException {
        return write(folder, 7, Float.NaN, true);
    }

    private static Path write(Path folder, long seed, float first, boolean nan) throws IOException {
        Files.createDirectories(folder);
        int vocabulary = 256 + MERGES.length;
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architectures", List.of("LlamaForCausalLM"));
        config.put("model_type", "llama");
        config.put("hidden_act", "silu");
        config.put("hidden_size", HIDDEN);
        config.put("intermediate_size", NEURONS);
        config.put("num_hidden_layers", LAYERS);
        config.put("num_attention_heads", 4);
        config.put("num_key_value_heads", 2);
        config.put("max_position_embeddings", POSITIONS);
        config.put("rms_norm_eps", 1e-5);
        config.put("rope_theta", 10000.0);
        config.put("tie_word_embeddings", true);
        config.put("torch_dtype", "float32");
        config.put("vocab_size", vocabulary);
        ObjectMapper json = new ObjectMapper();
        Files.write(folder.resolve("config.json"), json.writeValueAsBytes(config));
        Files.write(folder.resolve("tokenizer.json"), json.writeValueAsBytes(tokenizer()));
        weights(folder.resolve("model.safetensors"), vocabulary, seed, first, nan);
        return folder;
    }

    private static Map<String, Object> tokenizer() {
        Map<String, Integer> vocabulary = new LinkedHashMap<>();
        for (int b = 0; b < 256; b++) {
            vocabulary.put(String.valueOf(ByteAlphabet.character(b)), b);
        }
        List<List<String>> merges = new ArrayList<>();
        for (String[] merge : MERGES) {
            vocabulary.put(merge[0] + merge[1], vocabulary.size());
            merges.add(List.of(merge));
        }
        Map<String, Object> byteLevel =
                Map.of("type", "ByteLevel", "add_prefix_space", false, "trim_offsets", true, "use_regex", true);
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("type", "BPE");
        model.put("dropout", null);
        model.put("unk_token", null);
        model.put("continuing_subword_prefix", null);
        model.put("end_of_word_suffix", null);
        model.put("fuse_unk", false);
        model.put("byte_fallback", false);
        model.put("vocab", vocabulary);
        model.put("merges", merges);
        Map<String, Object> tokenizer = new LinkedHashMap<>();
        tokenizer.put("version", "1.0");
        tokenizer.put("truncation", null);
        tokenizer.put("padding", null);
        tokenizer.put("added_tokens", List.of());
        tokenizer.put("normalizer", null);
        tokenizer.put("pre_tokenizer", byteLevel);
        tokenizer.put("post_processor", null);
        tokenizer.put("decoder", byteLevel);
        tokenizer.put("model", model);
        return tokenizer;
    }

    private static void weights(Path file, int vocabulary, long seed, float first, boolean nan) {
        List<Declared> tensors = new ArrayList<>();
        tensors.add(new Declared("model.embed_tokens.weight", ElementType.F32, vocabulary, HIDDEN));
        tensors.add(new Declared("model.norm.weight", ElementType.F32, HIDDEN));
        for (int layer = 0; layer < LAYERS; layer++) {
            String p = "model.layers." + layer + ".";
            tensors.add(new Declared(p + "input_layernorm.weight", ElementType.F32, HIDDEN));
            tensors.add(new Declared(p + "post_attention_layernorm.weight", ElementType.F32, HIDDEN));
            tensors.add(new Declared(p + "self_attn.q_proj.weight", ElementType.F32, HIDDEN, HIDDEN));
            tensors.add(new Declared(p + "self_attn.k_proj.weight", ElementType.F32, HIDDEN / 2, HIDDEN));
            tensors.add(new Declared(p + "self_attn.v_proj.weight", ElementType.F32, HIDDEN / 2, HIDDEN));
            tensors.add(new Declared(p + "self_attn.o_proj.weight", ElementType.F32, HIDDEN, HIDDEN));
            tensors.add(new Declared(p + "mlp.gate_proj.weight", ElementType.F32, NEURONS, HIDDEN));
            tensors.add(new Declared(p + "mlp.up_proj.weight", ElementType.F32, NEURONS, HIDDEN));
            tensors.add(new Declared(p + "mlp.down_proj.weight", ElementType.F32, HIDDEN, NEURONS));
        }
        Random random = new Random(seed);
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, tensors, SafetensorsWriter.PYTORCH)) {
            for (Declared tensor : tensors) {
                int count = 1;
                for (long extent : tensor.shape()) {
                    count *= (int) extent;
                }
                boolean norm = tensor.shape().length == 1;
                boolean embedding = tensor.name().contains("embed");
                float[] values = new float[count];
                for (int i = 0; i < count; i++) {
                    values[i] = norm
                            ? 1 + 0.1f * (float) random.nextGaussian()
                            : (embedding ? 0.5f : 0.3f) * (float) random.nextGaussian();
                }
                if (tensor.name().equals("model.layers.1.mlp.gate_proj.weight") && (nan || !Float.isNaN(first))) {
                    values[0] = nan ? Float.NaN : first;
                }
                writer.writeFloats(tensor.name(), values);
            }
            writer.commit();
        }
    }

    /** Texts of 40 to 90 characters, one a line. */
    public static Path text(Path file, int lines) throws IOException {
        String[] words = {
            "the", "brain", "of", "an", "owl", "in", "the", "winter", "never", "rests", "other", "than", "at", "noon"
        };
        Random random = new Random(3);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            for (int w = 0; w < 8 + i % 9; w++) {
                text.append(w == 0 ? "" : " ").append(words[random.nextInt(words.length)]);
            }
            text.append('\n');
        }
        return Files.writeString(file, text.toString());
    }
}
