package sulcus.run;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import sulcus.model.Model;

/**
 * Hands out the weights of one layer after another and decodes the next layer's on another thread meanwhile, into two
 * stretches of memory that take turns.
 */
final class ReadAhead implements AutoCloseable {
    private final Model model;
    private final int layers;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment[] memory = new MemorySegment[2];
    private final ExecutorService reader = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("weights").factory());
    private int layer;
    private Future<WeightBlock> reading;

    ReadAhead(Model model, int layers) {
        this.model = model;
        this.layers = layers;
        reading = submit(0);
    }

    /**
     * The next layer's weights.
     *
     * @param scope owns the tensors, which look at memory of this object; to be closed before the next call and before this
     */
    NDList next(NDManager scope) {
        try {
            WeightBlock block = reading.get();
            MemorySegment here = memory[layer % 2];
            layer++;
            reading = layer < layers ? submit(layer) : null;
            return block.tensors(here, scope);
        } catch (ExecutionException | InterruptedException e) {
            throw Resident.failure(model, e);
        }
    }

    private Future<WeightBlock> submit(int next) {
        return reader.submit(() -> {
            WeightBlock block = WeightBlock.layer(model.weights(), model.description(), next);
            int turn = next % 2;
            if (memory[turn] == null || memory[turn].byteSize() < block.bytes()) {
                memory[turn] = block.allocate(arena);
            }
            block.read(memory[turn]);
            return block;
        });
    }

    @Override
    public void close() {
        reader.close();
        arena.close();
    }
}
