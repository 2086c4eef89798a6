package sulcus.model;

import java.util.List;
import sulcus.model.Configuration.Limits;

/**
 * Qwen 1.5 and 2 with mixtures of experts: Qwen 2 whose layers have small experts beside one that all tokens pass, or a plain
 * MLP. Transformers: {@code models/qwen2_moe}.
 */
final class Qwen2MoeFamily extends Qwen2Family {
    @Override
    public String name() {
        return "qwen2_moe";
    }

    @Override
    int keyValueHeads(int heads) {
        return 16;
    }

    @Override
    boolean queryBias(Configuration config) {
        return config.truth("qkv_bias", true);
    }

    @Override
    int[] window(Configuration config, int layers) {
        boolean slides = config.truth("use_sliding_window", false);
        int window = slides ? config.number("sliding_window", 4096, 1, Limits.POSITIONS) : 0;
        int[] listed = listedWindow(config, layers, window);
        if (listed != null) {
            return listed;
        }
        int last = config.number("max_window_layers", 28, 0, Limits.LAYERS);
        int[] windows = new int[layers];
        for (int layer = 0; layer < Math.min(last, layers); layer += 2) {
            windows[layer] = window;
        }
        return windows;
    }

    @Override
    Description.Experts experts(Configuration config, int layers, int hidden) {
        int count = config.number("num_experts", 60, 1, Limits.EXPERTS);
        int width = config.number("moe_intermediate_size", 1408, 1, Limits.WIDTH);
        int shared = config.number("shared_expert_intermediate_size", 5632, 1, Limits.WIDTH);
        boolean renormalized = config.truth("norm_topk_prob", false);
        boolean[] dense = MixtureConfiguration.qwenDense(config, layers);
        return MixtureConfiguration.of(config, hidden, count, 4, renormalized, width, shared, dense);
    }

    @Override
    ExpertNames expertNames() {
        return ExpertNames.QWEN;
    }

    @Override
    List<Slot> layerSlots(Configuration config) {
        return MixtralFamily.withRouter(super.layerSlots(config));
    }
}
