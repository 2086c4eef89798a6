package sulcus.model;

import java.util.List;
import sulcus.model.Configuration.Limits;
import sulcus.model.Description.Activation;
import sulcus.model.Description.Norm;

/**
 * StarCoder 2: rotary positions and grouped queries as in LLaMA, layer norms, a plain MLP, biases everywhere. Transformers:
 * {@code models/starcoder2}.
 */
final class StarCoder2Family extends LlamaFamily {
    @Override
    public String name() {
        return "starcoder2";
    }

    @Override
    int keyValueHeads(int heads) {
        return 2;
    }

    @Override
    int maximumPositions() {
        return 4096;
    }

    @Override
    boolean tied() {
        return true;
    }

    @Override
    boolean gated() {
        return false;
    }

    @Override
    Activation activation(Configuration config) {
        return Activations.of(config, "hidden_act", "gelu_pytorch_tanh");
    }

    @Override
    Norm norm(Configuration config) {
        return new Norm(false, config.positive("norm_epsilon", 1e-5), false);
    }

    @Override
    boolean normBias() {
        return true;
    }

    @Override
    int[] window(Configuration config, int layers) {
        return same(layers, config.number("sliding_window", 0, 1, Limits.POSITIONS));
    }

    @Override
    boolean queryBias(Configuration config) {
        return config.truth("use_bias", true);
    }

    @Override
    boolean outputBias(Configuration config) {
        return config.truth("use_bias", true);
    }

    @Override
    boolean mlpBias(Configuration config) {
        return config.truth("use_bias", true);
    }

    @Override
    List<Slot> layerSlots(Configuration config) {
        return super.layerSlots(config).stream()
                .filter(slot -> slot != Slot.GATE)
                .toList();
    }

    @Override
    String stem(Slot slot) {
        return switch (slot) {
            case GATE -> null;
            case UP -> "mlp.c_fc";
            case DOWN -> "mlp.c_proj";
            default -> super.stem(slot);
        };
    }
}
