package sulcus.prune;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.BitSet;
import sulcus.format.ElementType;
import sulcus.model.Description;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.model.Weights;

/**
 * The weights of a pruned model, read through those of the dense one: kept rows of gate and up and kept columns of down are
 * gathered when asked for, changed down projections and biases put in their place. With {@code cut} false nothing is
 * narrower: the columns of removed neurons are zero.
 */
final class PrunedWeights implements Weights {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int BLOCK = 1 << 20;

    private final Weights dense;
    private final Pruning pruning;
    private final boolean cut;
    /** Indices of the preserved neurons per layer, ascending; null where all are. */
    private final int[][] preserved;

    PrunedWeights(Description description, Weights dense, Pruning pruning, boolean cut) {
        this.dense = dense;
        this.pruning = pruning;
        this.cut = cut;
        this.preserved = new int[description.layers()][];
        for (int layer = 0; layer < preserved.length; layer++) {
            BitSet set = pruning.plan().preserved()[layer];
            if (set.cardinality() < description.neurons()[layer]) {
                preserved[layer] = set.stream().toArray();
            }
        }
    }

    private int[] preserved(WeightId id) {
        return id.slot().perLayer() ? preserved[id.layer()] : null;
    }

    private static boolean rowsAreNeurons(WeightId id) {
        return id.slot() == Slot.GATE || id.slot() == Slot.UP;
    }

    private static boolean isDown(WeightId id) {
        return id.slot() == Slot.DOWN && !id.bias();
    }

    private float[] addedBias(WeightId id) {
        return id.slot() == Slot.DOWN && id.bias() ? pruning.bias(id.layer()) : null;
    }

    @Override
    public boolean has(WeightId id) {
        return dense.has(id) || addedBias(id) != null;
    }

    @Override
    public int rows(WeightId id) {
        if (addedBias(id) != null) {
            return addedBias(id).length;
        }
        int[] kept = preserved(id);
        return cut && kept != null && rowsAreNeurons(id) ? kept.length : dense.rows(id);
    }

    @Override
    public int columns(WeightId id) {
        if (addedBias(id) != null) {
            return 1;
        }
        int[] kept = preserved(id);
        return cut && kept != null && isDown(id) ? kept.length : dense.columns(id);
    }

    @Override
    public ElementType type(WeightId id) {
        return dense.type(dense.has(id) ? id : WeightId.weight(id.slot(), id.layer()));
    }

    @Override
    public String name(WeightId id) {
        return dense.name(id);
    }

    @Override
    public void read(WeightId id, int from, int to, MemorySegment destination) {
        int[] kept = preserved(id);
        if (addedBias(id) != null) {
            readBias(id, from, to, destination);
        } else if (kept != null && isDown(id)) {
            readDown(id, kept, from, to, destination);
        } else if (kept != null && cut && rowsAreNeurons(id)) {
            readRows(id, kept, from, to, destination);
        } else {
            dense.read(id, from, to, destination);
        }
    }

    private void readBias(WeightId id, int from, int to, MemorySegment destination) {
        float[] added = addedBias(id);
        float[] old = dense.has(id) ? dense.read(id) : new float[added.length];
        for (int i = from; i < to; i++) {
            destination.set(FLOAT, 4L * (i - from), old[i] + added[i]);
        }
    }

    /** Neighbouring rows are read together. */
    private void readRows(WeightId id, int[] kept, int from, int to, MemorySegment destination) {
        long rowBytes = 4L * dense.columns(id);
        int row = from;
        while (row < to) {
            int end = row + 1;
            while (end < to && kept[end] == kept[end - 1] + 1) {
                end++;
            }
            dense.read(
                    id,
                    kept[row],
                    kept[end - 1] + 1,
                    destination.asSlice((row - from) * rowBytes, (end - row) * rowBytes));
            row = end;
        }
    }

    private void readDown(WeightId id, int[] kept, int from, int to, MemorySegment destination) {
        int width = dense.columns(id);
        int narrow = cut ? kept.length : width;
        float[] changed = pruning.down(id.layer());
        int block = Math.clamp(BLOCK / Math.max(1, width), 1, Math.max(1, to - from));
        float[] rows = changed == null ? new float[Math.multiplyExact(block, width)] : null;
        float[] row = new float[narrow];
        for (int first = from; first < to; first += block) {
            int last = Math.min(to, first + block);
            if (rows != null) {
                dense.read(id, first, last, MemorySegment.ofArray(rows));
            }
            for (int r = first; r < last; r++) {
                for (int k = 0; k < kept.length; k++) {
                    row[cut ? k : kept[k]] =
                            changed == null ? rows[(r - first) * width + kept[k]] : changed[r * kept.length + k];
                }
                MemorySegment.copy(row, 0, destination, FLOAT, 4L * (r - from) * narrow, narrow);
            }
        }
    }
}
