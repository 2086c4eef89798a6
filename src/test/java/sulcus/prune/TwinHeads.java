package sulcus.prune;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import sulcus.format.ElementType;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.model.Weights;

/**
 * Weights in which one head of a layer has the query, key and value of another, so that its output is the other's.
 *
 * @param size dimensions of a head
 * @param hidden columns of query, key and value
 */
record TwinHeads(Weights inner, int layer, int from, int to, int size, int hidden) implements Weights {
    @Override
    public boolean has(WeightId id) {
        return inner.has(id);
    }

    @Override
    public int rows(WeightId id) {
        return inner.rows(id);
    }

    @Override
    public int columns(WeightId id) {
        return inner.columns(id);
    }

    @Override
    public ElementType type(WeightId id) {
        return inner.type(id);
    }

    @Override
    public String name(WeightId id) {
        return inner.name(id);
    }

    @Override
    public void read(WeightId id, int first, int last, MemorySegment destination) {
        boolean turned =
                id.layer() == layer && (id.slot() == Slot.QUERY || id.slot() == Slot.KEY || id.slot() == Slot.VALUE);
        float[] all = turned ? inner.read(id) : null;
        if (!turned) {
            inner.read(id, first, last, destination);
            return;
        }
        int columns = inner.columns(id);
        System.arraycopy(all, from * size * columns, all, to * size * columns, size * columns);
        MemorySegment.copy(
                all, first * columns, destination, ValueLayout.JAVA_FLOAT_UNALIGNED, 0, (last - first) * columns);
    }
}
