package sulcus.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import sulcus.model.Description;
import sulcus.model.Model;
import sulcus.model.Slot;

/**
 * A model on a device whose weights stay as they are while something beside them is trained. No gradient is made for the
 * weights: that is a third of the work of training them. The model must stay open as long as this; one thread at a time.
 */
public final class FrozenModel implements AutoCloseable {
    /** Tokens whose logits exist at the same time. */
    private static final int HEAD_TOKENS = 128;

    private final Model model;
    private final NDManager manager;
    private final Forward forward;
    private final Resident weights;
    private final List<NDList> layers;
    private final NDList head;

    private FrozenModel(Model model, NDManager manager, Resident weights, boolean rounds) {
        this.model = model;
        this.manager = manager;
        this.weights = weights;
        this.forward = new Forward(model.description(), manager);
        UnaryOperator<NDList> taken = rounds ? forward::rounded : UnaryOperator.identity();
        this.layers = IntStream.range(0, model.description().layers())
                .mapToObj(layer -> taken.apply(weights.layer(layer)))
                .toList();
        this.head = taken.apply(weights.head());
    }

    /**
     * Reads all weights onto the device.
     *
     * @throws sulcus.task.Refusal if the device is not there, or the weights cannot be read or do not fit
     */
    public static FrozenModel open(Model model, Device device) {
        NDManager manager = Place.manager(Place.choose(device));
        try {
            return new FrozenModel(model, manager, Resident.read(model, manager), device.rounds());
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    /** A scope on the device for the tensors of one text. */
    public NDManager scope() {
        return manager.newSubManager();
    }

    /** The slots whose matrices are one product, in the order in which they lie under each other; {@link #adapter} is for these. */
    public static Slot[][] groups(Description d) {
        return Stream.of(
                        new Slot[] {Slot.QUERY, Slot.KEY, Slot.VALUE},
                        new Slot[] {Slot.ATTENTION_OUTPUT},
                        d.gated() ? new Slot[] {Slot.GATE, Slot.UP} : new Slot[] {Slot.UP},
                        new Slot[] {Slot.DOWN})
                .toArray(Slot[][]::new);
    }

    /**
     * What is to be added to the product of a group.
     *
     * @param group one of {@link #groups}
     * @param a r × input
     * @param b output of the whole group × r
     */
    public static NDList adapter(Slot[] group, NDArray a, NDArray b) {
        String key = switch (group[0]) {
            case QUERY -> "query_key_value";
            case ATTENTION_OUTPUT -> "attention_output";
            case GATE, UP -> "up";
            case DOWN -> "down";
            default -> throw new IllegalArgumentException(group[0] + " is no matrix of a layer");
        };
        return new NDList(Forward.named(key + ".a", a), Forward.named(key + ".b", b));
    }

    /**
     * The hidden states after the last layer, T × hidden size.
     *
     * @param adapters of each layer
     * @param training whether gradients are to flow to the adapters
     * @throws sulcus.task.Refusal if a token or the length is not the model's
     */
    public NDArray stream(NDManager scope, int[] ids, IntFunction<NDList> adapters, boolean training) {
        Forward.check(model.source().toString(), model.description(), model.weights(), ids, 0);
        Span span = new Span(scope, model.description(), new int[] {ids.length}, 0);
        NDArray x = forward.embed(scope, model.weights(), ids, span, 0);
        for (int layer = 0; layer < model.description().layers(); layer++) {
            NDList tensors = new NDList(layers.get(layer));
            tensors.addAll(adapters.apply(layer));
            try (NDArray input = x;
                    NDArray attended = forward.attend(input, span, layer, tensors, new NDList(), 0, training)
                            .head()) {
                x = forward.mlp(input, attended, span, tensors, new NDList(), 0, training)
                        .head();
            }
        }
        return x;
    }

    /**
     * −log p(ids[t + 1] | ids[0 … t]) in nats, T − 1 values a few tokens at a time: the caller is done with one part (and its
     * gradient) before the logits of the next exist.
     *
     * @param stream of these ids
     * @param part told the losses of consecutive positions
     */
    public void losses(NDArray stream, int[] ids, boolean training, Consumer<NDArray> part) {
        Span span = new Span(stream.getManager(), model.description(), new int[] {ids.length}, 0);
        for (int from = 0; from < ids.length - 1; from += HEAD_TOKENS) {
            int to = Math.min(ids.length - 1, from + HEAD_TOKENS);
            long[] targets = Arrays.stream(ids, from + 1, to + 1).asLongStream().toArray();
            try (NDArray rows = stream.get(from + ":" + to);
                    NDArray wanted = stream.getManager().create(targets);
                    NDArray losses = forward.losses(rows, wanted, span, head, training)) {
                part.accept(losses);
            }
        }
    }

    /** Frees the weights. */
    @Override
    public void close() {
        forward.close();
        weights.close();
        manager.close();
    }
}
