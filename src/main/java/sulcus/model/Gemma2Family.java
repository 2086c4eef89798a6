package sulcus.model;

import java.util.List;
import sulcus.model.Configuration.Limits;
import sulcus.model.Description.Activation;
import sulcus.model.Description.Norm;

/**
 * Gemma 2: norms before and after attention and MLP with a factor of 1 + weight, capped scores and logits, a scaled
 * embedding, a sliding window in every other layer. Transformers: {@code models/gemma2}.
 */
class Gemma2Family extends LlamaFamily {
    @Override
    public String name() {
        return "gemma2";
    }

    @Override
    public Description describe(Configuration config) {
        if (config.truth("use_bidirectional_attention", false)) {
            throw config.refusal("use_bidirectional_attention", "only causal models are read");
        }
        return super.describe(config);
    }

    @Override
    int keyValueHeads(int heads) {
        return 4;
    }

    @Override
    int headSize() {
        return 256;
    }

    @Override
    int maximumPositions() {
        return 8192;
    }

    @Override
    boolean tied() {
        return true;
    }

    @Override
    Activation activation(Configuration config) {
        return Activations.of(config, "hidden_activation", "gelu_pytorch_tanh");
    }

    @Override
    Norm norm(Configuration config) {
        return new Norm(true, config.positive("rms_norm_eps", 1e-6), true);
    }

    @Override
    int[] window(Configuration config, int layers) {
        boolean unsaid = !config.values().containsKey("sliding_window");
        int window = config.number("sliding_window", unsaid ? 4096 : 0, 1, Limits.POSITIONS);
        int[] listed = listedWindow(config, layers, window);
        if (listed != null) {
            return listed;
        }
        int[] windows = new int[layers];
        for (int layer = 0; layer < layers; layer += 2) {
            windows[layer] = window;
        }
        return windows;
    }

    @Override
    double attentionScale(Configuration config, int headSize) {
        return 1 / Math.sqrt(config.positive("query_pre_attn_scalar", 256));
    }

    @Override
    double embeddingScale(Configuration config, int hidden) {
        return Math.sqrt(hidden);
    }

    @Override
    double softcap(Configuration config, String key) {
        boolean unsaid = !config.values().containsKey(key);
        double usual = key.startsWith("attn") ? 50 : 30;
        return unsaid || config.has(key) ? config.positive(key, usual) : 0;
    }

    @Override
    List<Slot> layerSlots(Configuration config) {
        return List.of(
                Slot.ATTENTION_NORM,
                Slot.QUERY,
                Slot.KEY,
                Slot.VALUE,
                Slot.ATTENTION_OUTPUT,
                Slot.POST_ATTENTION_NORM,
                Slot.MLP_NORM,
                Slot.GATE,
                Slot.UP,
                Slot.DOWN,
                Slot.POST_MLP_NORM);
    }

    @Override
    String stem(Slot slot) {
        return switch (slot) {
            case POST_ATTENTION_NORM -> "post_attention_layernorm";
            case MLP_NORM -> "pre_feedforward_layernorm";
            case POST_MLP_NORM -> "post_feedforward_layernorm";
            default -> super.stem(slot);
        };
    }
}
