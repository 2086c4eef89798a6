package sulcus.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import sulcus.model.Description;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.model.Weights;
import sulcus.task.Refusal;

/**
 * Where the weights of one layer, or of the model's head, lie in one stretch of native memory. Query, key and value, and
 * gate and up, lie under each other so that each of these groups is one matrix product.
 */
final class WeightBlock {
    /** No tensor may reach 2 GiB: larger output matrices are split by rows. */
    private static final long MAXIMUM_BYTES = 1L << 30;

    /** Cache lines and the widest vector registers. */
    private static final long ALIGNMENT = 64;

    /** Rows {@code from … to − 1} of one weight; a weight that the model has not (a missing bias beside others) is zero. */
    private record Piece(WeightId id, int from, int to) {}

    /** One tensor, {@code columns} 0 for a vector. */
    private record Part(String key, List<Piece> pieces, long rows, long columns, long offset) {
        long bytes() {
            return rows * Math.max(1, columns) * Float.BYTES;
        }
    }

    private final Weights weights;
    private final List<Part> parts = new ArrayList<>();
    private long bytes;
    /** Neurons of each expert; null without. */
    private int[] experts;

    private WeightBlock(Weights weights) {
        this.weights = weights;
    }

    /** The weights of a layer under the names that {@link LayerScript} reads. */
    static WeightBlock layer(Weights weights, Description d, int layer) {
        WeightBlock block = new WeightBlock(weights);
        block.addIfThere("attention_norm", Slot.ATTENTION_NORM, layer);
        block.add("query_key_value", layer, Slot.QUERY, Slot.KEY, Slot.VALUE);
        block.addIfThere("query_norm", Slot.QUERY_NORM, layer);
        block.addIfThere("key_norm", Slot.KEY_NORM, layer);
        block.add("attention_output", layer, Slot.ATTENTION_OUTPUT);
        block.addIfThere("post_attention_norm", Slot.POST_ATTENTION_NORM, layer);
        // side by side with the attention, an MLP may read the attention's norm
        boolean shares = d.parallelResidual() && !weights.has(WeightId.weight(Slot.MLP_NORM, layer));
        block.addIfThere("mlp_norm", shares ? Slot.ATTENTION_NORM : Slot.MLP_NORM, layer);
        block.addIfThere("router", Slot.ROUTER, layer);
        block.addIfThere("shared_gate", Slot.SHARED_GATE, layer);
        if (d.routed(layer)) {
            block.experts = d.expertWidths(layer);
            block.add("gate", layer, Slot.GATE);
            block.add("up", layer, Slot.UP);
        } else if (d.gated()) {
            block.add("up", layer, Slot.GATE, Slot.UP);
        } else {
            block.add("up", layer, Slot.UP);
        }
        block.add("down", layer, Slot.DOWN);
        block.addIfThere("post_mlp_norm", Slot.POST_MLP_NORM, layer);
        return block;
    }

    /** The final norm and the output matrix (the embedding where they are tied). */
    static WeightBlock head(Weights weights, Description d) {
        WeightBlock block = new WeightBlock(weights);
        block.addIfThere("final_norm", Slot.FINAL_NORM, -1);
        WeightId output = WeightId.weight(d.tiedEmbeddings() ? Slot.EMBEDDING : Slot.OUTPUT);
        WeightId bias = WeightId.bias(Slot.OUTPUT);
        // some files pad the table; what is beyond the vocabulary is no token
        int rows = Math.min(weights.rows(output), d.vocabulary());
        long columns = weights.columns(output);
        int step = (int) Math.max(1, MAXIMUM_BYTES / (columns * Float.BYTES));
        for (int from = 0, i = 0; from < rows; from += step, i++) {
            int to = Math.min(rows, from + step);
            block.place("output" + i, List.of(new Piece(output, from, to)), to - from, columns);
            if (weights.has(bias)) {
                block.place("output" + i + ".bias", List.of(new Piece(bias, from, to)), to - from, 0);
            }
        }
        return block;
    }

    private void addIfThere(String key, Slot slot, int layer) {
        if (weights.has(new WeightId(slot, layer, false))) {
            add(key, layer, slot);
        }
    }

    private void add(String key, int layer, Slot... slots) {
        List<Piece> matrices = new ArrayList<>();
        List<Piece> biases = new ArrayList<>();
        long rows = 0;
        boolean biased = false;
        for (Slot slot : slots) {
            WeightId id = new WeightId(slot, layer, false);
            WeightId bias = new WeightId(slot, layer, true);
            matrices.add(new Piece(id, 0, weights.rows(id)));
            biases.add(new Piece(bias, 0, weights.rows(id)));
            rows += weights.rows(id);
            biased |= weights.has(bias);
        }
        boolean norm = slots[0].name().endsWith("_NORM");
        place(
                key,
                matrices,
                rows,
                norm ? 0 : weights.columns(matrices.getFirst().id()));
        if (biased) {
            place(key + ".bias", biases, rows, 0);
        }
    }

    private void place(String key, List<Piece> pieces, long rows, long columns) {
        Part part = new Part(key, List.copyOf(pieces), rows, columns, bytes);
        if (part.bytes() > Integer.MAX_VALUE) {
            throw new Refusal(pieces.getFirst().id() + ": " + rows + " × " + columns
                    + " values are more than one tensor can hold (2 GiB); this model is too wide for this version");
        }
        parts.add(part);
        bytes += (part.bytes() + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }

    /** Native memory needed. */
    long bytes() {
        return bytes;
    }

    MemorySegment allocate(Arena arena) {
        return arena.allocate(bytes, ALIGNMENT);
    }

    /** Decodes the weights into {@code memory}. */
    void read(MemorySegment memory) {
        for (Part part : parts) {
            long at = part.offset();
            for (Piece piece : part.pieces()) {
                long size = (long) (piece.to() - piece.from()) * Math.max(1, part.columns()) * Float.BYTES;
                MemorySegment place = memory.asSlice(at, size);
                if (weights.has(piece.id()) || !piece.id().bias()) {
                    weights.read(piece.id(), piece.from(), piece.to(), place);
                } else {
                    place.fill((byte) 0);
                }
                at += size;
            }
        }
    }

    /**
     * The weights as named tensors. On the CPU they are views of {@code memory}, which must outlive them; a GPU has copies.
     */
    NDList tensors(MemorySegment memory, NDManager manager) {
        NDList list = new NDList();
        for (Part part : parts) {
            Shape shape = part.columns() == 0 ? new Shape(part.rows()) : new Shape(part.rows(), part.columns());
            NDArray array = manager.create(
                    memory.asSlice(part.offset(), part.bytes()).asByteBuffer().order(ByteOrder.nativeOrder()),
                    shape,
                    DataType.FLOAT32);
            array.setName("w." + part.key());
            list.add(array);
        }
        if (experts != null) {
            list.add(Forward.experts(manager, experts));
        }
        return list;
    }
}
