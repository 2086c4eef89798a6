package sulcus.run.train;

import java.util.ArrayList;
import java.util.List;

/**
 * The sizes of a LLaMA model with tied embeddings that is to be trained.
 *
 * @param neurons width of every MLP
 * @param theta base of the rotary frequencies
 * @param epsilon of the norms
 */
public record Shape(
        int vocabulary,
        int hiddenSize,
        int layers,
        int attentionHeads,
        int keyValueHeads,
        int neurons,
        double theta,
        double epsilon) {

    /**
     * A tensor in the flat vector of all parameters.
     *
     * @param name as in Hugging Face's LlamaForCausalLM
     * @param shape output × input, or the length of a norm
     */
    public record Part(String name, int[] shape, int offset) {
        public int length() {
            int product = 1;
            for (int extent : shape) {
                product *= extent;
            }
            return product;
        }
    }

    public int headSize() {
        return hiddenSize / attentionHeads;
    }

    /** All tensors, in the order in which they lie in the flat vector: embedding, layers, final norm. */
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        add(parts, "model.embed_tokens.weight", vocabulary, hiddenSize);
        int keyValue = keyValueHeads * headSize();
        for (int l = 0; l < layers; l++) {
            String layer = "model.layers." + l + ".";
            add(parts, layer + "input_layernorm.weight", hiddenSize);
            add(parts, layer + "self_attn.q_proj.weight", hiddenSize, hiddenSize);
            add(parts, layer + "self_attn.k_proj.weight", keyValue, hiddenSize);
            add(parts, layer + "self_attn.v_proj.weight", keyValue, hiddenSize);
            add(parts, layer + "self_attn.o_proj.weight", hiddenSize, hiddenSize);
            add(parts, layer + "post_attention_layernorm.weight", hiddenSize);
            add(parts, layer + "mlp.gate_proj.weight", neurons, hiddenSize);
            add(parts, layer + "mlp.up_proj.weight", neurons, hiddenSize);
            add(parts, layer + "mlp.down_proj.weight", hiddenSize, neurons);
        }
        add(parts, "model.norm.weight", hiddenSize);
        return parts;
    }

    private static void add(List<Part> parts, String name, int... shape) {
        int offset =
                parts.isEmpty() ? 0 : parts.getLast().offset() + parts.getLast().length();
        parts.add(new Part(name, shape, offset));
    }

    /** Number of all parameters. */
    public int parameters() {
        Part last = parts().getLast();
        return last.offset() + last.length();
    }
}
