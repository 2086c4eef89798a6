package sulcus.model;

import java.util.ArrayList;
import java.util.List;
import sulcus.model.Configuration.Limits;
import sulcus.model.Description.Activation;
import sulcus.model.Description.Norm;

/**
 * BLOOM: layer norms, one also behind the embedding, linear biases instead of positions, query, key and value of each head one
 * after the other in one matrix. Transformers: {@code models/bloom}.
 */
final class BloomFamily implements Family {
    private static final List<Slot> LAYER = List.of(
            Slot.ATTENTION_NORM,
            Slot.QUERY,
            Slot.KEY,
            Slot.VALUE,
            Slot.ATTENTION_OUTPUT,
            Slot.MLP_NORM,
            Slot.UP,
            Slot.DOWN);

    @Override
    public String name() {
        return "bloom";
    }

    @Override
    public String prefix() {
        return "transformer.";
    }

    @Override
    public Description describe(Configuration config) {
        int hidden = either(config, "hidden_size", "n_embed", Limits.WIDTH);
        int layers = either(config, "num_hidden_layers", "n_layer", Limits.LAYERS);
        int heads = either(config, "num_attention_heads", "n_head", Limits.HEADS);
        if (hidden % heads != 0) {
            throw config.refusal("n_head", heads + " does not divide hidden_size " + hidden);
        }
        if (config.truth("apply_residual_connection_post_layernorm", false)) {
            throw config.refusal(
                    "apply_residual_connection_post_layernorm",
                    "models whose stream is the norms' output are not read");
        }
        int headSize = hidden / heads;
        if (hidden > Limits.WIDTH / 4) {
            throw config.refusal("hidden_size", hidden + " makes an MLP wider than " + Limits.WIDTH);
        }
        return new Description(
                name(),
                layers,
                hidden,
                new Description.Embedding(
                        config.required("vocab_size", 1, Limits.VOCABULARY),
                        1,
                        config.truth("tie_word_embeddings", true),
                        1,
                        0),
                new Description.Attention(
                        1, config.keyValueHeads(layers, heads), headSize, new int[layers], 1 / Math.sqrt(headSize), 0),
                new Description.Mlp(config.neurons(layers, 4 * hidden), Activation.GELU_TANH, false),
                new Norm(false, config.positive("layer_norm_epsilon", 1e-5), false),
                Alibi.of(heads, 1),
                false,
                config.number("seq_length", 2048, 1, Limits.POSITIONS));
    }

    private static int either(Configuration config, String key, String old, int most) {
        return config.required(config.has(key) ? key : old, 1, most);
    }

    @Override
    public List<WeightId> weights(Configuration config, Description description) {
        List<WeightId> ids = new ArrayList<>();
        ids.add(WeightId.weight(Slot.EMBEDDING));
        ids.add(WeightId.weight(Slot.EMBEDDING_NORM));
        ids.add(WeightId.bias(Slot.EMBEDDING_NORM));
        for (int layer = 0; layer < description.layers(); layer++) {
            for (Slot slot : LAYER) {
                ids.add(WeightId.weight(slot, layer));
                ids.add(WeightId.bias(slot, layer));
            }
        }
        ids.add(WeightId.weight(Slot.FINAL_NORM));
        ids.add(WeightId.bias(Slot.FINAL_NORM));
        if (!description.tiedEmbeddings()) {
            ids.add(WeightId.weight(Slot.OUTPUT));
        }
        return ids;
    }

    @Override
    public Place place(Description description, WeightId id) {
        String stem = stem(id.slot());
        boolean neverBiased = !id.slot().perLayer() && !id.slot().norm();
        if (stem == null || id.bias() && neverBiased) {
            return null;
        }
        String layer = id.layer() < 0 ? "" : "transformer.h." + id.layer() + ".";
        Place place = Place.of(description, id, layer + stem + (id.bias() ? ".bias" : ".weight"));
        return switch (id.slot()) {
            case QUERY -> inHeads(place, description.headSize(), 0);
            case KEY -> inHeads(place, description.headSize(), 1);
            case VALUE -> inHeads(place, description.headSize(), 2);
            default -> place;
        };
    }

    /** The rows of head h are number 3h, 3h + 1 and 3h + 2 of query, key and value. */
    private static Place inHeads(Place place, int size, int part) {
        return place.ordered(Math.multiplyExact(3, place.rows()), row -> (row / size * 3 + part) * size + row % size);
    }

    private static String stem(Slot slot) {
        return switch (slot) {
            case EMBEDDING -> "transformer.word_embeddings";
            case EMBEDDING_NORM -> "transformer.word_embeddings_layernorm";
            case ATTENTION_NORM -> "input_layernorm";
            case QUERY, KEY, VALUE -> "self_attention.query_key_value";
            case ATTENTION_OUTPUT -> "self_attention.dense";
            case MLP_NORM -> "post_attention_layernorm";
            case UP -> "mlp.dense_h_to_4h";
            case DOWN -> "mlp.dense_4h_to_h";
            case FINAL_NORM -> "transformer.ln_f";
            case OUTPUT -> "lm_head";
            default -> null;
        };
    }
}
