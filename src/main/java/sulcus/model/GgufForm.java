package sulcus.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import sulcus.model.Description.Activation;
import sulcus.model.Description.Position;
import sulcus.model.GgufArchitecture.Trait;
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
        GgufArchitecture architecture = GgufLimits.architecture(model);
        boolean turning = d.rotary(0) != null;
        Map<String, Object> metadata = new LinkedHashMap<>();
        List<String> notices = new ArrayList<>();
        float[] divisors = null;
        String prefix = architecture.name() + ".";
        metadata.put(prefix + "vocab_size", d.vocabulary());
        metadata.put(
                prefix + "context_length",
                architecture.has(Trait.WINDOWS) ? d.maximumPositions() : positions(d, notices));
        metadata.put(prefix + "embedding_length", d.hiddenSize());
        metadata.put(prefix + "block_count", d.layers());
        if (d.mlp().experts() == null) {
            metadata.put(prefix + "feed_forward_length", each(d.neurons()));
        } else {
            GgufExperts.tell(model, architecture, metadata);
        }
        metadata.put(prefix + "attention.head_count", each(heads(d)));
        String epsilon = d.norm().rms() ? "attention.layer_norm_rms_epsilon" : "attention.layer_norm_epsilon";
        metadata.put(prefix + epsilon, (float) d.norm().epsilon());
        if (turning) {
            metadata.put(prefix + "attention.head_count_kv", each(d.keyValueHeads()));
            metadata.put(prefix + "attention.key_length", d.headSize());
            metadata.put(prefix + "attention.value_length", d.headSize());
            metadata.put(prefix + "rope.dimension_count", d.rotary(0).dimensions());
            divisors = rotary(model, architecture, prefix, metadata);
            factors(d, architecture, prefix, metadata);
        }
        if (architecture.activation() == Activation.GELU) {
            notices.add("llama.cpp computes GELU by tanh, which is not quite what the model was trained with");
        }
        return new GgufForm(
                architecture.name(),
                metadata,
                tensors(model, id -> GgufNames.places(architecture, d, id)),
                divisors,
                notices);
    }

    /** What a family has beyond LLaMA; Granite's logits are divided by their factor, Command R's multiplied. */
    private static void factors(
            Description d, GgufArchitecture architecture, String prefix, Map<String, Object> metadata) {
        switch (architecture.name()) {
            case "granite" -> {
                metadata.put(prefix + "embedding_scale", (float) d.embedding().scale());
                metadata.put(prefix + "residual_scale", (float) d.embedding().residualScale());
                metadata.put(prefix + "attention.scale", (float) d.attention().scale());
                metadata.put(prefix + "logit_scale", (float) (1 / d.embedding().logitScale()));
            }
            case "command-r", "cohere2" ->
                metadata.put(prefix + "logit_scale", (float) d.embedding().logitScale());
            case "gemma2" -> {
                metadata.put(
                        prefix + "attn_logit_softcapping", (float) d.attention().softcap());
                metadata.put(prefix + "final_logit_softcapping", (float)
                        d.embedding().logitSoftcap());
            }
            case "stablelm", "gptneox" -> metadata.put(prefix + "use_parallel_residual", d.parallelResidual());
            case "falcon" -> metadata.put(prefix + "tensor_data_layout", "jploski");
            case "olmo" -> {
                if (d.attention().clip() > 0) {
                    metadata.put(prefix + "attention.clamp_kqv", (float)
                            d.attention().clip());
                }
            }
            default -> {}
        }
        if (architecture.has(Trait.WINDOWS) && d.window()[0] > 0) {
            metadata.put(prefix + "attention.sliding_window", d.window()[0]);
        }
    }

    private static int[] heads(Description d) {
        return IntStream.range(0, d.layers()).map(d::attentionHeads).toArray();
    }

    /** One number where all are the same, as llama.cpp's own files have it. */
    private static Object each(int[] numbers) {
        return GgufLimits.uneven(numbers) ? numbers.clone() : (Object) numbers[0];
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

    private static float[] rotary(
            Model model, GgufArchitecture architecture, String prefix, Map<String, Object> metadata) {
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
            case "mixtral" -> 1_000_000;
            case "gemma3_text" -> 1_000_000;
            case "olmo3" -> 500_000;
            case "gpt_neox" -> config.positive("rotary_emb_base", 10_000);
            default -> 10_000;
        };
        double theta = config.positive("rope_theta", usual);
        theta = scaling == null ? theta : scaling.positive("rope_theta", theta);
        metadata.put(prefix + "rope.freq_base", (float) theta);
        String type = scaling == null ? "default" : scaling.text("rope_type", scaling.text("type", "default"));
        Position.Rotary rotary = unslid(model.description());
        if (rotary.dimensions() != model.description().headSize() && !architecture.has(Trait.PARTIAL)) {
            throw new Refusal(model.source() + ": turns a part of each head only, which llama.cpp's "
                    + architecture.name() + " does not; write a Hugging Face folder");
        }
        switch (type) {
            case "default", "dynamic" -> {
                if (!GgufLimits.plainly(rotary, theta)) {
                    throw new Refusal(model.source() + ": an odd number of dimensions of each head turns, which is not"
                            + " written as GGUF; write a Hugging Face folder");
                }
                return null;
            }
            case "linear" -> {
                metadata.put(prefix + "rope.scaling.type", "linear");
                metadata.put(prefix + "rope.scaling.factor", (float) scaling.positive("factor", 1));
                return null;
            }
            case "llama3" -> {
                if (!architecture.has(Trait.DIVISORS)) {
                    throw new Refusal(model.source() + ": rotary scaling llama3 is not known to llama.cpp's "
                            + architecture.name() + "; write a Hugging Face folder");
                }
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

    /** The rotary embedding of layers that look back over everything, or of those that slide where the others have none. */
    private static Position.Rotary unslid(Description d) {
        return IntStream.range(0, d.layers())
                .filter(layer -> d.window()[layer] == 0 && d.rotary(layer) != null)
                .mapToObj(d::rotary)
                .findFirst()
                .orElse(d.rotary(0));
    }

    private static List<PlacedTensor> tensors(Model model, Function<WeightId, List<Place>> places) {
        Map<String, List<PlacedTensor.Part>> parts = new LinkedHashMap<>();
        for (WeightId id : model.ids()) {
            for (Place place : places.apply(id)) {
                parts.computeIfAbsent(place.tensor(), name -> new ArrayList<>()).add(new PlacedTensor.Part(id, place));
            }
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
