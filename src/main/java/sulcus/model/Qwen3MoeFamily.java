package sulcus.model;

import java.util.List;
import sulcus.model.Configuration.Limits;

/** Qwen 3 with mixtures of experts. Transformers: {@code models/qwen3_moe}. */
final class Qwen3MoeFamily extends Qwen3Family {
    @Override
    public String name() {
        return "qwen3_moe";
    }

    @Override
    int headSize() {
        return 0;
    }

    @Override
    int keyValueHeads(int heads) {
        return 4;
    }

    @Override
    int[] window(Configuration config, int layers) {
        boolean slides = config.truth("use_sliding_window", false);
        int window = slides ? config.number("sliding_window", 4096, 1, Limits.POSITIONS) : 0;
        return same(layers, window);
    }

    @Override
    Description.Experts experts(Configuration config, int layers, int hidden) {
        // transformers 5 writes it under Mixtral's name
        String key = config.has("num_experts") ? "num_experts" : "num_local_experts";
        int count = config.number(key, 128, 1, Limits.EXPERTS);
        int width = config.number("moe_intermediate_size", 768, 1, Limits.WIDTH);
        boolean renormalized = config.truth("norm_topk_prob", false);
        boolean[] dense = MixtureConfiguration.qwenDense(config, layers);
        return MixtureConfiguration.of(config, hidden, count, 8, renormalized, width, 0, dense);
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
