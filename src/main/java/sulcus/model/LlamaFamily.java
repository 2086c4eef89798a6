package sulcus.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import sulcus.model.Configuration.Limits;
import sulcus.model.Description.Activation;
import sulcus.model.Description.Norm;
import sulcus.model.Description.Position;

/**
 * LLaMA 1, 2, 3 and what is written like it: root-mean-square norms, rotary positions, grouped queries, a gated MLP.
 * Transformers: {@code models/llama}. The families that differ in a few places extend it.
 */
class LlamaFamily implements Family {
    @Override
    public String name() {
        return "llama";
    }

    @Override
    public String prefix() {
        return "model.";
    }

    @Override
    public Description describe(Configuration config) {
        int hidden = config.required("hidden_size", 1, Limits.WIDTH);
        int layers = config.required("num_hidden_layers", 1, Limits.LAYERS);
        int heads = config.required("num_attention_heads", 1, Limits.HEADS);
        int keyValueHeads = config.number("num_key_value_heads", keyValueHeads(heads), 1, Limits.HEADS);
        if (heads % keyValueHeads != 0) {
            throw config.refusal("num_key_value_heads", keyValueHeads + " does not divide the " + heads + " heads");
        }
        if (!config.has("head_dim") && headSize() == 0 && hidden % heads != 0) {
            throw config.refusal("num_attention_heads", heads + " does not divide hidden_size " + hidden);
        }
        int headSize = config.number("head_dim", headSize() == 0 ? hidden / heads : headSize(), 1, Limits.WIDTH);
        Limits.refuseOver(config, "head_dim", heads, headSize);
        int positions = config.number("max_position_embeddings", maximumPositions(), 1, Limits.POSITIONS);
        int[] window = window(config, layers);
        return new Description(
                name(),
                layers,
                hidden,
                new Description.Embedding(
                        config.required("vocab_size", 1, Limits.VOCABULARY),
                        embeddingScale(config, hidden),
                        config.truth("tie_word_embeddings", tied()),
                        logitScale(config),
                        softcap(config, "final_logit_softcapping"),
                        residualScale(config)),
                new Description.Attention(
                        heads / keyValueHeads,
                        config.keyValueHeads(layers, keyValueHeads),
                        headSize,
                        window,
                        attentionScale(config, headSize),
                        softcap(config, "attn_logit_softcapping"),
                        clip(config)),
                mlp(config, layers, hidden),
                parallel(config) ? norm(config).forBoth() : norm(config),
                position(config, headSize, window, positions),
                parallel(config),
                positions);
    }

    private Description.Mlp mlp(Configuration config, int layers, int hidden) {
        Description.Experts experts = experts(config, layers, hidden);
        if (experts == null) {
            int width = config.required("intermediate_size", 1, Limits.WIDTH);
            return new Description.Mlp(config.neurons(layers, width), activation(config), gated());
        }
        int[] neurons = new int[layers];
        for (int layer = 0; layer < layers; layer++) {
            int[] widths = experts.widths()[layer];
            neurons[layer] = widths == null
                    ? config.required(denseWidth(), 1, Limits.WIDTH)
                    : Arrays.stream(widths).sum();
        }
        return new Description.Mlp(neurons, activation(config), gated(), experts);
    }

    /** How neurons are shared out among experts; null where they are not. */
    Description.Experts experts(Configuration config, int layers, int hidden) {
        return null;
    }

    /** The key of the width of layers without experts, in a mixture. */
    String denseWidth() {
        return "intermediate_size";
    }

    /** The names in layers with experts; null where there are none. */
    ExpertNames expertNames() {
        return null;
    }

    /** Key and value heads where the configuration does not say. */
    int keyValueHeads(int heads) {
        return heads;
    }

    /** Head size where the configuration does not say; 0 for hidden size / heads. */
    int headSize() {
        return 0;
    }

    /** Longest sequence where the configuration does not say. */
    int maximumPositions() {
        return 2048;
    }

    /** Whether the output matrix is the embedding where the configuration does not say. */
    boolean tied() {
        return false;
    }

    /** Share of a head's dimensions that turn where the configuration does not say. */
    double turningShare() {
        return 1;
    }

    Position position(Configuration config, int headSize, int[] window, int positions) {
        return RotaryScaling.rotary(config, headSize, turningShare(), 10_000, positions);
    }

    /** Factor of the logits. */
    double logitScale(Configuration config) {
        return 1;
    }

    /** Whether the MLP has a gate. */
    boolean gated() {
        return true;
    }

    /** Whether attention and MLP lie side by side; the MLP then reads the attention's norm and has none of its own. */
    boolean parallel(Configuration config) {
        return false;
    }

    /** Whether norms have biases, those of query and key apart. */
    boolean normBias() {
        return false;
    }

