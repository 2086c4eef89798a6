package sulcus.export;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import sulcus.format.AtomicFile;
import sulcus.format.ElementType;
import sulcus.format.SafetensorsWriter;
import sulcus.format.StrictJson;
import sulcus.model.PlacedTensor;
import sulcus.model.Weights;
import sulcus.task.Progress;
import sulcus.task.Refusal;

/** Writes a model's tensors as safetensors, block by block, in shards with an index where they are too much for one file. */
final class TensorShards {
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final float LARGEST_HALF = 65504f;

    private final Weights weights;
    private final List<PlacedTensor> tensors;
    private final Map<String, ElementType> types;
    private final long largest;

    TensorShards(Weights weights, List<PlacedTensor> tensors, Map<String, ElementType> types, long largest) {
        this.weights = weights;
        this.tensors = tensors;
        this.types = types;
        this.largest = largest;
    }

    private long bytes(PlacedTensor tensor) {
        return types.get(tensor.name()).bytes((long) tensor.rows() * tensor.columns());
    }

    /** Bytes of all tensors. */
    long bytes() {
        return tensors.stream().mapToLong(this::bytes).sum();
    }

    /** Elements of all tensors. */
    long elements() {
        return tensors.stream().mapToLong(t -> (long) t.rows() * t.columns()).sum();
    }

    private List<List<PlacedTensor>> shards() {
        List<List<PlacedTensor>> shards = new ArrayList<>();
        long filled = 0;
        for (PlacedTensor tensor : tensors) {
            if (shards.isEmpty() || filled + bytes(tensor) > largest && filled > 0) {
                shards.add(new ArrayList<>());
                filled = 0;
            }
            shards.getLast().add(tensor);
            filled += bytes(tensor);
        }
        return shards;
    }

    /** Writes them into a folder. */
    void write(Path folder, Progress progress) {
        List<List<PlacedTensor>> shards = shards();
        Map<String, Object> places = new TreeMap<>();
        long done = 0;
        long all = Math.max(1, bytes());
        for (int s = 0; s < shards.size(); s++) {
            String name = shards.size() == 1
                    ? "model.safetensors"
                    : String.format(Locale.ROOT, "model-%05d-of-%05d.safetensors", s + 1, shards.size());
            done = write(folder.resolve(name), shards.get(s), done, all, progress);
            shards.get(s).forEach(tensor -> places.put(tensor.name(), name));
        }
        if (shards.size() > 1) {
            Map<String, Object> index = new LinkedHashMap<>();
            index.put("metadata", Map.of("total_size", bytes()));
            index.put("weight_map", places);
            AtomicFile.write(
                    folder.resolve("model.safetensors.index.json"),
                    StrictJson.write(index).getBytes(StandardCharsets.UTF_8));
        }
    }

    private long write(Path file, List<PlacedTensor> shard, long before, long all, Progress progress) {
        List<SafetensorsWriter.Declared> declared = shard.stream()
                .map(t -> new SafetensorsWriter.Declared(t.name(), types.get(t.name()), t.shape()))
                .toList();
        long done = before;
        try (SafetensorsWriter writer = SafetensorsWriter.create(file, declared, SafetensorsWriter.PYTORCH)) {
            for (PlacedTensor tensor : shard) {
                int block = Math.max(1, tensor.blockRows());
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment floats = arena.allocate(4L * block * tensor.columns(), 64);
                    for (int from = 0; from < tensor.rows(); from += block) {
                        progress.report("writing " + tensor.name(), done / (double) all);
                        int to = Math.min(tensor.rows(), from + block);
                        long count = (long) (to - from) * tensor.columns();
                        tensor.read(weights, from, to, floats);
                        check(tensor.name(), types.get(tensor.name()) == ElementType.F16, floats, count);
                        writer.writeFloats(tensor.name(), floats, count);
                        done += types.get(tensor.name()).bytes(count);
                    }
                }
            }
            writer.commit();
        }
        return done;
    }

    /**
     * Refuses what a file could not say.
     *
     * @param half whether float16 holds the values
     */
    static void check(String tensor, boolean half, MemorySegment floats, long count) {
        for (long i = 0; i < count; i++) {
            float value = Math.abs(floats.get(FLOAT, 4 * i));
            if (!(value <= Float.MAX_VALUE)) {
                throw new Refusal("tensor " + tensor + ": holds a value that is not finite (" + value
                        + "); the model is damaged, take another copy");
            }
            if (half && value > LARGEST_HALF) {
                throw new Refusal("tensor " + tensor + ": holds " + value
                        + ", more than float16 can; take dtype bfloat16 or float32");
            }
        }
    }
}
