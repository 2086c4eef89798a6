package sulcus.export;

import java.lang.foreign.MemorySegment;
import java.util.Set;
import sulcus.format.ElementType;
import sulcus.model.Description;
import sulcus.model.Slot;
import sulcus.model.WeightId;
import sulcus.model.Weights;

/** Weights with biases of zero where a configuration's flag asks for them and the model has none. */
final class ZeroBiases implements Weights {
    private final Description description;
    private final Weights inner;
    private final Set<Slot> slots;

    /** @param slots of which every layer gets a bias */
    ZeroBiases(Description description, Weights inner, Set<Slot> slots) {
        this.description = description;
        this.inner = inner;
        this.slots = slots;
    }

    private boolean added(WeightId id) {
        return id.bias() && slots.contains(id.slot()) && !inner.has(id);
    }

    @Override
    public boolean has(WeightId id) {
        return inner.has(id) || added(id);
    }

    @Override
    public int rows(WeightId id) {
        return added(id) ? description.rows(id) : inner.rows(id);
    }

    @Override
    public int columns(WeightId id) {
        return added(id) ? 1 : inner.columns(id);
    }

    @Override
    public ElementType type(WeightId id) {
        return inner.type(added(id) ? WeightId.weight(id.slot(), id.layer()) : id);
    }

    @Override
    public String name(WeightId id) {
        return added(id) ? Weights.super.name(id) : inner.name(id);
    }

    @Override
    public void read(WeightId id, int from, int to, MemorySegment destination) {
        if (added(id)) {
            destination.asSlice(0, 4L * (to - from)).fill((byte) 0);
        } else {
            inner.read(id, from, to, destination);
        }
    }
}
