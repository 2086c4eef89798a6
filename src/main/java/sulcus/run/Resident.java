package sulcus.run;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import sulcus.model.Description;
import sulcus.model.Model;
import sulcus.task.Cancelled;
import sulcus.task.Refusal;

/** All weights of a model but the embedding table, of which rows are read as they are needed, on a device. */
final class Resident implements AutoCloseable {
    private final List<NDList> layers = new ArrayList<>();
    private final NDList head;
    private final NDManager manager;
    private final Arena arena;

    private Resident(NDManager manager, Arena arena, List<NDList> tensors) {
        this.manager = manager;
        this.arena = arena;
        this.layers.addAll(tensors.subList(0, tensors.size() - 1));
        this.head = tensors.getLast();
    }

    /** Decodes layers on all cores. */
    @SuppressWarnings("MustBeClosedChecker") // the arena is closed with what is returned
    static Resident read(Model model, NDManager parent) {
        Description d = model.description();
        List<WeightBlock> blocks = new ArrayList<>();
        for (int layer = 0; layer < d.layers(); layer++) {
            blocks.add(WeightBlock.layer(model.weights(), d, layer));
        }
        blocks.add(WeightBlock.head(model.weights(), d));
        NDManager manager = parent.newSubManager();
        Arena arena = Arena.ofShared();
        int threads = Runtime.getRuntime().availableProcessors();
        try (ExecutorService readers = Executors.newFixedThreadPool(threads)) {
            List<Future<NDList>> reading = new ArrayList<>();
            for (WeightBlock block : blocks) {
                reading.add(readers.submit(() -> {
                    // a GPU has copies, so the host's memory is freed at once
                    try (Arena passing = manager.getDevice().isGpu() ? Arena.ofShared() : null) {
                        var memory = block.allocate(passing == null ? arena : passing);
                        block.read(memory);
                        return block.tensors(memory, manager);
                    }
                }));
            }
            List<NDList> tensors = new ArrayList<>();
            for (Future<NDList> future : reading) {
                tensors.add(future.get());
            }
            return new Resident(manager, arena, tensors);
        } catch (ExecutionException | InterruptedException | OutOfMemoryError e) {
            manager.close();
            arena.close();
            throw failure(model, e);
        }
    }

    static RuntimeException failure(Model model, Throwable e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
            return new Cancelled();
        }
        Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
        if (cause instanceof OutOfMemoryError) {
            return new Refusal(
                    model.source() + ": its weights do not fit into memory as float32; use a smaller model", cause);
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }

    NDList layer(int layer) {
        return layers.get(layer);
    }

    NDList head() {
        return head;
    }

    @Override
    public void close() {
        manager.close();
        arena.close();
    }
}
