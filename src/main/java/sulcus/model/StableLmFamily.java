package sulcus.model;

import sulcus.model.Description.Norm;

/**
 * StableLM 2 and 3B: LLaMA with layer norms, a quarter of each head turning and, in some, attention and MLP side by side.
 * Transformers: {@code models/stablelm}. The 12B variant, which normalizes each head of query and key with weights of its own,
 * is refused.
 */
final class StableLmFamily extends LlamaFamily {
    @Override
    public String name() {
        return "stablelm";
    }

    @Override
    public Description describe(Configuration config) {
        if (config.truth("qk_layernorm", false)) {
            throw config.refusal("qk_layernorm", "models that normalize query and key are not read in this family");
        }
        return super.describe(config);
    }

    @Override
    int keyValueHeads(int heads) {
        return 32;
    }

    @Override
    int maximumPositions() {
        return 4096;
    }

    @Override
    double turningShare() {
        return 0.25;
    }

    @Override
    boolean parallel(Configuration config) {
        return config.truth("use_parallel_residual", false);
    }

    @Override
    Norm norm(Configuration config) {
        return new Norm(false, config.positive("layer_norm_eps", 1e-5), false);
    }

    @Override
    boolean normBias() {
        return true;
    }

    @Override
    boolean queryBias(Configuration config) {
        return config.truth("use_qkv_bias", false);
    }

    @Override
    boolean outputBias(Configuration config) {
        return false;
    }

    @Override
    boolean mlpBias(Configuration config) {
        return false;
    }
}
