package sulcus.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sulcus.model.Description;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.model.Weights;
import sulcus.task.Refusal;

/**
 * The one forward for every architecture. It holds no weights: they are handed in, so the same code runs resident models,
 * layer-by-layer sweeps and training. Results belong to the manager of the tensor that went in.
 */
public final class Forward implements AutoCloseable {
    /** Matrices that choose among experts: a rounded one might choose others. */
    private static final Set<String> ROUTING = Set.of("w.router", "w.shared_gate");

    private final Description description;
    private final NDManager manager;
    private final TorchScript script;

    /** @param parent a manager on the device where this will run */
    public Forward(Description description, NDManager parent) {
        this.description = description;
        this.manager = parent.newSubManager();
        this.script = new TorchScript("Layer", LayerScript.source(description), manager);
    }

    public Description description() {
        return description;
    }

    /**
     * Logits for training: differentiable with respect to every weight.
     *
     * @param ids T token ids (int64) of all texts, one after another
     * @param lengths tokens of each text
     * @param weights all weights of the model in canonical form ({@link Slot}), vectors with one dimension
     * @param training whether gradients are wanted
     * @return T × vocabulary, in the manager of {@code ids}
     */
    public NDArray logits(NDArray ids, int[] lengths, Map<WeightId, NDArray> weights, boolean training) {
        NDManager scope = ids.getManager();
        Span span = new Span(scope, description, lengths, 0);
        NDArray table = named("embedding", weights.get(WeightId.weight(Slot.EMBEDDING)));
        NDList entry = new NDList(table);
        if (description.position() instanceof Description.Position.Learned learned) {
            NDArray rows = scope.create(positions(learned, lengths, 0));
            entry.add(named(
                    "position",
                    weights.get(WeightId.weight(Slot.POSITION_EMBEDDING)).get(rows)));
        }
        addIfThere(entry, "embedding_norm", weights, Slot.EMBEDDING_NORM, -1);
        NDArray x = call("embed", ids, span.plan(0, 0), entry, training).head();
        for (int layer = 0; layer < description.layers(); layer++) {
            NDList tensors = layer(weights, layer);
            NDArray attended =
                    attend(x, span, layer, tensors, new NDList(), 0, training).head();
            x = mlp(x, attended, span, tensors, new NDList(), 0, training).head();
        }
        NDList head = new NDList();
        addIfThere(head, "final_norm", weights, Slot.FINAL_NORM, -1);
        NDArray output = weights.get(WeightId.weight(description.tiedEmbeddings() ? Slot.EMBEDDING : Slot.OUTPUT));
        // a tensor has one name: the tied table gets its second one as a view
        head.add(named("output0", output.reshape(output.getShape())));
        return call("logits", x, span.plan(0, 0), head, training).head();
    }

    private NDList layer(Map<WeightId, NDArray> weights, int layer) {
        NDList list = new NDList();
        addIfThere(list, "attention_norm", weights, Slot.ATTENTION_NORM, layer);
        addJoined(list, "query_key_value", weights, layer, Slot.QUERY, Slot.KEY, Slot.VALUE);
        addIfThere(list, "query_norm", weights, Slot.QUERY_NORM, layer);
        addIfThere(list, "key_norm", weights, Slot.KEY_NORM, layer);
        addJoined(list, "attention_output", weights, layer, Slot.ATTENTION_OUTPUT);
        addIfThere(list, "post_attention_norm", weights, Slot.POST_ATTENTION_NORM, layer);
        if (description.parallelResidual() && !weights.containsKey(WeightId.weight(Slot.MLP_NORM, layer))) {
            addAttentionNorm(list, weights, layer);
        } else {
            addIfThere(list, "mlp_norm", weights, Slot.MLP_NORM, layer);
        }
        if (description.routed(layer)) {
            addIfThere(list, "router", weights, Slot.ROUTER, layer);
            addIfThere(list, "shared_gate", weights, Slot.SHARED_GATE, layer);
            NDManager scope = weights.get(WeightId.weight(Slot.ROUTER, layer)).getManager();
            list.add(experts(scope, description.expertWidths(layer)));
            addJoined(list, "gate", weights, layer, Slot.GATE);
            addJoined(list, "up", weights, layer, Slot.UP);
        } else if (description.gated()) {
            addJoined(list, "up", weights, layer, Slot.GATE, Slot.UP);
        } else {
            addJoined(list, "up", weights, layer, Slot.UP);
        }
        addJoined(list, "down", weights, layer, Slot.DOWN);
        addIfThere(list, "post_mlp_norm", weights, Slot.POST_MLP_NORM, layer);
        return list;
    }

