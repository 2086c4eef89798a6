package sulcus.model;

/** Where llama.cpp's conversion puts the weights ({@code gguf-py/gguf/constants.py}: TENSOR_NAMES). */
final class GgufNames {
    private GgufNames() {}

    /**
     * @param fused whether query, key and value lie in one tensor (gpt2)
     * @param sideBySide whether query and key rows lie in pairs (llama, deci)
     * @return null where GGUF has no such place
     */
    static Place place(Description description, WeightId id, boolean fused, boolean sideBySide) {
        String stem = stem(id.slot(), fused);
        String layer = id.layer() < 0 ? "" : "blk." + id.layer() + ".";
        Place place = Place.of(description, id, layer + stem + (id.bias() ? ".bias" : ".weight"));
        if (id.slot().norm() && description.norm().unitOffset()) {
            // what the norm multiplies with, not what is added to 1
            return place.shifted(1);
        }
        boolean turning = id.slot() == Slot.QUERY || id.slot() == Slot.KEY;
        if (fused && id.layer() >= 0) {
            int queries = description.queryWidth(id.layer());
            int keys = description.keyWidth(id.layer());
            return switch (id.slot()) {
                case QUERY -> place.partOf(queries + 2 * keys, 0);
                case KEY -> place.partOf(queries + 2 * keys, queries);
                case VALUE -> place.partOf(queries + 2 * keys, queries + keys);
                default -> place;
            };
        }
        return turning && sideBySide ? place.sideBySide(description.headSize()) : place;
    }

    private static String stem(Slot slot, boolean fused) {
        return switch (slot) {
            case EMBEDDING -> "token_embd";
            case POSITION_EMBEDDING -> "position_embd";
            case EMBEDDING_NORM -> "token_embd_norm";
            case ATTENTION_NORM -> "attn_norm";
            case QUERY -> fused ? "attn_qkv" : "attn_q";
            case KEY -> fused ? "attn_qkv" : "attn_k";
            case VALUE -> fused ? "attn_qkv" : "attn_v";
            case QUERY_NORM -> "attn_q_norm";
            case KEY_NORM -> "attn_k_norm";
            case ATTENTION_OUTPUT -> "attn_output";
            case POST_ATTENTION_NORM -> "post_attention_norm";
            case MLP_NORM -> "ffn_norm";
            case ROUTER -> "ffn_gate_inp";
            case SHARED_GATE -> "ffn_gate_inp_shexp";
            case GATE -> "ffn_gate";
            case UP -> "ffn_up";
            case DOWN -> "ffn_down";
            case POST_MLP_NORM -> "post_ffw_norm";
            case FINAL_NORM -> "output_norm";
            case OUTPUT -> "output";
        };
    }
}
