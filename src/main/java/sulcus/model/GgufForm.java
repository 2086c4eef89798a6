package sulcus.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import sulcus.model.Description.Activation;
import sulcus.model.Description.Position;
import sulcus.task.Refusal;

/**
 * A model in the form of a GGUF file: the architecture of llama.cpp that computes it, the metadata of that architecture, and the
 * tensors as llama.cpp names and turns them. LLaMA, Mistral and Qwen 2 with layers of unequal widths, or with biases that their
 * own architecture lacks, become {@code deci}, llama.cpp's architecture for them. Sources: gguf-py's {@code constants.py},
 * llama.cpp's {@code conversion} and {@code src/models/deci.cpp}.
 *
 * @param metadata for {@link sulcus.format.GgufWriter}: keys of the architecture
 * @param tensors from input to output
 * @param rotaryDivisors by which rotary frequencies are divided, headSize/2 numbers of {@code rope_freqs.weight}; null for none
 * @param notices what the file does not say, in words for people
 */
public record GgufForm(
        String architecture,
        Map<String, Object> metadata,
        List<PlacedTensor> tensors,
        float[] rotaryDivisors,
        List<String> notices) {
    /** Name of the tensor with the rotary divisors. */
    public static final String ROTARY = GgufModel.FREQUENCIES;

    /**
     * @param model as it shall be written, rows and columns cut
     * @throws Refusal if llama.cpp has no architecture for it, or none that Sulcus writes
     */
    public static GgufForm of(Model model) {
        Description d = model.description();
        String architecture = architecture(model);
        boolean turning = d.rotary(0) != null;
        Function<WeightId, Place> places = id -> GgufNames.place(
                d,
                id,
                GgufConfiguration.ARCHITECTURES.get(architecture).fused(),
                GgufConfiguration.ARCHITECTURES.get(architecture).sideBySide());
        Map<String, Object> metadata = new LinkedHashMap<>();
        List<String> notices = new ArrayList<>();
        float[] divisors = null;
        String prefix = architecture + ".";
        metadata.put(prefix + "vocab_size", d.vocabulary());
        metadata.put(prefix + "context_length", slides(architecture) ? d.maximumPositions() : positions(d, notices));
        metadata.put(prefix + "embedding_length", d.hiddenSize());
        metadata.put(prefix + "block_count", d.layers());
        metadata.put(prefix + "feed_forward_length", each(d.neurons()));
        metadata.put(prefix + "attention.head_count", each(heads(d)));
        if (!turning) {
            metadata.put(
                    prefix + "attention.layer_norm_epsilon", (float) d.norm().epsilon());
        } else {
            metadata.put(prefix + "attention.head_count_kv", each(d.keyValueHeads()));
            String epsilon = d.norm().rms() ? "attention.layer_norm_rms_epsilon" : "attention.layer_norm_epsilon";
            metadata.put(prefix + epsilon, (float) d.norm().epsilon());
            metadata.put(prefix + "attention.key_length", d.headSize());
            metadata.put(prefix + "attention.value_length", d.headSize());
            metadata.put(prefix + "rope.dimension_count", d.headSize());
            divisors = rotary(model, prefix, metadata);
            factors(d, prefix, metadata);
        }
        return new GgufForm(architecture, metadata, tensors(model, places), divisors, notices);
    }

    private static String architecture(Model model) {
        Description d = model.description();
        boolean uneven = uneven(d.neurons()) || uneven(d.keyValueHeads());
        boolean biased = has(model, Slot.DOWN) || has(model, Slot.ATTENTION_OUTPUT);
        String own = switch (d.family()) {
            case "llama", "mistral" -> uneven ? "deci" : "llama";
            case "qwen2" -> uneven || biased ? "deci" : "qwen2";
            case "qwen3" -> "qwen3";
            case "gpt2" -> "gpt2";
            case "smollm3" -> "smollm3";
            case "granite" -> "granite";
            case "cohere" -> "command-r";
            case "cohere2" -> "cohere2";
            case "gemma3_text" -> "gemma3";
            case "bloom" -> "bloom";
            default ->
                throw new Refusal(model.source() + ": " + d.family()
                        + " models are not written as GGUF (llama, mistral, qwen2, qwen3, gpt2, smollm3, granite, cohere, cohere2, gemma3_text and bloom are);"
                        + " write a Hugging Face folder");
        };
        if (uneven && !own.equals("deci")) {
            throw new Refusal(
                    model.source() + ": llama.cpp knows " + d.family()
                            + " with one width for all layers only; take --layout uniform or padded, or write a Hugging Face folder");
        }
        if (biased && !Set.of("llama", "deci", "qwen2", "gpt2", "bloom").contains(own)) {
            throw new Refusal(
                    model.source() + ": llama.cpp's " + own + " has no place for the biases of the compensation;"
                            + " take --compensate none, or write a Hugging Face folder");
        }
        boolean apart = (own.equals("smollm3") || own.equals("cohere2")) && !everyFourthUnturned(d)
                || own.equals("gemma3") && !everySixthSeesAll(d)
                || (own.equals("command-r") || own.equals("cohere2"))
                        && (!d.tiedEmbeddings() || model.weights().has(WeightId.weight(Slot.QUERY_NORM, 0)));
        if (apart) {
            throw new Refusal(model.source()
                    + ": windows, layers without positions, norms of query and key or an output matrix that"
                    + " llama.cpp's " + own + " has elsewhere or not at all; write a Hugging Face folder");
        }
        boolean scaled = own.equals("granite");
        double embeddingScale = own.equals("gemma3") ? Math.sqrt(d.hiddenSize()) : 1;
        Activation activation =
                Set.of("gpt2", "bloom", "gemma3").contains(own) ? Activation.GELU_TANH : Activation.SILU;
        boolean plain = d.attention().softcap() == 0
                && d.embedding().logitSoftcap() == 0
                && (scaled || d.embedding().scale() == embeddingScale)
                && (scaled || Math.abs(d.attention().scale() * Math.sqrt(d.headSize()) - 1) < 1e-6)
                && d.activation() == activation;
        if (!plain) {
            throw new Refusal(
                    model.source() + ": its configuration asks for an activation, a scale or a cap that llama.cpp's "
                            + own + " does not have; write a Hugging Face folder");
        }
        return own;
    }

    /** Whether llama.cpp knows that some layers look back over a window. */
    private static boolean slides(String architecture) {
        return architecture.equals("cohere2") || architecture.equals("gemma3");
    }

    /** Whether every fourth layer has no positions, and those that have look back equally far, these over everything. */
    private static boolean everyFourthUnturned(Description d) {
        int window = d.family().equals("cohere2") ? d.window()[0] : 0;
        return IntStream.range(0, d.layers()).allMatch(layer -> {
            boolean fourth = (layer + 1) % 4 == 0;
            return (d.rotary(layer) == null) == fourth && d.window()[layer] == (fourth ? 0 : window);
        });
    }

    /** Whether every sixth layer looks back over everything, and the others equally far with the usual base. */
    private static boolean everySixthSeesAll(Description d) {
        int window = d.window()[0];
        return d.layers() != 62
                && window > 0
                && IntStream.range(0, d.layers()).allMatch(layer -> {
                    if ((layer + 1) % 6 == 0) {
                        return d.window()[layer] == 0;
                    }
                    double[] frequencies = d.rotary(layer).inverseFrequencies();
                    return d.window()[layer] == window
                            && IntStream.range(0, frequencies.length)
                                    .allMatch(i ->
                                            Math.abs(frequencies[i] * Math.pow(10_000, 2.0 * i / d.headSize()) - 1)
                                                    < 1e-9);
                });
    }

    /** Factors that llama.cpp reads: Granite's logits are divided by theirs, Command R's multiplied. */
    private static void factors(Description d, String prefix, Map<String, Object> metadata) {
        if (d.family().equals("granite")) {
            metadata.put(prefix + "embedding_scale", (float) d.embedding().scale());
            metadata.put(prefix + "residual_scale", (float) d.embedding().residualScale());
            metadata.put(prefix + "attention.scale", (float) d.attention().scale());
            metadata.put(prefix + "logit_scale", (float) (1 / d.embedding().logitScale()));
        } else if (d.family().startsWith("cohere")) {
            metadata.put(prefix + "logit_scale", (float) d.embedding().logitScale());
        }
        if (slides(prefix.substring(0, prefix.length() - 1))) {
            metadata.put(prefix + "attention.sliding_window", d.window()[0]);
        }
    }

    private static boolean uneven(int[] numbers) {
        return Arrays.stream(numbers).distinct().count() > 1;
    }

    private static boolean has(Model model, Slot biasOf) {
        for (int layer = 0; layer < model.description().layers(); layer++) {
            if (model.weights().has(WeightId.bias(biasOf, layer))) {
                return true;
            }
        }
        return false;
    }

    private static int[] heads(Description d) {
        return IntStream.range(0, d.layers()).map(d::attentionHeads).toArray();
    }

    /** One number where all are the same, as llama.cpp's own files have it. */
    private static Object each(int[] numbers) {
        return uneven(numbers) ? numbers.clone() : (Object) numbers[0];
    }

    /** llama.cpp's llama looks back over everything, so that no sequence may be longer than the sliding window. */
    private static int positions(Description d, List<String> notices) {
        int positions = d.maximumPositions();
        for (int window : d.window()) {
            if (window > 0 && window < positions) {
                positions = window;
            }
        }
        if (positions < d.maximumPositions()) {
            notices.add("sequences end at the sliding window of " + positions
                    + " tokens: llama.cpp has no such window here");
        }
        return positions;
    }

    private static float[] rotary(Model model, String prefix, Map<String, Object> metadata) {
        Configuration config = new Configuration(model.source() + ": config.json", model.configuration());
        Configuration scaling = config.object("rope_scaling") != null
                ? config.object("rope_scaling")
                : config.object("rope_parameters");
        if (scaling != null && scaling.object("full_attention") != null) {
            // the other kind of layer has the base that llama.cpp gives it
            scaling = scaling.object("full_attention");
        }
        double usual = switch (model.description().family()) {
            case "smollm3" -> 2_000_000;
            case "cohere" -> 500_000;
            case "gemma3_text" -> 1_000_000;
            default -> 10_000;
        };
        double theta = config.positive("rope_theta", usual);
        theta = scaling == null ? theta : scaling.positive("rope_theta", theta);
        metadata.put(prefix + "rope.freq_base", (float) theta);
        String type = scaling == null ? "default" : scaling.text("rope_type", scaling.text("type", "default"));
        Position.Rotary rotary = model.description().rotary(0);
        if (rotary.dimensions() != model.description().headSize()) {
            throw new Refusal(model.source() + ": turns a part of each head only, which is not written as GGUF;"
                    + " write a Hugging Face folder");
        }
        switch (type) {
            case "default", "dynamic" -> {
                return null;
            }
            case "linear" -> {
                metadata.put(prefix + "rope.scaling.type", "linear");
                metadata.put(prefix + "rope.scaling.factor", (float) scaling.positive("factor", 1));
                return null;
            }
            case "llama3" -> {
                float[] divisors = new float[rotary.inverseFrequencies().length];
                for (int i = 0; i < divisors.length; i++) {
                    double plain = Math.pow(theta, -2.0 * i / rotary.dimensions());
                    divisors[i] = (float) (plain / rotary.inverseFrequencies()[i]);
                }
                return divisors;
            }
            default ->
                throw new Refusal(model.source() + ": rotary scaling " + type
                        + " is not written as GGUF; write a Hugging Face folder");
        }
    }

    private static List<PlacedTensor> tensors(Model model, Function<WeightId, Place> places) {
        Map<String, List<PlacedTensor.Part>> parts = new LinkedHashMap<>();
        for (WeightId id : model.ids()) {
            Place place = places.apply(id);
            parts.computeIfAbsent(place.tensor(), name -> new ArrayList<>()).add(new PlacedTensor.Part(id, place));
        }
        List<PlacedTensor> tensors = new ArrayList<>();
        parts.forEach((name, of) -> tensors.add(new PlacedTensor(name, of)));
        return tensors;
    }

    /** What {@code general.name} of a model is, where its own files do not say: the name of its folder or file. */
    public static String name(Model model) {
        Path name = model.source().toAbsolutePath().getFileName();
        return name == null ? model.description().family() : name.toString();
    }
}
