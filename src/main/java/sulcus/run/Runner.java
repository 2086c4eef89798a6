package sulcus.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import sulcus.model.Description;
import sulcus.model.Model;
import sulcus.task.Refusal;

/**
 * A model with all its weights on a device, ready to be run. Any thread may call; calls wait for each other. The model must
 * stay open as long as this.
 */
public final class Runner implements AutoCloseable {
    /** 256 × 49,152 logits are 50 MB. */
    private static final int LOGIT_TOKENS = 256;

    private final Model model;
    private final Description description;
    private final NDManager manager;
    private final Forward forward;
    private final Resident weights;
    private final ReentrantLock lock = new ReentrantLock();

    private Runner(Model model, NDManager manager, Resident weights) {
        this.model = model;
        this.description = model.description();
        this.manager = manager;
        this.weights = weights;
        this.forward = new Forward(description, manager);
    }

    /**
     * Reads all weights onto the device.
     *
     * @throws Refusal if the device is not there, or the weights cannot be read or do not fit
     */
    public static Runner open(Model model, Device device) {
        NDManager manager = Place.manager(Place.choose(device));
        try {
            return new Runner(model, manager, Resident.read(model, manager));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    public Model model() {
        return model;
    }

    /**
     * Logits of every position, tokens × vocabulary row-major.
     *
     * @throws Refusal if a token or the length is not the model's, or weights make values that are not finite
     */
    public float[] logits(int[] ids, Gates gates) {
        return locked(() -> {
            if (ids.length == 0) {
                return new float[0];
            }
            try (NDManager scope = manager.newSubManager()) {
                Span span = span(scope, ids, 0);
                NDArray x = stream(scope, ids, span, new GateTensors(gates, scope), null, null);
                float[] logits = new float[Math.multiplyExact(ids.length, description.vocabulary())];
                int[] at = {0};
                logits(x, span, part -> {
                    int count = (int) (part.byteSize() / Float.BYTES);
                    MemorySegment.copy(part, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, logits, at[0], count);
                    at[0] += count;
                });
                return logits;
            }
        });
    }

    /** Logits of a few tokens at a time, so that no tensor grows with the text. */
    private void logits(NDArray x, Span span, Consumer<MemorySegment> consumer) {
        long tokens = x.getShape().get(0);
        for (long from = 0; from < tokens; from += LOGIT_TOKENS) {
            try (NDArray part = x.get(from + ":" + Math.min(tokens, from + LOGIT_TOKENS));
                    NDArray logits = forward.logits(part, span, weights.head())) {
                consumer.accept(memory(logits));
            }
        }
    }

    private static MemorySegment memory(NDArray array) {
        return MemorySegment.ofBuffer(array.toByteBuffer(true));
    }

    /**
     * −log p(ids[t + 1] | ids[0 … t]) in nats for t = 0 … T − 2: T − 1 values. Logits exist for a few tokens at a time only.
     *
     * @throws Refusal as {@link #logits}
     */
    public float[] losses(int[] ids, Gates gates) {
        return locked(() -> {
            if (ids.length < 2) {
                return new float[0];
            }
            try (NDManager scope = manager.newSubManager()) {
                Span span = span(scope, ids, 0);
                NDArray x = stream(scope, ids, span, new GateTensors(gates, scope), null, null);
                long[] targets =
                        Arrays.stream(ids, 1, ids.length).asLongStream().toArray();
                return forward.losses(x, scope.create(targets), span, weights.head())
                        .toFloatArray();
            }
        });
    }

    /**
     * Losses of tokens that follow another text than the one before them, as where only an answer is judged: −log p(targets[k] |
     * ids[0 … T − K + k]) in nats for K targets after T ids, K ≤ T. The last ids predict the targets one by one.
     *
     * @throws Refusal as {@link #logits}
     */
    public float[] losses(int[] ids, int[] targets, Gates gates) {
        if (targets.length > ids.length) {
            throw new IllegalArgumentException(targets.length + " targets after " + ids.length + " ids");
        }
        return locked(() -> {
            if (targets.length == 0) {
                return new float[0];
            }
            try (NDManager scope = manager.newSubManager()) {
                Span span = span(scope, ids, 0);
                NDArray x = stream(scope, ids, span, new GateTensors(gates, scope), null, null);
                NDArray last = x.get((ids.length - targets.length) + ":" + ids.length);
                long[] wanted = Arrays.stream(targets).asLongStream().toArray();
                return forward.losses(last, scope.create(wanted), span, weights.head())
                        .toFloatArray();
            }
        });
    }

    /**
     * Losses of a text when the neurons of one layer at a time are changed: all variants of all layers from one pass.
     *
     * @param factors for each layer one row a variant, of neurons values, by which the down projection's input is multiplied;
     *     no rows for a layer that is not asked about
     * @param listener told each variant's losses; may break the pass off by throwing
     * @return the losses of the unchanged model
     * @throws Refusal as {@link #losses}
     */
    public float[] variants(int[] ids, IntFunction<List<float[]>> factors, LayerVariants.Listener listener) {
        return locked(() -> {
            if (ids.length < 2) {
                return new float[0];
            }
            try (NDManager scope = manager.newSubManager()) {
                Span span = span(scope, ids, 0);
                NDArray targets = scope.create(
                        Arrays.stream(ids, 1, ids.length).asLongStream().toArray());
                NDArray x = forward.embed(scope, model.weights(), ids, span, 0);
                float[] losses = new LayerVariants(description, forward, weights, scope, span, targets)
                        .run(x, factors, listener);
                for (float loss : losses) {
                    if (!Float.isFinite(loss)) {
                        throw notFinite();
                    }
                }
                return losses;
            }
        });
    }

    private Refusal notFinite() {
        return new Refusal(model.source() + ": the model computes values that are NaN or infinite on this text;"
                + " its weights are damaged or were cut too far");
    }

    /**
     * {@code logits} and, for layers {@code firstLayer … lastLayer}, {@code layer.N.mlp_activation}, {@code layer.N.mlp_up}
     * (gated MLPs), {@code layer.N.mlp_down_input} and {@code layer.N.attention_output_input}; each tokens × width.
     *
     * @throws Refusal as {@link #logits}, or if there is no such layer
     */
    public Map<String, Capture> capture(int[] ids, int firstLayer, int lastLayer) {
        Map<String, Capture> captures = new LinkedHashMap<>();
        Map<String, Integer> filled = new HashMap<>();
        capture(ids, firstLayer, lastLayer, (name, part) -> {
            int count = (int) (part.byteSize() / Float.BYTES);
            Capture capture = captures.computeIfAbsent(name, n -> {
                int width = n.equals("logits") ? description.vocabulary() : count / ids.length;
                return new Capture(new long[] {ids.length, width}, new float[Math.multiplyExact(ids.length, width)]);
            });
            int at = filled.merge(name, count, Integer::sum) - count;
            MemorySegment.copy(part, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, capture.values(), at, count);
        });
        return captures;
    }

    /**
     * As {@link #capture(int[], int, int)}, but handed over as it comes.
     *
     * @param sink told a name and values (float32 in native byte order, valid during the call only); the logits come in
     *     several parts, in order
     */
    void capture(int[] ids, int firstLayer, int lastLayer, BiConsumer<String, MemorySegment> sink) {
        checkLayers(description, firstLayer, lastLayer);
        if (ids.length == 0) {
            return;
        }
        locked(() -> {
            try (NDManager scope = manager.newSubManager()) {
                Span span = span(scope, ids, 0);
                Taps taps = new Taps(firstLayer, lastLayer, sink);
                NDArray x = stream(scope, ids, span, new GateTensors(Gates.OPEN, scope), taps, null);
                logits(x, span, part -> sink.accept("logits", part));
            }
            return null;
        });
    }

    static void checkLayers(Description description, int firstLayer, int lastLayer) {
        if (firstLayer < 0 || lastLayer >= description.layers() || firstLayer > lastLayer) {
            throw new Refusal("layers " + firstLayer + "-" + lastLayer + ": the model has layers 0-"
                    + (description.layers() - 1));
        }
    }

    /**
     * Continues a prompt greedily with a key/value cache.
     *
     * @param endOfText token after which to stop (it is not returned), −1 for none
     * @param onToken told each new token as it comes
     * @return the new tokens, at most {@code maximumTokens}
     * @throws Refusal as {@link #logits}, or if the prompt is empty
     */
    public int[] generate(int[] prompt, int maximumTokens, int endOfText, Gates gates, IntConsumer onToken) {
        if (prompt.length == 0) {
            throw new Refusal("the prompt has no tokens; write at least one character");
        }
        return locked(() -> {
            int[] made = new int[Math.max(0, maximumTokens)];
            int count = 0;
            try (NDManager scope = manager.newSubManager()) {
                GateTensors open = new GateTensors(gates, scope);
                Cache cache = new Cache(scope, description.layers());
                int[] next = prompt;
                int seen = 0;
                while (count < made.length) {
                    int token = step(next, seen, open, cache);
                    if (token == endOfText) {
                        break;
                    }
                    made[count++] = token;
                    onToken.accept(token);
                    seen += next.length;
                    next = new int[] {token};
                }
            }
            return Arrays.copyOf(made, count);
        });
    }

    /**
     * Logits of the token that follows, one for each of the vocabulary.
     *
     * @throws Refusal as {@link #logits}, or if there are no ids
     */
    public float[] next(int[] ids, Gates gates) {
        if (ids.length == 0) {
            throw new Refusal("the prompt has no tokens; write at least one character");
        }
        return locked(() -> {
            try (NDManager scope = manager.newSubManager()) {
                Span span = span(scope, ids, 0);
                NDArray x = stream(scope, ids, span, new GateTensors(gates, scope), null, null);
                NDArray last = x.get((ids.length - 1) + ":" + ids.length);
                return forward.logits(last, span, weights.head()).toFloatArray();
            }
        });
    }

    /**
     * Hands over the input of every layer's down projection (tokens × neurons float32 in native byte order, valid during the call
     * only; before a gate's factor), layers in order.
     *
     * @throws Refusal as {@link #logits}
     */
    public void downInputs(int[] ids, Gates gates, ObjIntConsumer<MemorySegment> sink) {
        if (ids.length == 0) {
            return;
        }
        locked(() -> {
            try (NDManager scope = manager.newSubManager()) {
                Span span = span(scope, ids, 0);
                Taps taps = new Taps(0, description.layers() - 1, (name, part) -> {
                    if (name.endsWith(".mlp_down_input")) {
                        sink.accept(part, Integer.parseInt(name.split("\\.", 3)[1]));
                    }
                });
                stream(scope, ids, span, new GateTensors(gates, scope), taps, null);
            }
            return null;
        });
    }

    private int step(int[] ids, int seen, GateTensors gates, Cache cache) {
        try (NDManager scope = manager.newSubManager()) {
            Span span = span(scope, ids, seen);
            NDArray x = stream(scope, ids, span, gates, null, cache);
            NDArray last = x.get((ids.length - 1) + ":" + ids.length);
            return (int) forward.logits(last, span, weights.head()).argMax().getLong();
        }
    }

    /** Where it runs, for people: "CPU, 2 threads" or "CUDA 0". */
    public String device() {
        return Place.name(manager.getDevice());
    }

    private Span span(NDManager scope, int[] ids, int start) {
        Forward.check(model.source().toString(), description, model.weights(), ids, start);
        return new Span(scope, description, new int[] {ids.length}, start);
    }

    /** The hidden states after the last layer. */
    private NDArray stream(NDManager scope, int[] ids, Span span, GateTensors gates, Taps taps, Cache cache) {
        NDArray x = forward.embed(scope, model.weights(), ids, span, cache == null ? 0 : cache.seen());
        for (int layer = 0; layer < description.layers(); layer++) {
            NDList tensors = weights.layer(layer);
            int attendWant = cache != null ? LayerScript.CACHE : taps != null && taps.at(layer) ? LayerScript.HEADS : 0;
            NDList past = cache == null ? new NDList() : cache.layer(layer);
            NDList attended = forward.attend(x, span, layer, tensors, past, attendWant, false);
            int mlpWant = taps != null && taps.at(layer) ? taps.wanted(description.gated()) : 0;
            NDList out = forward.mlp(x, attended.head(), span, tensors, gates.layer(layer), mlpWant, false);
            if (taps != null && taps.at(layer)) {
                taps.take(layer, attended, out);
            }
            if (cache != null) {
                cache.keep(layer, attended.get(1), attended.get(2));
                attended.head().close();
            } else {
                attended.close();
            }
            x.close();
            x = out.head();
            for (int i = 1; i < out.size(); i++) {
                out.get(i).close();
            }
        }
        if (!forward.finite(x, span, weights.head())) {
            throw notFinite();
        }
        return x;
    }

    private <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Frees the weights. */
    @Override
    public void close() {
        lock.lock();
        try {
            forward.close();
            weights.close();
            manager.close();
        } finally {
            lock.unlock();
        }
    }

    /** {@link Gates} as tensors, made when a layer asks for them. */
    private final class GateTensors {
        private final Gates gates;
        private final NDManager scope;
        private final Map<Integer, NDList> made = new HashMap<>();

        GateTensors(Gates gates, NDManager scope) {
            this.gates = gates;
            this.scope = scope;
        }

        NDList layer(int layer) {
            return made.computeIfAbsent(layer, l -> {
                NDList list = new NDList();
                if (gates.factor(l) != null) {
                    list.add(Forward.named(
                            "factor",
                            scope.create(fitting(gates.factor(l), description.neurons()[l], "factors", l))));
                }
                if (gates.bias(l) != null) {
                    list.add(Forward.named(
                            "shift", scope.create(fitting(gates.bias(l), description.hiddenSize(), "biases", l))));
                }
                return list;
            });
        }
    }

    private static float[] fitting(float[] values, int width, String what, int layer) {
        if (values.length != width) {
            throw new IllegalArgumentException("layer " + layer + ": " + values.length + " " + what + " for " + width);
        }
        return values;
    }

    /** Keys and values of the tokens before, per layer seen × key/value heads × head size. */
    private static final class Cache {
        private final NDManager scope;
        private final NDList[] layers;

        Cache(NDManager scope, int count) {
            this.scope = scope;
            layers = new NDList[count];
            Arrays.setAll(layers, i -> new NDList());
        }

        int seen() {
            return layers[0].isEmpty() ? 0 : (int) layers[0].head().getShape().get(0);
        }

        NDList layer(int layer) {
            return layers[layer];
        }

        void keep(int layer, NDArray key, NDArray value) {
            layers[layer].close();
            key.attach(scope);
            value.attach(scope);
            layers[layer] = new NDList(Forward.named("past_key", key), Forward.named("past_value", value));
        }
    }

    /** Which layers are read and who is told. */
    private record Taps(int first, int last, BiConsumer<String, MemorySegment> sink) {
        boolean at(int layer) {
            return layer >= first && layer <= last;
        }

        int wanted(boolean gated) {
            return LayerScript.ACTIVATION | LayerScript.PRODUCT | (gated ? LayerScript.UP : 0);
        }

        void take(int layer, NDList attended, NDList out) {
            String prefix = "layer." + layer + ".";
            sink.accept(prefix + "attention_output_input", memory(attended.get(1)));
            sink.accept(prefix + "mlp_activation", memory(out.get(1)));
            if (out.size() == 4) {
                sink.accept(prefix + "mlp_up", memory(out.get(2)));
            }
            sink.accept(prefix + "mlp_down_input", memory(out.get(out.size() - 1)));
        }
    }
}