    /** Whether the MLP's projections have biases. */
    boolean mlpBias(Configuration config) {
        return config.truth("mlp_bias", false);
    }

    Activation activation(Configuration config) {
        return Activations.of(config, "hidden_act", "silu");
    }

    Norm norm(Configuration config) {
        return new Norm(true, config.positive("rms_norm_eps", 1e-6), false);
    }

    /** Positions seen per layer, 0 for all. */
    int[] window(Configuration config, int layers) {
        return new int[layers];
    }

    double attentionScale(Configuration config, int headSize) {
        return 1 / Math.sqrt(headSize);
    }

    double embeddingScale(Configuration config, int hidden) {
        return 1;
    }

    /** Factor of what attention and MLP add to the stream. */
    double residualScale(Configuration config) {
        return 1;
    }

    /** Where queries, keys and values are cut off; 0 for nowhere. */
    double clip(Configuration config) {
        return 0;
    }

    double softcap(Configuration config, String key) {
        return 0;
    }

    /** Whether query, key and value have biases. */
    boolean queryBias(Configuration config) {
        return config.truth("attention_bias", false);
    }

    /** Whether the attention's output projection has a bias. */
    boolean outputBias(Configuration config) {
        return config.truth("attention_bias", false);
    }

    /** Weights of a layer, biases apart, in order. */
    List<Slot> layerSlots(Configuration config) {
        return List.of(
                Slot.ATTENTION_NORM,
                Slot.QUERY,
                Slot.KEY,
                Slot.VALUE,
                Slot.ATTENTION_OUTPUT,
                Slot.MLP_NORM,
                Slot.GATE,
                Slot.UP,
                Slot.DOWN);
    }

    @Override
    public List<WeightId> weights(Configuration config, Description description) {
        List<WeightId> ids = new ArrayList<>();
        ids.add(WeightId.weight(Slot.EMBEDDING));
        boolean mlpBias = mlpBias(config);
        boolean downBias = mlpBias || config.truth("pruned_down_bias", false);
        for (int layer = 0; layer < description.layers(); layer++) {
            for (Slot slot : layerSlots(config)) {
                boolean missing = switch (slot) {
                    case MLP_NORM -> description.norm().one();
                    case ROUTER -> !description.routed(layer);
                    case SHARED_GATE ->
                        !description.routed(layer)
                                || !description.mlp().experts().shared(layer)
                                || description.mlp().experts().ofInput();
                    default -> false;
                };
                if (missing) {
                    continue;
                }
                ids.add(WeightId.weight(slot, layer));
                boolean bias = switch (slot) {
                    case QUERY, KEY, VALUE -> queryBias(config);
                    case ATTENTION_OUTPUT -> outputBias(config) || config.truth("pruned_attention_bias", false);
                    case GATE, UP -> mlpBias;
                    case DOWN -> downBias;
                    case QUERY_NORM, KEY_NORM -> false;
                    default -> slot.norm() && normBias();
                };
                if (bias) {
                    ids.add(WeightId.bias(slot, layer));
                }
            }
        }
        if (description.norm().weighted()) {
            ids.add(WeightId.weight(Slot.FINAL_NORM));
        }
        if (normBias()) {
            ids.add(WeightId.bias(Slot.FINAL_NORM));
        }
        if (!description.tiedEmbeddings()) {
            ids.add(WeightId.weight(Slot.OUTPUT));
        }
        return ids;
    }

    @Override
    public Place place(Description description, WeightId id) {
        String stem = stem(id.slot());
        boolean ofHeads = id.slot() == Slot.QUERY_NORM || id.slot() == Slot.KEY_NORM;
        boolean neverBiased = switch (id.slot()) {
            case GATE, UP, DOWN -> description.routed(id.layer());
            case ROUTER, SHARED_GATE -> true;
            default -> id.slot().norm() ? ofHeads || !normBias() : !id.slot().perLayer();
        };
        if (stem == null || id.bias() && neverBiased) {
            return null;
        }
        String layer = id.layer() < 0 ? "" : "model.layers." + id.layer() + ".";
        return Place.of(description, id, layer + stem + (id.bias() ? ".bias" : ".weight"));
    }

    @Override
    public List<Place> places(Description description, WeightId id) {
        return inExperts(description, id)
                ? expertNames().places(description, id)
                : Family.super.places(description, id);
    }

    @Override
    public List<Place> fusedPlaces(Description description, WeightId id) {
        boolean router = id.slot() == Slot.ROUTER;
        return router || inExperts(description, id) ? expertNames().fusedPlaces(description, id) : List.of();
    }

    static boolean inExperts(Description description, WeightId id) {
        boolean matrix = id.slot() == Slot.GATE || id.slot() == Slot.UP || id.slot() == Slot.DOWN;
        return matrix && !id.bias() && description.routed(id.layer());
    }

