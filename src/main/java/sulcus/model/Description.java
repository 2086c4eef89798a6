package sulcus.model;

/**
 * All that one forward needs to know of a transformer apart from its weights. Biases and extra norms are not listed here:
 * a bias is added, and a norm applied, where {@link Weights#has} says that there is one.
 *
 * @param family Hugging Face's {@code model_type}: "llama", "mistral", "qwen2", "gpt2", …
 * @param groupSize query heads that share one key/value head; 1 where each has its own
 * @param keyValueHeads of each layer; a layer has groupSize times as many query heads
 * @param headSize dimensions of a head
 * @param neurons width of each layer's MLP
 * @param gated whether the MLP is act(gate·x) ⊙ (up·x) (else act(up·x))
 * @param position where positions enter
 * @param window per layer, how many positions back attention sees, the token itself included; 0 for all
 * @param attentionScale factor of the attention scores, usually 1/√headSize
 * @param attentionSoftcap tanh cap of the attention scores; 0 for none
 * @param parallelResidual attention and MLP read the same input and are added together; an MLP without a norm of its own
 *     reads the attention's
 * @param embeddingScale factor of the token embedding, 1 for none
 * @param logitSoftcap tanh cap of the logits; 0 for none
 * @param tiedEmbeddings the output matrix is the embedding
 * @param maximumPositions longest sequence the model was made for
 */
public record Description(
        String family,
        int vocabulary,
        int hiddenSize,
        int layers,
        int groupSize,
        int[] keyValueHeads,
        int headSize,
        int[] neurons,
        Activation activation,
        boolean gated,
        Norm norm,
        Position position,
        int[] window,
        double attentionScale,
        double attentionSoftcap,
        boolean parallelResidual,
        double embeddingScale,
        double logitSoftcap,
        boolean tiedEmbeddings,
        int maximumPositions) {

    /** The MLP's non-linearity; names as in transformers' ACT2FN. */
    public enum Activation {
        SILU,
        /** x·Φ(x) with the exact error function. */
        GELU,
        /** The tanh approximation ("gelu_new", "gelu_pytorch_tanh"). */
        GELU_TANH,
        RELU
    }

    /**
     * @param rms root mean square (no mean, no bias) or layer norm
     * @param epsilon added to the variance
     * @param unitOffset the factor is 1 + weight (Gemma)
     * @param acrossHeads norms of query and key run over all heads of a layer together (OLMo 2), not over each head
     */
    public record Norm(boolean rms, double epsilon, boolean unitOffset, boolean acrossHeads) {
        /** With norms of query and key, where there are any, over each head. */
        public Norm(boolean rms, double epsilon, boolean unitOffset) {
            this(rms, epsilon, unitOffset, false);
        }
    }

    /** Where positions enter. */
    public sealed interface Position {
        /**
         * Rotary embedding in halves: dimension i is paired with i + dimensions/2.
         *
         * @param dimensions how many of a head's first dimensions turn
         * @param inverseFrequencies dimensions/2 values, scaling (llama3, linear, yarn …) already in them
         * @param magnitude factor of cosine and sine (yarn's attention factor), else 1
         */
        record Rotary(int dimensions, double[] inverseFrequencies, double magnitude) implements Position {}

        /** A learned table, {@link Slot#POSITION_EMBEDDING}, read at row position + offset (OPT: 2). */
        record Learned(int offset) implements Position {}
    }

    /** The same model with other MLP widths. */
    public Description withNeurons(int[] widths) {
        return new Description(
                family,
                vocabulary,
                hiddenSize,
                layers,
                groupSize,
                keyValueHeads,
                headSize,
                widths,
                activation,
                gated,
                norm,
                position,
                window,
                attentionScale,
                attentionSoftcap,
                parallelResidual,
                embeddingScale,
                logitSoftcap,
                tiedEmbeddings,
                maximumPositions);
    }

    /** The same model with other numbers of key/value heads, and groupSize times as many query heads. */
    public Description withKeyValueHeads(int[] heads) {
        return new Description(
                family,
                vocabulary,
                hiddenSize,
                layers,
                groupSize,
                heads,
                headSize,
                neurons,
                activation,
                gated,
                norm,
                position,
                window,
                attentionScale,
                attentionSoftcap,
                parallelResidual,
                embeddingScale,
                logitSoftcap,
                tiedEmbeddings,
                maximumPositions);
    }

    /** The same model with another number of embedding rows. */
    public Description withVocabulary(int rows) {
        return new Description(
                family,
                rows,
                hiddenSize,
                layers,
                groupSize,
                keyValueHeads,
                headSize,
                neurons,
                activation,
                gated,
                norm,
                position,
                window,
                attentionScale,
                attentionSoftcap,
                parallelResidual,
                embeddingScale,
                logitSoftcap,
                tiedEmbeddings,
                maximumPositions);
    }

    /** The same model with positions entering in another way. */
    Description withPosition(Position other) {
        return new Description(
                family,
                vocabulary,
                hiddenSize,
                layers,
                groupSize,
                keyValueHeads,
                headSize,
                neurons,
                activation,
                gated,
                norm,
                other,
                window,
                attentionScale,
                attentionSoftcap,
                parallelResidual,
                embeddingScale,
                logitSoftcap,
                tiedEmbeddings,
                maximumPositions);
    }

    /** Rows of a weight in canonical form; the length of a bias. */
    public int rows(WeightId id) {
        return switch (id.slot()) {
            case EMBEDDING, OUTPUT -> vocabulary;
            case POSITION_EMBEDDING ->
                maximumPositions + (position instanceof Position.Learned learned ? learned.offset() : 0);
            case QUERY -> queryWidth(id.layer());
            case KEY, VALUE -> keyWidth(id.layer());
            case QUERY_NORM -> norm.acrossHeads() ? queryWidth(id.layer()) : headSize;
            case KEY_NORM -> norm.acrossHeads() ? keyWidth(id.layer()) : headSize;
            case GATE, UP -> neurons[id.layer()];
            default -> hiddenSize;
        };
    }

    /** Columns of a weight in canonical form; 1 for a bias or a norm. */
    public int columns(WeightId id) {
        if (id.bias()) {
            return 1;
        }
        return switch (id.slot()) {
            case EMBEDDING, OUTPUT, POSITION_EMBEDDING, QUERY, KEY, VALUE, GATE, UP -> hiddenSize;
            case ATTENTION_OUTPUT -> queryWidth(id.layer());
            case DOWN -> neurons[id.layer()];
            default -> 1;
        };
    }

    /** Query heads of a layer. */
    public int attentionHeads(int layer) {
        return Math.multiplyExact(groupSize, keyValueHeads[layer]);
    }

    /** Dimensions of all query heads of a layer, the inputs of its output projection. */
    public int queryWidth(int layer) {
        return Math.multiplyExact(attentionHeads(layer), headSize);
    }

    /** Dimensions of all key heads of a layer, as many as of all value heads. */
    public int keyWidth(int layer) {
        return Math.multiplyExact(keyValueHeads[layer], headSize);
    }

    /** Neurons of all layers. */
    public long allNeurons() {
        long sum = 0;
        for (int width : neurons) {
            sum += width;
        }
        return sum;
    }
}
