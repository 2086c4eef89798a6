package sulcus.export;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import sulcus.format.AtomicFolder;
import sulcus.format.ElementType;
import sulcus.format.FileFailure;
import sulcus.format.GgufWriter;
import sulcus.format.Sha256;
import sulcus.format.StrictJson;
import sulcus.model.Description;
import sulcus.model.GgufForm;
import sulcus.model.Model;
import sulcus.model.PlacedTensor;
import sulcus.model.WeightId;
import sulcus.prune.Pruning;
import sulcus.prune.Size;
import sulcus.run.Device;
import sulcus.task.Progress;
import sulcus.task.Refusal;
import sulcus.text.GgufVocabulary;

/**
 * Writes a model, pruned or not, as a .gguf file for llama.cpp. The tensors are read, changed and written block by block; the
 * file is reloaded from disk and compared with the model masked in memory, its weights rounded to the same blocks, and only then
 * gets its name.
 */
public final class GgufExport {
    /** llama.cpp's GGML_QNT_VERSION. */
    private static final int QUANTIZATION_VERSION = 2;

    private static final long ROOM_TO_SPARE = 16L << 20;

    private GgufExport() {}

    /** Refuses what would be refused after long work. */
    public static void check(Model dense, Path out) {
        if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".gguf")) {
            throw new Refusal(out + ": a GGUF is one file; give a name that ends with .gguf");
        }
        HuggingFaceExport.check(dense, out);
        // a tokenizer that cannot be carried over
        GgufVocabulary.of(dense.source(), dense.description().vocabulary());
    }

    /**
     * The form that a model takes.
     *
     * @param cut rows and columns cut
     * @param layout padded fills all layers up to the widest; the others are written as they are
     * @throws Refusal if there is none
     */
    static GgufForm form(Model cut, Layout layout) {
        if (cut.configuration().isEmpty()) {
            throw new Refusal(cut.source() + ": has no configuration to carry over; export a model opened from disk");
        }
        return GgufForm.of(laidOut(cut, layout));
    }

    private static Model laidOut(Model cut, Layout layout) {
        Description d = cut.description();
        if (layout != Layout.PADDED) {
            return cut;
        }
        int[] neurons = new int[d.layers()];
        int[] groups = new int[d.layers()];
        Arrays.fill(neurons, Arrays.stream(d.neurons()).max().orElseThrow());
        Arrays.fill(groups, Arrays.stream(d.keyValueHeads()).max().orElseThrow());
        Description even = d.mlp().experts() == null
                ? d.withNeurons(neurons)
                : MixtureWidths.of(d).fill(d);
        Description wide = even.withKeyValueHeads(groups);
        return cut.with(wide, new PaddedWeights(cut.weights(), d, wide));
    }

    /**
     * Writes the file.
     *
     * @throws Refusal if the target is there already, cannot be written or has no room, llama.cpp has no architecture for the
     *     model, or the file does not say what was in memory; nothing then stands under the target's name
     */
    static Exported write(
            Model dense,
            Pruning pruning,
            Destination.Gguf to,
            Map<String, Object> provenance,
            int[] checkTokens,
            Device device,
            Progress progress) {
        check(dense, to.out());
        Model cut = laidOut(pruning.apply(dense), to.layout());
        GgufForm form = form(cut, Layout.COMPACT);
        GgufType mixture = to.type() == null ? GgufType.of(dense.storedType()) : to.type();
        Map<String, ElementType> types = types(form, mixture, cut.description());
        Map<String, Object> metadata = metadata(dense, cut, form, mixture, pruning, provenance);
        List<String> notices = new ArrayList<>(form.notices());
        notices.addAll(fallen(form, mixture, types));
        List<GgufWriter.Declared> declared = declared(form, types);
        long bytes = declared.stream().mapToLong(GgufWriter.Declared::bytes).sum();
        Path out = to.out().toAbsolutePath().normalize();
        HuggingFaceExport.requireRoom(out, bytes + ROOM_TO_SPARE);
        // the file is written and read again in a folder of its own, so that nothing unproven ever has a .gguf name
        // beside others
        try (AtomicFolder folder = AtomicFolder.create(out.resolveSibling(out.getFileName() + ".folder"))) {
            Path file = folder.path().resolve(out.getFileName());
            write(file, cut, form, metadata, declared, types, progress.part(0, 0.6));
            Map<WeightId, String> places = new LinkedHashMap<>();
            form.tensors().forEach(tensor -> tensor.weights().forEach(id -> places.put(id, tensor.name())));
            boolean rounds = places.keySet().stream()
                    .anyMatch(id -> types.get(places.get(id)) != ElementType.F32
                            && cut.weights().type(id) != types.get(places.get(id)));
            ReloadCheck check = ReloadCheck.of(
                    file,
                    dense,
                    pruning,
                    ReloadCheck.types(places, types),
                    rounds,
                    checkTokens,
                    device,
                    progress.part(0.6, 0.95));
            ExportedFile written = new ExportedFile(
                    out.getFileName().toString(), Files.size(file), Sha256.of(file, progress.part(0.95, 1)));
            Files.move(file, out);
            return new Exported(
                    to.out(),
                    List.of(written),
                    cut.description().neurons(),
                    new Size(cut.parameters(), bytes),
                    mixture.most(),
                    check.difference(),
                    check.rounding(),
                    check.tokens(),
                    notices);
        } catch (IOException e) {
            throw FileFailure.writing(to.out(), e);
        }
    }

    private static Map<String, ElementType> types(GgufForm form, GgufType mixture, Description d) {
        Map<String, ElementType> types = new LinkedHashMap<>();
        for (PlacedTensor tensor : form.tensors()) {
            types.put(tensor.name(), mixture.of(tensor, d.layers(), d.tiedEmbeddings()));
        }
        return types;
    }

    /** Which tensors took another type because their rows are no whole blocks. */
    private static List<String> fallen(GgufForm form, GgufType mixture, Map<String, ElementType> types) {
        int block = mixture.most().blockElements();
        long fallen = form.tensors().stream()
                .filter(tensor -> tensor.shape().length > 1 && tensor.columns() % block != 0)
                .filter(tensor -> types.get(tensor.name()) != ElementType.F32)
                .count();
        if (block == 1 || fallen == 0) {
            return List.of();
        }
        return List.of(fallen + " of " + form.tensors().size() + " tensors have rows that are no multiple of " + block
                + " and took "
                + String.join(
                        ", ",
                        form.tensors().stream()
                                .filter(tensor -> tensor.shape().length > 1 && tensor.columns() % block != 0)
                                .map(tensor -> types.get(tensor.name()).name())
                                .distinct()
                                .toList())
                + "; widths that are (--width-multiple " + block + ") give a smaller file");
    }

    private static List<GgufWriter.Declared> declared(GgufForm form, Map<String, ElementType> types) {
        List<GgufWriter.Declared> declared = new ArrayList<>();
        for (PlacedTensor tensor : form.tensors()) {
            declared.add(new GgufWriter.Declared(tensor.name(), types.get(tensor.name()), tensor.shape()));
        }
        if (form.rotaryDivisors() != null) {
            declared.add(new GgufWriter.Declared(GgufForm.ROTARY, ElementType.F32, form.rotaryDivisors().length));
        }
        return declared;
    }

    private static Map<String, Object> metadata(
            Model dense, Model cut, GgufForm form, GgufType mixture, Pruning pruning, Map<String, Object> provenance) {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("general.architecture", form.architecture());
        metadata.put("general.type", "model");
        metadata.put("general.name", GgufForm.name(dense));
        if (dense.configuration().get("_name_or_path") instanceof String name && !name.isBlank()) {
            metadata.put("general.name", name);
        }
        ModelMetadata known = ModelMetadata.of(dense);
        metadata.putAll((cut.parameters() == dense.parameters() ? known : known.resized()).keys());
        metadata.put("general.file_type", mixture.number());
        if (mixture.most().blockElements() > 1) {
            metadata.put("general.quantization_version", QUANTIZATION_VERSION);
        }
        metadata.putAll(form.metadata());
        metadata.putAll(GgufVocabulary.of(dense.source(), cut.description().vocabulary()));
        if (!provenance.isEmpty()) {
            Map<String, Object> told = new LinkedHashMap<>(provenance);
            told.put("kept", Arrays.stream(pruning.plan().kept()).boxed().toList());
            metadata.put("sulcus.pruning", StrictJson.writeCompact(told));
        }
        return metadata;
    }

    private static void write(
            Path file,
            Model cut,
            GgufForm form,
            Map<String, Object> metadata,
            List<GgufWriter.Declared> declared,
            Map<String, ElementType> types,
            Progress progress) {
        long all = Math.max(
                1, declared.stream().mapToLong(GgufWriter.Declared::bytes).sum());
        long done = 0;
        try (GgufWriter writer = GgufWriter.create(file, metadata, declared)) {
            for (PlacedTensor tensor : form.tensors()) {
                int block = Math.max(1, tensor.blockRows());
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment floats = arena.allocate(4L * block * tensor.columns(), 64);
                    for (int from = 0; from < tensor.rows(); from += block) {
                        progress.report("writing " + tensor.name(), done / (double) all);
                        int to = Math.min(tensor.rows(), from + block);
                        long count = (long) (to - from) * tensor.columns();
                        tensor.read(cut.weights(), from, to, floats);
                        TensorShards.check(tensor.name(), types.get(tensor.name()) == ElementType.F16, floats, count);
                        writer.writeFloats(tensor.name(), floats, count);
                        done += types.get(tensor.name()).bytes(count);
                    }
                }
            }
            if (form.rotaryDivisors() != null) {
                writer.writeFloats(
                        GgufForm.ROTARY, MemorySegment.ofArray(form.rotaryDivisors()), form.rotaryDivisors().length);
            }
            writer.commit();
        }
    }
}