    /** Side by side with the attention, an MLP may read the attention's norm: views, for a tensor has one name. */
    private static void addAttentionNorm(NDList list, Map<WeightId, NDArray> weights, int layer) {
        NDArray scale = weights.get(WeightId.weight(Slot.ATTENTION_NORM, layer));
        list.add(named("mlp_norm", scale.reshape(scale.getShape())));
        NDArray bias = weights.get(WeightId.bias(Slot.ATTENTION_NORM, layer));
        if (bias != null) {
            list.add(named("mlp_norm.bias", bias.reshape(bias.getShape())));
        }
    }

    private static void addIfThere(NDList list, String key, Map<WeightId, NDArray> weights, Slot slot, int layer) {
        if (weights.containsKey(new WeightId(slot, layer, false))) {
            addJoined(list, key, weights, layer, slot);
        }
    }

    private static void addJoined(NDList list, String key, Map<WeightId, NDArray> weights, int layer, Slot... slots) {
        for (boolean bias : new boolean[] {false, true}) {
            List<NDArray> found = Arrays.stream(slots)
                    .map(slot -> weights.get(new WeightId(slot, layer, bias)))
                    .filter(a -> a != null)
                    .toList();
            if (found.size() == slots.length) {
                NDArray joined = found.size() == 1 ? found.getFirst() : NDArrays.concat(new NDList(found), 0);
                list.add(named(bias ? key + ".bias" : key, joined));
            } else if (!found.isEmpty()) {
                throw new IllegalArgumentException(key + ": some biases are there and some are not");
            }
        }
    }

    /** Hidden states of tokens, T × hidden size; only the rows of these tokens are read from the embedding. */
    NDArray embed(NDManager scope, Weights weights, int[] ids, Span span, int start) {
        NDList entry = new NDList();
        if (description.position() instanceof Description.Position.Learned learned) {
            entry.add(named(
                    "position",
                    rows(scope, weights, Slot.POSITION_EMBEDDING, positions(learned, span.lengths(), start))));
        }
        WeightId norm = WeightId.weight(Slot.EMBEDDING_NORM);
        if (weights.has(norm)) {
            entry.add(named("embedding_norm", scope.create(weights.read(norm))));
            WeightId bias = WeightId.bias(Slot.EMBEDDING_NORM);
            if (weights.has(bias)) {
                entry.add(named("embedding_norm.bias", scope.create(weights.read(bias))));
            }
        }
        if (entry.isEmpty()) {
            // the dictionary must be there
            entry.add(named("none", scope.create(0f)));
        }
        return call("embed", rows(scope, weights, Slot.EMBEDDING, ids), span.plan(0, 0), entry, false)
                .head();
    }

    private static NDArray rows(NDManager scope, Weights weights, Slot slot, int[] indices) {
        WeightId id = WeightId.weight(slot);
        int columns = weights.columns(id);
        float[] values = new float[Math.multiplyExact(indices.length, columns)];
        MemorySegment memory = MemorySegment.ofArray(values);
        long size = (long) columns * Float.BYTES;
        for (int i = 0; i < indices.length; i++) {
            weights.read(id, indices[i], indices[i] + 1, memory.asSlice(i * size, size));
        }
        return scope.create(values, new Shape(indices.length, columns));
    }

    private static int[] positions(Description.Position.Learned learned, int[] lengths, int start) {
        int[] rows = new int[Arrays.stream(lengths).sum()];
        int at = 0;
        for (int length : lengths) {
            for (int i = 0; i < length; i++) {
                rows[at++] = start + i + learned.offset();
            }
        }
        return rows;
    }

