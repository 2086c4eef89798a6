package sulcus.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sulcus.format.ElementType;
import sulcus.model.Configuration;
import sulcus.model.Description;
import sulcus.model.Families;
import sulcus.model.Model;
import sulcus.model.PlacedTensor;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.model.Weights;
import sulcus.prune.Pruning;
import sulcus.task.Refusal;

/**
 * A pruned model in the form of one layout: what its config.json says, which tensors it has, which code goes with it.
 *
 * @param model the pruned model as the files have it
 * @param tensors as they are named and shaped in the files
 * @param configuration config.json, without the type of the tensors
 * @param code files of modelling code by name; empty where transformers loads it without
 */
record Arrangement(
        Model model, List<PlacedTensor> tensors, Map<String, Object> configuration, Map<String, String> code) {

    /**
     * @param cut the pruned model with its rows and columns cut
     * @throws Refusal if the layout cannot hold it
     */
    static Arrangement of(Model cut, Layout layout) {
        String family = cut.description().family();
        ModellingCode code = ModellingCode.of(family);
        if (code == null) {
            throw new Refusal(cut.source() + ": " + family + " models are not exported yet");
        }
        if (cut.configuration().isEmpty()) {
            throw new Refusal(cut.source() + ": has no configuration to carry over; export a model opened from disk");
        }
        return switch (layout) {
            case COMPACT -> compact(cut, code);
            case UNIFORM -> {
                if (cut.description().mlp().experts() != null) {
                    MixtureWidths.of(cut.description()).requireUniform();
                    yield nativelyLoaded(cut, code);
                }
                requireUniform(cut.description().neurons(), "neurons");
                requireUniform(cut.description().keyValueHeads(), "groups of heads");
                yield nativelyLoaded(cut, code);
            }
            case PADDED -> {
                Description d = cut.description();
                int groups = code.headSizeKey()
                        ? Arrays.stream(d.keyValueHeads()).max().orElseThrow()
                        : configured(cut, plainConfiguration(cut)).keyValueHeads()[0];
                Description wide = widened(cut, code).withKeyValueHeads(same(d, groups));
                yield nativelyLoaded(cut.with(wide, new PaddedWeights(cut.weights(), d, wide)), code);
            }
        };
    }

    /** As wide as the widest layer, or as the widest expert; as before where no key says the width. */
    private static Description widened(Model cut, ModellingCode code) {
        Description d = cut.description();
        if (d.mlp().experts() != null) {
            return MixtureWidths.of(d).fill(d);
        }
        int width = code.widthKey() == null
                ? configured(cut, plainConfiguration(cut)).neurons()[0]
                : Arrays.stream(d.neurons()).max().orElseThrow();
        return d.withNeurons(same(d, width));
    }

    /** Refuses a layout in which layers of this family cannot have fewer heads. */
    static void checkHeads(Model model, Layout layout) {
        ModellingCode code = ModellingCode.of(model.description().family());
        Pruning.requireRemovableHeads(model);
        boolean can = code == null
                || switch (layout) {
                    case COMPACT -> code.mlp() != null && code.mlp().attention() != null;
                    case UNIFORM -> code.headSizeKey();
                    case PADDED -> true;
                };
        if (!can) {
            throw new Refusal(model.source() + ": the attention of " + code.family()
                    + " models cannot be changed in the layout " + layout.label() + "; take the layout padded");
        }
    }

    private static void requireUniform(int[] kept, String what) {
        int least = Arrays.stream(kept).min().orElseThrow();
        int most = Arrays.stream(kept).max().orElseThrow();
        if (least != most) {
            throw new Refusal("layout uniform: the plan keeps from " + least + " to " + most + " " + what
                    + " a layer; make it uniform first, or take the layout compact or padded");
        }
    }

    private static int[] same(Description d, int number) {
        int[] all = new int[d.layers()];
        Arrays.fill(all, number);
        return all;
    }

    /** The model as a configuration without anything of pruning in it describes it. */
    private static Description configured(Model model, Map<String, Object> plain) {
        return model.family().describe(new Configuration("config.json", plain));
    }

    private static Map<String, Object> plainConfiguration(Model model) {
        Map<String, Object> config = model.configuration();
        config.keySet().removeIf(key -> key.startsWith("pruned_") || key.equals("auto_map"));
        config.put("model_type", model.description().family());
        return config;
    }

    /** Whether the down projection has biases by itself: the family's own come with one of the first matrix. */
    private static boolean foreignBias(Model model) {
        return anyBias(model, Slot.DOWN) && !anyBias(model, Slot.UP);
    }

    /** Whether the attention's output projection has biases that the configuration does not announce. */
    private static boolean foreignOutputBias(Model model, Map<String, Object> plain) {
        Configuration config = new Configuration("config.json", plain);
        return anyBias(model, Slot.ATTENTION_OUTPUT)
                && !model.family()
                        .weights(config, model.description())
                        .contains(WeightId.bias(Slot.ATTENTION_OUTPUT, 0));
    }

    private static boolean anyBias(Model model, Slot slot) {
        for (int layer = 0; layer < model.description().layers(); layer++) {
            if (model.weights().has(WeightId.bias(slot, layer))) {
                return true;
            }
        }
        return false;
    }

    private static Model biased(Model model, Set<Slot> slots) {
        Description d = model.description();
        return model.with(d, new ZeroBiases(d, model.weights(), slots));
    }

    private static Arrangement compact(Model cut, ModellingCode code) {
        if (cut.description().mlp().experts() != null) {
            throw new Refusal(
                    cut.source() + ": there is no compact layout for mixtures of experts; take the layout padded"
                            + " (or uniform, where every expert keeps the same number of neurons)");
        }
        if (code.mlp() == null) {
            throw new Refusal(cut.source() + ": there is no compact layout for " + code.family()
                    + " models; take the layout uniform or padded");
        }
        Map<String, Object> config = plainConfiguration(cut);
        int[] widths = cut.description().neurons();
        config.put("model_type", code.modelType());
        config.put("architectures", List.of(code.prunedCausal()));
        config.put("auto_map", code.autoMap());
        if (code.widthKey() != null) {
            config.put(code.widthKey(), Arrays.stream(widths).max().orElseThrow());
        }
        config.put("pruned_intermediate_sizes", Arrays.stream(widths).boxed().toList());
        boolean output = foreignOutputBias(cut, plainConfiguration(cut));
        int[] groups = cut.description().keyValueHeads();
        int all = configured(cut, plainConfiguration(cut)).keyValueHeads()[0];
        boolean attention = output || Arrays.stream(groups).anyMatch(g -> g != all);
        if (attention) {
            checkHeads(cut, Layout.COMPACT);
            config.put("pruned_key_value_heads", Arrays.stream(groups).boxed().toList());
            config.put("pruned_attention_bias", output);
        }
        boolean bias = foreignBias(cut);
        config.put("pruned_down_bias", bias);
        Set<Slot> biases = EnumSet.noneOf(Slot.class);
        if (bias) {
            biases.add(Slot.DOWN);
        }
        if (output) {
            biases.add(Slot.ATTENTION_OUTPUT);
        }
        Model model = biases.isEmpty() ? cut : biased(cut, biases);
        return new Arrangement(model, tensors(model), config, code.files(attention));
    }

    private static Arrangement nativelyLoaded(Model even, ModellingCode code) {
        Map<String, Object> config = plainConfiguration(even);
        config.put("architectures", List.of(code.causal()));
        Description d = even.description();
        if (d.mlp().experts() != null) {
            MixtureWidths.of(d).putInto(config, code.family());
        } else if (code.widthKey() != null) {
            config.put(code.widthKey(), d.neurons()[0]);
        } else if (d.neurons()[0] != configured(even, config).neurons()[0]) {
            throw new Refusal(even.source() + ": config.json of " + code.family()
                    + " models has no key for the MLP's width; take the layout compact or padded");
        }
        if (d.keyValueHeads()[0] != configured(even, plainConfiguration(even)).keyValueHeads()[0]) {
            checkHeads(even, Layout.UNIFORM);
            config.put("num_attention_heads", d.attentionHeads(0));
            config.put("num_key_value_heads", d.keyValueHeads()[0]);
            config.put("head_dim", d.headSize());
        }
        Model model = even;
        boolean down = foreignBias(even);
        boolean output = foreignOutputBias(even, plainConfiguration(even));
        if (down && !code.family().equals("llama") || output && !code.attentionBiasKey()) {
            model = asLlama(even, config, output && !code.attentionBiasKey());
        }
        if (down) {
            config.put("mlp_bias", true);
            model = biased(model, EnumSet.of(Slot.GATE, Slot.UP, Slot.DOWN));
        }
        if (output) {
            config.put("attention_bias", true);
            model = biased(model, EnumSet.of(Slot.QUERY, Slot.KEY, Slot.VALUE, Slot.ATTENTION_OUTPUT));
        }
        return new Arrangement(model, tensors(model), config, Map.of());
    }

    /**
     * Mistral and Qwen 2 have no flag for a bias of the down projection, LLaMA has ({@code mlp_bias}); without a sliding
     * window they are LLaMA models under another name, Qwen 2 with {@code attention_bias} and a zero bias at the output
     * projection.
     */
    private static Model asLlama(Model model, Map<String, Object> config, boolean attention) {
        Description d = model.description();
        boolean known = d.family().equals("mistral") || d.family().equals("qwen2");
        boolean slides = Arrays.stream(d.window()).anyMatch(w -> w != 0);
        if (!known || slides) {
            boolean compact = d.mlp().experts() == null && (known || !attention);
            throw new Refusal(model.source() + ": a " + d.family() + " model" + (known ? " with a sliding window" : "")
                    + " has no place for the biases of the compensation; take "
                    + (compact ? "the layout compact, or " : "") + "compensation none");
        }
        config.put("model_type", "llama");
        config.put("architectures", List.of("LlamaForCausalLM"));
        for (String key : List.of("sliding_window", "use_sliding_window", "max_window_layers", "layer_types")) {
            config.remove(key);
        }
        // Defaults differ between the families, so nothing is left to them.
        config.put("num_key_value_heads", d.keyValueHeads()[0]);
        config.put("head_dim", d.headSize());
        config.put("max_position_embeddings", d.maximumPositions());
        config.put("rms_norm_eps", d.norm().epsilon());
        config.put("tie_word_embeddings", d.tiedEmbeddings());
        config.putIfAbsent("hidden_act", "silu");
        boolean queries = anyBias(model, Slot.QUERY);
        config.put("attention_bias", queries);
        Model renamed = model.with(d.withFamily("llama"), model.weights());
        return queries ? biased(renamed, EnumSet.of(Slot.ATTENTION_OUTPUT)) : renamed;
    }

    private static List<PlacedTensor> tensors(Model model) {
        return Families.of(model.description()).huggingFaceTensors(model.description(), model.weights());
    }

    /**
     * The type in which a weight is stored when types are kept: its own where 16-bit floats are written in it, else float32.
     * So do the blocks of a quantized model: float16 would round what they hold, and the files would no longer be the
     * masked model.
     */
    static ElementType kept(ElementType own) {
        return switch (own) {
            case F16, BF16 -> own;
            default -> ElementType.F32;
        };
    }

    /** Types of all tensors, by name. */
    Map<String, ElementType> types(ElementType wanted) {
        Weights weights = model.weights();
        Map<String, ElementType> types = new LinkedHashMap<>();
        for (PlacedTensor tensor : tensors) {
            ElementType type = wanted;
            for (WeightId id : tensor.weights()) {
                ElementType own = wanted != null ? wanted : kept(weights.type(id));
                // Parts of one tensor that are stored differently meet in the one that holds both.
                type = type == null || type == own ? own : ElementType.F32;
            }
            types.put(tensor.name(), type);
        }
        return types;
    }

    /** Names of the tensors in which the weights lie. */
    Map<WeightId, String> places() {
        Map<WeightId, String> places = new LinkedHashMap<>();
        for (PlacedTensor tensor : tensors) {
            for (WeightId id : new ArrayList<>(tensor.weights())) {
                places.put(id, tensor.name());
            }
        }
        return places;
    }
}
