package sulcus.model;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * All that one forward needs to know of a transformer apart from its weights. Biases and extra norms are not listed here:
 * a bias is added, and a norm applied, where {@link Weights#has} says that there is one.
 *
 * @param family Hugging Face's {@code model_type}: "llama", "mistral", "qwen2", "gpt2", …
 * @param parallelResidual attention and MLP read the same input and are added together; an MLP without a norm of its own
 *     reads the attention's
 * @param maximumPositions longest sequence the model was made for
 */
public record Description(
        String family,
        int layers,
        int hiddenSize,
        Embedding embedding,
        Attention attention,
        Mlp mlp,
        Norm norm,
        Position position,
        boolean parallelResidual,
        int maximumPositions) {

    /**
     * From tokens to the stream and back.
     *
     * @param rows tokens of the vocabulary
     * @param scale factor of the token embedding, 1 for none
     * @param tied the output matrix is the embedding
     * @param logitScale factor of the logits, 1 for none
     * @param logitSoftcap tanh cap of the logits; 0 for none
     * @param residualScale factor of what attention and MLP add to the stream, 1 for none (Granite)
     */
    public record Embedding(
            int rows, double scale, boolean tied, double logitScale, double logitSoftcap, double residualScale) {
        /** With parts that are added to the stream as they are. */
        public Embedding(int rows, double scale, boolean tied, double logitScale, double logitSoftcap) {
            this(rows, scale, tied, logitScale, logitSoftcap, 1);
        }
    }

    /**
     * @param groupSize query heads that share one key/value head; 1 where each has its own
     * @param keyValueHeads of each layer; a layer has groupSize times as many query heads
     * @param headSize dimensions of a head
     * @param window per layer, how many positions back attention sees, the token itself included; 0 for all;
     *     below 0 for chunks: −C sees the positions p with ⌊p / C⌋ as its own (Llama 4)
     * @param scale factor of the scores, usually 1/√headSize
     * @param softcap tanh cap of the scores; 0 for none
     * @param clip queries, keys and values are cut off at ± this; 0 for none (OLMo)
     */
    public record Attention(
            int groupSize, int[] keyValueHeads, int headSize, int[] window, double scale, double softcap, double clip) {
        /** With queries, keys and values as they are. */
        public Attention(int groupSize, int[] keyValueHeads, int headSize, int[] window, double scale, double softcap) {
            this(groupSize, keyValueHeads, headSize, window, scale, softcap, 0);
        }
    }

    /**
     * @param neurons width of each layer's MLP
     * @param gated whether the MLP is act(gate·x) ⊙ (up·x) (else act(up·x))
     * @param experts how neurons are shared out among experts; null where they are not
     */
    public record Mlp(int[] neurons, Activation activation, boolean gated, Experts experts) {
        /** An MLP of which every token passes every neuron. */
        public Mlp(int[] neurons, Activation activation, boolean gated) {
            this(neurons, activation, gated, null);
        }
    }

    /**
     * A mixture of experts (gated MLPs): a router's softmax chooses a few of them for each token, and each one's share is a
     * factor of its neurons' products; those of the others are zero.
     *
     * @param count experts to choose from
     * @param perToken how many are chosen
     * @param renormalized whether the shares of the chosen ones sum to 1
     * @param ofInput the share is the sigmoid of the router's value and a factor of the expert's input, not of its product, and
     *     the expert that all tokens pass has the share 1 (Llama 4)
     * @param widths per layer, neurons of each expert and, behind them, of the one that all tokens pass, where there is one
     *     (its share is a sigmoid, {@link Slot#SHARED_GATE}); null for a layer without experts
     */
    public record Experts(int count, int perToken, boolean renormalized, boolean ofInput, int[][] widths) {
        /** Whether a layer has an expert that all tokens pass. */
        public boolean shared(int layer) {
            return widths[layer] != null && widths[layer].length > count;
        }
    }

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
     * @param heads how query and key are normalized, where they are
     * @param weighted whether norms have weights; without them attention, MLP and output are normalized all the same (OLMo)
     * @param one whether attention and MLP, side by side, read one norm
     */
    public record Norm(boolean rms, double epsilon, boolean unitOffset, HeadNorm heads, boolean weighted, boolean one) {
        /** With weights, one before each part. */
        public Norm(boolean rms, double epsilon, boolean unitOffset, HeadNorm heads) {
            this(rms, epsilon, unitOffset, heads, true, false);
        }

        /** With norms of query and key, where there are any, over each head and of the same weights. */
        public Norm(boolean rms, double epsilon, boolean unitOffset) {
            this(rms, epsilon, unitOffset, HeadNorm.SHARED);
        }

        /** The same where attention and MLP read one norm. */
        Norm forBoth() {
            return new Norm(rms, epsilon, unitOffset, heads, weighted, true);
        }
    }

    /** How query and key are normalized. */
    public enum HeadNorm {
        /** Over each head, all with the same weights. */
        SHARED,
        /** Over each head, each with weights of its own (Command R+). */
        EACH,
        /** Over all heads of a layer together (OLMo 2). */
        ACROSS,
        /** Over each head without weights, behind the rotation, in layers that have one (Llama 4). */
        TURNED
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

        /**
         * Rotary embeddings that differ from layer to layer.
         *
         * @param kinds those that there are
         * @param kindOf which of them a layer has; −1 for a layer without positions
         * @param tempering of queries in layers without positions; null for none
         */
        record ByLayer(List<Rotary> kinds, int[] kindOf, Tempering tempering) implements Position {
            /** Without tempering. */
            ByLayer(List<Rotary> kinds, int[] kindOf) {
                this(kinds, kindOf, null);
            }
        }

        /** A query at position p is multiplied by 1 + scale · ln(1 + ⌊(p + 1) / floor⌋) (Llama 4; arXiv 2501.19399). */
        record Tempering(double floor, double scale) {}

        /**
         * Linear biases of the attention scores: slope × (position of the key − position of the query), arXiv 2108.12409.
         *
         * @param slopes of each head, above 0
         */
        record Alibi(double[] slopes) implements Position {}

        /** A learned table, {@link Slot#POSITION_EMBEDDING}, read at row position + offset (OPT: 2). */
        record Learned(int offset) implements Position {}
    }

    /** The same model with other MLP widths; for models without experts. */
    public Description withNeurons(int[] widths) {
        if (mlp.experts != null) {
            throw new IllegalArgumentException(family + ": neurons belong to experts");
        }
        return with(family, embedding, attention, new Mlp(widths, mlp.activation, mlp.gated), position);
    }

    /**
     * The same model with other numbers of neurons in its experts.
     *
     * @param neurons of layers without experts
     * @param experts as {@link Experts#widths}
     */
    public Description withExperts(int[] neurons, int[][] experts) {
        int[] widths = neurons.clone();
        for (int layer = 0; layer < layers; layer++) {
            if (experts[layer] != null) {
                widths[layer] = Arrays.stream(experts[layer]).sum();
            }
        }
        Experts e = mlp.experts;
        Mlp other = new Mlp(
                widths,
                mlp.activation,
                mlp.gated,
                new Experts(e.count, e.perToken, e.renormalized, e.ofInput, experts));
        return with(family, embedding, attention, other, position);
    }

    /** The same model with these neurons only. */
    public Description withPreserved(BitSet[] preserved) {
        int[] kept = Arrays.stream(preserved).mapToInt(BitSet::cardinality).toArray();
        if (mlp.experts == null) {
            return withNeurons(kept);
        }
        int[][] experts = new int[layers][];
        for (int layer = 0; layer < layers; layer++) {
            int[] widths = mlp.experts.widths[layer];
            if (widths != null) {
                experts[layer] = new int[widths.length];
                int first = 0;
                for (int e = 0; e < widths.length; e++) {
                    experts[layer][e] =
                            preserved[layer].get(first, first + widths[e]).cardinality();
                    first += widths[e];
                }
            }
        }
        return withExperts(kept, experts);
    }

    /** The same model with other numbers of key/value heads, and groupSize times as many query heads. */
    public Description withKeyValueHeads(int[] heads) {
        Attention a = attention;
        Attention other = new Attention(a.groupSize, heads, a.headSize, a.window, a.scale, a.softcap, a.clip);
        return with(family, embedding, other, mlp, position);
    }

    /** The same model with another number of embedding rows. */
    public Description withVocabulary(int rows) {
        Embedding e = embedding;
        Embedding other = new Embedding(rows, e.scale, e.tied, e.logitScale, e.logitSoftcap, e.residualScale);
        return with(family, other, attention, mlp, position);
    }

    /** The same model under the name of a family that can say as much. */
    public Description withFamily(String other) {
        return with(other, embedding, attention, mlp, position);
    }

    /** The same model with positions entering in another way. */
    Description withPosition(Position other) {
        return with(family, embedding, attention, mlp, other);
    }

    private Description with(String family, Embedding embedding, Attention attention, Mlp mlp, Position position) {
        return new Description(
                family,
                layers,
                hiddenSize,
                embedding,
                attention,
                mlp,
                norm,
                position,
                parallelResidual,
                maximumPositions);
    }

    /** The rotary embedding of a layer; null if it has none. */
    public Position.Rotary rotary(int layer) {
        return switch (position) {
            case Position.Rotary rotary -> rotary;
            case Position.ByLayer by -> by.kindOf[layer] < 0 ? null : by.kinds.get(by.kindOf[layer]);
            default -> null;
        };
    }

    /** Tokens of the vocabulary. */
    public int vocabulary() {
        return embedding.rows;
    }

    /** Whether the output matrix is the embedding. */
    public boolean tiedEmbeddings() {
        return embedding.tied;
    }

    /** Query heads that share one key/value head. */
    public int groupSize() {
        return attention.groupSize;
    }

    /** Key/value heads of each layer. */
    public int[] keyValueHeads() {
        return attention.keyValueHeads;
    }

    /** Dimensions of a head. */
    public int headSize() {
        return attention.headSize;
    }

    /** Per layer, how many positions back attention sees; 0 for all. */
    public int[] window() {
        return attention.window;
    }

    /** Width of each layer's MLP. */
    public int[] neurons() {
        return mlp.neurons;
    }

    /** Neurons of each expert of a layer, that of all tokens last; one number where it has no experts. */
    public int[] expertWidths(int layer) {
        return routed(layer) ? mlp.experts.widths[layer] : new int[] {mlp.neurons[layer]};
    }

    /** Whether a layer's MLP is a mixture of experts. */
    public boolean routed(int layer) {
        return mlp.experts != null && mlp.experts.widths[layer] != null;
    }

    /** Whether the MLP has a gate. */
    public boolean gated() {
        return mlp.gated;
    }

    /** The MLP's non-linearity. */
    public Activation activation() {
        return mlp.activation;
    }

    /** Rows of a weight in canonical form; the length of a bias. */
    public int rows(WeightId id) {
        return switch (id.slot()) {
            case EMBEDDING, OUTPUT -> vocabulary();
            case POSITION_EMBEDDING ->
                maximumPositions + (position instanceof Position.Learned learned ? learned.offset() : 0);
            case QUERY -> queryWidth(id.layer());
            case KEY, VALUE -> keyWidth(id.layer());
            case QUERY_NORM -> norm.heads() != HeadNorm.SHARED ? queryWidth(id.layer()) : attention.headSize;
            case KEY_NORM -> norm.heads() != HeadNorm.SHARED ? keyWidth(id.layer()) : attention.headSize;
            case GATE, UP -> mlp.neurons[id.layer()];
            case ROUTER -> mlp.experts == null ? 1 : mlp.experts.count;
            case SHARED_GATE -> 1;
            default -> hiddenSize;
        };
    }

    /** Columns of a weight in canonical form; 1 for a bias or a norm. */
    public int columns(WeightId id) {
        if (id.bias()) {
            return 1;
        }
        return switch (id.slot()) {
            case EMBEDDING, OUTPUT, POSITION_EMBEDDING, QUERY, KEY, VALUE, ROUTER, SHARED_GATE, GATE, UP -> hiddenSize;
            case ATTENTION_OUTPUT -> queryWidth(id.layer());
            case DOWN -> mlp.neurons[id.layer()];
            default -> 1;
        };
    }

    /** Query heads of a layer. */
    public int attentionHeads(int layer) {
        return Math.multiplyExact(attention.groupSize, attention.keyValueHeads[layer]);
    }

    /** Dimensions of all query heads of a layer, the inputs of its output projection. */
    public int queryWidth(int layer) {
        return Math.multiplyExact(attentionHeads(layer), attention.headSize);
    }

    /** Dimensions of all key heads of a layer, as many as of all value heads. */
    public int keyWidth(int layer) {
        return Math.multiplyExact(attention.keyValueHeads[layer], attention.headSize);
    }

    /** Neurons of all layers. */
    public long allNeurons() {
        long sum = 0;
        for (int width : mlp.neurons) {
            sum += width;
        }
        return sum;
    }
}
