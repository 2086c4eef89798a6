package sulcus.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import sulcus.format.AtomicFile;
import sulcus.format.AtomicFolder;
import sulcus.format.ElementType;
import sulcus.format.FileFailure;
import sulcus.format.Sha256;
import sulcus.format.StrictJson;
import sulcus.model.Description;
import sulcus.model.Model;
import sulcus.model.PlacedTensor;
import sulcus.prune.Compensating;
import sulcus.prune.Compensation;
import sulcus.prune.Plan;
import sulcus.prune.Pruning;
import sulcus.prune.Refit;
import sulcus.prune.Size;
import sulcus.run.Device;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.TokenizerFiles;

/**
 * Writes a pruned model as a Hugging Face folder. The weights are read, changed and written block by block; the folder is
 * filled under another name, reloaded from disk and compared with the model masked in memory, and only then gets its name.
 */
public final class HuggingFaceExport {
    private static final long ROOM_TO_SPARE = 64L << 20;

    private HuggingFaceExport() {}

    /**
     * Refuses what would be refused after long work: a target that exists, lies in the model's own folder or cannot be
     * written to.
     */
    public static void check(Model dense, Path out) {
        Path target = out.toAbsolutePath().normalize();
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new Refusal(out + ": exists already; choose another name");
        }
        Path parent = target.getParent();
        while (parent != null && !Files.exists(parent)) {
            parent = parent.getParent();
        }
        if (parent == null || !Files.isDirectory(parent)) {
            throw new Refusal(out + ": " + parent + " is not a folder; choose another place");
        }
        if (!Files.isWritable(parent)) {
            throw new Refusal(out + ": no permission to write in " + parent + "; choose another place");
        }
        try {
            if (Files.isDirectory(dense.source())
                    && parent.toRealPath().startsWith(dense.source().toRealPath())) {
                throw new Refusal(
                        out + ": lies inside the model's own folder, which is not written to; choose another place");
            }
        } catch (IOException e) {
            throw FileFailure.reading(parent, e);
        }
    }

    /**
     * Refuses what a layout cannot hold, before any statistics are gathered.
     *
     * @param how with which biases may come
     */
    public static void check(Model dense, Plan plan, Compensating how, Layout layout) {
        Arrangement.of(biased(dense, plan, how).apply(dense), layout);
    }

    /** A plan with a bias, of zeros, wherever the compensation may make one. */
    static Pruning biased(Model dense, Plan plan, Compensating how) {
        Description d = dense.description();
        float[][] down = new float[d.layers()][];
        float[][] attention = new float[d.layers()][];
        for (int layer = 0; layer < d.layers() && how.kind() != Compensation.NONE; layer++) {
            down[layer] = plan.prunesNeurons(layer) ? new float[d.hiddenSize()] : null;
            attention[layer] = plan.prunesHeads(layer) || how.refitAttention() ? new float[d.hiddenSize()] : null;
        }
        return new Pruning(plan, new Refit(down, null), new Refit(attention, null));
    }

    /** Refuses a layout that cannot hold layers of unequal numbers of heads, for a family. */
    public static void checkHeads(Model dense, Layout layout) {
        Arrangement.checkHeads(dense, layout);
    }

    /**
     * Writes the folder.
     *
     * @param dense stays as it is
     * @throws Refusal if the target is there already, cannot be written or has no room, the layout cannot hold the model, or
     *     the files do not say what was in memory; nothing then stands under the target's name
     */
    public static Exported write(
            Model dense, Pruning pruning, ExportSettings settings, Device device, Progress progress) {
        check(dense, settings.out());
        Arrangement arrangement = Arrangement.of(pruning.apply(dense), settings.layout());
        Map<String, ElementType> types = arrangement.types(settings.type());
        ElementType type = mostUsed(arrangement.tensors(), types);
        TensorShards shards =
                new TensorShards(arrangement.model().weights(), arrangement.tensors(), types, settings.shard());
        Path out = settings.out().toAbsolutePath().normalize();
        requireRoom(out, shards.bytes() + ROOM_TO_SPARE);
        try (AtomicFolder folder = AtomicFolder.create(out)) {
            shards.write(folder.path(), progress.part(0, 0.6));
            List<String> notices = writeTexts(folder.path(), arrangement, dense, type);
            Manifest.write(folder.path(), dense, pruning, settings, ExportSettings.name(type), progress.part(0.6, 0.7));
            ModelCard.write(
                    folder.path(),
                    dense,
                    arrangement.model(),
                    pruning,
                    settings,
                    !arrangement.code().isEmpty());
            boolean rounds = rounds(arrangement, types);
            ReloadCheck check = ReloadCheck.of(
                    folder.path(),
                    dense,
                    pruning,
                    ReloadCheck.types(arrangement.places(), types),
                    rounds,
                    settings.checkTokens(),
                    device,
                    progress.part(0.7, 0.95));
            List<ExportedFile> files = files(folder.path(), progress.part(0.95, 1));
            folder.commit();
            return new Exported(
                    settings.out(),
                    files,
                    arrangement.model().description().neurons(),
                    new Size(shards.elements(), shards.bytes()),
                    type,
                    check.difference(),
                    check.rounding(),
                    check.tokens(),
                    notices);
        }
    }

    static void requireRoom(Path out, long needed) {
        Path place = out.toAbsolutePath();
        while (place != null && !Files.exists(place)) {
            place = place.getParent();
        }
        // the system is asked: a file store is looked for among the mounts, which not every container shows
        long free = place == null ? 0 : place.toFile().getUsableSpace();
        if (free > 0 && free < needed) {
            throw new Refusal(String.format(
                    Locale.ROOT,
                    "%s: no space left for it: %.1f MB are needed, %.1f MB are free; make room or choose another place",
                    out,
                    needed / 1e6,
                    free / 1e6));
        }
    }

    private static List<String> writeTexts(Path folder, Arrangement arrangement, Model dense, ElementType type) {
        Map<String, Object> config = new LinkedHashMap<>(arrangement.configuration());
        boolean old = config.containsKey("torch_dtype") || !config.containsKey("dtype");
        config.put(old ? "torch_dtype" : "dtype", ExportSettings.name(type));
        write(folder.resolve("config.json"), StrictJson.write(config));
        arrangement.code().forEach((name, text) -> write(folder.resolve(name), text));
        if (dense.format().equals("huggingface")) {
            SourceFiles.copy(dense.source(), folder);
            return List.of();
        }
        Map<String, Object> generation = new LinkedHashMap<>();
        for (String key : List.of("bos_token_id", "eos_token_id")) {
            if (config.get(key) != null) {
                generation.put(key, config.get(key));
            }
        }
        write(folder.resolve("generation_config.json"), StrictJson.write(generation));
        try {
            TokenizerFiles.of(dense.source()).forEach((name, bytes) -> AtomicFile.write(folder.resolve(name), bytes));
            return List.of();
        } catch (Refusal e) {
            return List.of("the tokenizer was not carried over: " + e.getMessage());
        }
    }

    private static void write(Path file, String text) {
        AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    }

    private static ElementType mostUsed(List<PlacedTensor> tensors, Map<String, ElementType> types) {
        Map<ElementType, Long> elements = new EnumMap<>(ElementType.class);
        for (PlacedTensor tensor : tensors) {
            elements.merge(types.get(tensor.name()), (long) tensor.rows() * tensor.columns(), Long::sum);
        }
        return elements.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    private static boolean rounds(Arrangement arrangement, Map<String, ElementType> types) {
        for (PlacedTensor tensor : arrangement.tensors()) {
            ElementType written = types.get(tensor.name());
            for (var id : tensor.weights()) {
                if (written != ElementType.F32 && arrangement.model().weights().type(id) != written) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<ExportedFile> files(Path folder, Progress progress) {
        List<Path> found;
        try (Stream<Path> listed = Files.list(folder)) {
            found = listed.sorted().toList();
        } catch (IOException e) {
            throw FileFailure.reading(folder, e);
        }
        List<ExportedFile> files = new ArrayList<>();
        for (Path file : found) {
            try {
                files.add(new ExportedFile(file.getFileName().toString(), Files.size(file), Sha256.of(file, progress)));
            } catch (IOException e) {
                throw FileFailure.reading(file, e);
            }
        }
        return files;
    }
}
