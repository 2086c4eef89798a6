package sulcus.model;

import java.util.List;
import sulcus.model.GgufArchitecture.Trait;

/** Where llama.cpp's conversion puts the weights ({@code gguf-py/gguf/constants.py}: TENSOR_NAMES). */
final class GgufNames {
    private GgufNames() {}

    /** Where a weight lies in a file of this architecture: in one place, or in as many as the layer has experts. */
    static List<Place> places(GgufArchitecture architecture, Description description, WeightId id) {
        return LlamaFamily.inExperts(description, id)
                ? GgufExperts.places(description, id, "blk." + id.layer() + ".")
                : List.of(place(architecture, description, id));
    }

    /** The place of a weight that is in no expert. */
    static Place place(GgufArchitecture architecture, Description description, WeightId id) {
        boolean fused = architecture.has(Trait.FUSED) && id.layer() >= 0;
        String stem = stem(architecture, description, id.slot(), fused);
        String layer = id.layer() < 0 ? "" : "blk." + id.layer() + ".";
        Place place = Place.of(description, id, layer + stem + (id.bias() ? ".bias" : ".weight"));
        if (id.slot().norm() && description.norm().unitOffset()) {
            // what the norm multiplies with, not what is added to 1
            return place.shifted(1);
        }
        return switch (id.slot()) {
            case QUERY, KEY -> inAll(paired(architecture, place, description, id), description, id, fused);
            case VALUE -> inAll(place, description, id, fused);
            case QUERY_NORM, KEY_NORM ->
                description.norm().heads() == Description.HeadNorm.EACH
                        ? place.split(place.rows() / description.headSize())
                        : place;
            case SHARED_GATE -> place.flat();
            case GATE, UP -> architecture.has(Trait.GATE_IN_UP) ? LlamaFamily.gateAndUp(place, description, id) : place;
            default -> place;
        };
    }

    private static Place paired(GgufArchitecture architecture, Place place, Description description, WeightId id) {
        if (!architecture.has(Trait.PAIRS)) {
            return place;
        }
        // llama.cpp pairs the rows of layers without positions too
        return architecture.has(Trait.PARTIAL)
                ? LlamaFamily.besideEachOther(place, description, id.layer())
                : place.sideBySide(description.headSize());
    }

    private static Place inAll(Place place, Description description, WeightId id, boolean fused) {
        if (!fused) {
            return place;
        }
        int queries = description.queryWidth(id.layer());
        int keys = description.keyWidth(id.layer());
        int first = switch (id.slot()) {
            case QUERY -> 0;
            case KEY -> queries;
            default -> queries + keys;
        };
        return place.partOf(queries + 2 * keys, first);
    }

    private static String stem(GgufArchitecture architecture, Description description, Slot slot, boolean fused) {
        // what came first in Falcon's larger models is the MLP's
        boolean two =
                architecture.name().equals("falcon") && !description.norm().one();
        return switch (slot) {
            case EMBEDDING -> "token_embd";
            case POSITION_EMBEDDING -> "position_embd";
            case EMBEDDING_NORM -> "token_embd_norm";
            case ATTENTION_NORM -> two ? "attn_norm_2" : "attn_norm";
            case QUERY -> fused ? "attn_qkv" : "attn_q";
            case KEY -> fused ? "attn_qkv" : "attn_k";
            case VALUE -> fused ? "attn_qkv" : "attn_v";
            case QUERY_NORM -> "attn_q_norm";
            case KEY_NORM -> "attn_k_norm";
            case ATTENTION_OUTPUT -> "attn_output";
            case POST_ATTENTION_NORM -> "post_attention_norm";
            case MLP_NORM -> two ? "attn_norm" : "ffn_norm";
            case ROUTER -> "ffn_gate_inp";
            case SHARED_GATE -> "ffn_gate_inp_shexp";
            case GATE -> architecture.has(Trait.GATE_IN_UP) ? "ffn_up" : "ffn_gate";
            case UP -> "ffn_up";
            case DOWN -> "ffn_down";
            case POST_MLP_NORM -> "post_ffw_norm";
            case FINAL_NORM -> "output_norm";
            case OUTPUT -> "output";
        };
    }
}
