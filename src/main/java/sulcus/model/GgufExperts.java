package sulcus.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Mixtures of experts in a GGUF: all experts of a layer lie in one tensor of three dimensions, experts × outputs × inputs, and
 * which shares they have is in the code of the architecture. Sources: gguf-py's {@code constants.py}, llama.cpp's {@code
 * src/models} (llama, qwen2moe, qwen3moe, olmoe).
 */
final class GgufExperts {
    private static final Set<String> MIXTURES = Set.of("qwen2moe", "qwen3moe", "olmoe");

    private GgufExperts() {}

    /** Whether the file has experts; an architecture that has none otherwise may have. */
    static boolean in(GgufKeys keys, GgufArchitecture architecture) {
        boolean some = keys.number("expert_count", 0) > 0;
        if (some && !architecture.name().equals("llama") && !MIXTURES.contains(architecture.name())) {
            throw keys.refusal(
                    "expert_count",
                    "mixtures of experts of " + architecture.name() + " are not read from GGUF;"
                            + " take the model's Hugging Face folder");
        }
        if (!some && MIXTURES.contains(architecture.name())) {
            throw keys.refusal("expert_count", "a number above 0 is expected");
        }
        return some;
    }

    /** Adds the words that a config.json has for them. */
    static void put(GgufKeys keys, GgufArchitecture architecture, Set<String> tensors, Map<String, Object> config) {
        long count = keys.whole("expert_count");
        long used = keys.whole("expert_used_count");
        boolean llama = architecture.name().equals("llama");
        config.put(llama ? "num_local_experts" : "num_experts", count);
        config.put("num_experts_per_tok", used);
        if (!llama) {
            config.put("norm_topk_prob", renormalizes(architecture));
        }
        if (architecture.name().equals("qwen2moe") || architecture.name().equals("qwen3moe")) {
            long width = keys.number("feed_forward_length", 0);
            config.put("moe_intermediate_size", keys.number("expert_feed_forward_length", used < 1 ? 0 : width / used));
            config.put("decoder_sparse_step", 1L);
        }
        if (architecture.name().equals("qwen2moe")) {
            long width = keys.number("feed_forward_length", 0);
            config.put("shared_expert_intermediate_size", keys.number("expert_shared_feed_forward_length", width));
            config.put("qkv_bias", tensors.contains("blk.0.attn_q.bias"));
        }
    }

    /** The metadata of a model's experts, which are all of one width. */
    static void tell(Model model, GgufArchitecture architecture, Map<String, Object> metadata) {
        Description d = model.description();
        String prefix = architecture.name() + ".";
        Description.Experts experts = d.mlp().experts();
        int[] widths = d.expertWidths(0);
        metadata.put(prefix + "expert_count", experts.count());
        metadata.put(prefix + "expert_used_count", experts.perToken());
        int width = widths[0];
        if (architecture.name().startsWith("qwen")) {
            metadata.put(prefix + "expert_feed_forward_length", width);
            // of layers without experts, of which there are none
            width = model.configuration().get("intermediate_size") instanceof Long plain && plain == plain.intValue()
                    ? plain.intValue()
                    : width * experts.perToken();
        }
        if (experts.shared(0)) {
            metadata.put(prefix + "expert_shared_feed_forward_length", widths[experts.count()]);
        }
        metadata.put(prefix + "feed_forward_length", width);
    }

    /** Why llama.cpp does not compute a mixture, and what to do; null if it does. */
    static String obstacle(Description d, GgufArchitecture architecture) {
        Description.Experts experts = d.mlp().experts();
        if (IntStream.range(0, d.layers()).anyMatch(layer -> !d.routed(layer))) {
            return "llama.cpp's " + architecture.name() + " has experts in all layers, this model not in all"
                    + GgufLimits.ELSE;
        }
        if (experts.renormalized() != renormalizes(architecture)) {
            return "the shares of its experts " + (experts.renormalized() ? "" : "do not ")
                    + "sum to 1, in llama.cpp's " + architecture.name() + " they "
                    + (experts.renormalized() ? "do not" : "do") + GgufLimits.ELSE;
        }
        boolean uneven = IntStream.range(0, d.layers())
                        .flatMap(layer -> Arrays.stream(d.expertWidths(layer)).limit(experts.count()))
                        .distinct()
                        .count()
                > 1;
        boolean shared = IntStream.range(0, d.layers())
                        .filter(experts::shared)
                        .map(layer -> d.expertWidths(layer)[experts.count()])
                        .distinct()
                        .count()
                > 1;
        return uneven || shared ? "its experts differ in width; take --layout padded" : null;
    }

    private static boolean renormalizes(GgufArchitecture architecture) {
        return architecture.name().equals("llama") || architecture.name().equals("qwen3moe");
    }

    /** Where the matrices of a layer's experts lie, one after another. */
    static List<Place> places(Description d, WeightId id, String layer) {
        String stem = switch (id.slot()) {
            case GATE -> "ffn_gate";
            case UP -> "ffn_up";
            default -> "ffn_down";
        };
        int count = d.mlp().experts().count();
        int hidden = d.hiddenSize();
        boolean down = id.slot() == Slot.DOWN;
        int[] widths = d.expertWidths(id.layer());
        List<Place> places = new ArrayList<>();
        int first = 0;
        for (int e = 0; e < widths.length; e++) {
            boolean shared = e == count;
            Place whole = Place.of(d, id, layer + stem + (shared ? "_shexp" : "_exps") + ".weight");
            Place part = down ? whole.block(0, hidden, first, widths[e]) : whole.block(first, widths[e], 0, hidden);
            int outputs = part.rows();
            places.add(shared ? part : part.partOf(count * outputs, e * outputs).split(count));
            first += widths[e];
        }
        return places;
    }
}