    /** @return the stream after attention and, as {@code want} says, the heads' outputs, keys and values */
    NDList attend(NDArray x, Span span, int layer, NDList weights, NDList extra, int want, boolean training) {
        NDList all = new NDList(weights);
        all.addAll(span.positions(layer));
        all.addAll(extra);
        return call("attend", x, span.plan(description.window()[layer], want), all, training);
    }

    /**
     * @param input what the layer began with
     * @param attended the stream after attention
     * @return the stream after the MLP and, as {@code want} says, activation, up and product
     */
    NDList mlp(NDArray input, NDArray attended, Span span, NDList weights, NDList extra, int want, boolean training) {
        NDList all = new NDList(weights);
        all.addAll(extra);
        if (!description.parallelResidual()) {
            return call("mlp", attended, span.plan(0, want), all, training);
        }
        NDArray residual = named("residual", attended);
        all.add(residual);
        NDList out = call("mlp", input, span.plan(0, want), all, training);
        residual.setName(null);
        return out;
    }

    /** T × vocabulary. */
    NDArray logits(NDArray x, Span span, NDList head) {
        return call("logits", x, span.plan(0, 0), head, false).head();
    }

    /** −log p of the targets (int64, at most T) after the first tokens of {@code x}, in nats. */
    NDArray losses(NDArray x, NDArray targets, Span span, NDList head) {
        return losses(x, targets, span, head, false);
    }

    /** As {@link #losses(NDArray, NDArray, Span, NDList)}; differentiable with respect to {@code x} in training. */
    NDArray losses(NDArray x, NDArray targets, Span span, NDList head, boolean training) {
        NDList all = new NDList(head);
        all.add(named("targets", targets));
        return call("losses", x, span.plan(0, 0), all, training).head();
    }

    /** Whether no value is NaN or infinite. */
    boolean finite(NDArray x, Span span, NDList any) {
        try (NDArray answer = call("finite", x, span.plan(0, 0), any, false).head()) {
            return answer.getBoolean();
        }
    }

    /** Refuses what cannot be run. */
    static void check(String model, Description d, Weights weights, int[] ids, int start) {
        for (int id : ids) {
            if (id < 0 || id >= d.vocabulary()) {
                throw new Refusal(model + ": token " + id + " is not in the vocabulary of " + d.vocabulary()
                        + "; use the tokenizer of this model");
            }
        }
        if (d.position() instanceof Description.Position.Learned learned) {
            int places = Math.min(
                    d.maximumPositions(), weights.rows(WeightId.weight(Slot.POSITION_EMBEDDING)) - learned.offset());
            if (start + ids.length > places) {
                throw new Refusal(model + ": a text of " + (start + ids.length) + " tokens is longer than the " + places
                        + " positions that the model has learned; use shorter texts or windows");
            }
        }
    }

    /**
     * The same weights with matrices rounded to bfloat16, which {@link LayerScript} multiplies as such; vectors stay. They may go
     * into calls and be closed, nothing else: DJL 0.36 has no conversion for this type.
     */
    NDList rounded(NDList weights) {
        NDList rounded = new NDList();
        for (NDArray a : weights) {
            if (a.getShape().dimension() == 2 && !ROUTING.contains(a.getName())) {
                try (NDArray plan = a.getManager().create(0L);
                        NDArray none = named("none", a.getManager().create(0f))) {
                    String name = a.getName();
                    // with a name it would be an entry of the dictionary; what is made outside of training cannot be
                    // part of it
                    a.setName(null);
                    NDArray matrix =
                            call("rounded", a, plan, new NDList(none), true).head();
                    a.setName(name);
                    matrix.setName(name);
                    rounded.add(matrix);
                }
            } else {
                rounded.add(a);
            }
        }
        return rounded;
    }

    /** Neurons of each expert of a layer, as {@link MixtureScript} reads them. */
    static NDArray experts(NDManager scope, int[] widths) {
        return named(
                "experts", scope.create(Arrays.stream(widths).asLongStream().toArray()));
    }

    static NDArray named(String key, NDArray array) {
        array.setName("w." + key);
        return array;
    }

    private NDList call(String method, NDArray x, NDArray plan, NDList named, boolean training) {
        NDList arguments = new NDList(x, plan);
        arguments.addAll(named);
        return script.call(method, arguments, training);
    }

    @Override
    public void close() {
        script.close();
        manager.close();
    }
}