    /** Name of a weight's module: within its layer, or whole. */
    String stem(Slot slot) {
        return switch (slot) {
            case EMBEDDING -> "model.embed_tokens";
            case ATTENTION_NORM -> "input_layernorm";
            case QUERY -> "self_attn.q_proj";
            case KEY -> "self_attn.k_proj";
            case VALUE -> "self_attn.v_proj";
            case ATTENTION_OUTPUT -> "self_attn.o_proj";
            case MLP_NORM -> "post_attention_layernorm";
            case GATE -> "mlp.gate_proj";
            case UP -> "mlp.up_proj";
            case DOWN -> "mlp.down_proj";
            case FINAL_NORM -> "model.norm";
            case OUTPUT -> "lm_head";
            default -> expertNames() == null ? null : expertNames().stem(slot);
        };
    }

    /** The place of query or key (or of its norm) where the dimensions of a rotary pair lie side by side. */
    static Place besideEachOther(Place place, Description description, int layer) {
        Position.Rotary rotary = description.rotary(layer);
        // a layer without positions has no pairs; nor has a description made to ask for names
        return rotary == null ? place : place.sideBySide(description.headSize(), rotary.dimensions());
    }

    /** The place of gate or up where one matrix holds both, the gate first. */
    static Place gateAndUp(Place place, Description description, WeightId id) {
        int neurons = description.neurons()[id.layer()];
        return place.partOf(2 * neurons, id.slot() == Slot.GATE ? 0 : neurons);
    }

    /** Window of layers whose kind is listed under {@code layer_types}; null where there is no such list. */
    static int[] listedWindow(Configuration config, int layers, int window) {
        List<?> types = config.list("layer_types");
        if (types == null) {
            return null;
        }
        if (types.size() != layers) {
            throw config.refusal("layer_types", "has " + types.size() + " entries for " + layers + " layers");
        }
        int[] windows = new int[layers];
        for (int layer = 0; layer < layers; layer++) {
            windows[layer] = switch (String.valueOf(types.get(layer))) {
                case "full_attention" -> 0;
                case "sliding_attention" -> {
                    if (window == 0) {
                        throw config.refusal("sliding_window", "is missing, but layer " + layer + " slides");
                    }
                    yield window;
                }
                default -> throw config.refusal("layer_types", "layer " + layer + " is of an unknown kind");
            };
        }
        return windows;
    }

    /**
     * Which layers turn in families where some know no positions: those with a 1 in {@code no_rope_layers}, whatever the name of the
     * list says, or else all but every fourth ({@code no_rope_layer_interval}).
     */
    static boolean[] turningLayers(Configuration config, int layers) {
        List<?> listed = config.list("no_rope_layers");
        boolean unsaid = listed == null || listed.isEmpty();
        if (!unsaid && listed.size() < layers) {
            throw config.refusal("no_rope_layers", "has " + listed.size() + " entries for " + layers + " layers");
        }
        int interval = config.number("no_rope_layer_interval", 4, 1, Limits.LAYERS);
        boolean[] turning = new boolean[layers];
        for (int layer = 0; layer < layers; layer++) {
            turning[layer] =
                    unsaid ? (layer + 1) % interval != 0 : Long.valueOf(1).equals(listed.get(layer));
        }
        return turning;
    }

    /** One rotary embedding for the layers that turn, none for the others. */
    static Position.ByLayer turning(Position.Rotary rotary, boolean[] turning, Position.Tempering tempering) {
        int[] kinds = new int[turning.length];
        Arrays.setAll(kinds, layer -> turning[layer] ? 0 : -1);
        return new Position.ByLayer(List.of(rotary), kinds, tempering);
    }

    /**
     * Windows where the kinds of layers are listed, or else every so-manieth layer sees everything.
     *
     * @param every where the configuration's {@code sliding_window_pattern} does not say
     */
    static int[] patternedWindow(Configuration config, int layers, int every) {
        int window = config.number("sliding_window", 4096, 1, Limits.POSITIONS);
        int[] listed = listedWindow(config, layers, window);
        if (listed != null) {
            return listed;
        }
        int pattern = config.number("sliding_window_pattern", every, 1, Limits.LAYERS);
        return lastSeesAll(layers, window, pattern);
    }

    /** A window for all layers but the last of so many each. */
    static int[] lastSeesAll(int layers, int window, int period) {
        int[] windows = new int[layers];
        Arrays.setAll(windows, layer -> (layer + 1) % period == 0 ? 0 : window);
        return windows;
    }

    static int[] same(int layers, int window) {
        int[] windows = new int[layers];
        Arrays.fill(windows, window);
        return windows;
    }
}
