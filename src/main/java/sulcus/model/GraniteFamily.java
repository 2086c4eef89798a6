package sulcus.model;

/**
 * Granite 3 (dense): LLaMA with factors of the embedding, of the scores, of what attention and MLP add to the stream, and of the
 * logits. Transformers: {@code models/granite}.
 */
final class GraniteFamily extends LlamaFamily {
    @Override
    public String name() {
        return "granite";
    }

    @Override
    double embeddingScale(Configuration config, int hidden) {
        return config.positive("embedding_multiplier", 1);
    }

    @Override
    double attentionScale(Configuration config, int headSize) {
        return config.positive("attention_multiplier", 1);
    }

    @Override
    double residualScale(Configuration config) {
        return config.positive("residual_multiplier", 1);
    }

    @Override
    double logitScale(Configuration config) {
        return 1 / config.positive("logits_scaling", 1);
    }
}
