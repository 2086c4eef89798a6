package sulcus.prune;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import sulcus.format.ElementType;
import sulcus.model.Description;
import sulcus.model.WeightId;
import sulcus.model.Weights;

/**
 * The weights of a pruned model, read through those of the dense one: kept rows of gate and up, query, key and value and kept
 * columns of down and of the attention's output are gathered when asked for, changed projections and biases put in their place.
 * With {@code cut} false nothing is narrower: the columns of what is removed are zero.
 */
final class PrunedWeights implements Weights {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final int BLOCK = 1 << 20;

    private final Weights dense;
    private final Pruning pruning;
    private final boolean cut;
    /** Indices of what is preserved per layer, ascending; null where all is. */
    private final int[][] neurons;

    private final int[][] queries;
    private final int[][] keys;

    PrunedWeights(Description d, Weights dense, Pruning pruning, boolean cut) {
        this.dense = dense;
        this.pruning = pruning;
        this.cut = cut;
        Plan plan = pruning.plan();
        this.neurons = new int[d.layers()][];
        this.queries = new int[d.layers()][];
        this.keys = new int[d.layers()][];
        for (int layer = 0; layer < d.layers(); layer++) {
            if (plan.prunesNeurons(layer)) {
                neurons[layer] = plan.preserved()[layer].stream().toArray();
            }
            if (plan.prunesHeads(layer)) {
                int width = d.headSize();
                keys[layer] = plan.heads().channels(layer, width).stream().toArray();
                queries[layer] = plan.heads().channels(layer, width * d.groupSize()).stream()
                        .toArray();
            }
        }
    }

    /** Kept rows of a weight or bias; null where all are. */
    private int[] keptRows(WeightId id) {
        return switch (id.slot()) {
            case GATE, UP -> neurons[id.layer()];
            case QUERY -> queries[id.layer()];
            case KEY, VALUE -> keys[id.layer()];
            default -> null;
        };
    }

    /** Kept columns of a matrix; null where all are. */
    private int[] keptColumns(WeightId id) {
        if (id.bias()) {
            return null;
        }
        return switch (id.slot()) {
            case DOWN -> neurons[id.layer()];
            case ATTENTION_OUTPUT -> queries[id.layer()];
            default -> null;
        };
    }

    private Refit refit(WeightId id) {
        return switch (id.slot()) {
            case DOWN -> pruning.down();
            case ATTENTION_OUTPUT -> pruning.attention();
            default -> Refit.NOTHING;
        };
    }

    private float[] addedBias(WeightId id) {
        return id.bias() ? refit(id).bias(id.layer()) : null;
    }

    private float[] changed(WeightId id) {
        return id.bias() ? null : refit(id).matrix(id.layer());
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
        int[] kept = keptRows(id);
        return cut && kept != null ? kept.length : dense.rows(id);
    }

    @Override
    public int columns(WeightId id) {
        if (addedBias(id) != null) {
            return 1;
        }
        int[] kept = keptColumns(id);
        return cut && kept != null ? kept.length : dense.columns(id);
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
        int[] columns = keptColumns(id);
        int[] rows = keptRows(id);
        if (addedBias(id) != null) {
            readBias(id, from, to, destination);
        } else if (columns != null) {
            readColumns(id, columns, from, to, destination);
        } else if (changed(id) != null) {
            int width = dense.columns(id);
            MemorySegment.copy(changed(id), from * width, destination, FLOAT, 0, (to - from) * width);
        } else if (rows != null && cut) {
            readRows(id, rows, from, to, destination);
        } else {
            dense.read(id, from, to, destination);
        }
    }

    @Override
    public void readBlock(WeightId id, int from, int to, int left, int right, MemorySegment destination) {
        int[] columns = keptColumns(id);
        boolean asItWas = addedBias(id) == null && changed(id) == null;
        if (columns != null && cut && asItWas && left < right) {
            gather(id, columns, left, right, from, to, destination);
        } else if (columns == null && asItWas && (keptRows(id) == null || !cut)) {
            dense.readBlock(id, from, to, left, right, destination);
        } else {
            Weights.super.readBlock(id, from, to, left, right, destination);
        }
    }

    /** Some of the kept columns, out of the stretch in which they lie. */
    private void gather(WeightId id, int[] kept, int left, int right, int from, int to, MemorySegment destination) {
        int first = kept[left];
        int width = kept[right - 1] + 1 - first;
        int block = Math.clamp(BLOCK / width, 1, Math.max(1, to - from));
        float[] rows = new float[Math.multiplyExact(block, width)];
        float[] row = new float[right - left];
        for (int start = from; start < to; start += block) {
            int end = Math.min(to, start + block);
            dense.readBlock(id, start, end, first, first + width, MemorySegment.ofArray(rows));
            for (int r = start; r < end; r++) {
                for (int k = left; k < right; k++) {
                    row[k - left] = rows[(r - start) * width + kept[k] - first];
                }
                MemorySegment.copy(row, 0, destination, FLOAT, 4L * (r - from) * row.length, row.length);
            }
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

    private void readColumns(WeightId id, int[] kept, int from, int to, MemorySegment destination) {
        int width = dense.columns(id);
        int narrow = cut ? kept.length : width;
        float[] changed = changed(id);
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
